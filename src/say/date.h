/* When something was said: words as they stand with a cue, resolved against the article's day. */
#ifndef CAIRN_SAY_DATE_H
#define CAIRN_SAY_DATE_H

#include "say/token.h"

/* No day of publication is known. */
#define DATE_NONE INT32_MIN

/* The day that "2022-09-19" begins with. DATE_NONE: it is none. */
int32_t date_day(const char *text);

/* Reads a date that begins at token `i`: "on Monday", "last week", "in April", «у п'ятницу». Returns
 * behind its last token; `i` when there is none. *out_edtf (in the arena) is NULL where it cannot be
 * resolved: without a day of publication, or where the date is not before it. An arena of NULL: the
 * date is only passed over. */
int date_read(struct arena *arena, const struct paragraph *paragraph, int i, int to,
              int32_t published, const char **out_edtf);

/* Where the date begins that ends right before token `i`; `i` when none does. */
int date_before(const struct paragraph *paragraph, int from, int i);

#endif
