/* Signed notes: what C2SP and golang.org/x/mod call one is one, and what they refuse is refused; other
 * programs verify what was signed here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/encode.h"
#include "base/seeded.h"
#include "record/cosignature.h"
#include "record/note.h"
#include "record/other_tools.h"
#include "record/vectors.h"

static struct arena arena;
static struct digester digester;
static struct seeded source;
static struct secret private_key;
static struct public_key public_key;

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    source = seeded_from(5);
    return digest_open(&digester, &error) &&
                   sign_make_keys(&source.random, &private_key, &public_key, &error)
               ? 0
               : -1;
}

static int end(void **state) {
    (void)state;
    secret_close(&private_key);
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ help */

static struct note_key read_key(const char *vkey) {
    struct note_key key;
    struct error error = {0};
    if (!note_key_read(&arena, &digester, vkey, strlen(vkey), &key, &error))
        fail_msg("%s: %s", vkey, error.text);
    return key;
}

/* How many of the keys have signed; 0 with the reason: none, or it is refused. */
static int verified(const char *text, size_t size, const struct note_key *keys, size_t count,
                    struct error *error) {
    struct note note;
    struct note_word *words;
    int signers = 0;
    if (!note_read(&arena, text, size, &note, error) ||
        !note_verify(&arena, &note, keys, count, &words, error))
        return 0;
    for (size_t i = 0; i < count; i++) signers += words[i].signed_it;
    return signers;
}

static void refused(const char *text, const struct note_key *key, const char *words) {
    struct error error = {0};
    if (verified(text, strlen(text), key, 1, &error)) fail_msg("taken: %s", text);
    if (!strstr(error.text, words)) fail_msg("\"%s\" is not in: %s", words, error.text);
}

/* The text signed by one key of each type. */
static const char TEXT[] = "example.org/log\n12\n\nщо\n";
static struct note_key keys[2];

static char *signed_note(uint64_t time) {
    struct buffer out = {0};
    struct error error = {0};
    struct signing_key signer = signing_key_of(&private_key);
    keys[0] = note_key_of(&digester, "example.org/log", NOTE_KEY_ED25519, &public_key);
    keys[1] = note_key_of(&digester, "witness.example", NOTE_KEY_COSIGNATURE, &public_key);
    buffer_format(&out, "%s\n", TEXT);
    for (int i = 0; i < 2; i++)
        if (!note_sign(TEXT, strlen(TEXT), &keys[i], &signer, time, &out, &error))
            fail_msg("%s", error.text);
    char *note = arena_copy(&arena, buffer_text(&out));
    buffer_close(&out);
    return note;
}

/* ------------------------------------------------------------------ published notes */

/* The example of C2SP's signed-note.md. */
#define EXAMPLE_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define EXAMPLE                                                                                    \
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2" \
    "ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"

static void the_example_of_the_standard(void **state) {
    (void)state;
    struct note_key key = read_key(EXAMPLE_KEY);
    struct error error = {0};
    assert_string_equal(key.name, "example.com/foo");
    assert_string_equal(note_key_write(&arena, &key), EXAMPLE_KEY);
    assert_int_equal(verified(EXAMPLE, strlen(EXAMPLE), &key, 1, &error), 1);
}

static void published_notes(void **state) {
    (void)state;
    json_t *all = vectors_json(&arena, "signed_note.json"), *one, *vkey;
    if (!all) skip();
    size_t i, j;
    json_array_foreach(json_object_get(all, "cases"), i, one) {
        const json_t *note = json_object_get(one, "note"), *vkeys = json_object_get(one, "vkeys");
        struct note_key known[4];
        struct error error = {0};
        json_array_foreach(vkeys, j, vkey) known[j] = read_key(json_string_value(vkey));
        int found = verified(json_string_value(note), json_string_length(note), known,
                             json_array_size(vkeys), &error);
        json_int_t wanted = json_integer_value(json_object_get(one, "verified"));
        if (found != wanted)
            fail_msg("%s, case %zu: %d signed, not %d; %s", vectors_text(one, "src"), i, found,
                     (int)wanted, error.text);
    }
    assert_int_equal(i, 27);
    json_array_foreach(json_object_get(all, "bad_vkeys"), i, vkey) {
        struct note_key key;
        struct error error = {0};
        const char *text = json_string_value(vkey);
        assert_false(note_key_read(&arena, &digester, text, strlen(text), &key, &error));
    }
    assert_int_equal(i, 2);
    json_decref(all);
}

