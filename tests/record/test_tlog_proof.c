/* Receipts: what others wrote is read and written again, and a receipt proves its own entry alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/made_tiles.h"
#include "record/tlog_proof.h"
#include "record/vectors.h"

static struct arena arena;
static struct digester digester;
static struct secret private_key;
static struct note_key key;

enum { ENTRIES = 9, INDEX = 3 };
static struct digest leaf[ENTRIES];
static char *receipt;
static size_t receipt_size;

static bool read_leaf(void *data, int level, uint64_t index, size_t count, struct digest *out,
                      struct error *error) {
    (void)data;
    (void)level;
    (void)error;
    memcpy(out, leaf + index, count * sizeof *out);
    return true;
}

/* A receipt of our own, of entry INDEX of ENTRIES. */
static void make_receipt(void) {
    struct merkle_source source = {.step = 64, .read = read_leaf};
    struct checkpoint checkpoint = {.origin = MADE_TILES_ORIGIN, .size = ENTRIES};
    struct signing_key signer = signing_key_of(&private_key);
    struct tlog_proof proof = {.index = INDEX, .extra = "so", .extra_size = 2};
    struct buffer note = {0}, out = {0};
    struct error error = {0};
    for (int i = 0; i < ENTRIES; i++) leaf[i] = merkle_leaf(&digester, &i, sizeof i);
    if (!merkle_root_at(&source, &digester, ENTRIES, &checkpoint.root, &error) ||
        !merkle_prove_inclusion(&source, &digester, INDEX, ENTRIES, &proof.path, &error) ||
        !checkpoint_sign(&digester, &checkpoint, &signer, &note, &error))
        fail_msg("%s", error.text);
    proof.checkpoint = note.bytes;
    proof.checkpoint_size = note.size;
    tlog_proof_write(&proof, &out);
    receipt = arena_copy_part(&arena, out.bytes, receipt_size = out.size);
    buffer_close(&note);
    buffer_close(&out);
}

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    if (!digest_open(&digester, &error)) return -1;
    private_key = made_tiles_key();
    struct public_key public_key = sign_public(&private_key);
    key = note_key_of(&digester, MADE_TILES_ORIGIN, NOTE_KEY_ED25519, &public_key);
    make_receipt();
    return 0;
}

static int end(void **state) {
    (void)state;
    secret_close(&private_key);
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}

static bool proves(const char *bytes, size_t size, const struct digest *of,
                   const struct checkpoint_trust *trust, struct note_word **out_words,
                   struct error *error) {
    struct tlog_proof proof;
    struct checkpoint checkpoint;
    return tlog_proof_read(&arena, bytes, size, &proof, error) &&
           tlog_proof_verify(&arena, &digester, &proof, of, trust, &checkpoint, out_words, error);
}

static void a_receipt_proves_its_own_entry_alone(void **state) {
    (void)state;
    struct checkpoint_trust trust = {&key, 1};
    struct note_word *words;
    for (int i = 0; i < ENTRIES; i++) {
        struct error error = {0};
        bool proved = proves(receipt, receipt_size, &leaf[i], &trust, &words, &error);
        assert_int_equal(proved, i == INDEX);
    }
}

/* Only the extra data can be another: nobody has signed it. */
static void every_altered_byte_is_found(void **state) {
    (void)state;
    struct checkpoint_trust trust = {&key, 1};
    size_t extra = (size_t)(strstr(receipt, "extra ") - receipt), free_bytes = 0;
    for (size_t i = 0; i < receipt_size; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct note_word *words;
            struct error error = {0};
            char *altered = arena_copy_part(&arena, receipt, receipt_size);
            altered[i] ^= (char)(1 << bit);
            if (!proves(altered, receipt_size, &leaf[INDEX], &trust, &words, &error)) continue;
            if (i < extra || i >= extra + strlen("extra c28=\n")) fail_msg("byte %zu is free", i);
            free_bytes++;
        }
    assert_true(free_bytes > 0);
    for (size_t size = 0; size < receipt_size; size++) {
        struct note_word *words;
        struct error error = {0};
        char *cut = arena_copy_part(&arena, receipt, size);
        assert_false(proves(cut, size, &leaf[INDEX], &trust, &words, &error));
    }
}

