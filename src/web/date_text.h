/* Dates and instants as people read them, in their language. */
#ifndef CAIRN_WEB_DATE_TEXT_H
#define CAIRN_WEB_DATE_TEXT_H

#include <stdint.h>

#include "base/arena.h"
#include "http/language.h"

/* "16 September 2022", "about March 2022", "from 1 March 2022 to 14 March 2022": a date of
 * schema/edtf.h; what is none stays as it is. In the arena. */
char *date_text(struct arena *arena, enum language language, const char *date);

/* The same for columns: 2022-09-16, 2022-09 and 2022, which sort as they are read, and all that is
 * less certain in words. In the arena. */
char *date_text_brief(struct arena *arena, enum language language, const char *date);

/* "16 September 2022, 08:30 UTC", with seconds where they are not 0, and their decimals; and
 * "2022-09-16 08:30 UTC". Of microseconds since 1970. In the arena. */
char *instant_text(struct arena *arena, enum language language, int64_t microseconds);
char *instant_text_brief(struct arena *arena, enum language language, int64_t microseconds);

#endif
