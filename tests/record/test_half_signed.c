/* What one of two people has signed, as bytes: read as it was written, and refused when anything is
 * missing, added or too large. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/half_signed.h"
#include "record/hand_entry.h"
#include "record/trial.h"

static struct trial trial;
static char *bytes;
static size_t size;

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    trial_open(&trial);
    struct draft draft =
        trial_draft(&trial, "remains", "{'code': 'ABC-0001-B', 'notes': 'as lifted'}", NULL,
                    &trial.worker);
    if (!half_signed_make(&trial.arena, &trial.investigation.digester, &trial.random,
                          &trial.investigation, &draft, 71, &bytes, &size, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int end(void **state) {
    (void)state;
    trial_close(&trial);
    return 0;
}

static bool read_text(const char *text, struct half_signed *out, struct error *error) {
    return half_signed_read(&trial.arena, &trial.investigation.digester, text, strlen(text), out,
                            error);
}

static void refused(const char *text, const char *words) {
    struct half_signed half;
    struct error error = {0};
    if (read_text(text, &half, &error)) fail_msg("it was taken: %s", words);
    if (!strstr(error.text, words)) fail_msg("\"%s\" is not in: %s", words, error.text);
}

/* The bytes with one part in place of another. */
static char *changed(const char *from, const char *to) {
    char *at = strstr(bytes, from);
    assert_non_null(at);
    return arena_format(&trial.arena, "%.*s%s%s", (int)(at - bytes), bytes, to, at + strlen(from));
}

static void it_is_read_as_it_was_written(void **state) {
    (void)state;
    struct half_signed half;
    struct error error = {0};
    if (!read_text(bytes, &half, &error)) fail_msg("%s", error.text);
    assert_int_equal(half.log_size, 71);
    assert_string_equal(half.entry.by.text, trial.worker.signer.user.text);
    assert_string_equal(json_string_value(json_object_get(half.fields, "notes")), "as lifted");
    assert_int_equal(json_object_size(half.fields), 2);
    half_signed_close(&half);
}

static void who_signed_signs_the_same_again(void **state) {
    (void)state;
    struct half_signed half;
    struct draft_signer signer;
    struct signature signature;
    struct error error = {0}, other = {0}, strange = {0};
    struct authority authority = trial_authority(&trial);
    assert_true(read_text(bytes, &half, &error));
    assert_true(half_signed_signer(&trial.arena, &half, HAND_ORIGIN, &authority, &signer, &error));
    assert_true(identifier_equal(&signer.user, &trial.worker.signer.user));
    assert_false(signing_key_sign(&signer.key, "something else", 14, &signature, &other));
    assert_false(half_signed_signer(&trial.arena, &half, "example.org/other", &authority, &signer,
                                    &strange));
    assert_int_equal(strange.code, ERROR_DENIED);
    half_signed_close(&half);
}

static void what_is_no_such_thing_is_refused(void **state) {
    (void)state;
    refused("", "what is half signed");
    refused("[]", "other members");
    refused("{}", "other members");
    refused(changed("\"size\":71,\"v\":1", "\"size\":71,\"v\":2"), "another version");
    refused(changed("\"size\":71,\"v\":1", "\"size\":71,\"v\":1,\"w\":1"), "other members");
    refused(changed("\"size\":71", "\"size\":-1"), "no size");
    refused(changed("\"size\":71", "\"size\":\"71\""), "no size");
    refused(changed("\"rev\":1", "\"rev\":2"), "prev");
    refused(changed("{\"disclosures\":", "{\"disclosures\" :"), "what is half signed");
    char *at = strstr(bytes, "\"code\":\""), *close = strchr(at + 8, '"');
    refused(arena_format(&trial.arena, "%.*s%s", (int)(at - bytes), bytes, close + 2),
            "disclosures are missing");
    const char *two = arena_format(&trial.arena, "\"sigs\":{\"u-2222222222222222222222222a\":\""
                                                 "%085dA==\",", 0);
    refused(changed("\"sigs\":{", two), "other signatures");
}

static void there_are_limits(void **state) {
    (void)state;
    struct half_signed half;
    struct error error = {0};
    char *large = arena_take(&trial.arena, HALF_SIGNED_MOST + 2, 1);
    memset(large, ' ', HALF_SIGNED_MOST + 1);
    assert_false(read_text(large, &half, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
}

static void only_what_begins_a_record_is_half_signed(void **state) {
    (void)state;
    struct error error = {0};
    char *out;
    size_t out_size;
    struct draft draft = trial_draft(&trial, "remains", "{'code': 'ABC-0002-B'}", NULL,
                                     &trial.worker);
    draft.revises = true;
    assert_false(half_signed_make(&trial.arena, &trial.investigation.digester, &trial.random,
                                  &trial.investigation, &draft, 1, &out, &out_size, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_read_as_it_was_written),
        cmocka_unit_test(who_signed_signs_the_same_again),
        cmocka_unit_test(what_is_no_such_thing_is_refused),
        cmocka_unit_test(there_are_limits),
        cmocka_unit_test(only_what_begins_a_record_is_half_signed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
