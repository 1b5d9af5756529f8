#include "record/merkle.h"

#include <inttypes.h>
#include <string.h>

struct digest merkle_leaf(struct digester *digester, const void *bytes, size_t size) {
    digest_begin(digester);
    digest_add(digester, "\0", 1);
    digest_add(digester, bytes, size);
    return digest_end(digester);
}

struct digest merkle_node(struct digester *digester, const struct digest *left,
                          const struct digest *right) {
    uint8_t bytes[1 + 2 * DIGEST_SIZE] = {1};
    memcpy(bytes + 1, left->byte, DIGEST_SIZE);
    memcpy(bytes + 1 + DIGEST_SIZE, right->byte, DIGEST_SIZE);
    return digest_of(digester, bytes, sizeof bytes);
}

/* ------------------------------------------------------------------ the growing tree */

static int peak_count(uint64_t size) { return __builtin_popcountll(size); }

/* The new leaf joins the smallest perfect trees as a carry joins the ones that end a number. */
void merkle_append(struct merkle *tree, struct digester *digester, const struct digest *leaf) {
    struct digest hash = *leaf;
    int peaks = peak_count(tree->size);
    for (uint64_t rest = tree->size; rest & 1; rest >>= 1)
        hash = merkle_node(digester, &tree->peak[--peaks], &hash);
    tree->peak[peaks] = hash;
    tree->size++;
}

struct digest merkle_root(const struct merkle *tree, struct digester *digester) {
    int peaks = peak_count(tree->size);
    if (peaks == 0) return digest_of(digester, "", 0);
    struct digest hash = tree->peak[peaks - 1];
    for (int i = peaks - 2; i >= 0; i--) hash = merkle_node(digester, &tree->peak[i], &hash);
    return hash;
}

size_t merkle_store(const struct merkle *tree, uint8_t out_bytes[MERKLE_STORED_MOST]) {
    for (int i = 0; i < 8; i++) out_bytes[i] = (uint8_t)(tree->size >> (56 - 8 * i));
    size_t peaks = (size_t)peak_count(tree->size) * DIGEST_SIZE;
    memcpy(out_bytes + 8, tree->peak, peaks);
    return 8 + peaks;
}

bool merkle_restore(const uint8_t *bytes, size_t size, struct merkle *out_tree,
                    struct error *error) {
    struct merkle tree = {0};
    for (size_t i = 0; i < 8 && i < size; i++) tree.size = tree.size << 8 | bytes[i];
    size_t peaks = (size_t)peak_count(tree.size) * DIGEST_SIZE;
    if (size < 8 || size != 8 + peaks)
        return error_set(error, ERROR_STORAGE, "the stored tree has %zu bytes, which no tree has",
                         size);
    memcpy(tree.peak, bytes + 8, peaks);
    *out_tree = tree;
    return true;
}

/* ------------------------------------------------------------------ verifying */

static bool not_proved(struct error *error, const char *why) {
    return error_set(error, ERROR_BAD_INPUT, "the proof does not hold: %s", why);
}

/* One step up, past the levels at which a node has no sibling and stands for itself. */
static void climb(uint64_t *node, uint64_t *last) {
    if (!(*node & 1))
        while (*node != 0 && !(*node & 1)) {
            *node >>= 1;
            *last >>= 1;
        }
    *node >>= 1;
    *last >>= 1;
}

bool merkle_verify_inclusion(struct digester *digester, const struct digest *leaf, uint64_t index,
                             uint64_t size, const struct digest *proof, size_t count,
                             const struct digest *root, struct error *error) {
    if (index >= size)
        return error_set(error, ERROR_BAD_INPUT,
                         "there is no leaf %" PRIu64 " in a tree of %" PRIu64, index, size);
    uint64_t node = index, last = size - 1;
    struct digest hash = *leaf;
    for (size_t i = 0; i < count; i++) {
        if (last == 0) return not_proved(error, "it is too long");
        if (node & 1 || node == last) {
            hash = merkle_node(digester, &proof[i], &hash);
            climb(&node, &last);
        } else {
            hash = merkle_node(digester, &hash, &proof[i]);
            node >>= 1;
            last >>= 1;
        }
    }
    if (last != 0) return not_proved(error, "it is too short");
    if (!digest_equal(&hash, root)) return not_proved(error, "it leads to another root");
    return true;
}

bool merkle_verify_consistency(struct digester *digester, uint64_t old, uint64_t size,
                               const struct digest *proof, size_t count,
                               const struct digest *old_root, const struct digest *root,
                               struct error *error) {
    if (old == 0 || old > size)
        return error_set(error, ERROR_BAD_INPUT,
                         "a tree of %" PRIu64 " cannot be shown to have grown from one of %" PRIu64,
                         size, old);
    if (old == size) {
        if (count > 0) return not_proved(error, "it is too long");
        if (!digest_equal(old_root, root)) return not_proved(error, "the roots differ");
        return true;
    }
    /* The first hash is where both trees part; a perfect old tree is itself that. */
    bool perfect = (old & (old - 1)) == 0;
    if (!perfect && count == 0) return not_proved(error, "it is too short");
    struct digest old_hash = perfect ? *old_root : proof[0], hash = old_hash;
    uint64_t node = old - 1, last = size - 1;
    while (node & 1) {
        node >>= 1;
        last >>= 1;
    }
    for (size_t i = perfect ? 0 : 1; i < count; i++) {
        if (last == 0) return not_proved(error, "it is too long");
        if (node & 1 || node == last) {
            old_hash = merkle_node(digester, &proof[i], &old_hash);
            hash = merkle_node(digester, &proof[i], &hash);
            climb(&node, &last);
        } else {
            hash = merkle_node(digester, &hash, &proof[i]);
            node >>= 1;
            last >>= 1;
        }
    }
    if (last != 0) return not_proved(error, "it is too short");
    if (!digest_equal(&old_hash, old_root))
        return not_proved(error, "it leads to another old root");
    if (!digest_equal(&hash, root)) return not_proved(error, "it leads to another root");
    return true;
}
