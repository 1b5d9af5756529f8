#include "record/promised.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/log.h"
#include "record/verify.h"

/* An entry stands at an index; or the tree of so many entries has this root. */
struct promise {
    enum { ENTRY, TREE } kind;
    uint64_t number;
    struct digest hash;
};

static void promise(struct promise promise) {
    struct promise whole;
    memset(&whole, 0, sizeof whole);
    whole.kind = promise.kind;
    whole.number = promise.number;
    whole.hash = promise.hash;
    power_promise(&whole, sizeof whole);
}

void promised_entry(const struct receipt *receipt) {
    promise((struct promise){ENTRY, receipt->index, receipt->leaf});
}

void promised_tree(const char *path) {
    struct arena arena;
    struct error error = {0};
    struct investigation reading;
    arena_open(&arena, 0);
    if (!investigation_open(&arena, path, INVESTIGATION_READ, &reading, &error)) {
        fprintf(stderr, "%s\n", error.text);
        abort(); /* perhaps not in the test's own thread */
    }
    promise((struct promise){TREE, reading.tree.size,
                             merkle_root(&reading.tree, &reading.digester)});
    investigation_close(&reading);
    arena_close(&arena);
}

static bool is_kept(struct arena *arena, struct investigation *investigation,
                    const struct promise *promise, struct error *error) {
    struct log_line line;
    struct digest root;
    bool tree = promise->kind == TREE;
    if (promise->number + !tree > investigation->tree.size)
        return error_set(error, ERROR_CORRUPT, "%s %" PRIu64 " was there, and the log has %" PRIu64
                         " entries", tree ? "a tree of" : "entry", promise->number,
                         investigation->tree.size);
    if (tree ? !log_root_at(investigation->store, &investigation->digester, promise->number, &root,
                            error)
             : !log_read(arena, investigation->store, promise->number, &line, error))
        return false;
    return digest_equal(tree ? &root : &line.leaf, &promise->hash) ||
           error_set(error, ERROR_CORRUPT, "%s %" PRIu64 " is another than it was",
                     tree ? "the tree of" : "entry", promise->number);
}

bool promised_kept(struct investigation *investigation, const struct power_promise *promises,
                   size_t count, struct error *error) {
    struct arena arena;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    arena_open(&arena, 0);
    bool kept = true;
    for (size_t i = 0; i < count && kept; i++) {
        struct promise promise;
        assert_int_equal(promises[i].size, sizeof promise);
        memcpy(&promise, promises[i].bytes, sizeof promise);
        kept = is_kept(&arena, investigation, &promise, error);
    }
    arena_close(&arena);
    store_rollback(investigation->store);
    return kept;
}

static bool judge(const struct verify_result *result, struct error *error) {
    if (result->problem_count)
        return error_set(error, ERROR_CORRUPT, "verify: #%" PRId64 ": %s",
                         result->problem[0].index, result->problem[0].what);
    return (result->ok && result->unopened == 0) ||
           error_set(error, ERROR_CORRUPT, "verify: %" PRId64 " fields or files are not to be "
                     "opened", result->unopened);
}

bool promised_whole(const char *path, uint64_t *out_size, struct error *error) {
    struct arena arena;
    struct verify_plan plan = {.level = VERIFY_CONTENTS, .threads = 1};
    struct verify_result result;
    arena_open(&arena, 0);
    bool whole = verify_run(&arena, path, &plan, &result, error) && judge(&result, error);
    if (whole) *out_size = result.size;
    arena_close(&arena);
    return whole;
}
