/* The Merkle tree against the vectors of transparency-dev/merkle, and against roots and proofs
 * computed by golang.org/x/mod/sumdb/tlog. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/merkle.h"
#include "record/vectors.h"

static struct digester digester;
static struct arena arena;

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    return digest_open(&digester, &error) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}

static bool hash_from(enum encoding encoding, const char *text, struct digest *out) {
    struct error error = {0};
    return encode_bytes(encoding, text, strlen(text), out->byte, DIGEST_SIZE, &error);
}

static void expect_hex(struct digest digest, const char *hex) {
    struct digest expected = {{0}};
    assert_true(hash_from(ENCODING_HEX, hex, &expected));
    assert_memory_equal(digest.byte, expected.byte, DIGEST_SIZE);
}

/* ------------------------------------------------------------------ transparency-dev */

static void test_hashes_of_leaves_and_nodes(void **state) {
    (void)state;
    json_t *cases = vectors_json(&arena, "rfc6962_hashes.json");
    if (!cases) skip();
    size_t i;
    json_t *one;
    json_array_foreach(cases, i, one) {
        const char *what = vectors_text(one, "what"), *hex = vectors_text(one, "hex");
        uint8_t bytes[64];
        struct error error = {0};
        if (strcmp(what, "empty root") == 0) {
            struct merkle tree = {0};
            expect_hex(merkle_root(&tree, &digester), hex);
        } else if (strcmp(what, "leaf") == 0) {
            const char *data = vectors_text(one, "data_hex");
            size_t size = strlen(data) / 2;
            assert_true(encode_bytes(ENCODING_HEX, data, 2 * size, bytes, size, &error));
            expect_hex(merkle_leaf(&digester, bytes, size), hex);
        }
        /* The node there is of sides that are no hashes; tlog's roots hold the rule. */
    }
    assert_true(i >= 4);
    json_decref(cases);
}

/* Hashes that are not 32 bytes are refused by whoever reads them, before there is a digest. */
static bool read_hashes(const json_t *list, struct digest *out, size_t *out_count) {
    *out_count = json_array_size(list);
    for (size_t i = 0; i < *out_count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (!hash_from(ENCODING_BASE64, text ? text : "", &out[i])) return false;
    }
    return true;
}

static bool read_root(const json_t *one, const char *name, struct digest *out) {
    const char *text = json_string_value(json_object_get(one, name));
    return hash_from(ENCODING_BASE64, text ? text : "", out);
}

/* One beyond 2^63 is a text here: see read_cases. */
static uint64_t number(const json_t *one, const char *name) {
    const json_t *value = json_object_get(one, name);
    if (json_is_string(value)) return strtoull(json_string_value(value), NULL, 10);
    assert_true(json_is_integer(value));
    return (uint64_t)json_integer_value(value);
}

/* jansson has no number beyond 2^63; the only one in the file is made a text. */
static json_t *read_cases(const char *name) {
    static const char LARGE[] = ": 18446744073709551615";
    size_t size;
    char *text = vectors_file(&arena, name, &size);
    if (!text) return NULL;
    char *quoted = arena_take(&arena, 2 * size + 1, 1), *to = quoted;
    for (const char *at = text; *at;) {
        if (strncmp(at, LARGE, sizeof LARGE - 1) == 0) {
            to = stpcpy(to, ": \"18446744073709551615\"");
            at += sizeof LARGE - 1;
        } else {
            *to++ = *at++;
        }
    }
    json_error_t problem;
    json_t *cases = json_loads(quoted, 0, &problem);
    if (!cases) fail_msg("%s: %s", name, problem.text);
    return cases;
}

static void test_published_proofs_of_inclusion(void **state) {
    (void)state;
    json_t *cases = read_cases("merkle_inclusion.json");
    if (!cases) skip();
    size_t i, bad = 0;
    json_t *one;
    json_array_foreach(cases, i, one) {
        struct digest leaf, root, proof[MERKLE_DEPTH];
        size_t count;
        struct error error = {0};
        bool done = read_root(one, "leafHash", &leaf) && read_root(one, "root", &root) &&
                    read_hashes(json_object_get(one, "proof"), proof, &count) &&
                    merkle_verify_inclusion(&digester, &leaf, number(one, "leafIdx"),
                                            number(one, "treeSize"), proof, count, &root, &error);
        if (done == json_is_true(json_object_get(one, "wantErr")))
            fail_msg("%s: %s", vectors_text(one, "file"), done ? "accepted" : error.text);
        bad += !done;
    }
    assert_int_equal(i, 86);
    assert_true(bad > 0 && bad < i);
    json_decref(cases);
}

