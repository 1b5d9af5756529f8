#include "record/log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "store/query.h"
#include "store/statements.h"

static bool is_corrupt(struct error *error, uint64_t index, const char *what) {
    return error_set(error, ERROR_CORRUPT, "entry %" PRIu64 " %s; run cairn verify, and restore "
                     "the investigation from a backup", index, what);
}

/* ------------------------------------------------------------------ the tree */

static bool read_tree(struct query *query, struct merkle *out_tree, struct error *error) {
    uint8_t bytes[MERKLE_STORED_MOST];
    size_t size = 0;
    bool row;
    if (!query_step(query, &row, error)) return false;
    if (!row) return error_set(error, ERROR_CORRUPT, "the record has no tree");
    const void *subtrees = query_blob(query, 1, &size);
    if (size > sizeof bytes - 8) size = 0;
    uint64_t leaves = (uint64_t)query_int(query, 0);
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(leaves >> (56 - 8 * i));
    memcpy(bytes + 8, subtrees, size);
    if (merkle_restore(bytes, 8 + size, out_tree, error)) return true;
    error->code = ERROR_CORRUPT;
    return false;
}

bool log_tree(struct store *store, struct merkle *out_tree, struct error *error) {
    struct query *query;
    if (!query_open(store, &TREE_STATE, &query, error)) return false;
    bool done = read_tree(query, out_tree, error);
    query_close(query);
    return done;
}

bool log_store_tree(struct store *store, const struct merkle *tree, struct error *error) {
    struct query *query;
    uint8_t bytes[MERKLE_STORED_MOST];
    size_t size = merkle_store(tree, bytes);
    if (!query_open(store, &TREE_SET, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)tree->size);
    query_bind_blob(query, 2, bytes + 8, size - 8);
    return query_run(query, error);
}

bool log_grow_tree(struct store *store, struct digester *digester, uint64_t size,
                   struct merkle *tree, struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(store, &LOG_LEAVES_FROM, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)tree->size);
    query_bind_int(query, 2, (int64_t)size);
    while ((done = query_step(query, &row, error)) && row) {
        struct digest leaf = {0};
        size_t bytes;
        const void *stored = query_blob(query, 0, &bytes);
        if (bytes == DIGEST_SIZE) memcpy(leaf.byte, stored, DIGEST_SIZE);
        merkle_append(tree, digester, &leaf);
    }
    query_close(query);
    return done;
}

bool log_tree_at(struct store *store, struct digester *digester, uint64_t size,
                 struct merkle *out_tree, struct error *error) {
    struct merkle tree = {0};
    if (!log_grow_tree(store, digester, size, &tree, error)) return false;
    if (tree.size != size)
        return error_set(error, ERROR_NOT_FOUND, "the record has only %" PRIu64 " of %" PRIu64
                         " entries", tree.size, size);
    *out_tree = tree;
    return true;
}

bool log_root_at(struct store *store, struct digester *digester, uint64_t size,
                 struct digest *out_root, struct error *error) {
    struct merkle tree;
    if (!log_tree_at(store, digester, size, &tree, error)) return false;
    *out_root = merkle_root(&tree, digester);
    return true;
}

/* ------------------------------------------------------------------ entries */

/* A row of leaf_hash and entry in these columns becomes a line. */
static bool read_line(struct arena *arena, struct query *query, uint64_t index, int leaf_column,
                      int entry_column, struct log_line *out_line, struct error *error) {
    struct log_line line = {.index = index};
    size_t leaf_size;
    const void *leaf = query_blob(query, leaf_column, &leaf_size);
    const void *bytes = query_blob(query, entry_column, &line.size);
    if (leaf_size != DIGEST_SIZE) return is_corrupt(error, index, "has no leaf hash");
    memcpy(line.leaf.byte, leaf, DIGEST_SIZE);
    line.bytes = arena_copy_part(arena, bytes, line.size);
    struct error failure = {0};
    if (!entry_read(arena, line.bytes, line.size, &line.entry, &failure))
        return is_corrupt(error, index, arena_format(arena, "cannot be read (%s)", failure.text));
    *out_line = line;
    return true;
}

bool log_read(struct arena *arena, struct store *store, uint64_t index, struct log_line *out_line,
              struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &LOG_ENTRY, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)index);
    bool done = query_step(query, &row, error);
    if (done && !row)
        done = error_set(error, ERROR_NOT_FOUND, "the record has no entry %" PRIu64, index);
    done = done && read_line(arena, query, index, 0, 2, out_line, error);
    query_close(query);
    return done;
}

bool log_find(struct store *store, const struct digest *leaf, uint64_t before, bool *out_found,
              uint64_t *out_index, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &LOG_INDEX_OF, &query, error)) return false;
    query_bind_blob(query, 1, leaf->byte, DIGEST_SIZE);
    bool done = query_step(query, &row, error);
    if (done) {
        uint64_t index = row ? (uint64_t)query_int(query, 0) : 0;
        *out_found = row && index < before;
        if (*out_found) *out_index = index;
    }
    query_close(query);
    return done;
}

