/* The Merkle tree against its own definition (RFC 6962 section 2.1), written down as it stands
 * there: roots and proofs of every small tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/merkle.h"

enum { LEAVES = 300, SMALL = 70 };

static struct digester digester;
static struct digest leaf[LEAVES];

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    if (!digest_open(&digester, &error)) return -1;
    for (int i = 0; i < LEAVES; i++) leaf[i] = merkle_leaf(&digester, &i, sizeof i);
    return 0;
}

static int end(void **state) {
    (void)state;
    digest_close(&digester);
    return 0;
}

static void assert_digest(struct digest left, struct digest right) {
    assert_memory_equal(left.byte, right.byte, DIGEST_SIZE);
}

/* ------------------------------------------------------------------ the definition */

static int split(int n) {
    int k = 1;
    while (2 * k < n) k *= 2;
    return k;
}

/* MTH(D[n]) */
static struct digest root_of(const struct digest *d, int n) {
    if (n == 0) return digest_of(&digester, "", 0);
    if (n == 1) return d[0];
    int k = split(n);
    struct digest left = root_of(d, k), right = root_of(d + k, n - k);
    return merkle_node(&digester, &left, &right);
}

/* PATH(m, D[n]) */
static void path_of(int m, const struct digest *d, int n, struct merkle_proof *out) {
    if (n == 1) return;
    int k = split(n);
    if (m < k) {
        path_of(m, d, k, out);
        out->hash[out->count++] = root_of(d + k, n - k);
    } else {
        path_of(m - k, d + k, n - k, out);
        out->hash[out->count++] = root_of(d, k);
    }
}

/* SUBPROOF(m, D[n], b) */
static void subproof_of(int m, const struct digest *d, int n, bool b, struct merkle_proof *out) {
    if (m == n) {
        if (!b) out->hash[out->count++] = root_of(d, n);
        return;
    }
    int k = split(n);
    if (m <= k) {
        subproof_of(m, d, k, b, out);
        out->hash[out->count++] = root_of(d + k, n - k);
    } else {
        subproof_of(m - k, d + k, n - k, false, out);
        out->hash[out->count++] = root_of(d, k);
    }
}

/* ------------------------------------------------------------------ a source */

/* Nodes of the leaves above, worked out by the definition. Refuses what a source does not have. */
static bool read_node(void *data, int level, uint64_t index, size_t count, struct digest *out,
                      struct error *error) {
    (void)error;
    const struct merkle_source *source = data;
    assert_int_equal(level % source->step, 0);
    assert_true(count >= 1 && count <= MERKLE_READ_MOST);
    for (size_t i = 0; i < count; i++) {
        assert_true((index + i + 1) << level <= LEAVES);
        out[i] = root_of(leaf + ((index + i) << level), 1 << level);
    }
    return true;
}

static struct merkle_source source_with(int step) {
    return (struct merkle_source){.step = step, .read = read_node};
}

/* ------------------------------------------------------------------ tests */

static void test_the_root_after_every_leaf(void **state) {
    (void)state;
    struct merkle tree = {0};
    assert_digest(merkle_root(&tree, &digester), root_of(leaf, 0));
    for (int n = 1; n <= LEAVES; n++) {
        merkle_append(&tree, &digester, &leaf[n - 1]);
        assert_int_equal(tree.size, n);
        assert_digest(merkle_root(&tree, &digester), root_of(leaf, n));
    }
}

static void test_a_stored_tree_goes_on_growing(void **state) {
    (void)state;
    for (int n = 0; n < SMALL; n++) {
        struct merkle tree = {0}, again = {.size = 77};
        struct error error = {0};
        uint8_t bytes[MERKLE_STORED_MOST];
        for (int i = 0; i < n; i++) merkle_append(&tree, &digester, &leaf[i]);
        size_t size = merkle_store(&tree, bytes);
        assert_true(merkle_restore(bytes, size, &again, &error));
        for (int i = n; i < n + 5; i++) merkle_append(&again, &digester, &leaf[i]);
        assert_digest(merkle_root(&again, &digester), root_of(leaf, n + 5));
    }
}

