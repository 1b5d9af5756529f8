/* Entries: written, read, signed, and verified by us and by others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "base/seeded.h"
#include "record/hand_entry.h"
#include "record/node.h"
#include "record/other_tools.h"

static struct arena arena;
static struct hand_user worker, other;

static int begin(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(2022);
    arena_open(&arena, 0);
    worker = hand_user(&seeded.random);
    other = hand_user(&seeded.random);
    return 0;
}

static int end(void **state) {
    (void)state;
    hand_user_close(&worker);
    hand_user_close(&other);
    arena_close(&arena);
    return 0;
}

static void sign_by(struct entry *entry, const struct hand_user *user) {
    struct error error = {0};
    if (!entry_sign(&arena, entry, HAND_ORIGIN, &user->id, signing_key_of(&user->private_key),
                    &error))
        fail_msg("%s", error.text);
}

static char *write_entry(const struct entry *entry, size_t *out_size) {
    struct error error = {0};
    char *bytes = NULL;
    if (!entry_write(&arena, entry, &bytes, out_size, &error)) fail_msg("%s", error.text);
    return bytes;
}

/* What is signed, written down by hand (see hand_entry). */
static char *signed_by_hand(const char *origin) {
    return arena_format(
        &arena,
        "cairn-entry/v1\n%s\n"
        "{\"att\":{\"1\":\"VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVU\"},\"by\":\"%s\","
        "\"day\":\"2022-09-16\",\"kind\":\"remains\","
        "\"prev\":[\"IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI=\"],"
        "\"pub\":{\"status\":\"lifted\"},\"rec\":\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\",\"rev\":2,"
        "\"schema\":\"1111111111111111111111111111111111111111111111111111111111111111\","
        "\"sd\":{\"found\":\"REREREREREREREREREREREREREREREREREREREREREQ\","
        "\"position\":\"MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM\"},\"v\":1}",
        origin, worker.id.text);
}

static void test_the_bytes_are_those_of_the_document(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker);
    sign_by(&entry, &worker);
    assert_int_equal(entry.sig_count, 1);
    const char *without = strchr(strchr(signed_by_hand(HAND_ORIGIN), '\n') + 1, '\n') + 1;
    char signature[ENCODE_BASE64_LENGTH(64) + 1];
    encode_text(ENCODING_BASE64, entry.sigs[0].signature.byte, 64, signature);
    const char *expected =
        arena_format(&arena, "%.*s,\"sigs\":{\"%s\":\"%s\"},\"v\":1}",
                     (int)(strlen(without) - strlen(",\"v\":1}")), without, worker.id.text,
                     signature);
    size_t size;
    assert_string_equal(write_entry(&entry, &size), expected);
    assert_int_equal(size, strlen(expected));
}

static void test_the_signature_is_over_origin_and_entry(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker);
    struct error error = {0};
    sign_by(&entry, &worker);
    const char *message = signed_by_hand(HAND_ORIGIN);
    assert_true(
        sign_verify(&worker.key, message, strlen(message), &entry.sigs[0].signature));
    message = signed_by_hand("example.org/other");
    assert_false(
        sign_verify(&worker.key, message, strlen(message), &entry.sigs[0].signature));
    assert_true(entry_verify(&arena, &entry, HAND_ORIGIN, &worker.key, &error));
    assert_false(entry_verify(&arena, &entry, "example.org/other", &worker.key, &error));
    assert_non_null(strstr(error.text, worker.id.text));
    error = (struct error){0};
    assert_false(entry_verify(&arena, &entry, HAND_ORIGIN, &other.key, &error));
}

static void test_openssl_verifies_the_signature(void **state) {
    (void)state;
    if (!other_openssl_is_here()) skip();
    struct entry entry = hand_entry(&arena, &worker);
    sign_by(&entry, &worker);
    const char *message = signed_by_hand(HAND_ORIGIN);
    uint8_t *signature = entry.sigs[0].signature.byte;
    assert_true(other_openssl_verifies(&arena, &worker.key, message, strlen(message), signature));
    signature[10] ^= 1;
    assert_false(other_openssl_verifies(&arena, &worker.key, message, strlen(message), signature));
}

static void test_another_program_calls_it_canonical(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker);
    entry.pub = "{\"figure\":436,\"place\":\"Изюм\",\"words\":\"\\\"so\\\"\\n\"}";
    entry.pub_size = strlen(entry.pub);
    sign_by(&entry, &worker);
    size_t size;
    const char *line = arena_format(&arena, "%s\n", write_entry(&entry, &size));
    const char *theirs = node_canonicalize(&arena, line);
    if (!theirs) skip();
    assert_string_equal(theirs, line);
}

