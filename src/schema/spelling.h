/* Names of one script in the letters of another: the tables by which Cyrillic names stand in
 * passports and registers in Latin letters. One name has as many spellings as tables. */
#ifndef CAIRN_SCHEMA_SPELLING_H
#define CAIRN_SCHEMA_SPELLING_H

#include <stddef.h>

#include "base/arena.h"

enum spelling {
    SPELLING_KMU_2010,
    SPELLING_ICAO_UKRAINIAN,
    SPELLING_ICAO_RUSSIAN,
    SPELLING_ICAO_EARLIER, /* Ukrainian, before the standard told first letters apart */
    SPELLING_RUSSIAN_2010,
    SPELLING_RUSSIAN_1997,
    SPELLING_SOVIET,
    SPELLING_PRESS_UKRAINIAN,
    SPELLING_PRESS_RUSSIAN,
    SPELLING_SCHOLARLY_UKRAINIAN,
    SPELLING_SCHOLARLY_RUSSIAN,
    SPELLING_GERMAN,
    SPELLINGS
};

/* What a letter, or two of them, become: where a word begins, and elsewhere. */
struct spelling_row {
    const char *cyrillic;
    const char *first; /* NULL: as elsewhere */
    const char *later;
};

struct spelling_table {
    const char *name;   /* "KMU 2010" */
    const char *source; /* whose table it is */
    int count;
    const struct spelling_row *row; /* beside those of SPELLING_COMMON; these come first */
};

extern const struct spelling_table SPELLING_TABLE[SPELLINGS];

/* Letters that every table writes alike. */
extern const struct spelling_row SPELLING_COMMON[];
extern const int SPELLING_COMMON_COUNT;

/* The name in Latin letters, in the arena; what is no letter stays. Capitals become capitals: of a
 * letter that becomes several the first, unless the letter beside it is a capital too. NULL when
 * the table lacks one of the letters. */
const char *spelling_latin(struct arena *arena, const char *cyrillic, enum spelling spelling);

/* The length of the apostrophe that a text begins with, 0 when it begins with none. No table writes
 * it in Latin letters, and one hand writes it where another does not. */
size_t spelling_apostrophe(const char *text);

#endif
