/* Texts that are the same but for capitals and accents, for searching (by utf8proc). */
#ifndef CAIRN_BASE_FOLD_H
#define CAIRN_BASE_FOLD_H

#include <stddef.h>

#include "base/arena.h"

/* The text with small letters for capitals, in the form that all ways of writing it share, and
 * without accents and the like (e for è, и for й); in the arena. Bytes that are not UTF-8 stay as
 * they are. */
char *fold_text(struct arena *arena, const char *text);

/* The text with small letters for capitals, each letter and its marks in one character (NFC), the
 * marks kept: the й of a name is no и. In the arena. Bytes that are not UTF-8 stay as they are. */
char *fold_small(struct arena *arena, const char *text);

/* The same with its capitals: it has as many characters as fold_small makes of it. */
char *fold_composed(struct arena *arena, const char *text);

/* How many bytes the letter or digit has that the text begins with; 0: it begins with neither, or
 * is no UTF-8. */
size_t fold_letter(const char *text);

#endif
