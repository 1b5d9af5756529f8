#include "record/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "record/investigation.h"
#include "record/mark.h"
#include "record/verify_parts.h"

void verify_note(struct verify *verify, int64_t index, const char *format, ...) {
    struct verify_result *result = &verify->result;
    if (result->problem_count == VERIFY_PROBLEMS_MOST) {
        result->unlisted++;
        return;
    }
    struct error text = {0};
    va_list values;
    va_start(values, format);
    vsnprintf(text.text, sizeof text.text, format, values);
    va_end(values);
    result->problem = arena_grow(verify->arena, result->problem, result->problem_count,
                                 &verify->problem_capacity, sizeof *result->problem);
    size_t at = result->problem_count++;
    /* Entries are opened a little before others are closed. */
    for (; at > 0 && result->problem[at - 1].index > index; at--)
        result->problem[at] = result->problem[at - 1];
    result->problem[at] = (struct verify_problem){index, arena_copy(verify->arena, text.text)};
}

/* ------------------------------------------------------------------ steps */

static bool read_about(struct verify *verify, struct error *error) {
    const char *format, *origin;
    struct error ignored = {0};
    if (!investigation_meta(verify->arena, verify->store, "format", &format, error) ||
        !investigation_meta(verify->arena, verify->store, "origin", &origin, error))
        return false;
    if (!format || strcmp(format, INVESTIGATION_FORMAT) != 0)
        verify_note(verify, VERIFY_WHOLE, "the database does not say that it is of the form %s",
                    INVESTIGATION_FORMAT);
    if (origin && entry_check_origin(origin, &ignored)) verify->result.origin = origin;
    else
        verify_note(verify, VERIFY_WHOLE, "the record does not say its name, so that no signature "
                    "can be checked");
    return true;
}

/* What was kept outside of the folder: what the plan gives, and this device's mark. */
static bool take_past(struct verify *verify, struct error *error) {
    const struct verify_plan *plan = verify->plan;
    struct verify_result *result = &verify->result;
    struct verify_past *past = arena_new(verify->arena, struct verify_past, plan->past_count + 1);
    struct mark mark = {0};
    struct error failure = {0};
    const char *device;
    if (plan->past_count) memcpy(past, plan->past, plan->past_count * sizeof *past);
    result->past = past;
    result->past_count = plan->past_count;
    if (!investigation_meta(verify->arena, verify->store, "device", &device, error)) return false;
    if (device) result->unmarked = "this copy is a device, whose own entries are provisional";
    if (!result->origin || device) return true;
    if (!mark_open(verify->arena, result->origin, &mark, &failure))
        verify_note(verify, VERIFY_WHOLE, "%s", failure.text);
    if (mark.found)
        past[result->past_count++] = (struct verify_past){
            "the high-water mark of this device", mark.tree.size,
            merkle_root(&mark.tree, &verify->digester)};
    else result->unmarked = mark.why ? mark.why : "nothing was written in it on this device";
    return true;
}

static bool read_log(struct verify *verify, struct error *error) {
    struct progress progress;
    struct error failure = {0};
    struct log_pass pass = {.open = verify_open, .work = verify_work, .close = verify_close,
                            .data = verify, .vault = verify->plan->level >= VERIFY_CONTENTS,
                            .threads = verify->workers, .cancel = verify->plan->cancel};
    if (verify->plan->shown) {
        progress_open(&progress, "verified entries", 0);
        pass.progress = &progress;
    }
    verify->whole = log_pass_run(&pass, verify->store, 0, INT64_MAX, &failure);
    if (verify->plan->shown) progress_close(&progress);
    if (verify->whole) return true;
    if (failure.code != ERROR_CORRUPT) return error_set(error, failure.code, "%s", failure.text);
    verify_note(verify, verify->next, "from here on the database cannot be read: %s", failure.text);
    return true;
}

static bool verify_store(struct verify *verify, struct error *error) {
    if (!store_begin(verify->store, STORE_READ, error)) return false;
    verify_database_begin(verify);
    bool done = read_about(verify, error) && verify_checkpoints_begin(verify, error) &&
                take_past(verify, error) && read_log(verify, error) && verify_whole(verify, error);
    done = verify_database_end(verify, done && verify->whole, error) && done;
    store_rollback(verify->store);
    return done && (verify->plan->level < VERIFY_TABLES || !verify->whole ||
                    verify_tables(verify, error));
}

/* ------------------------------------------------------------------ the result */

static void finish_users(struct verify *verify) {
    static const char *const STATES[] = {"active", "suspended", "revoked"};
    for (size_t i = 0; i < verify->result.user_count; i++) {
        struct verify_user *user = &verify->result.user[i];
        const struct authority_user *now = authority_user(&verify->authority, &user->id);
        user->roles = now->roles;
        user->made = now->made;
        user->state = STATES[now->state];
    }
}

static void finish(struct verify *verify, struct verify_result *out_result) {
    struct verify_result *result = &verify->result;
    finish_users(verify);
    result->level = verify->plan->level;
    result->ok = result->problem_count == 0;
    *out_result = *result;
}

static bool open_digesters(struct verify *verify, struct error *error) {
    int threads = verify->plan->threads < 1 ? 1 : verify->plan->threads;
    if (threads > LOG_PASS_THREADS) threads = LOG_PASS_THREADS;
    if (!digest_open(&verify->digester, error)) return false;
    for (; verify->workers < threads; verify->workers++)
        if (!digest_open(&verify->worker[verify->workers], error)) return false;
    return true;
}

bool verify_run(struct arena *arena, const char *path, const struct verify_plan *plan,
                struct verify_result *out_result, struct error *error) {
    struct verify *verify = arena_new(arena, struct verify, 1);
    *verify = (struct verify){.arena = arena, .plan = plan, .path = path,
                              .authority = authority_none(arena)};
    bool done = open_digesters(verify, error) &&
                store_open(arena, files_join(arena, path, "record.db"), STORE_ON_DISK,
                           &verify->store, error) &&
                verify_store(verify, error);
    store_close(verify->store);
    for (int i = 0; i < verify->workers; i++) digest_close(&verify->worker[i]);
    digest_close(&verify->digester);
    if (done) finish(verify, out_result);
    return done;
}