static void test_published_proofs_of_growth(void **state) {
    (void)state;
    json_t *cases = read_cases("merkle_consistency.json");
    if (!cases) skip();
    size_t i, bad = 0;
    json_t *one;
    json_array_foreach(cases, i, one) {
        struct digest old, root, proof[MERKLE_DEPTH];
        size_t count;
        struct error error = {0};
        bool done = read_root(one, "root1", &old) && read_root(one, "root2", &root) &&
                    read_hashes(json_object_get(one, "proof"), proof, &count) &&
                    merkle_verify_consistency(&digester, number(one, "size1"),
                                              number(one, "size2"), proof, count, &old, &root,
                                              &error);
        const char *file = vectors_text(one, "file");
        bool wanted = !json_is_true(json_object_get(one, "wantErr"));
        /* Its roots are texts, not hashes: to us that is an error, to that library it is not. */
        if (strstr(file, "/sizes-are-equal-one-and-proof-is-empty.json")) wanted = false;
        if (done != wanted) fail_msg("%s: %s", file, done ? "accepted" : error.text);
        bad += !done;
    }
    assert_int_equal(i, 98);
    assert_true(bad > 0 && bad < i);
    json_decref(cases);
}

/* ------------------------------------------------------------------ x/mod/sumdb/tlog */

enum { LEAVES = 1100 };

/* Entry i is the text "leaf i". */
static struct digest *leaves(void) {
    struct digest *leaf = arena_new(&arena, struct digest, LEAVES);
    for (int i = 0; i < LEAVES; i++) {
        const char *text = arena_format(&arena, "leaf %d", i);
        leaf[i] = merkle_leaf(&digester, text, strlen(text));
    }
    return leaf;
}

static bool read_leaves(void *data, int level, uint64_t index, size_t count, struct digest *out,
                        struct error *error) {
    (void)error;
    assert_int_equal(level, 0);
    assert_true(index + count <= LEAVES);
    memcpy(out, (struct digest *)data + index, count * sizeof *out);
    return true;
}

static void test_roots_of_tlog(void **state) {
    (void)state;
    size_t size;
    char *at = vectors_file(&arena, "tlog_roots.tsv", &size), *line;
    if (!at) skip();
    struct digest *leaf = leaves();
    struct merkle tree = {0};
    int compared = 0;
    for (vectors_line(&at); (line = vectors_line(&at)); compared++) {
        char *tab = strchr(line, '\t');
        assert_non_null(tab);
        *tab = 0;
        for (uint64_t n = strtoull(line, NULL, 10); tree.size < n;)
            merkle_append(&tree, &digester, &leaf[tree.size]);
        expect_hex(merkle_root(&tree, &digester), tab + 1);
    }
    assert_true(compared > 20);
}

static void test_proofs_of_tlog(void **state) {
    (void)state;
    size_t size;
    char *at = vectors_file(&arena, "tlog_proofs.tsv", &size), *line;
    if (!at) skip();
    struct merkle_source source = {.data = leaves(), .step = 64, .read = read_leaves};
    int compared = 0;
    for (vectors_line(&at); (line = vectors_line(&at)); compared++) {
        char *cell[4] = {line};
        for (int i = 1; i < 4; i++) {
            char *tab = strchr(cell[i - 1], '\t');
            assert_non_null(tab);
            *tab = 0;
            cell[i] = tab + 1;
        }
        uint64_t n = strtoull(cell[1], NULL, 10), m = strtoull(cell[2], NULL, 10);
        struct merkle_proof proof;
        struct error error = {0};
        assert_true(strcmp(cell[0], "incl") == 0
                        ? merkle_prove_inclusion(&source, &digester, m, n, &proof, &error)
                        : merkle_prove_consistency(&source, &digester, m, n, &proof, &error));
        size_t count = 0;
        for (char *word = strtok(cell[3], ","); word; word = strtok(NULL, ","), count++) {
            assert_true(count < proof.count);
            expect_hex(proof.hash[count], word);
        }
        assert_int_equal(count, proof.count);
    }
    assert_true(compared > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hashes_of_leaves_and_nodes),
        cmocka_unit_test(test_published_proofs_of_inclusion),
        cmocka_unit_test(test_published_proofs_of_growth),
        cmocka_unit_test(test_roots_of_tlog),
        cmocka_unit_test(test_proofs_of_tlog),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
