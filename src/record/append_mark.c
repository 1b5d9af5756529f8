#include "record/append_mark.h"

#include "base/clock.h"
#include "record/log.h"

#define MARK_SECONDS 1.0

static bool hold_against(struct append_mark *mark, struct error *error) {
    const struct investigation *investigation = mark->investigation;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = mark_holds(&mark->mark, investigation->store, &mark->digester,
                           &investigation->tree, error);
    store_rollback(investigation->store);
    return done;
}

bool append_mark_open(struct arena *arena, struct investigation *investigation,
                      struct append_mark *out_mark, struct error *error) {
    *out_mark = (struct append_mark){.investigation = investigation};
    if (!digest_open(&out_mark->digester, error)) return false;
    /* What a device appends is provisional: the mark is of what the main copy has. */
    if (!investigation->device &&
        (!mark_open(arena, investigation->origin, &out_mark->mark, error) ||
         !hold_against(out_mark, error))) {
        digest_close(&out_mark->digester);
        return error_within(error, "%s", investigation->path);
    }
    pthread_mutex_init(&out_mark->lock, NULL);
    out_mark->advanced = clock_seconds();
    return true;
}

static void advance(struct append_mark *mark, const struct merkle *tree) {
    struct error ignored = {0};
    (void)!mark_advance(&mark->mark, mark->investigation->origin, tree, &mark->digester, &ignored);
    mark->advanced = clock_seconds();
}

void append_mark_follow(struct append_mark *mark, const struct merkle *tree) {
    if (pthread_mutex_trylock(&mark->lock) != 0) return;
    if (clock_seconds() - mark->advanced >= MARK_SECONDS) advance(mark, tree);
    pthread_mutex_unlock(&mark->lock);
}

void append_mark_close(struct append_mark *mark) {
    struct store *store = mark->investigation->store;
    struct merkle tree;
    struct error ignored = {0};
    if (store_begin(store, STORE_READ, &ignored)) {
        if (log_tree(store, &tree, &ignored)) advance(mark, &tree);
        store_rollback(store);
    }
    pthread_mutex_destroy(&mark->lock);
    digest_close(&mark->digester);
}
