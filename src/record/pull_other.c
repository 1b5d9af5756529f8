/* The copy that is pulled from. Anybody may have written it. */
#include <string.h>

#include "record/pull_parts.h"
#include "schema/quote.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ opening */

static bool open_checked(struct arena *arena, struct pull_other *other, struct error *error) {
    char *fault;
    if (!store_begin(other->investigation.store, STORE_READ, error) ||
        !investigation_check_database(arena, other->investigation.store, &fault, error))
        return false;
    return !fault || error_set(error, ERROR_BAD_INPUT, "its database is damaged, or not one that "
                               "this program makes: %s", fault);
}

static bool check_other(const struct investigation *here, const struct investigation *there,
                        struct error *error) {
    if (strcmp(here->origin, there->origin) != 0)
        return error_set(error, ERROR_CONFLICT, "it is another investigation, %s",
                         quote(there->origin).text);
    return !here->device || !there->device ||
           error_set(error, ERROR_CONFLICT, "it is a device as this copy is: the main copy takes from "
                     "devices, and devices from the main copy");
}

/* The database program writes beside a database that it opens, wherever a link of the right name leads;
 * and what a journal would have it undo is nothing of ours. */
static bool check_beside(struct arena *arena, const char *from, struct error *error) {
    static const char *const NAMES[] = {"record.db", "record.db-wal", "record.db-shm"};
    uint64_t size;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *path = files_join(arena, from, NAMES[i]);
        if (files_is_plain(path, &size) || (i > 0 && !files_is_there(path))) continue;
        if (!files_is_there(path))
            return error_set(error, ERROR_NOT_FOUND, "%s: it is no investigation", from);
        return error_set(error, ERROR_BAD_INPUT, "%s is no plain file", path);
    }
    const char *journal = files_join(arena, from, "record.db-journal");
    return !files_is_there(journal) ||
           error_set(error, ERROR_BAD_INPUT, "%s is nothing that this program makes", journal);
}

bool pull_other_open(struct arena *arena, const struct investigation *here, const char *from,
                     struct pull_other *other, struct error *error) {
    char *one, *two;
    if (!check_beside(arena, from, error) ||
        !files_absolute(arena, here->path, &one, error) ||
        !files_absolute(arena, from, &two, error))
        return false;
    if (!strcmp(one, two))
        return error_set(error, ERROR_CONFLICT, "%s is the same folder, not another copy", from);
    if (!investigation_open(arena, from, INVESTIGATION_READ, &other->investigation, error))
        return false;
    other->folder = files_join(arena, from, "files");
    return (open_checked(arena, other, error) &&
            check_other(here, &other->investigation, error)) ||
           error_within(error, "%s", from);
}

/* ------------------------------------------------------------------ reading */

bool pull_other_root(const struct pull_other *other, struct digester *digester, uint64_t size,
                     struct digest *out_root, struct error *error) {
    struct merkle tree = {0};
    struct query *query;
    bool row, done = true;
    if (!query_open(other->investigation.store, &LOG_FROM, &query, error)) return false;
    query_bind_int(query, 1, 0);
    while (tree.size < size && (done = query_step(query, &row, error)) && row) {
        size_t length;
        const void *bytes = query_blob(query, 3, &length);
        struct digest leaf = merkle_leaf(digester, bytes, length);
        merkle_append(&tree, digester, &leaf);
    }
    query_close(query);
    if (done) *out_root = merkle_root(&tree, digester);
    return done;
}

bool pull_other_vault(const struct pull_other *other, struct arena *arena,
                      struct candidate *candidate, struct error *error) {
    struct store *store = other->investigation.store;
    const char **names = NULL;
    size_t capacity = 0;
    struct query *query;
    bool row;
    if (!query_open(store, &VAULT_DISCLOSURES, &query, error)) return false;
    query_bind_int(query, 1, candidate->from);
    bool done = query_step(query, &row, error);
    if (done && row) {
        const char *blob = query_blob(query, 0, &candidate->blob_size);
        candidate->blob = arena_copy_part(arena, blob, candidate->blob_size);
    }
    query_close(query);
    if (!done || !query_open(store, &VAULT_FILES_OF, &query, error)) return false;
    query_bind_int(query, 1, candidate->from);
    while ((done = query_step(query, &row, error)) && row &&
           query_int(query, 0) == (int64_t)candidate->file_count + 1) {
        names = arena_grow(arena, names, candidate->file_count, &capacity, sizeof *names);
        names[candidate->file_count++] = arena_copy(arena, query_text(query, 1));
    }
    query_close(query);
    candidate->file = names;
    return done;
}
