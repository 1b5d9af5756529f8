#include <inttypes.h>

#include "record/merkle.h"

/* What every step of a proof needs. */
struct prover {
    const struct merkle_source *source;
    struct digester *digester;
    struct error *error;
    struct merkle_proof proof; /* from the root down, until it is turned round */
};

/* The root over the 2^level leaves from index * 2^level on: read, or worked out from the nearest
 * level below that is kept. */
static bool whole_node(struct prover *prover, int level, uint64_t index, struct digest *out) {
    const struct merkle_source *source = prover->source;
    int kept = level - level % source->step;
    uint64_t first = index << (level - kept), left = UINT64_C(1) << (level - kept);
    struct merkle tree = {0};
    while (left > 0) {
        struct digest hash[MERKLE_READ_MOST];
        size_t count = left < MERKLE_READ_MOST ? (size_t)left : MERKLE_READ_MOST;
        if (!source->read(source->data, kept, first, count, hash, prover->error)) return false;
        for (size_t i = 0; i < count; i++) merkle_append(&tree, prover->digester, &hash[i]);
        first += count;
        left -= count;
    }
    *out = merkle_root(&tree, prover->digester);
    return true;
}

/* Adds the root over the leaves from `first` to before `end`, where `first` is a multiple of every
 * power of two up to that many: perfect trees, ever smaller, as the peaks of a growing tree. */
static bool add_range(struct prover *prover, uint64_t first, uint64_t end) {
    struct merkle tree = {.size = end - first};
    int peaks = 0;
    for (int level = MERKLE_DEPTH - 1; level >= 0; level--) {
        if (!(tree.size >> level & 1)) continue;
        if (!whole_node(prover, level, first >> level, &tree.peak[peaks++])) return false;
        first += UINT64_C(1) << level;
    }
    prover->proof.hash[prover->proof.count++] = merkle_root(&tree, prover->digester);
    return true;
}

bool merkle_root_at(const struct merkle_source *source, struct digester *digester, uint64_t size,
                    struct digest *out_root, struct error *error) {
    struct prover prover = {.source = source, .digester = digester, .error = error};
    if (!add_range(&prover, 0, size)) return false;
    *out_root = prover.proof.hash[0];
    return true;
}

/* How many of two leaves or more are on the left side: the largest power of two below. */
static uint64_t left_side(uint64_t size) {
    return UINT64_C(1) << (63 - __builtin_clzll(size - 1));
}

static void finish(struct prover *prover, struct merkle_proof *out_proof) {
    size_t count = prover->proof.count;
    out_proof->count = count;
    for (size_t i = 0; i < count; i++) out_proof->hash[i] = prover->proof.hash[count - 1 - i];
}

bool merkle_prove_inclusion(const struct merkle_source *source, struct digester *digester,
                            uint64_t index, uint64_t size, struct merkle_proof *out_proof,
                            struct error *error) {
    if (index >= size)
        return error_set(error, ERROR_NOT_FOUND,
                         "there is no leaf %" PRIu64 " in a tree of %" PRIu64, index, size);
    struct prover prover = {.source = source, .digester = digester, .error = error};
    for (uint64_t first = 0, end = size; end - first > 1;) {
        uint64_t middle = first + left_side(end - first);
        bool left = index < middle;
        if (!add_range(&prover, left ? middle : first, left ? end : middle)) return false;
        if (left) end = middle;
        else first = middle;
    }
    finish(&prover, out_proof);
    return true;
}

bool merkle_prove_consistency(const struct merkle_source *source, struct digester *digester,
                              uint64_t old, uint64_t size, struct merkle_proof *out_proof,
                              struct error *error) {
    if (old == 0 || old > size)
        return error_set(error, ERROR_NOT_FOUND,
                         "a tree of %" PRIu64 " has not grown from one of %" PRIu64, size, old);
    struct prover prover = {.source = source, .digester = digester, .error = error};
    uint64_t first = 0, end = size;
    /* Down along the edge of the old tree, until a subtree ends just there. */
    while (end != old) {
        uint64_t middle = first + left_side(end - first);
        bool left = old <= middle;
        if (!add_range(&prover, left ? middle : first, left ? end : middle)) return false;
        if (left) end = middle;
        else first = middle;
    }
    /* If that is the old tree itself, its root is known. */
    if (first > 0 && !add_range(&prover, first, end)) return false;
    finish(&prover, out_proof);
    return true;
}
