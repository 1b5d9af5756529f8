/* Reading the log, in a transaction of the store of an investigation. */
#ifndef CAIRN_RECORD_LOG_H
#define CAIRN_RECORD_LOG_H

#include "record/entry.h"
#include "record/merkle.h"
#include "store/store.h"

struct log_line {
    uint64_t index;
    struct digest leaf; /* the hash of its bytes, as it stands in the database */
    const char *bytes;  /* in the arena */
    size_t size;
    struct entry entry; /* points into them */
};

/* How many entries there are, and their tree: its peaks, from which its root is worked out. */
MUST_CHECK bool log_tree(struct store *store, struct merkle *out_tree, struct error *error);

/* Appends to a tree of the first entries the leaves of those after them that the database has, up to
 * `size` entries. On failure the tree has some of them. */
MUST_CHECK bool log_grow_tree(struct store *store, struct digester *digester, uint64_t size,
                              struct merkle *tree, struct error *error);

/* The tree when there were `size` entries, of the leaves as they stand in the database. */
MUST_CHECK bool log_tree_at(struct store *store, struct digester *digester, uint64_t size,
                            struct merkle *out_tree, struct error *error);

/* The root when there were `size` entries, of the leaves as they stand in the database. */
MUST_CHECK bool log_root_at(struct store *store, struct digester *digester, uint64_t size,
                            struct digest *out_root, struct error *error);

/* The entry of an index; ERROR_NOT_FOUND when there is none. */
MUST_CHECK bool log_read(struct arena *arena, struct store *store, uint64_t index,
                         struct log_line *out_line, struct error *error);

/* The entry that somebody names by its index ("12" or "#12"), by its leaf hash in base64, or by the
 * identifier of its record: then the newest revision. ERROR_NOT_FOUND when there is none. */
MUST_CHECK bool log_read_named(struct arena *arena, struct store *store, const char *name,
                               struct log_line *out_line, struct error *error);

/* Where the entry with this leaf hash stands, if it stands before `before`. */
MUST_CHECK bool log_find(struct store *store, const struct digest *leaf, uint64_t before,
                         bool *out_found, uint64_t *out_index, struct error *error);

/* The revisions of a record that stand before `before`, oldest first. */
MUST_CHECK bool log_revisions(struct arena *arena, struct store *store,
                              const struct identifier *rec, uint64_t before,
                              struct log_line **out_lines, size_t *out_count,
                              struct error *error);

/* Of these revisions, those that no other follows: one, unless the record is forked. */
struct log_heads {
    size_t count;
    struct digest *leaf; /* in the arena */
    int64_t rev;         /* the highest of them; 0: no revisions */
};

struct log_heads log_heads(struct arena *arena, const struct log_line *lines, size_t count);

/* Does the entry, whose leaf hash is `leaf`, follow what stands before index `before`? It must not
 * be there already; a first revision begins a record; a later one follows revisions of the same
 * record and kind, and its number is one more than the highest of theirs. Two that follow the same
 * one are a fork, and allowed. */
MUST_CHECK bool log_follows(struct arena *arena, struct store *store, uint64_t before,
                            const struct digest *leaf, const struct entry *entry,
                            struct error *error);

/* Adds an entry that was checked, as index tree->size, and its leaf to the tree; then stores the
 * tree, once for all that were added: in a STORE_APPEND transaction. */
MUST_CHECK bool log_add(struct store *store, struct digester *digester, struct merkle *tree,
                        const struct digest *leaf, const struct entry *entry, const char *bytes,
                        size_t size, struct error *error);
MUST_CHECK bool log_store_tree(struct store *store, const struct merkle *tree,
                               struct error *error);

#endif
