/* A real record held against programs of others: OpenSSL for signatures and hashes, npm's
 * canonicalize for the form; and against its own limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/hand_entry.h"
#include "record/node.h"
#include "record/other_tools.h"
#include "record/small_record.h"
#include "record/verify.h"

static struct small_record small;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    small_fill(&small);
    small_close(&small);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

static struct verify_result verify(void) {
    struct verify_result result;
    struct error error = {0};
    if (small.open) small_close(&small);
    if (!verify_run(small.arena, small.path,
                    &(struct verify_plan){.level = VERIFY_CONTENTS, .threads = 2}, &result, &error))
        fail_msg("%s", error.text);
    return result;
}

/* The bytes of an entry; they end where the entry's own end. */
static char *entry_text(int64_t index) {
    char *bytes;
    size_t size;
    struct error error = {0};
    struct entry entry = small_entry(&small, index);
    if (!entry_write(small.arena, &entry, &bytes, &size, &error)) fail_msg("%s", error.text);
    return arena_copy_part(small.arena, bytes, size);
}

/* ------------------------------------------------------------------ the form */

static void test_every_entry_is_canonical_to_another_program(void **state) {
    (void)state;
    struct buffer lines = {0};
    int64_t size = (int64_t)verify().size;
    for (int64_t i = 0; i < size; i++) buffer_format(&lines, "%s\n", entry_text(i));
    const char *theirs = node_canonicalize(small.arena, buffer_text(&lines));
    if (theirs) assert_string_equal(theirs, buffer_text(&lines));
    buffer_close(&lines);
    if (!theirs) skip();
}

/* ------------------------------------------------------------------ signatures */

/* The message made again by another reader and writer of JSON, which knows nothing of entries: what
 * is left of one when its signatures are taken out. All names are ASCII, so that their order by
 * bytes is that of RFC 8785. */
static char *signed_message(const char *text, char *out_signature) {
    json_t *entry = json_loads(text, 0, NULL), *signature;
    const char *user;
    json_object_foreach(json_object_get(entry, "sigs"), user, signature)
        strcpy(out_signature, json_string_value(signature));
    json_object_del(entry, "sigs");
    char *rest = json_dumps(entry, JSON_COMPACT | JSON_SORT_KEYS);
    char *message = arena_format(small.arena, "cairn-entry/v1\n%s\n%s", HAND_ORIGIN, rest);
    free(rest);
    json_decref(entry);
    return message;
}

static void test_openssl_accepts_every_signature_and_no_altered_one(void **state) {
    (void)state;
    if (!other_openssl_is_here()) skip();
    int64_t size = (int64_t)verify().size;
    for (int64_t i = 0; i < size; i++) {
        if (i > 3 && i < size - 10) continue; /* declarations, each signed as the others */
        char text[ENCODE_BASE64_LENGTH(64) + 1];
        uint8_t signature[64];
        struct error error = {0};
        struct entry entry = small_entry(&small, i);
        const struct public_key *key =
            identifier_equal(&entry.by, &small.trial.root.worker)
                ? &small.trial.worker.key.public_key : &small.trial.administrator.key.public_key;
        char *message = signed_message(entry_text(i), text);
        assert_true(encode_bytes(ENCODING_BASE64, text, strlen(text), signature, 64, &error));
        assert_true(other_openssl_verifies(small.arena, key, message, strlen(message), signature));
        char *altered = strstr(message, "\"rev\":") + 6;
        (*altered)++;
        assert_false(other_openssl_verifies(small.arena, key, message, strlen(message), signature));
        (*altered)--;
        memcpy(strstr(message, HAND_ORIGIN), "Example", 7); /* another investigation */
        assert_false(other_openssl_verifies(small.arena, key, message, strlen(message), signature));
    }
}

/* RFC 6962 section 2.1: the hash of a leaf is that of a zero byte and the leaf. */
static void put(const char *name, const void *bytes, size_t size) {
    struct error error = {0};
    const char *path = files_join(small.arena, small.trial.folder, name);
    if (!files_write(path, bytes, size, &error)) fail_msg("%s", error.text);
}

static void test_openssl_gives_the_same_leaf_hash(void **state) {
    (void)state;
    if (system("openssl version > /dev/null 2>&1") != 0) skip();
    small_open(&small);
    struct receipt receipt = small_add(&small, "site", NULL, "{'code': 'JKL', 'name': 'More'}");
    small_close(&small);
    const char *text = entry_text((int64_t)receipt.index);
    put("text", text, strlen(text));
    FILE *pipe = popen(arena_format(small.arena, "cd '%s' && (printf '\\000'; cat text) | "
                                    "openssl dgst -sha256 -binary | base64", small.trial.folder),
                       "r");
    char theirs[64] = "";
    assert_non_null(fgets(theirs, sizeof theirs, pipe));
    assert_int_equal(pclose(pipe), 0);
    theirs[strcspn(theirs, "\n")] = 0;
    assert_string_equal(theirs,
                        trial_base64(&small.trial, receipt.leaf.byte, DIGEST_SIZE));
}

/* ------------------------------------------------------------------ how large an entry may be */

enum { ROWS = 1450 };

/* Frequencies, of which everything is public, with so many digits more than the fewest. */
static struct draft large(size_t digits) {
    struct draft draft = trial_draft(&small.trial, "frequencies",
                                     "{'marker':'D3S1358','alleles':[]}", NULL,
                                     &small.trial.worker);
    json_t *rows = json_object_get((json_t *)draft.fields, "alleles");
    for (int i = 0; i < ROWS; i++) {
        size_t more = digits < 8 ? digits : 8;
        digits -= more;
        char *frequency = arena_format(small.arena, "0.000%.*s", (int)more, "11111111");
        char *allele = arena_format(small.arena, "%d", 1000 + i);
        json_array_append_new(rows, json_pack("{s:s,s:s}", "allele", allele, "frequency",
                                              frequency));
    }
    return draft;
}

static void test_an_entry_of_65535_bytes_and_one_more(void **state) {
    (void)state;
    small_open(&small);
    struct draft draft = large(0);
    struct receipt receipt = trial_accepted(&small.trial, &draft);
    small_close(&small);
    size_t least = strlen(entry_text((int64_t)receipt.index));
    assert_in_range(least, 65535 - 8 * ROWS, 65535);
    small_open(&small);
    draft = large(65535 - least);
    receipt = trial_accepted(&small.trial, &draft);
    draft = large(65536 - least);
    trial_refused(&small.trial, &draft, "65536 bytes, and at most 65535");
    small_close(&small);
    assert_int_equal(strlen(entry_text((int64_t)receipt.index)), 65535);
    struct verify_result result = verify();
    if (!result.ok) fail_msg("%s", result.problem[0].what);
    /* One more, put in around the program. */
    small_sql(&small, arena_format(small.arena, "pragma ignore_check_constraints = on;"
                                   "update log set entry = cast(entry || x'20' as blob) where "
                                   "leaf_index = %d",
                                   (int)receipt.index));
    result = verify();
    assert_false(result.ok);
    bool named = false;
    for (size_t i = 0; i < result.problem_count; i++)
        named = named || (result.problem[i].index == (int64_t)receipt.index &&
                          strstr(result.problem[i].what, "65536 bytes, and at most 65535"));
    assert_true(named);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_entry_is_canonical_to_another_program, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_openssl_accepts_every_signature_and_no_altered_one,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_openssl_gives_the_same_leaf_hash, begin, end),
        cmocka_unit_test_setup_teardown(test_an_entry_of_65535_bytes_and_one_more, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
