/* Names that are the same but for how they were put into letters: Юрій, Юрий, Yurii, Iurii, Yuriy,
 * Jurij and Iouri. Each is brought to the same rough spelling, for searching: whoever looks for a
 * name has it from a passport, a press report or by ear. Different names may come to the same
 * spelling too (Гнат and Хнат), so that what is found is for people to judge.
 *
 * Cyrillic of Ukrainian, Russian, Belarusian, Bulgarian, Serbian and Macedonian is read as the
 * tables of KMU 2010, BGN/PCGN and ICAO 9303 part 3 section 6 have in common; Latin as English,
 * Polish, Czech, Croatian, German and French write those sounds. */
#ifndef CAIRN_BASE_SOUND_H
#define CAIRN_BASE_SOUND_H

#include "base/arena.h"

/* The rough spelling, in the arena: words of letters and digits between single blanks, the first
 * one after a blank too, so that " word" finds the beginnings of words. Soft signs and apostrophes
 * are left out. Of bytes that are not UTF-8 nothing is left. */
char *sound_text(struct arena *arena, const char *text);

#endif
