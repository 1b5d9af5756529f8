/* Numbers as people and machines write them in tables. */
#ifndef CAIRN_INPUT_NUMBER_H
#define CAIRN_INPUT_NUMBER_H

#include <stdbool.h>

#include "base/error.h"

/* A decimal number: sign, digits, point or comma, exponent, and nothing else; finite, and not so
 * small that it would be read as 0. The locale makes no difference. False when it is none. */
MUST_CHECK bool number_read(const char *text, double *out_number);

/* A count: digits only, at most 10^9. A comma or point is refused, since "1,000" means a thousand
 * to one and one to another. */
MUST_CHECK bool number_read_count(const char *text, double *out_count);

/* A count for each sex, "M=12,F=3" in either order; both or none is set. */
MUST_CHECK bool number_read_by_sex(const char *text, double *out_male, double *out_female);

#endif
