/* Searching the tables for words. */
#ifndef CAIRN_RECORD_FIND_H
#define CAIRN_RECORD_FIND_H

#include "base/cancel.h"
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

/* Brings the words that are searched up to what the tables say. Nobody is in a transaction of the
 * tables; to be called before that in which something is looked for. `cancel` may be NULL; what was
 * done until then is kept. */
MUST_CHECK bool find_catch_up(const struct tables *tables, const struct cancel *cancel,
                              struct error *error);

/* Roles of whoever may read all that is there. */
#define FIND_ALL_ROLES (~0U)

/* What is looked for. */
struct find {
    const char *const *words;
    size_t word_count;
    unsigned roles; /* only what somebody with one of these may read is looked at */
    size_t most;    /* hits that are wanted; 0: all */
};

/* The records of which every word stands somewhere in their newest revision, at the beginning of a
 * word there, whatever its case and accents (base/fold.h). In names and other free text a word also
 * stands where one begins that is spelled otherwise, in Cyrillic or Latin (base/sound.h).
 * Identifiers are found by words that begin as one, r- or u-. Sorted by kind, then as in the log;
 * `*out_more` says that there may be others behind those that were wanted. In a STORE_READ
 * transaction of the tables; all is in the arena. */
MUST_CHECK bool find_words(struct arena *arena, const struct tables *tables,
                           const struct find *find, struct find_hit **out_hits, size_t *out_count,
                           bool *out_more, struct error *error);

#endif
