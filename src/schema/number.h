/* Numbers as people write them in forms and tables, and as entries keep them: whole numbers of a
 * small unit, and decimals that keep their digits. */
#ifndef CAIRN_SCHEMA_NUMBER_H
#define CAIRN_SCHEMA_NUMBER_H

#include <stdint.h>

#include "base/error.h"

enum { DECIMAL_MOST = 60 }; /* bytes of a decimal */

/* Is this a unit that an integer field may have? ("count" is: a number of things.) */
bool unit_known(const char *unit);

/* Reads a whole number of `unit`. A number alone is in that unit; another unit of the same measure
 * may follow, and must then come out whole: "172.5 cm" in mm is 1725, "172.55 cm" is refused. A
 * decimal comma is refused, since "1,725" is two numbers to two people. Within WHOLE_MOST. */
MUST_CHECK bool number_read_whole(const char *unit, const char *text, int64_t *out_number,
                                  struct error *error);

/* Reads a decimal into `out_digits` (of DECIMAL_MOST + 1 bytes) with all its digits, as entries
 * have it: point for comma, no plus, no leading zeros, "0" before a point, small e. A comma before
 * exactly three digits is refused where it could separate thousands. */
MUST_CHECK bool decimal_read(const char *text, char *out_digits, struct error *error);

/* Is it a decimal as entries have it, that is, what decimal_read leaves unchanged? */
MUST_CHECK bool decimal_check(const char *digits, struct error *error);

/* Is the decimal (as entries have it) at least and at most these? Exact: nothing is rounded. */
bool decimal_between(const char *digits, int64_t least, int64_t most);

#endif
