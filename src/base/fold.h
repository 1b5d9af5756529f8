/* Texts that are the same but for capitals and accents, for searching (by utf8proc). */
#ifndef CAIRN_BASE_FOLD_H
#define CAIRN_BASE_FOLD_H

#include "base/arena.h"

/* The text with small letters for capitals, in the form that all ways of writing it share, and
 * without accents and the like (e for è, и for й); in the arena. Bytes that are not UTF-8 stay as
 * they are. */
char *fold_text(struct arena *arena, const char *text);

#endif
