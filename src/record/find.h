/* Searching the tables for words. */
#ifndef CAIRN_RECORD_FIND_H
#define CAIRN_RECORD_FIND_H

#include "record/identifier.h"
#include "record/tables.h"

enum { FIND_WORDS_MOST = 64 };

struct find_hit {
    const struct table *table;
    int64_t index; /* of the newest revision */
    const char *rec, *code; /* code: NULL when people give it none */
    const char **field, **text; /* where a word stands, and all that stands there, as value_write
                                   has it, with codes and names for identifiers */
    size_t field_count;
};

/* Roles of whoever may read all that is there. */
#define FIND_ALL_ROLES (~0U)

/* The records of which every word stands somewhere in their newest revision, whatever its case and
 * accents (base/fold.h). In names and other free text a word also stands where one begins that is
 * spelled otherwise, in Cyrillic or Latin (base/sound.h). Identifiers are found by words that begin
 * as one, r- or u-. Only what somebody with one of these roles may read is looked at. Sorted by kind, then as in the log. In a
 * STORE_READ transaction of the tables; all is in the arena. */
MUST_CHECK bool find_words(struct arena *arena, const struct tables *tables, unsigned roles,
                           const char *const *words, size_t word_count,
                           struct find_hit **out_hits, size_t *out_count, struct error *error);

#endif
