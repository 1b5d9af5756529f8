#include "record/authority_load.h"

#include <inttypes.h>
#include <string.h>

#include "record/log.h"
#include "store/query.h"
#include "store/statements.h"

/* The entries of one kind, of which the next stands ready. */
struct kind_walk {
    struct query *query;
    bool row;
};

static const char *const KINDS[] = {"user", "key", "schema", "accept"};
enum { KIND_COUNT = 4 };

/* The walk whose next entry stands first in the log. */
static struct kind_walk *first_of(struct kind_walk walks[KIND_COUNT]) {
    struct kind_walk *first = NULL;
    for (int i = 0; i < KIND_COUNT; i++)
        if (walks[i].row &&
            (!first || query_int(walks[i].query, 0) < query_int(first->query, 0)))
            first = &walks[i];
    return first;
}

static bool admit(struct authority *authority, struct digester *digester, struct query *query,
                  struct error *error) {
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct entry entry;
    struct digest leaf = {{0}};
    struct error failure = {0};
    size_t size;
    const void *hash = query_blob(query, 1, &size);
    if (size == DIGEST_SIZE) memcpy(leaf.byte, hash, size);
    const void *bytes = query_blob(query, 2, &size);
    authority->size = (uint64_t)query_int(query, 0);
    if (entry_read(authority->arena, bytes, size, &entry, &failure) &&
        authority_admit(authority, digester, &leaf, &entry, signers, &failure))
        return true;
    return error_set(error, ERROR_CORRUPT, "entry %lld should not be in the record (%s); run "
                     "cairn verify, and restore the investigation from a backup",
                     (long long)query_int(query, 0), failure.text);
}

static bool admit_all(struct authority *authority, struct digester *digester,
                      struct kind_walk walks[KIND_COUNT], struct error *error) {
    for (int i = 0; i < KIND_COUNT; i++)
        if (!query_step(walks[i].query, &walks[i].row, error)) return false;
    for (struct kind_walk *next; (next = first_of(walks));)
        if (!admit(authority, digester, next->query, error) ||
            !query_step(next->query, &next->row, error))
            return false;
    return true;
}

bool authority_load(struct arena *arena, struct digester *digester, struct store *store,
                    struct authority *out_authority, struct error *error) {
    struct authority authority = authority_none(arena);
    struct kind_walk walks[KIND_COUNT] = {0};
    struct merkle tree;
    bool done = log_tree(store, &tree, error);
    for (int i = 0; i < KIND_COUNT && done; i++) {
        done = query_open(store, &LOG_OF_KIND, &walks[i].query, error);
        if (done) query_bind_text(walks[i].query, 1, KINDS[i]);
    }
    done = done && admit_all(&authority, digester, walks, error);
    for (int i = 0; i < KIND_COUNT; i++)
        if (walks[i].query) query_close(walks[i].query);
    if (!done) return false;
    authority.size = tree.size;
    *out_authority = authority;
    return true;
}

bool authority_is_newest(struct store *store, const struct authority *authority, bool *out_newest,
                         struct error *error) {
    bool row = false;
    for (int i = 0; i < KIND_COUNT && !row; i++) {
        struct query *query;
        if (!query_open(store, &LOG_KIND_FROM, &query, error)) return false;
        query_bind_text(query, 1, KINDS[i]);
        query_bind_int(query, 2, (int64_t)authority->size);
        if (!query_step(query, &row, error)) return false;
        query_close(query);
    }
    *out_newest = !row;
    return true;
}