/* The same signatures come out of the same keys: Ed25519 draws nothing. */
static void published_notes_are_signed_again(void **state) {
    (void)state;
    json_t *all = vectors_json(&arena, "signed_note.json"), *one, *text;
    if (!all) skip();
    size_t i, j;
    int compared = 0;
    json_array_foreach(json_object_get(all, "skeys"), i, text) {
        /* PRIVATE+KEY+NAME+ID+base64(type, seed) */
        const char *skey = json_string_value(text) + strlen("PRIVATE+KEY+");
        const char *name = arena_copy_part(&arena, skey, strcspn(skey, "+"));
        const char *coded = strchr(skey + strlen(name) + 1, '+') + 1;
        uint8_t seed[33];
        struct error error = {0};
        assert_true(encode_bytes(ENCODING_BASE64, coded, strlen(coded), seed, sizeof seed, &error));
        struct secret key;
        assert_true(secret_open(&key, SIGN_PRIVATE_SIZE, &error));
        memcpy(key.bytes, seed + 1, 32);
        json_array_foreach(json_object_get(all, "cases"), j, one) {
            const char *bytes = vectors_text(one, "note");
            struct note note;
            struct error ignored = {0};
            if (!json_integer_value(json_object_get(one, "verified")) ||
                !note_read(&arena, bytes, strlen(bytes), &note, &ignored) ||
                strcmp(note.signatures[0].name, name) != 0)
                continue;
            struct note_key known =
                read_key(json_string_value(json_array_get(json_object_get(one, "vkeys"), 0)));
            memcpy(key.bytes + 32, known.public_key.byte, SIGN_PUBLIC_SIZE);
            struct signing_key signer = signing_key_of(&key);
            struct buffer line = {0};
            assert_true(note_sign(note.text, note.size, &known, &signer, 0, &line, &error));
            assert_non_null(strstr(bytes, buffer_text(&line)));
            buffer_close(&line);
            compared++;
        }
        secret_close(&key);
    }
    assert_true(compared >= 17);
    json_decref(all);
}

/* A checkpoint that sigsum's witness has cosigned. */
static void a_published_cosignature(void **state) {
    (void)state;
    size_t size, ignored;
    char *bytes = vectors_file(&arena, "witness/cosigned", &size);
    char *log = vectors_file(&arena, "witness/vkey", &ignored);
    char *witness = vectors_file(&arena, "witness/w.vkey", &ignored);
    if (!bytes || !log || !witness) skip();
    struct note_key known[2] = {read_key(strtok(log, "\n")), read_key(strtok(witness, "\n"))};
    struct note note;
    struct note_word *words;
    struct error error = {0};
    assert_int_equal(known[1].type, NOTE_KEY_COSIGNATURE);
    assert_true(note_read(&arena, bytes, size, &note, &error));
    assert_true(note_verify(&arena, &note, known, 2, &words, &error));
    assert_true(words[0].signed_it && words[1].signed_it);
    assert_int_equal(words[0].time, 0);
    assert_int_equal(words[1].time, 1795342681); /* 2026-11-22T10:18:01Z, the date of its answer */
}

/* ------------------------------------------------------------------ our own */

static void what_is_signed_is_verified(void **state) {
    (void)state;
    char *bytes = signed_note(1700000000);
    struct note note;
    struct note_word *words;
    struct error error = {0};
    assert_true(note_read(&arena, bytes, strlen(bytes), &note, &error));
    assert_string_equal(note.text, TEXT);
    assert_int_equal(note.signature_count, 2);
    assert_true(note_verify(&arena, &note, keys, 2, &words, &error));
    assert_true(words[0].signed_it && words[1].signed_it);
    assert_int_equal(words[0].time, 0);
    assert_int_equal(words[1].time, 1700000000);
    /* Keys that nobody knows say nothing, whatever else they share. */
    assert_int_equal(verified(bytes, strlen(bytes), keys, 1, &error), 1);
    assert_int_equal(verified(bytes, strlen(bytes), keys + 1, 1, &error), 1);
    struct note_key other = note_key_of(&digester, "other.example", NOTE_KEY_ED25519, &public_key);
    refused(bytes, &other, "nobody whose key is known");
}

/* No byte can be another one: the text is signed, and a line has one spelling. What alters a name or
 * an ID makes it an unknown key's, so that only the other signature is left. */
static void every_altered_byte_is_found(void **state) {
    (void)state;
    char *bytes = signed_note(1700000000);
    size_t size = strlen(bytes), text = strlen(TEXT);
    for (size_t i = 0; i < size; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct error error = {0};
            char *altered = arena_copy(&arena, bytes);
            altered[i] ^= (char)(1 << bit);
            int signers = verified(altered, size, keys, 2, &error);
            if (i < text ? signers > 0 : signers > 1)
                fail_msg("byte %zu, bit %d: %d signed", i, bit, signers);
        }
}

static void what_is_no_note_is_refused(void **state) {
    (void)state;
    struct note_key key = read_key(EXAMPLE_KEY);
    const char *line = strstr(EXAMPLE, "\n\n") + 2;
    refused("", &key, "no empty line");
    refused("text\n", &key, "no empty line");
    refused("text\n\n", &key, "no signature");
    refused(arena_format(&arena, "text\n%s", line), &key, "no empty line");
    refused(arena_format(&arena, "te\rxt\n\n%s", line), &key, "plain text");
    refused(arena_format(&arena, "te\xffxt\n\n%s", line), &key, "plain text");
    refused(arena_copy_part(&arena, EXAMPLE, strlen(EXAMPLE) - 1), &key, "does not end");
    refused("text\n\n- example.com/foo Uw2QOkk=\n", &key, "is none");
    refused("text\n\n— example.com/foo\n", &key, "has no name");
    refused("text\n\n— a+b Uw2QOkk=\n", &key, "has no name");
    refused("text\n\n— a\u00a0b Uw2QOkk=\n", &key, "has no name");
    refused("text\n\n— example.com/foo Uw2QOg==\n", &key, "too short");
    refused("text\n\n— example.com/foo Uw2QOkl=\n", &key, "not base64");
    refused("text\n\n— example.com/foo Uw2QOkk=\n", &key, "does not hold");
    refused(arena_format(&arena, "another\n\n%s", line), &key, "does not hold");
    /* One good signature does not outweigh a bad one. */
    refused(arena_format(&arena, "%s— example.com/foo Uw2QOkk=\n", EXAMPLE), &key, "does not hold");
}

