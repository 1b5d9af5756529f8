/* Letters: whoever it is for reads it, and nobody else; nothing of it can be altered. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/box.h"
#include "base/letter.h"

enum { PEOPLE = 3 };

static struct random source;
static struct secret private_key[PEOPLE];
static struct public_key public_key[PEOPLE];

static const char TEXT[] = "three bags, seal 4711";
static const char ABOUT[] = "offer o-1";

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    if (!random_open(&source, &error)) fail_msg("%s", error.text);
    for (int i = 0; i < PEOPLE; i++)
        if (!sign_make_keys(&source, &private_key[i], &public_key[i], &error))
            fail_msg("%s", error.text);
    return 0;
}

static int end(void **state) {
    (void)state;
    for (int i = 0; i < PEOPLE; i++) secret_close(&private_key[i]);
    return 0;
}

static struct buffer sealed_to(const struct public_key *readers, size_t count) {
    struct buffer letter = {0};
    struct error error = {0};
    if (!letter_seal(&source, readers, count, ABOUT, TEXT, sizeof TEXT - 1, &letter, &error))
        fail_msg("%s", error.text);
    return letter;
}

static bool opens(int reader, const char *about, const void *bytes, size_t size) {
    struct buffer inside = {0};
    struct error error = {0};
    bool done = letter_open(&private_key[reader], about, bytes, size, &inside, &error);
    if (done) assert_string_equal(buffer_text(&inside), TEXT);
    else {
        assert_int_equal(error.code, ERROR_DENIED);
        assert_int_equal(inside.size, 0);
    }
    buffer_close(&inside);
    return done;
}

static void its_readers_read_it_and_nobody_else(void **state) {
    (void)state;
    struct buffer letter = sealed_to(public_key, 2);
    assert_true(opens(0, ABOUT, letter.bytes, letter.size));
    assert_true(opens(1, ABOUT, letter.bytes, letter.size));
    assert_false(opens(2, ABOUT, letter.bytes, letter.size));
    assert_false(opens(0, "offer o-2", letter.bytes, letter.size));
    assert_null(memmem(letter.bytes, letter.size, TEXT, sizeof TEXT - 1));
    buffer_close(&letter);
}

static void no_byte_of_it_can_be_altered(void **state) {
    (void)state;
    struct buffer letter = sealed_to(public_key, 1);
    for (size_t i = 0; i < letter.size; i++) {
        letter.bytes[i] ^= 1;
        assert_false(opens(0, ABOUT, letter.bytes, letter.size));
        letter.bytes[i] ^= 1;
        assert_false(opens(0, ABOUT, letter.bytes, i));
    }
    assert_true(opens(0, ABOUT, letter.bytes, letter.size));
    buffer_close(&letter);
}

/* Sealed keys are libsodium's own sealed boxes: it opens ours, and we open its. */
static void libsodium_understands_it(void **state) {
    (void)state;
    enum { SEALED = BOX_KEY + crypto_box_SEALBYTES };
    struct buffer letter = sealed_to(public_key, 1), inside = {0}, other = {0};
    struct error error = {0};
    uint8_t point[32], scalar[32], key[BOX_KEY], sealed[SEALED];
    assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(point, public_key[0].byte), 0);
    crypto_sign_ed25519_sk_to_curve25519(scalar, private_key[0].bytes);
    assert_int_equal(
        crypto_box_seal_open(key, (uint8_t *)letter.bytes + 1, SEALED, point, scalar), 0);
    if (!box_open(key, ABOUT, letter.bytes + 1 + SEALED, letter.size - 1 - SEALED, &inside,
                  &error))
        fail_msg("%s", error.text);
    assert_string_equal(buffer_text(&inside), TEXT);
    assert_int_equal(crypto_box_seal(sealed, key, BOX_KEY, point), 0);
    buffer_add(&other, "\1", 1);
    buffer_add(&other, sealed, SEALED);
    box_seal(&source, key, ABOUT, TEXT, sizeof TEXT - 1, &other);
    assert_true(opens(0, ABOUT, other.bytes, other.size));
    buffer_close(&letter);
    buffer_close(&inside);
    buffer_close(&other);
}

static void keys_that_nobody_could_have_made_are_refused(void **state) {
    (void)state;
    struct public_key readers[2] = {public_key[0], {{1}}}; /* the neutral point */
    struct buffer letter = {0};
    struct error error = {0};
    assert_false(letter_seal(&source, readers, 2, ABOUT, TEXT, 5, &letter, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    error = (struct error){0};
    assert_false(letter_seal(&source, readers, 0, ABOUT, TEXT, 5, &letter, &error));
    assert_int_equal(letter.size, 0);
}

static void the_same_text_never_looks_the_same(void **state) {
    (void)state;
    struct buffer one = sealed_to(public_key, 1), other = sealed_to(public_key, 1);
    assert_int_equal(one.size, other.size);
    assert_memory_not_equal(one.bytes + 1, other.bytes + 1, 32);
    assert_memory_not_equal(one.bytes + 81, other.bytes + 81, 24);
    buffer_close(&one);
    buffer_close(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_readers_read_it_and_nobody_else),
        cmocka_unit_test(no_byte_of_it_can_be_altered),
        cmocka_unit_test(libsodium_understands_it),
        cmocka_unit_test(keys_that_nobody_could_have_made_are_refused),
        cmocka_unit_test(the_same_text_never_looks_the_same),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