static void test_what_is_read_is_what_was_written(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker), again;
    struct error error = {0};
    /* More than ten files, and two parents: their order as text is not their order as bytes. */
    entry.att_count = 12;
    entry.att = arena_new(&arena, struct digest, 12);
    for (int i = 0; i < 12; i++) entry.att[i] = hand_digest(i);
    entry.prev_count = 2;
    entry.prev = arena_new(&arena, struct digest, 2);
    entry.prev[0] = hand_digest(0x00); /* AAAA… */
    entry.prev[1] = hand_digest(0xff); /* //// … */
    sign_by(&entry, &worker);
    size_t size, same;
    char *bytes = write_entry(&entry, &size);
    if (!entry_read(&arena, bytes, size, &again, &error)) fail_msg("%s", error.text);
    assert_string_equal(again.rec.text, entry.rec.text);
    assert_string_equal(again.by.text, worker.id.text);
    assert_string_equal(again.day, "2022-09-16");
    assert_string_equal(again.kind, "remains");
    assert_int_equal(again.rev, 2);
    assert_memory_equal(again.schema.byte, entry.schema.byte, DIGEST_SIZE);
    assert_int_equal(again.pub_size, entry.pub_size);
    assert_memory_equal(again.pub, entry.pub, entry.pub_size);
    assert_int_equal(again.att_count, 12);
    assert_memory_equal(again.att, entry.att, 12 * DIGEST_SIZE);
    assert_int_equal(again.prev_count, 2);
    assert_int_equal(again.prev[0].byte[0], 0xff);
    assert_int_equal(again.prev[1].byte[0], 0x00);
    assert_int_equal(again.sd_count, 2);
    assert_string_equal(again.sd[0].name, "found");
    assert_int_equal(again.sd[0].digest.byte[0], 0x44);
    assert_string_equal(again.sd[1].name, "position");
    assert_int_equal(again.sig_count, 1);
    assert_memory_equal(&again.sigs[0], &entry.sigs[0], sizeof again.sigs[0]);
    assert_true(entry_verify(&arena, &again, HAND_ORIGIN, &worker.key, &error));
    char *twice = write_entry(&again, &same);
    assert_int_equal(same, size);
    assert_memory_equal(twice, bytes, size);
}

static void test_both_hands_sign(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker), again;
    struct error error = {0};
    char *bytes;
    size_t size;
    sign_by(&entry, &other);
    assert_false(entry_write(&arena, &entry, &bytes, &size, &error));
    assert_non_null(strstr(error.text, "who it is by, has not signed it"));
    sign_by(&entry, &worker);
    bytes = write_entry(&entry, &size);
    error = (struct error){0};
    assert_true(entry_read(&arena, bytes, size, &again, &error));
    assert_int_equal(again.sig_count, 2);
    struct public_key keys[2], turned[2];
    for (int i = 0; i < 2; i++) {
        bool first = identifier_equal(&again.sigs[i].user, &worker.id);
        keys[i] = first ? worker.key : other.key;
        turned[i] = first ? other.key : worker.key;
    }
    assert_true(entry_verify(&arena, &again, HAND_ORIGIN, keys, &error));
    assert_false(entry_verify(&arena, &again, HAND_ORIGIN, turned, &error));
    /* Both must hold: with either spoilt the entry does not. */
    for (int i = 0; i < 2; i++) {
        again.sigs[i].signature.byte[0] ^= 1;
        error = (struct error){0};
        assert_false(entry_verify(&arena, &again, HAND_ORIGIN, keys, &error));
        assert_non_null(strstr(error.text, again.sigs[i].user.text));
        again.sigs[i].signature.byte[0] ^= 1;
    }
}

/* Somebody else holds the key: shows what there is to sign, and may refuse. */
struct holder {
    struct buffer asked;
    bool refuses;
};

static bool sign_elsewhere(const struct signing_key *key, const void *bytes, size_t size,
                           struct signature *out_signature, struct error *error) {
    struct holder *holder = (struct holder *)key->holder;
    buffer_add(&holder->asked, bytes, size);
    if (holder->refuses) return error_set(error, ERROR_DENIED, "not today");
    *out_signature = sign_bytes(&worker.private_key, bytes, size);
    return true;
}

