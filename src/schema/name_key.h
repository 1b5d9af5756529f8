/* Keys of names: what is left of a spelling when languages, scripts and tables are taken away, so
 * that Юрій, Yurii, Юрий, Iurii, Yury and Jurij are one key. It is coarse on purpose: it finds, and
 * people judge. */
#ifndef CAIRN_SCHEMA_NAME_KEY_H
#define CAIRN_SCHEMA_NAME_KEY_H

#include "base/arena.h"

/* Sounds, one ASCII character each: a e i o u, consonants as in English but c for ц, C for ч, S
 * for ш and щ, Z for ж, h for г, ґ and х. Signs of softness, apostrophes and doubled letters are
 * gone, and the й before e and o; the ending of adjectives is that of a noun. Digits are what they
 * are often read for. In the arena; "" when nothing of it sounds. */
const char *name_key(struct arena *arena, const char *word);

/* How far two keys are apart: the least sum of slips that makes one of the other, 1 for a consonant
 * that is another, less for sounds that are often taken for each other. */
double name_key_distance(const char *one, const char *other);

/* The same for what remains of a name that was cut off: the rest of `whole` costs nothing. */
double name_key_distance_cut(const char *cut, const char *whole);

enum { NAME_KEY_MOST = 63 }; /* sounds; a longer key is cut off */

#endif