static void test_a_stored_tree_that_is_cut_off_is_refused(void **state) {
    (void)state;
    struct merkle tree = {0};
    uint8_t bytes[MERKLE_STORED_MOST + 1];
    for (int i = 0; i < 11; i++) merkle_append(&tree, &digester, &leaf[i]);
    size_t whole = merkle_store(&tree, bytes);
    assert_int_equal(whole, 8 + 3 * DIGEST_SIZE);
    for (size_t size = 0; size < sizeof bytes; size++) {
        struct error error = {0};
        struct merkle again = {.size = 77};
        if (size == whole) continue;
        assert_false(merkle_restore(bytes, size, &again, &error));
        assert_int_equal(again.size, 77);
    }
}

static void test_every_proof_of_inclusion_is_the_definition(void **state) {
    (void)state;
    static const int STEPS[] = {1, 2, 8, 64};
    for (int s = 0; s < 4; s++) {
        struct merkle_source source = source_with(STEPS[s]);
        source.data = &source;
        for (int n = 1; n <= SMALL; n++)
            for (int m = 0; m < n; m++) {
                struct merkle_proof expected = {0}, proof;
                struct error error = {0};
                path_of(m, leaf, n, &expected);
                assert_true(merkle_prove_inclusion(&source, &digester, (uint64_t)m, (uint64_t)n,
                                                   &proof, &error));
                assert_int_equal(proof.count, expected.count);
                assert_memory_equal(proof.hash, expected.hash, proof.count * DIGEST_SIZE);
                struct digest root = root_of(leaf, n);
                assert_true(merkle_verify_inclusion(&digester, &leaf[m], (uint64_t)m, (uint64_t)n,
                                                    proof.hash, proof.count, &root, &error));
            }
    }
}

static void test_every_proof_of_growth_is_the_definition(void **state) {
    (void)state;
    static const int STEPS[] = {1, 8, 64};
    for (int s = 0; s < 3; s++) {
        struct merkle_source source = source_with(STEPS[s]);
        source.data = &source;
        for (int n = 1; n <= SMALL; n++)
            for (int m = 1; m <= n; m++) {
                struct merkle_proof expected = {0}, proof;
                struct error error = {0};
                subproof_of(m, leaf, n, true, &expected);
                assert_true(merkle_prove_consistency(&source, &digester, (uint64_t)m, (uint64_t)n,
                                                     &proof, &error));
                assert_int_equal(proof.count, expected.count);
                assert_memory_equal(proof.hash, expected.hash, proof.count * DIGEST_SIZE);
                struct digest old = root_of(leaf, m), root = root_of(leaf, n);
                assert_true(merkle_verify_consistency(&digester, (uint64_t)m, (uint64_t)n,
                                                      proof.hash, proof.count, &old, &root,
                                                      &error));
            }
    }
}

/* Past one tile, so that a level is read in several pieces. */
static void test_a_proof_across_many_leaves(void **state) {
    (void)state;
    struct merkle_source source = source_with(64);
    source.data = &source;
    struct merkle_proof expected = {0}, proof;
    struct error error = {0};
    path_of(299, leaf, 300, &expected);
    assert_true(merkle_prove_inclusion(&source, &digester, 299, 300, &proof, &error));
    assert_int_equal(proof.count, expected.count);
    assert_memory_equal(proof.hash, expected.hash, proof.count * DIGEST_SIZE);
}

/* Whatever is changed, added or left out, the proof no longer holds; nor for another place. */
static void test_a_proof_proves_nothing_else(void **state) {
    (void)state;
    struct merkle_source source = source_with(1);
    source.data = &source;
    for (int n = 1; n <= 20; n++)
        for (int m = 0; m < n; m++) {
            struct merkle_proof proof = {0};
            struct error error = {0};
            struct digest root = root_of(leaf, n);
            assert_true(merkle_prove_inclusion(&source, &digester, (uint64_t)m, (uint64_t)n, &proof,
                                               &error));
            for (size_t i = 0; i < proof.count; i++) {
                proof.hash[i].byte[i] ^= 0x10;
                assert_false(merkle_verify_inclusion(&digester, &leaf[m], (uint64_t)m, (uint64_t)n,
                                                     proof.hash, proof.count, &root, &error));
                proof.hash[i].byte[i] ^= 0x10;
            }
            for (size_t count = 0; count <= proof.count + 1; count++)
                if (count != proof.count)
                    assert_false(merkle_verify_inclusion(&digester, &leaf[m], (uint64_t)m,
                                                         (uint64_t)n, proof.hash, count, &root,
                                                         &error));
            for (uint64_t other = 0; other <= (uint64_t)n; other++)
                if (other != (uint64_t)m)
                    assert_false(merkle_verify_inclusion(&digester, &leaf[m], other, (uint64_t)n,
                                                         proof.hash, proof.count, &root, &error));
        }
}

