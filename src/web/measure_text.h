/* Numbers with their units, and decimals, as people read them in their language. What is typed into
 * a form or written to a file is never written so. */
#ifndef CAIRN_WEB_MEASURE_TEXT_H
#define CAIRN_WEB_MEASURE_TEXT_H

#include <stdint.h>

#include "base/arena.h"
#include "http/language.h"

/* "1,720 mm", "1 year", "95%", "12.3 kB (12,345 bytes)"; a count, or a unit of NULL: the number
 * alone. In the arena. */
char *measure_text(struct arena *arena, enum language language, const char *unit, int64_t number);

/* "mm": the unit beside a field that a number is typed into; NULL where there is none to say. */
const char *measure_unit(enum language language, const char *unit);

/* "0.0015" with the language's decimal sign, all digits kept. In the arena. */
char *decimal_text(struct arena *arena, enum language language, const char *digits);

#endif
