/* Dates that may be uncertain: the Extended Date/Time Format of ISO 8601-2:2019, levels 0 and 1.
 *
 *     2022-09-16  2022-09  2022     a day, a month, a year
 *     2022-09-16? 2022~ 2022%       uncertain, approximate, both
 *     2022-09-XX 2022-XX-XX 2022-XX an unspecified day, day and month, month
 *     199X 19XX                     some year of the nineties, of the century
 *     2022-21                       spring (22 summer, 23 autumn, 24 winter)
 *     2022-03/2022-09-14            from, to: each may be uncertain or unspecified
 *     2022-03/.. ../2022-03         still going on; without known beginning
 *     2022-03/ /2022-03             the end, the beginning is not known
 *
 * Left out of these levels, since in this field they can only be slips: times of day (an instant
 * is for those), years before 0000 or after 9999. */
#ifndef CAIRN_SCHEMA_EDTF_H
#define CAIRN_SCHEMA_EDTF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct edtf {
    int32_t first_day, last_day; /* from 1 January 1970 (calendar.h): no day outside is meant, as
                                    far as the date was known; INT32_MIN and INT32_MAX where an
                                    interval is open or unknown */
    bool interval;
    bool uncertain, approximate; /* any part of it */
};

/* Reads a date; every day has to exist, and an interval may not end before it begins. */
MUST_CHECK bool edtf_read(const char *text, struct edtf *out_date, struct error *error);

#endif