static void limits(void **state) {
    (void)state;
    struct note_key key = read_key(EXAMPLE_KEY);
    struct buffer many = {0};
    struct error error = {0};
    buffer_add_text(&many, EXAMPLE);
    for (int i = 1; i < NOTE_SIGNATURES_MOST; i++) buffer_add_text(&many, "— other AAAAAAA=\n");
    assert_int_equal(verified(many.bytes, many.size, &key, 1, &error), 1);
    buffer_add_text(&many, "— other AAAAAAA=\n");
    assert_int_equal(verified(many.bytes, many.size, &key, 1, &error), 0);
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    buffer_close(&many);
    error = (struct error){0};
    char *large = arena_take(&arena, NOTE_MOST + 2, 1);
    memset(large, 'a', NOTE_MOST + 1);
    assert_int_equal(verified(large, NOTE_MOST + 1, &key, 1, &error), 0);
    assert_int_equal(error.code, ERROR_TOO_LARGE);
}

static void keys_have_one_spelling(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        EXAMPLE_KEY "\n",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct note_key key;
        struct error error = {0};
        if (note_key_read(&arena, &digester, BAD[i], strlen(BAD[i]), &key, &error))
            fail_msg("taken: %s", BAD[i]);
    }
    /* Base64 has a "+" too. */
    for (int i = 0; i < 200; i++) {
        struct public_key any;
        random_fill(&source.random, any.byte, sizeof any.byte);
        struct note_key key = note_key_of(&digester, "a.example/ї", NOTE_KEY_COSIGNATURE, &any);
        struct note_key again = read_key(note_key_write(&arena, &key));
        assert_string_equal(again.name, key.name);
        assert_memory_equal(again.public_key.byte, any.byte, sizeof any.byte);
        assert_int_equal(again.type, NOTE_KEY_COSIGNATURE);
    }
}

static void what_cannot_be_a_note_is_not_signed(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"", "no end", "a\tb\n", "\xc3\n"};
    struct signing_key signer = signing_key_of(&private_key);
    struct note_key key = note_key_of(&digester, "a.example", NOTE_KEY_ED25519, &public_key);
    for (int i = 0; i < 4; i++) {
        struct buffer out = {0};
        struct error error = {0};
        assert_false(note_sign(TEXTS[i], strlen(TEXTS[i]), &key, &signer, 0, &out, &error));
        assert_int_equal(out.size, 0);
    }
}

/* ------------------------------------------------------------------ other programs */

static void others_verify(bool (*verifies)(struct arena *, const struct public_key *, const void *,
                                           size_t, const uint8_t *)) {
    char *bytes = signed_note(1700000000);
    struct note note;
    struct error error = {0};
    assert_true(note_read(&arena, bytes, strlen(bytes), &note, &error));
    const uint8_t *plain = note.signatures[0].bytes, *later = note.signatures[1].bytes + 8;
    char *stamped = arena_format(&arena, "cosignature/v1\ntime 1700000000\n%s", TEXT);
    assert_int_equal(note.signatures[1].size, COSIGNATURE_SIZE);
    assert_true(verifies(&arena, &public_key, TEXT, strlen(TEXT), plain));
    assert_true(verifies(&arena, &public_key, stamped, strlen(stamped), later));
    assert_false(verifies(&arena, &public_key, TEXT, strlen(TEXT), later));
    assert_false(verifies(&arena, &public_key, TEXT, strlen(TEXT) - 1, plain));
}

static void openssl_verifies_them(void **state) {
    (void)state;
    if (!other_openssl_is_here()) skip();
    others_verify(other_openssl_verifies);
}

static void signify_verifies_them(void **state) {
    (void)state;
    if (!other_signify_is_here()) skip();
    others_verify(other_signify_verifies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_standard),
        cmocka_unit_test(published_notes),
        cmocka_unit_test(published_notes_are_signed_again),
        cmocka_unit_test(a_published_cosignature),
        cmocka_unit_test(what_is_signed_is_verified),
        cmocka_unit_test(every_altered_byte_is_found),
        cmocka_unit_test(what_is_no_note_is_refused),
        cmocka_unit_test(limits),
        cmocka_unit_test(keys_have_one_spelling),
        cmocka_unit_test(what_cannot_be_a_note_is_not_signed),
        cmocka_unit_test(openssl_verifies_them),
        cmocka_unit_test(signify_verifies_them),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
