#include <inttypes.h>
#include <string.h>

#include "record/fits.h"
#include "record/log.h"
#include "record/replay_compare.h"
#include "record/verify_parts.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ the tree */

static bool check_tree(struct verify *verify, struct error *error) {
    struct merkle kept;
    struct error failure = {0};
    if (!log_tree(verify->store, &kept, &failure)) {
        if (store_broken(verify->store)) return error_set(error, failure.code, "%s", failure.text);
        verify_note(verify, VERIFY_WHOLE, "the tree over the entries cannot be read: %s",
                    failure.text);
        return true;
    }
    struct digest root = merkle_root(&verify->tree, &verify->digester);
    struct digest kept_root = merkle_root(&kept, &verify->digester);
    if (kept.size > (uint64_t)verify->next)
        verify_note(verify, verify->next, "the record had %" PRIu64 " entries, and the last %" PRIu64
                    " are missing", kept.size, kept.size - (uint64_t)verify->next);
    else if (kept.size < verify->tree.size)
        verify_note(verify, (int64_t)kept.size, "the record had %" PRIu64 " entries; those from "
                    "here on were put in beside the program", kept.size);
    else if (!digest_equal(&root, &kept_root))
        verify_note(verify, VERIFY_WHOLE, "the tree over the entries is not the one that was kept: "
                    "entries were altered, exchanged or removed");
    return true;
}

/* ------------------------------------------------------------------ what it was before */

void verify_against_past(struct verify *verify) {
    for (size_t i = 0; i < verify->result.past_count; i++) {
        const struct verify_past *past = &verify->result.past[i];
        if (past->size != verify->tree.size) continue;
        struct digest root = merkle_root(&verify->tree, &verify->digester);
        if (!digest_equal(&root, &past->root))
            verify_note(verify, VERIFY_WHOLE, "its first %" PRIu64 " entries are not those of %s: "
                        "they were altered, exchanged or removed, or this is a copy with a history "
                        "of its own", past->size, past->what);
    }
}

static void check_past(struct verify *verify) {
    for (size_t i = 0; i < verify->result.past_count; i++) {
        const struct verify_past *past = &verify->result.past[i];
        if (past->size > verify->tree.size)
            verify_note(verify, VERIFY_WHOLE, "it was longer before: %s has %" PRIu64 " entries, and "
                        "this record %" PRIu64 ". It is an older copy, or was cut off", past->what,
                        past->size, verify->tree.size);
    }
}

/* ------------------------------------------------------------------ the rest */

static bool check_strays(struct verify *verify, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(verify->store, &VAULT_STRAYS, &query, error)) return false;
    for (;;) {
        if (!query_step(query, &row, error)) return false;
        if (!row) break;
        verify_note(verify, query_int(query, 0), "the vault keeps a sealed part of an entry that is "
                    "not there");
    }
    query_close(query);
    return true;
}

/* Entry 0 comes before the declaration that it is under. */
static bool check_first(struct verify *verify, struct error *error) {
    struct arena arena;
    struct log_line line;
    struct error failure = {0}, fault = {0};
    arena_open(&arena, 0);
    if (log_read(&arena, verify->store, 0, &line, &failure)) {
        const struct schema *schema = verify_schema(verify, &line.entry);
        bool fits = schema && fits_declaration(&arena, schema, &line.entry, &fault);
        if (!schema)
            verify_note(verify, 0, "the declaration that it was written under is not in the record");
        else if (!fits)
            verify_note(verify, 0, "it does not fit its declaration: %s", fault.text);
    }
    arena_close(&arena);
    return !store_broken(verify->store) || error_set(error, failure.code, "%s", failure.text);
}

static void check_root_key(struct verify *verify) {
    struct verify_result *result = &verify->result;
    const struct digest *wanted = verify->plan->root_key;
    result->root_key_checked = wanted != NULL;
    if (!wanted || (result->root_key_found && digest_equal(wanted, &result->root_key))) return;
    verify_note(verify, 0, "the first administrator's key is not the one whose fingerprint was "
                "given: this is another record, or its beginning was replaced");
}

/* ------------------------------------------------------------------ tables */

bool verify_tables(struct verify *verify, struct error *error) {
    struct investigation investigation = {.path = verify->path, .store = verify->store,
                                          .origin = verify->result.origin};
    struct replay replay = {.threads = verify->workers, .cancel = verify->plan->cancel,
                            .shown = verify->plan->shown};
    struct replay_comparison comparison;
    struct error failure = {0};
    if (replay_compare(verify->arena, &investigation, &replay, NULL, &comparison, &failure)) {
        if (!comparison.same)
            verify_note(verify, VERIFY_WHOLE, "the tables that things were shown from were not what "
                        "the entries say; they have been made again");
        return true;
    }
    /* Of a log that is damaged there may be no tables. */
    if (verify->result.problem_count == 0 || failure.code != ERROR_CORRUPT)
        return error_set(error, failure.code, "%s", failure.text);
    verify_note(verify, VERIFY_WHOLE, "no tables can be made of the record: %s", failure.text);
    return true;
}

bool verify_whole(struct verify *verify, struct error *error) {
    verify->result.size = verify->tree.size;
    verify->result.root = merkle_root(&verify->tree, &verify->digester);
    if (!verify->whole) return true;
    check_root_key(verify);
    check_past(verify);
    return check_tree(verify, error) && check_first(verify, error) && check_strays(verify, error) &&
           verify_forks(verify, error) && verify_keys(verify, error) &&
           verify_device(verify, error) && verify_waiting(verify, error) &&
           verify_checkpoints_end(verify, error);
}
