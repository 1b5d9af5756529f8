#include "record/pull.h"

#include <inttypes.h>

#include "base/progress.h"
#include "record/device.h"
#include "record/pull_parts.h"
#include "store/query.h"
#include "store/statements.h"

struct run {
    struct pulling pulling;
    struct pull_other other;
    uint64_t shared; /* so many entries both should have in the same order: none of them is looked at */
    bool nothing;    /* there is nothing new for a device */
    struct merkle tree; /* afterwards */
    struct progress progress;
};

/* ------------------------------------------------------------------ the same beginning */

static uint64_t smaller(uint64_t one, uint64_t other) { return one < other ? one : other; }

static bool compare_beginnings(struct run *run, bool *out_same, struct error *error) {
    const struct pulling *pulling = &run->pulling;
    const struct investigation *here = pulling->pull->investigation;
    const struct investigation *there = &run->other.investigation;
    struct digest own, others;
    uint64_t shared = smaller(smaller(here->confirmed, pulling->log->tree->size),
                              smaller(there->confirmed, there->tree.size));
    if (!log_root_at(pulling->log->store, pulling->log->digester, shared, &own, error) ||
        !pull_other_root(&run->other, pulling->log->digester, shared, &others, error))
        return false;
    *out_same = digest_equal(&own, &others);
    run->shared = *out_same ? shared : 0;
    return true;
}

/* ------------------------------------------------------------------ its entries */

/* The main copy's log is a device's whole: it is taken as it is, or not at all. */
static bool expect_taken(const struct run *run, const struct candidate *candidate,
                         const struct judged *judged, struct error *error) {
    return judged->fate == PULL_TAKEN || !run->pulling.pull->investigation->device ||
           error_set(error, ERROR_BAD_INPUT, "entry %" PRId64 " of the main copy cannot be taken, so "
                     "that nothing was changed: %s", candidate->from, judged->why);
}

static bool take_one(struct run *run, struct candidate *candidate, struct error *error) {
    struct pulling *pulling = &run->pulling;
    struct digest leaf =
        merkle_leaf(pulling->log->digester, candidate->bytes, candidate->size);
    struct judged judged;
    uint64_t index;
    bool known;
    if (!log_find(pulling->log->store, &leaf, UINT64_MAX >> 1, &known, &index, error)) return false;
    if (known) return true;
    return (candidate->from < 0 || pull_other_vault(&run->other, &pulling->scratch, candidate, error)) &&
           pull_judge(pulling, candidate, &judged, error) &&
           expect_taken(run, candidate, &judged, error) &&
           pull_place(pulling, candidate, &judged, error);
}

static bool take_row(struct run *run, struct query *query, struct error *error) {
    struct candidate candidate = {.from = query_int(query, 0), .folder = run->other.folder};
    arena_release(&run->pulling.scratch, (struct arena_mark){0});
    if (cancel_requested(run->pulling.pull->cancel))
        return error_set(error, ERROR_CANCELLED, "interrupted: nothing was changed");
    candidate.bytes = query_blob(query, 3, &candidate.size);
    progress_step(run->pulling.pull->shown ? &run->progress : NULL, 1);
    return take_one(run, &candidate, error);
}

static bool take_log(struct run *run, struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(run->other.investigation.store, &LOG_FROM, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)run->shared);
    while ((done = query_step(query, &row, error)) && row)
        if (!(done = take_row(run, query, error))) break;
    query_close(query);
    return done;
}

