/* One way through the log, with its vault beside it. Each entry is met three times: in the order of
 * the log, by any thread, and in the order of the log again. While one batch of entries is worked
 * on, what needs order is done for those behind and before it; memory does not grow with the log. */
#ifndef CAIRN_RECORD_LOG_PASS_H
#define CAIRN_RECORD_LOG_PASS_H

#include "base/cancel.h"
#include "base/digest.h"
#include "base/progress.h"
#include "store/store.h"

struct log_bytes {
    const char *bytes; /* a zero byte that is not counted follows; NULL: there is no row */
    size_t size;
};

/* A row of the log as it is stored, whether or not it should be so. */
struct log_item {
    int64_t index;
    struct log_bytes leaf, record_id, kind, entry;
    struct log_bytes disclosures; /* of the vault, where they are wanted */
    void *own;                    /* of who passes through; NULL at first */
};

struct log_pass {
    /* In order, one thread at a time; these may ask the store, and a failure ends the pass. What is
     * taken from the arenas lives until the entry was closed. */
    bool (*open)(void *data, struct arena *arena, struct log_item *item, struct error *error);
    bool (*close)(void *data, struct arena *arena, struct log_item *item, struct error *error);
    /* Any thread; `worker` is below `threads`. Beside it another entry may be opened or closed. */
    void (*work)(void *data, struct arena *arena, struct log_item *item, int worker);
    void *data;
    bool vault;                  /* are disclosures wanted? */
    int threads;                 /* 1 to LOG_PASS_THREADS */
    const struct cancel *cancel; /* NULL: never */
    struct progress *progress;   /* NULL: none; stepped by one an entry */
};

enum { LOG_PASS_THREADS = 64 };

/* Passes through at most `most` entries from index `from` on, in the store's transaction, which
 * stays open. When the database finds itself damaged (ERROR_CORRUPT), every entry before that has
 * been closed. */
MUST_CHECK bool log_pass_run(const struct log_pass *pass, struct store *store, int64_t from,
                             int64_t most, struct error *error);

#endif
