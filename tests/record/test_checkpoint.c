/* Checkpoints: one spelling, signed by the log that they name; and what Tessera and sigsum wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/checkpoint.h"
#include "record/made_tiles.h"
#include "record/vectors.h"

static struct arena arena;
static struct digester digester;
static struct secret private_key;
static struct note_key key;

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    if (!digest_open(&digester, &error)) return -1;
    private_key = made_tiles_key();
    struct public_key public_key = sign_public(&private_key);
    key = note_key_of(&digester, MADE_TILES_ORIGIN, NOTE_KEY_ED25519, &public_key);
    return 0;
}

static int end(void **state) {
    (void)state;
    secret_close(&private_key);
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}

#define ROOT "/FZPH9A6S8v5SRxDG8YuyX/bx0iVImq3R+3Ul52GmSg="

static bool reads(const char *text, struct checkpoint *out, struct error *error) {
    return checkpoint_read(&arena, text, strlen(text), out, error);
}

static void one_spelling(void **state) {
    (void)state;
    static const char *const GOOD[] = {
        "a.example\n0\n" ROOT "\n",
        "a.example/log\n257\n" ROOT "\nfurther\nlines\n",
        "a\n9223372036854775807\n" ROOT "\n",
    };
    static const char *const BAD[] = {
        "",
        "a.example\n",
        "a.example\n1\n",
        "a.example\n1\n" ROOT,
        "\n1\n" ROOT "\n",
        "a.example\n01\n" ROOT "\n",
        "a.example\n+1\n" ROOT "\n",
        "a.example\n-1\n" ROOT "\n",
        "a.example\n1 \n" ROOT "\n",
        "a.example\n\n" ROOT "\n",
        "a.example\n1\n" ROOT "=\n",
        "a.example\n9223372036854775808\n" ROOT "\n",
        "a.example\n1\nAAAA\n",
        "a.example\n1\n" ROOT "\n\n",
        "a.example\n1\n" ROOT "\nfurther",
        "a.example\n1\n/FZPH9A6S8v5SRxDG8YuyX/bx0iVImq3R+3Ul52GmSh=\n",
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        struct checkpoint checkpoint;
        struct error error = {0};
        struct buffer again = {0};
        if (!reads(GOOD[i], &checkpoint, &error)) fail_msg("%s", error.text);
        checkpoint_write(&checkpoint, &again);
        assert_string_equal(buffer_text(&again), GOOD[i]);
        buffer_close(&again);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct checkpoint checkpoint;
        struct error error = {0};
        if (reads(BAD[i], &checkpoint, &error)) fail_msg("taken: %s", BAD[i]);
        assert_int_equal(error.code, ERROR_BAD_INPUT);
    }
}

static char *signed_checkpoint(const char *origin, uint64_t size) {
    struct checkpoint checkpoint = {.origin = origin, .size = size, .root = {{1, 2, 3}}};
    struct signing_key signer = signing_key_of(&private_key);
    struct buffer out = {0};
    struct error error = {0};
    if (!checkpoint_sign(&digester, &checkpoint, &signer, &out, &error)) fail_msg("%s", error.text);
    char *note = arena_copy(&arena, buffer_text(&out));
    buffer_close(&out);
    return note;
}

static bool opens(const char *note, const struct checkpoint_trust *trust, struct error *error) {
    struct checkpoint checkpoint;
    struct note_word *words;
    return checkpoint_open(&arena, note, strlen(note), trust, &checkpoint, &words, error);
}

static void only_the_log_speaks_for_itself(void **state) {
    (void)state;
    struct note_key others =
        note_key_of(&digester, "other.example", NOTE_KEY_ED25519, &key.public_key);
    struct note_key keys[2] = {key, others}, turned[2] = {others, key};
    struct checkpoint_trust trust = {keys, 2}, foreign = {turned, 2}, alone = {&others, 1};
    struct error error = {0};
    char *note = signed_checkpoint(MADE_TILES_ORIGIN, 7);
    if (!opens(note, &trust, &error)) fail_msg("%s", error.text);
    assert_false(opens(note, &foreign, &error));
    assert_non_null(strstr(error.text, "is of the log " MADE_TILES_ORIGIN));
    error = (struct error){0};
    assert_false(opens(note, &alone, &error));
    /* A witness alone has signed: that is no word of the log. */
    error = (struct error){0};
    char *line = strstr(signed_checkpoint("other.example", 7), "\u2014");
    char *text = arena_copy_part(&arena, note, (size_t)(strstr(note, "\n\n") + 2 - note));
    assert_false(opens(arena_format(&arena, "%s%s", text, line), &trust, &error));
    error = (struct error){0};
    struct checkpoint spaced = {.origin = "a b", .size = 1};
    struct signing_key signer = signing_key_of(&private_key);
    struct buffer out = {0};
    assert_false(checkpoint_sign(&digester, &spaced, &signer, &out, &error));
    assert_int_equal(out.size, 0);
}

/* The same bytes as golang.org/x/mod wrote: a seed, a tree and an origin leave nothing open. */
static void a_published_checkpoint_is_signed_again(void **state) {
    (void)state;
    size_t size, ignored;
    char *published = vectors_file(&arena, "tlog_257/checkpoint", &size);
    char *vkey = vectors_file(&arena, "tlog_257/vkey", &ignored);
    if (!published || !vkey) skip();
    struct checkpoint_trust trust = {&key, 1};
    struct checkpoint checkpoint;
    struct note_word *words;
    struct error error = {0};
    assert_string_equal(note_key_write(&arena, &key), strtok(vkey, "\n"));
    assert_true(checkpoint_open(&arena, published, size, &trust, &checkpoint, &words, &error));
    assert_int_equal(checkpoint.size, 257);
    struct signing_key signer = signing_key_of(&private_key);
    struct buffer again = {0};
    assert_true(checkpoint_sign(&digester, &checkpoint, &signer, &again, &error));
    assert_string_equal(buffer_text(&again), published);
    buffer_close(&again);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_spelling),
        cmocka_unit_test(only_the_log_speaks_for_itself),
        cmocka_unit_test(a_published_checkpoint_is_signed_again),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