static void test_a_key_elsewhere_signs_the_same_or_nothing(void **state) {
    (void)state;
    struct entry here = hand_entry(&arena, &worker), elsewhere = here;
    struct error error = {0};
    struct holder holder = {.refuses = true};
    struct signing_key key = {worker.key, sign_elsewhere, &holder};
    assert_false(entry_sign(&arena, &elsewhere, HAND_ORIGIN, &worker.id, key, &error));
    assert_string_equal(error.text, "not today");
    assert_int_equal(elsewhere.sig_count, 0);
    buffer_close(&holder.asked);
    holder.refuses = false;
    error = (struct error){0};
    sign_by(&here, &worker);
    assert_true(entry_sign(&arena, &elsewhere, HAND_ORIGIN, &worker.id, key, &error));
    assert_memory_equal(&elsewhere.sigs[0].signature, &here.sigs[0].signature,
                        SIGN_SIGNATURE_SIZE);
    /* What was asked for is known as a message of this log, and of no other. */
    const char *asked = holder.asked.bytes;
    size_t size = holder.asked.size;
    assert_true(entry_is_message(asked, size, HAND_ORIGIN));
    assert_false(entry_is_message(asked, size, HAND_ORIGIN "a"));
    assert_false(entry_is_message(asked, size, "example.org"));
    assert_false(entry_is_message(asked, strlen("cairn-entry/v1\n" HAND_ORIGIN), HAND_ORIGIN));
    assert_false(entry_is_message(asked + 1, size - 1, HAND_ORIGIN));
    buffer_close(&holder.asked);
}

static void test_nobody_signs_twice_and_nobody_is_not_enough(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker);
    struct error error = {0};
    assert_false(entry_verify(&arena, &entry, HAND_ORIGIN, NULL, &error));
    assert_string_equal(error.text, "nobody signed the entry");
    sign_by(&entry, &worker);
    error = (struct error){0};
    assert_false(
        entry_sign(&arena, &entry, HAND_ORIGIN, &worker.id, signing_key_of(&worker.private_key),
                   &error));
    assert_non_null(strstr(error.text, "has signed this entry already"));
    assert_int_equal(entry.sig_count, 1);
}

/* Every bit of an entry turned over: it is no entry any more, or its signature does not hold, or
 * its signer is somebody else. */
static void test_no_bit_can_be_changed(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker);
    sign_by(&entry, &worker);
    size_t size;
    char *bytes = write_entry(&entry, &size);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        struct arena_mark mark = arena_mark(&arena);
        struct error error = {0};
        struct entry again;
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        if (entry_read(&arena, bytes, size, &again, &error) &&
            identifier_equal(&again.sigs[0].user, &worker.id) &&
            entry_verify(&arena, &again, HAND_ORIGIN, &worker.key, &error))
            fail_msg("bit %zu: %s", bit, bytes);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        arena_release(&arena, mark);
    }
}

static void test_how_large_it_may_be(void **state) {
    (void)state;
    struct entry entry = hand_entry(&arena, &worker);
    size_t small, size;
    entry.pub = "{\"text\":\"\"}";
    entry.pub_size = strlen(entry.pub);
    sign_by(&entry, &worker);
    write_entry(&entry, &small);
    for (size_t more = 0; more < 2; more++) {
        struct error error = {0};
        struct entry large = hand_entry(&arena, &worker), again;
        size_t letters = ENTRY_MOST - small + more;
        char *text = arena_take(&arena, letters + 1, 1);
        memset(text, 'x', letters);
        large.pub = arena_format(&arena, "{\"text\":\"%s\"}", text);
        large.pub_size = strlen(large.pub);
        bool done =
            entry_sign(&arena, &large, HAND_ORIGIN, &worker.id,
                       signing_key_of(&worker.private_key), &error);
        assert_int_equal(done, more == 0);
        if (!done) {
            assert_int_equal(error.code, ERROR_TOO_LARGE);
            assert_int_equal(large.sig_count, 0);
            assert_non_null(strstr(error.text, "65536 bytes, and at most 65535"));
            continue;
        }
        char *bytes = write_entry(&large, &size);
        assert_int_equal(size, 65535);
        assert_true(entry_read(&arena, bytes, size, &again, &error));
        /* The same with one letter more, as if it came from elsewhere. */
        char *longer = arena_format(&arena, "%s", bytes), *at = strstr(longer, "xxx");
        longer = arena_format(&arena, "%.*sx%s", (int)(at - longer), longer, at);
        assert_false(entry_read(&arena, longer, size + 1, &again, &error));
        assert_int_equal(error.code, ERROR_TOO_LARGE);
    }
}

