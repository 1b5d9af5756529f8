/* The words that stand in newest revisions, by which find.c looks only at records that may be
 * meant. */
#ifndef CAIRN_RECORD_FIND_WORDS_H
#define CAIRN_RECORD_FIND_WORDS_H

#include "record/tables.h"

/* Is the field searched, and as people speak: by its sound, too? */
bool find_is_searched(const struct schema_field *field);
bool find_is_spoken(const struct schema_field *field);

/* How a word that is looked for sounds, in the arena; NULL when it is not looked for by that: it is
 * too short, or a code. */
const char *find_sound(struct arena *arena, const char *word);

struct find_candidate {
    int64_t index;
    const char *kind;
};

/* The newest revisions in which each of the words may stand, sorted by kind, then by index; in the
 * arena. A word stands where one of the text begins with it, or with its sound. Words of no letter
 * or digit are left out; ERROR_USAGE when no other is there. */
MUST_CHECK bool find_candidates(struct arena *arena, const struct tables *tables,
                                const char *const *words, size_t word_count,
                                struct find_candidate **out_candidates, size_t *out_count,
                                struct error *error);

#endif