/* What had to be set aside on a device waits there, and is handed over like the rest. */
static bool take_waiting(struct run *run, struct error *error) {
    struct candidate candidate;
    bool found = true;
    for (int64_t place = -1; found;) {
        arena_release(&run->pulling.scratch, (struct arena_mark){0});
        if (!pull_next_waiting(&run->pulling.scratch, run->other.investigation.store,
                               run->other.folder, place, &place, &candidate, &found, error) ||
            (found && !take_one(run, &candidate, error)))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------ both ways */

static bool pull_into_main(struct run *run, struct error *error) {
    struct pulling *pulling = &run->pulling;
    int64_t last;
    bool same;
    if (!compare_beginnings(run, &same, error)) return false;
    pulling->result->two_histories = !same;
    return pull_note_waiting(pulling, error) &&
           pull_last_waiting(pulling->log->store, &last, error) && take_log(run, error) &&
           take_waiting(run, error) && pull_try_waiting(pulling, last, error);
}

static bool confirm(struct run *run, struct error *error) {
    struct append_log *log = run->pulling.log;
    struct digest root = merkle_root(log->tree, log->digester);
    return device_confirm(run->pulling.arena, log->store, log->tree->size, &root, error);
}

static bool pull_into_device(struct run *run, struct error *error) {
    struct pulling *pulling = &run->pulling;
    const struct investigation *here = pulling->pull->investigation;
    const struct investigation *there = &run->other.investigation;
    int64_t last;
    bool same;
    if (!compare_beginnings(run, &same, error)) return false;
    if (!same || there->tree.size < here->confirmed)
        return error_set(error, ERROR_CONFLICT, "%s is not the copy that this device goes on from, or "
                         "was put back to an older one: its first %" PRIu64 " entries are not those "
                         "that this device had from it", there->path, here->confirmed);
    run->nothing = there->tree.size == here->confirmed;
    if (run->nothing) return pull_take_keys(pulling, there->store, error);
    return pull_set_aside(pulling, here->confirmed, error) &&
           pull_last_waiting(pulling->log->store, &last, error) && take_log(run, error) &&
           confirm(run, error) && pull_take_keys(pulling, there->store, error) &&
           pull_try_waiting(pulling, last, error);
}

static bool pull_all(void *data, struct append_log *log, struct error *error) {
    struct run *run = data;
    struct pulling *pulling = &run->pulling;
    struct error ignored = {0};
    pulling->log = log;
    bool done = pulling->pull->investigation->device ? pull_into_device(run, error)
                                                     : pull_into_main(run, error);
    for (size_t i = 0; i < pulling->made_count && !done; i++)
        (void)!files_remove(pulling->made[i], &ignored);
    run->tree = *log->tree;
    return done;
}

void pull_count(struct pull_result *result) {
    for (size_t i = 0; i < result->count; i++) {
        result->taken += result->entry[i].fate == PULL_TAKEN;
        result->waiting += result->entry[i].fate == PULL_WAITS;
        result->refused += result->entry[i].fate == PULL_REFUSED;
    }
}

static bool run_all(struct run *run, struct error *error) {
    const struct pull *pull = run->pulling.pull;
    struct append_batch batch = {.then = pull_all, .then_data = run};
    if (pull->shown) progress_open(&run->progress, "pulled entries", 0);
    bool done = append_batch(pull->appender, &batch, NULL, NULL, error);
    if (pull->shown) progress_close(&run->progress);
    if (!done) return false;
    if (pull->investigation->device && !run->nothing)
        pull->investigation->confirmed = run->other.investigation.tree.size;
    pull->investigation->tree = run->tree;
    return true;
}

bool pull_run(struct arena *arena, const struct pull *pull, const char *from,
              struct pull_result *out_result, struct error *error) {
    struct pull_result result = {0};
    struct run run = {.pulling = {.pull = pull, .arena = arena, .result = &result,
                                  .left = json_object()}};
    arena_open(&run.pulling.scratch, 0);
    bool done = pull_other_open(arena, pull->investigation, from, &run.other, error);
    if (done) {
        result.device = run.other.investigation.device;
        done = run_all(&run, error);
    }
    investigation_close(&run.other.investigation);
    json_decref(run.pulling.left);
    arena_close(&run.pulling.scratch);
    pull_count(&result);
    if (done) *out_result = result;
    return done;
}
