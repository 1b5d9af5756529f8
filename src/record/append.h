/* Appending to the log of an investigation: drafts are sealed, signed and checked, and one
 * transaction takes all of a batch or nothing. Any number of threads may append; those who come
 * together share a transaction and its fsync, and do each other's work. */
#ifndef CAIRN_RECORD_APPEND_H
#define CAIRN_RECORD_APPEND_H

#include "record/authority.h"
#include "record/draft.h"
#include "record/investigation.h"
#include "record/user_key.h"

struct appender;

/* `investigation` was opened for appending; its store is the appender's from now on. The appender
 * is in the arena. Refuses what mark_holds does: an older copy is not written in. While it appends,
 * and when it is closed, the high-water mark of this device follows (record/mark.h). */
MUST_CHECK bool append_open(struct arena *arena, struct investigation *investigation,
                            struct random *random, struct appender **out_appender,
                            struct error *error);

/* Takes NULL. Nobody may be in append_batch. */
void append_close(struct appender *appender);

/* The log in the transaction of a batch. */
struct append_log {
    struct store *store;
    struct digester *digester;
    struct merkle *tree;         /* stored when all is done */
    struct authority *authority; /* after tree->size entries */
};

struct append_batch {
    const struct draft *drafts; /* appended in their order: one may rest on those before it */
    size_t count;
    const struct user_key *keys; /* stored in the same transaction */
    size_t key_count;
    int threads; /* that seal and sign; less than 2: the caller's alone */
    /* What else is done to the log in the same transaction, after the drafts; NULL: nothing. When it
     * returns false, nothing of the batch has happened. */
    bool (*then)(void *data, struct append_log *log, struct error *error);
    void *then_data;
};

/* Where an entry stands now. */
struct receipt {
    uint64_t index;
    struct digest leaf;
    struct identifier rec;
};

/* Appends the batch. It is on the disk when this returns true, and there are `count` receipts. When
 * it returns false before the commit, nothing has happened; *out_wrong (NULL: not wanted) is the
 * draft that was refused, or `count` when none was. When the commit itself fails, the appender is
 * at its end, and opening the investigation again shows whether all of the batch is there or
 * nothing. */
MUST_CHECK bool append_batch(struct appender *appender, const struct append_batch *batch,
                             struct receipt *out_receipts, size_t *out_wrong, struct error *error);

#endif