static void test_growth_that_was_not_is_not_proved(void **state) {
    (void)state;
    struct merkle_source source = source_with(1);
    source.data = &source;
    for (int n = 1; n <= 20; n++)
        for (int m = 1; m <= n; m++) {
            struct merkle_proof proof = {0};
            struct error error = {0};
            struct digest old = root_of(leaf, m), root = root_of(leaf, n);
            struct digest strange = root_of(leaf + 1, m);
            assert_true(merkle_prove_consistency(&source, &digester, (uint64_t)m, (uint64_t)n,
                                                 &proof, &error));
            assert_false(merkle_verify_consistency(&digester, (uint64_t)m, (uint64_t)n, proof.hash,
                                                   proof.count, &strange, &root, &error));
            assert_false(merkle_verify_consistency(&digester, (uint64_t)m, (uint64_t)n, proof.hash,
                                                   proof.count, &old, &strange, &error));
            for (size_t i = 0; i < proof.count; i++) {
                proof.hash[i].byte[i] ^= 0x10;
                assert_false(merkle_verify_consistency(&digester, (uint64_t)m, (uint64_t)n,
                                                       proof.hash, proof.count, &old, &root,
                                                       &error));
                proof.hash[i].byte[i] ^= 0x10;
            }
            for (size_t count = 0; count <= proof.count + 1; count++)
                if (count != proof.count)
                    assert_false(merkle_verify_consistency(&digester, (uint64_t)m, (uint64_t)n,
                                                           proof.hash, count, &old, &root,
                                                           &error));
        }
}

static void test_what_cannot_be_proved_is_said(void **state) {
    (void)state;
    struct merkle_source source = source_with(1);
    struct merkle_proof proof;
    struct error error = {0};
    assert_false(merkle_prove_inclusion(&source, &digester, 5, 5, &proof, &error));
    assert_string_equal(error.text, "there is no leaf 5 in a tree of 5");
    error = (struct error){0};
    assert_false(merkle_prove_consistency(&source, &digester, 0, 5, &proof, &error));
    assert_string_equal(error.text, "a tree of 5 has not grown from one of 0");
    error = (struct error){0};
    assert_false(merkle_prove_consistency(&source, &digester, 6, 5, &proof, &error));
    error = (struct error){0};
    struct digest root = root_of(leaf, 5), empty = root_of(leaf, 0);
    assert_false(merkle_verify_consistency(&digester, 0, 5, NULL, 0, &empty, &root, &error));
    assert_false(merkle_verify_consistency(&digester, 0, 0, NULL, 0, &empty, &empty, &error));
}

/* The largest tree there can be is only arithmetic: 64 levels, and no more. */
static void test_the_largest_tree(void **state) {
    (void)state;
    struct digest path[MERKLE_DEPTH + 1], root = leaf[0];
    struct error error = {0};
    for (int i = 0; i < MERKLE_DEPTH; i++) {
        path[i] = leaf[i + 1];
        root = merkle_node(&digester, &root, &path[i]);
    }
    path[MERKLE_DEPTH] = leaf[0];
    assert_true(merkle_verify_inclusion(&digester, &leaf[0], 0, UINT64_MAX, path, MERKLE_DEPTH,
                                        &root, &error));
    assert_false(merkle_verify_inclusion(&digester, &leaf[0], 0, UINT64_MAX, path,
                                         MERKLE_DEPTH + 1, &root, &error));
    assert_false(merkle_verify_inclusion(&digester, &leaf[0], UINT64_MAX, UINT64_MAX, path,
                                         MERKLE_DEPTH, &root, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_root_after_every_leaf),
        cmocka_unit_test(test_a_stored_tree_goes_on_growing),
        cmocka_unit_test(test_a_stored_tree_that_is_cut_off_is_refused),
        cmocka_unit_test(test_every_proof_of_inclusion_is_the_definition),
        cmocka_unit_test(test_every_proof_of_growth_is_the_definition),
        cmocka_unit_test(test_a_proof_across_many_leaves),
        cmocka_unit_test(test_a_proof_proves_nothing_else),
        cmocka_unit_test(test_growth_that_was_not_is_not_proved),
        cmocka_unit_test(test_what_cannot_be_proved_is_said),
        cmocka_unit_test(test_the_largest_tree),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
