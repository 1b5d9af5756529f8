/* Secrets in memory, and sealed under a passphrase. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/seeded.h"

static struct arena arena;

/* Anything dearer would make the tests slow and no truer. */
static const struct secret_cost CHEAP = {8, 1};

/* Sealed by another program (@noble/hashes 2.4.0 and @noble/ciphers 2.4.0, from npm). */
static const char SEALED[] = "cairn-sealed/v1 argon2id 64 2 AAECAwQFBgcICQoLDA0ODw== "
                             "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7zwLilPkJT0S/R+hx9ZHXx9/ezMNEBEWoo59i"
                             "58Un5Hjj6m110znwbdoTyH15ohV8";
static const char SECRET[] = "thirty-two bytes of a secret key";
static const char PASSPHRASE[] = "correct horse";

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct secret secret_of(const char *text) {
    struct error error = {0};
    struct secret secret;
    if (!secret_open(&secret, strlen(text), &error)) fail_msg("%s", error.text);
    memcpy(secret.bytes, text, secret.size);
    return secret;
}

/* Opens with the passphrase; NULL, or what was said. */
static const char *unseal(const char *text, const char *words, const char *expected) {
    static struct error error;
    error = (struct error){0};
    struct secret passphrase = secret_of(words), secret = {0};
    bool done = secret_unseal(&arena, text, &passphrase, &secret, &error);
    secret_close(&passphrase);
    if (!done) {
        assert_null(secret.bytes);
        return error.text;
    }
    assert_int_equal(secret.size, strlen(expected));
    assert_memory_equal(secret.bytes, expected, secret.size);
    secret_close(&secret);
    return NULL;
}

static char *seal(const char *text, const char *words, struct random *random) {
    struct error error = {0};
    struct secret passphrase = secret_of(words), secret = secret_of(text);
    char *sealed = NULL;
    if (!secret_seal(&arena, random, &secret, &passphrase, CHEAP, &sealed, &error))
        fail_msg("%s", error.text);
    secret_close(&passphrase);
    secret_close(&secret);
    return sealed;
}

static void test_secret_memory_begins_as_zeroes_and_is_closed_once(void **state) {
    (void)state;
    static const uint8_t ZEROES[100];
    struct error error = {0};
    struct secret secret;
    assert_true(secret_open(&secret, sizeof ZEROES, &error));
    assert_memory_equal(secret.bytes, ZEROES, sizeof ZEROES);
    secret_close(&secret);
    assert_null(secret.bytes);
    secret_close(&secret);
}

static void test_what_another_program_sealed_is_opened(void **state) {
    (void)state;
    assert_null(unseal(SEALED, PASSPHRASE, SECRET));
}

/* With the same salt and nonce, the bytes of the other program. */
static void fill_in_turn(struct random *random, void *out, size_t size) {
    (void)random;
    for (size_t i = 0; i < size; i++) ((uint8_t *)out)[i] = (uint8_t)(size == 16 ? i : 100 + i);
}

static void test_what_is_sealed_is_what_another_program_sealed(void **state) {
    (void)state;
    struct error error = {0};
    struct random random = {fill_in_turn};
    struct secret passphrase = secret_of(PASSPHRASE), secret = secret_of(SECRET);
    char *sealed;
    assert_true(secret_seal(&arena, &random, &secret, &passphrase,
                            (struct secret_cost){.kibibytes = 64, .passes = 2}, &sealed, &error));
    assert_string_equal(sealed, SEALED);
    secret_close(&passphrase);
    secret_close(&secret);
}

static void test_sealing_twice_shows_nothing_of_being_the_same(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(3);
    char *one = seal(SECRET, PASSPHRASE, &seeded.random);
    char *other = seal(SECRET, PASSPHRASE, &seeded.random);
    assert_string_not_equal(one, other);
    assert_null(unseal(one, PASSPHRASE, SECRET));
    assert_null(unseal(other, PASSPHRASE, SECRET));
    assert_null(strstr(one, "dGhpcnR5")); /* "thirty" in base64 */
}