bool log_revisions(struct arena *arena, struct store *store, const struct identifier *rec,
                   uint64_t before, struct log_line **out_lines, size_t *out_count,
                   struct error *error) {
    struct query *query;
    struct log_line *lines = NULL;
    size_t count = 0, capacity = 0;
    bool row = true, done = true;
    if (!query_open(store, &LOG_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec->text);
    while ((done = query_step(query, &row, error)) && row) {
        uint64_t index = (uint64_t)query_int(query, 0);
        if (index >= before) break;
        lines = arena_grow(arena, lines, count, &capacity, sizeof *lines);
        if (!(done = read_line(arena, query, index, 1, 2, &lines[count++], error))) break;
    }
    query_close(query);
    if (!done) return false;
    *out_lines = lines;
    *out_count = count;
    return true;
}

static bool is_followed(const struct log_line *lines, size_t count, const struct digest *leaf) {
    for (size_t i = 0; i < count; i++)
        for (size_t p = 0; p < lines[i].entry.prev_count; p++)
            if (digest_equal(&lines[i].entry.prev[p], leaf)) return true;
    return false;
}

struct log_heads log_heads(struct arena *arena, const struct log_line *lines, size_t count) {
    struct log_heads heads = {.leaf = arena_new(arena, struct digest, count)};
    for (size_t i = 0; i < count; i++) {
        if (is_followed(lines, count, &lines[i].leaf)) continue;
        heads.leaf[heads.count++] = lines[i].leaf;
        if (lines[i].entry.rev > heads.rev) heads.rev = lines[i].entry.rev;
    }
    return heads;
}

/* ------------------------------------------------------------------ what follows what */

static bool begins(struct store *store, uint64_t before, const struct entry *entry,
                   struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &LOG_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, entry->rec.text);
    bool done = query_step(query, &row, error);
    if (done && row && (uint64_t)query_int(query, 0) < before)
        done = error_set(error, ERROR_CONFLICT, "the record %s was begun already, by entry %lld",
                         entry->rec.text, (long long)query_int(query, 0));
    query_close(query);
    return done;
}

static bool follows_each(struct arena *arena, struct store *store, uint64_t before,
                         const struct entry *entry, struct error *error) {
    int64_t rev = 0;
    for (size_t i = 0; i < entry->prev_count; i++) {
        struct log_line line;
        uint64_t index;
        bool found;
        if (!log_find(store, &entry->prev[i], before, &found, &index, error)) return false;
        if (!found)
            return error_set(error, ERROR_CONFLICT,
                             "it follows a revision that the record does not have before it");
        if (!log_read(arena, store, index, &line, error)) return false;
        if (!identifier_equal(&line.entry.rec, &entry->rec) ||
            strcmp(line.entry.kind, entry->kind) != 0)
            return error_set(error, ERROR_CONFLICT, "it follows entry %" PRIu64 ", which is about "
                             "something else", index);
        if (line.entry.rev > rev) rev = line.entry.rev;
    }
    return entry->rev == rev + 1 ||
           error_set(error, ERROR_CONFLICT, "its number as a revision is %" PRId64 " and should be "
                     "%" PRId64, entry->rev, rev + 1);
}

bool log_follows(struct arena *arena, struct store *store, uint64_t before,
                 const struct digest *leaf, const struct entry *entry, struct error *error) {
    uint64_t index;
    bool found;
    if (!log_find(store, leaf, before, &found, &index, error)) return false;
    if (found)
        return error_set(error, ERROR_CONFLICT, "the same entry is in the record already, as "
                         "entry %" PRIu64, index);
    if (entry->rev == 1) return begins(store, before, entry, error);
    struct arena_mark mark = arena_mark(arena);
    bool done = follows_each(arena, store, before, entry, error);
    arena_release(arena, mark);
    return done;
}

bool log_add(struct store *store, struct digester *digester, struct merkle *tree,
             const struct digest *leaf, const struct entry *entry, const char *bytes, size_t size,
             struct error *error) {
    struct query *query;
    if (!query_open(store, &LOG_APPEND, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)tree->size);
    query_bind_blob(query, 2, leaf->byte, DIGEST_SIZE);
    query_bind_text(query, 3, entry->rec.text);
    query_bind_blob(query, 4, bytes, size);
    query_bind_text(query, 5, entry->kind);
    if (!query_run(query, error)) return false;
    merkle_append(tree, digester, leaf);
    return true;
}

/* ------------------------------------------------------------------ by what people call it */

static bool read_index(const char *name, uint64_t *out_index) {
    name += *name == '#';
    size_t length = strspn(name, "0123456789");
    if (length == 0 || length > 18 || name[length]) return false;
    *out_index = strtoull(name, NULL, 10);
    return true;
}

bool log_read_named(struct arena *arena, struct store *store, const char *name,
                    struct log_line *out_line, struct error *error) {
    struct digest leaf;
    struct identifier rec;
    struct error ignored = {0};
    uint64_t index;
    bool found = read_index(name, &index);
    if (!found && encode_bytes(ENCODING_BASE64, name, strlen(name), leaf.byte, DIGEST_SIZE,
                               &ignored) &&
        !log_find(store, &leaf, UINT64_MAX >> 1, &found, &index, error))
        return false;
    if (!found && identifier_read(name, strlen(name), IDENTIFIER_RECORD, &rec, &ignored)) {
        struct log_line *lines;
        size_t count;
        if (!log_revisions(arena, store, &rec, UINT64_MAX >> 1, &lines, &count, error))
            return false;
        found = count > 0;
        if (found) index = lines[count - 1].index;
    }
    if (!found)
        return error_set(error, ERROR_NOT_FOUND, "there is no entry \"%.60s\": name it by its "
                         "index, its leaf hash or its record", name);
    return log_read(arena, store, index, out_line, error);
}
