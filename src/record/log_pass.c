#include "record/log_pass.h"

#include "base/workers.h"
#include "store/query.h"
#include "store/statements.h"

/* A batch ends with whichever comes first. */
enum { BATCHES = 3, BATCH_ITEMS = 128, BATCH_BYTES = 1 << 20 };

struct batch {
    struct log_item item[BATCH_ITEMS];
    int count;
    struct arena ordered;                  /* of what is done in order */
    struct arena arena[LOG_PASS_THREADS]; /* of each worker */
};

struct run {
    const struct log_pass *pass;
    struct query *query;
    int64_t left;                      /* entries still to be read */
    bool ended;                        /* nothing more is read */
    bool failed;                       /* nothing more is done */
    struct batch *open, *work, *close; /* of the round; NULL: none */
    struct error *error;
};

static struct log_bytes take(struct arena *arena, struct query *query, int column) {
    if (query_is_null(query, column)) return (struct log_bytes){0};
    size_t size;
    const void *bytes = query_blob(query, column, &size);
    return (struct log_bytes){arena_copy_part(arena, bytes, size), size};
}

static bool open_batch(struct run *run, struct batch *batch) {
    bool row;
    for (size_t bytes = 0; batch->count < BATCH_ITEMS && bytes < BATCH_BYTES && run->left > 0;) {
        if (!query_step(run->query, &row, run->error)) return false;
        if (!row) break;
        struct log_item item = {.index = query_int(run->query, 0),
                                .leaf = take(&batch->ordered, run->query, 1),
                                .record_id = take(&batch->ordered, run->query, 2),
                                .kind = take(&batch->ordered, run->query, 3),
                                .entry = take(&batch->ordered, run->query, 4),
                                .disclosures = take(&batch->ordered, run->query, 5)};
        bytes += item.entry.size + item.disclosures.size;
        batch->item[batch->count] = item;
        if (!run->pass->open(run->pass->data, &batch->ordered, &batch->item[batch->count],
                             run->error))
            return false;
        batch->count++;
        run->left--;
    }
    run->ended = run->left == 0 || batch->count == 0 || !row;
    return true;
}

static bool close_batch(struct run *run, struct batch *batch) {
    for (int i = 0; i < batch->count; i++) {
        if (!run->pass->close(run->pass->data, &batch->ordered, &batch->item[i], run->error))
            return false;
        if (run->pass->progress) progress_step(run->pass->progress, 1);
    }
    return true;
}

/* Index 0 is what goes in order, the others are the items in work. */
static void do_part(void *data, size_t index, int worker) {
    struct run *run = data;
    if (index > 0) {
        run->pass->work(run->pass->data, &run->work->arena[worker], &run->work->item[index - 1],
                        worker);
        return;
    }
    if (run->close) run->failed = !close_batch(run, run->close);
    if (run->failed || !run->open || open_batch(run, run->open)) return;
    /* What was opened before the damage is still worked on and closed. */
    run->ended = true;
    run->failed = run->error->code != ERROR_CORRUPT;
}

static void empty(struct batch *batch, int threads) {
    batch->count = 0;
    arena_release(&batch->ordered, (struct arena_mark){0});
    for (int i = 0; i < threads; i++) arena_release(&batch->arena[i], (struct arena_mark){0});
}

static bool run_rounds(struct run *run, struct batch *batches) {
    for (int round = 0;; round++) {
        struct batch *next = &batches[round % BATCHES];
        run->close = round >= 2 ? &batches[(round - 2) % BATCHES] : NULL;
        run->work = round >= 1 ? &batches[(round - 1) % BATCHES] : NULL;
        run->open = run->ended ? NULL : next;
        empty(next, run->pass->threads);
        size_t items = run->work ? (size_t)run->work->count : 0;
        if (!run->open && !items && (!run->close || !run->close->count))
            return run->error->code == ERROR_NONE;
        struct error cancelled = {0};
        if (!workers_run(run->pass->threads, 1 + items, do_part, run, run->pass->cancel,
                         &cancelled))
            return error_set(run->error, cancelled.code, "%s", cancelled.text);
        if (run->failed) return false;
    }
}

bool log_pass_run(const struct log_pass *pass, struct store *store, int64_t from, int64_t most,
                  struct error *error) {
    struct error failure = {0};
    struct run run = {.pass = pass, .left = most, .error = &failure};
    if (!query_open(store, pass->vault ? &LOG_WITH_VAULT : &LOG_ROWS, &run.query, error))
        return false;
    query_bind_int(run.query, 1, from);
    struct arena arena;
    arena_open(&arena, 0);
    struct batch *batches = arena_new(&arena, struct batch, BATCHES);
    bool done = run_rounds(&run, batches);
    for (int i = 0; i < BATCHES; i++) {
        arena_close(&batches[i].ordered);
        for (int j = 0; j < pass->threads; j++) arena_close(&batches[i].arena[j]);
    }
    arena_close(&arena);
    query_close(run.query);
    return done || error_set(error, failure.code, "%s", failure.text);
}