/* How many kilobytes the system has locked for this process. */
static long locked_kibibytes(void) {
    char line[256];
    long kibibytes = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status)) sscanf(line, "VmLck: %ld", &kibibytes);
    if (status) fclose(status);
    return kibibytes;
}

/* A child has the bytes, and no lock on them until it takes one. */
static void test_a_child_locks_for_itself(void **state) {
    (void)state;
    struct secret secret = secret_of(SECRET);
    int status;
    pid_t child = fork();
    if (child == 0) {
        bool none = locked_kibibytes() == 0, same = memcmp(secret.bytes, SECRET, secret.size) == 0;
        bool before = secret.locked;
        secret_lock(&secret);
        bool some = locked_kibibytes() > 0;
#ifdef __SANITIZE_ADDRESS__ /* which makes nothing of mlock */
        some = true;
#endif
        _exit(none && same && secret.locked == before && (some || !before) ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    secret_close(&secret);
}

static void test_another_passphrase_is_denied(void **state) {
    (void)state;
    static const char *const OTHERS[] = {"correct hors", "correct horse ", "Correct horse", ""};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_non_null(strstr(unseal(SEALED, OTHERS[i], SECRET), "does not open the key"));
}

static void test_an_empty_passphrase_seals_nothing(void **state) {
    (void)state;
    struct error error = {0};
    struct seeded seeded = seeded_from(4);
    struct secret passphrase = secret_of(""), secret = secret_of(SECRET);
    char *sealed = NULL;
    assert_false(
        secret_seal(&arena, &seeded.random, &secret, &passphrase, CHEAP, &sealed, &error));
    assert_null(sealed);
    secret_close(&passphrase);
    secret_close(&secret);
}

static void test_every_character_counts(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(5);
    char *sealed = seal(SECRET, PASSPHRASE, &seeded.random);
    size_t length = strlen(sealed);
    for (size_t i = 0; i < length; i++) {
        char *text = arena_copy(&arena, sealed);
        /* The least of changes; in a number of the cost it stays affordable. */
        text[i] ^= 1;
        assert_non_null(unseal(text, PASSPHRASE, SECRET));
        assert_non_null(unseal(arena_copy_part(&arena, sealed, i), PASSPHRASE, SECRET));
    }
    assert_non_null(unseal(arena_format(&arena, "%s\n", sealed), PASSPHRASE, SECRET));
    assert_non_null(unseal(arena_format(&arena, " %s", sealed), PASSPHRASE, SECRET));
    assert_null(unseal(sealed, PASSPHRASE, SECRET));
}

static void test_a_text_cannot_ask_for_endless_work(void **state) {
    (void)state;
    static const struct {
        const char *cost, *part;
    } CASES[] = {
        {"4194305 2", "may cost"},      {"999999999 2", "may cost"},
        {"99999999999 2", "may cost"}, {"64 17", "may cost"},
        {"64 0", "may cost"},           {"7 2", "may cost"},
        {"-64 2", "may cost"},          {"064 2", "not a sealed key as Cairn writes it"},
        {"64  2", "not a sealed key as"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *text = arena_format(&arena, "cairn-sealed/v1 argon2id %s %s", CASES[i].cost,
                                  strstr(SEALED, "AAEC"));
        const char *said = unseal(text, PASSPHRASE, SECRET);
        if (!said || !strstr(said, CASES[i].part))
            fail_msg("\"%s\" is not in: %s", CASES[i].part, said ? said : "nothing");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_secret_memory_begins_as_zeroes_and_is_closed_once),
        cmocka_unit_test_setup_teardown(test_what_another_program_sealed_is_opened, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_sealed_is_what_another_program_sealed, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_sealing_twice_shows_nothing_of_being_the_same, begin,
                                        end),
        cmocka_unit_test(test_a_child_locks_for_itself),
        cmocka_unit_test_setup_teardown(test_another_passphrase_is_denied, begin, end),
        cmocka_unit_test_setup_teardown(test_an_empty_passphrase_seals_nothing, begin, end),
        cmocka_unit_test_setup_teardown(test_every_character_counts, begin, end),
        cmocka_unit_test_setup_teardown(test_a_text_cannot_ask_for_endless_work, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
