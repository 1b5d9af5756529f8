#include "record/replay_compare.h"

#include "record/tables_dump.h"

static bool compare_with(struct arena *arena, const struct tables *kept, struct tables *fresh,
                         const char *dump, struct replay_comparison *out, struct error *error) {
    char *left, *right;
    if (!store_begin(fresh->store, STORE_READ, error) ||
        !tables_compare(arena, kept, fresh, &out->same, &left, &right, error))
        return false;
    out->kept = left;
    out->fresh = right;
    return !dump || tables_dump_write(fresh, dump, error);
}

/* In a transaction of the kept tables, so that they stay at the entry at which they are. */
static bool compare(struct arena *arena, const struct investigation *investigation,
                    const struct replay *replay, const struct tables *kept, const char *dump,
                    struct replay_comparison *out, struct error *error) {
    struct replay same = *replay;
    struct tables fresh;
    struct error failure = {0};
    if (!tables_size(kept, &same.until, error)) return false;
    if (!replay_afresh(arena, investigation, &same, &fresh, error)) return false;
    bool done = compare_with(arena, kept, &fresh, dump, out, error);
    if (replay_discard(&fresh, &failure)) return done;
    return error_set(error, failure.code, "%s", failure.text);
}

bool replay_compare(struct arena *arena, const struct investigation *investigation,
                    const struct replay *replay, const char *dump,
                    struct replay_comparison *out_comparison, struct error *error) {
    struct tables kept;
    struct replay_comparison comparison;
    if (!replay_open(arena, investigation, replay, &kept, error)) return false;
    bool done = store_begin(kept.store, STORE_READ, error) &&
                compare(arena, investigation, replay, &kept, dump, &comparison, error);
    store_rollback(kept.store);
    if (done && !comparison.same) done = replay_remake(investigation, replay, &kept, error);
    tables_close(&kept);
    if (done) *out_comparison = comparison;
    return done;
}