static void refused(const char *text, const char *words) {
    struct tlog_proof proof;
    struct error error = {0};
    if (tlog_proof_read(&arena, text, strlen(text), &proof, &error)) fail_msg("taken: %s", text);
    if (!strstr(error.text, words)) fail_msg("\"%s\" is not in: %s", words, error.text);
}

#define HEAD "c2sp.org/tlog-proof@v1\n"

static void what_is_no_receipt_is_refused(void **state) {
    (void)state;
    struct buffer many = {0};
    refused("", "first line");
    refused("c2sp.org/tlog-proof@v2\nindex 1\n\n", "first line");
    refused(HEAD, "where the entry stands");
    refused(HEAD "index 01\n\n", "where the entry stands");
    refused(HEAD "index -1\n\n", "where the entry stands");
    refused(HEAD "extra c28=\n", "where the entry stands");
    refused(HEAD "extra c28\nindex 1\n\n", "not base64");
    refused(HEAD "index 1\nextra c28=\n\n", "not a hash");
    refused(HEAD "index 1\n", "no empty line");
    buffer_add_text(&many, HEAD "index 1\n");
    for (int i = 0; i < MERKLE_DEPTH; i++)
        buffer_add_text(&many, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    refused(arena_format(&arena, "%sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n",
                         buffer_text(&many)),
            "more hashes");
    buffer_close(&many);
}

/* By golang.org/x/mod, and cosigned by sigsum's witness. */
static void published_receipts(void **state) {
    (void)state;
    static const struct {
        const char *proof, *entry, *vkey, *witness;
        uint64_t index, size;
    } CASES[] = {
        {"tlog_257/sample.tlog-proof", "tlog_257/sample.leaf", "tlog_257/vkey", NULL, 85, 257},
        {"witness/cos.tlog-proof", "witness/sample.leaf", "witness/vkey", "witness/w.vkey", 333,
         1000},
    };
    for (int i = 0; i < 2; i++) {
        size_t size, entry_size, ignored;
        char *bytes = vectors_file(&arena, CASES[i].proof, &size);
        if (!bytes) skip();
        char *entry = vectors_file(&arena, CASES[i].entry, &entry_size);
        struct note_key keys[2];
        struct checkpoint_trust trust = {keys, CASES[i].witness ? 2 : 1};
        struct error error = {0};
        for (size_t k = 0; k < trust.count; k++) {
            char *vkey = vectors_file(&arena, k ? CASES[i].witness : CASES[i].vkey, &ignored);
            vkey = strtok(vkey, "\n");
            if (!note_key_read(&arena, &digester, vkey, strlen(vkey), &keys[k], &error))
                fail_msg("%s", error.text);
        }
        struct tlog_proof proof;
        struct checkpoint checkpoint;
        struct note_word *words;
        struct digest of = merkle_leaf(&digester, entry, entry_size);
        if (!tlog_proof_read(&arena, bytes, size, &proof, &error) ||
            !tlog_proof_verify(&arena, &digester, &proof, &of, &trust, &checkpoint, &words, &error))
            fail_msg("%s", error.text);
        assert_int_equal(proof.index, CASES[i].index);
        assert_int_equal(checkpoint.size, CASES[i].size);
        for (size_t k = 0; k < trust.count; k++) assert_true(words[k].signed_it);
        struct buffer again = {0};
        tlog_proof_write(&proof, &again);
        assert_int_equal(again.size, size);
        assert_memory_equal(again.bytes, bytes, size);
        buffer_close(&again);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_proves_its_own_entry_alone),
        cmocka_unit_test(every_altered_byte_is_found),
        cmocka_unit_test(what_is_no_receipt_is_refused),
        cmocka_unit_test(published_receipts),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