static void test_what_would_be_refused_is_not_signed(void **state) {
    (void)state;
    for (int turn = 0; turn < 9; turn++) {
        struct entry entry = hand_entry(&arena, &worker);
        struct error error = {0};
        switch (turn) {
        case 0: entry.kind = "Remains"; break;
        case 1: strcpy(entry.day, "2022-02-30"); break;
        case 2: entry.rev = 0; break;
        case 3: entry.rev = 1; break;
        case 4: entry.pub = "{\"a\":1.5}", entry.pub_size = 9; break;
        case 5: entry.pub = "{\"a", entry.pub_size = 3; break;
        case 6: entry.sd[0].name = "found"; break;
        case 7: entry.by.text[0] = 'r'; break;
        case 8: entry.kind = NULL; break;
        }
        assert_false(
            entry_sign(&arena, &entry, HAND_ORIGIN, &worker.id,
                       signing_key_of(&worker.private_key), &error));
        assert_memory_equal(error.text, "the entry", 9);
        assert_int_equal(entry.sig_count, 0);
    }
}

static void test_what_a_log_may_be_called(void **state) {
    (void)state;
    static const char *const GOOD[] = {"a", HAND_ORIGIN, "sigsum.org/v1/tree/00ff"};
    static const char *const BAD[] = {"", "a b", "a\nb", "a+b", "гроб", "a\x7f"};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        struct error error = {0};
        assert_true(entry_check_origin(GOOD[i], &error));
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct error error = {0};
        struct entry entry = hand_entry(&arena, &worker);
        assert_false(entry_check_origin(BAD[i], &error));
        assert_false(
            entry_sign(&arena, &entry, BAD[i], &worker.id, signing_key_of(&worker.private_key),
                       &error));
    }
    char name[ENTRY_ORIGIN_MOST + 2] = {0};
    struct error error = {0};
    memset(name, 'a', ENTRY_ORIGIN_MOST);
    assert_true(entry_check_origin(name, &error));
    name[ENTRY_ORIGIN_MOST] = 'a';
    assert_false(entry_check_origin(name, &error));
}

/* ------------------------------------------------------------------ identifiers */

static void test_identifiers_come_back_and_differ(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(5);
    struct error error = {0};
    struct identifier one = identifier_make(&seeded.random, IDENTIFIER_USER), again;
    struct identifier two = identifier_make(&seeded.random, IDENTIFIER_USER);
    assert_int_equal(strlen(one.text), 28);
    assert_memory_equal(one.text, "u-", 2);
    assert_false(identifier_equal(&one, &two));
    assert_true(identifier_read(one.text, 28, IDENTIFIER_USER, &again, &error));
    assert_true(identifier_equal(&one, &again));
    assert_false(identifier_read(one.text, 28, IDENTIFIER_RECORD, &again, &error));
    assert_false(identifier_read(one.text, 27, IDENTIFIER_USER, &again, &error));
    /* 128 bits in 26 characters leave two bits over, which are zero. */
    assert_true(identifier_read("u-aaaaaaaaaaaaaaaaaaaaaaaaa4", 28, IDENTIFIER_USER, &again,
                                &(struct error){0}));
    assert_false(identifier_read("u-aaaaaaaaaaaaaaaaaaaaaaaaa5", 28, IDENTIFIER_USER, &again,
                                 &(struct error){0}));
}

#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_ARENA(test_the_bytes_are_those_of_the_document),
        IN_ARENA(test_the_signature_is_over_origin_and_entry),
        IN_ARENA(test_openssl_verifies_the_signature),
        IN_ARENA(test_another_program_calls_it_canonical),
        IN_ARENA(test_what_is_read_is_what_was_written),
        IN_ARENA(test_both_hands_sign),
        IN_ARENA(test_a_key_elsewhere_signs_the_same_or_nothing),
        IN_ARENA(test_nobody_signs_twice_and_nobody_is_not_enough),
        IN_ARENA(test_no_bit_can_be_changed),
        IN_ARENA(test_how_large_it_may_be),
        IN_ARENA(test_what_would_be_refused_is_not_signed),
        IN_ARENA(test_what_a_log_may_be_called),
        cmocka_unit_test(test_identifiers_come_back_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
