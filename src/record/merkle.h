/* The Merkle tree over the record (RFC 6962 section 2.1, RFC 9162 section 2.1): its root, and the
 * proofs that an entry is in it and that it only grew. */
#ifndef CAIRN_RECORD_MERKLE_H
#define CAIRN_RECORD_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

/* The hash of an entry's exact bytes, and of two nodes side by side. */
struct digest merkle_leaf(struct digester *digester, const void *bytes, size_t size);
struct digest merkle_node(struct digester *digester, const struct digest *left,
                          const struct digest *right);

/* ------------------------------------------------------------------ the growing tree */

enum {
    MERKLE_DEPTH = 64,
    MERKLE_STORED_MOST = 8 + MERKLE_DEPTH * DIGEST_SIZE /* bytes of a tree that is stored */
};

/* A tree of `size` leaves is one perfect tree for every bit of `size`, the largest first; their
 * roots are all that is needed to go on. Zeroes are the empty tree. */
struct merkle {
    uint64_t size;
    struct digest peak[MERKLE_DEPTH];
};

void merkle_append(struct merkle *tree, struct digester *digester, const struct digest *leaf);

/* The root; of the empty tree the digest of nothing. */
struct digest merkle_root(const struct merkle *tree, struct digester *digester);

/* The tree as bytes: its size in 8 bytes, high ones first, then its peaks. Returns how many. */
size_t merkle_store(const struct merkle *tree, uint8_t out_bytes[MERKLE_STORED_MOST]);
MUST_CHECK bool merkle_restore(const uint8_t *bytes, size_t size, struct merkle *out_tree,
                               struct error *error);

/* ------------------------------------------------------------------ proofs */

/* Where hashes are read from. Node `index` of level l is the root over the 2^l leaves from
 * index * 2^l on. Kept are the levels that are multiples of `step` (1: every level, 8: as in tiles,
 * 64: leaves alone), of whole nodes only; what lies between is worked out. */
struct merkle_source {
    void *data;
    int step;
    bool (*read)(void *data, int level, uint64_t index, size_t count, struct digest *out_hash,
                 struct error *error);
};

enum { MERKLE_READ_MOST = 256 }; /* hashes that are asked of a source at once */

/* The root over the first `size` leaves. */
MUST_CHECK bool merkle_root_at(const struct merkle_source *source, struct digester *digester,
                               uint64_t size, struct digest *out_root, struct error *error);

/* Hashes from the leaves up. */
struct merkle_proof {
    size_t count;
    struct digest hash[MERKLE_DEPTH + 1];
};

/* That the leaf is in the tree of the first `size` leaves; index < size. */
MUST_CHECK bool merkle_prove_inclusion(const struct merkle_source *source,
                                       struct digester *digester, uint64_t index, uint64_t size,
                                       struct merkle_proof *out_proof, struct error *error);

/* That the tree of the first `old` leaves is the beginning of that of the first `size`;
 * 1 <= old <= size. */
MUST_CHECK bool merkle_prove_consistency(const struct merkle_source *source,
                                         struct digester *digester, uint64_t old, uint64_t size,
                                         struct merkle_proof *out_proof, struct error *error);

/* ------------------------------------------------------------------ verifying (RFC 9162) */

/* Does the proof lead from the leaf to the root? (section 2.1.3.2) */
MUST_CHECK bool merkle_verify_inclusion(struct digester *digester, const struct digest *leaf,
                                        uint64_t index, uint64_t size, const struct digest *proof,
                                        size_t count, const struct digest *root,
                                        struct error *error);

/* Does it lead from both roots to each other? (section 2.1.4.2) That anything begins with nothing
 * needs no proof and gives none: old = 0 is an error. */
MUST_CHECK bool merkle_verify_consistency(struct digester *digester, uint64_t old, uint64_t size,
                                          const struct digest *proof, size_t count,
                                          const struct digest *old_root,
                                          const struct digest *root, struct error *error);

#endif
