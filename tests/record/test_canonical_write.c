/* Canonical JSON as it is written: in the order of UTF-16, and as other programs write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/seeded.h"
#include "record/canonical_write.h"
#include "record/node.h"
#include "record/rewrite.h"

static struct arena arena;

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

static bool scans(const char *text, size_t size) {
    struct error error = {0};
    bool done = canonical_scan(text, size, NULL, 0, NULL, &error);
    if (!done) assert_memory_equal(error.text, "not canonical JSON at byte ", 27);
    return done;
}

static void test_what_cannot_be_written_is_taken_back(void **state) {
    (void)state;
    struct buffer out = {0};
    buffer_add_text(&out, "before");
    for (int turn = 0; turn < 3; turn++) {
        struct error error = {0};
        struct canonical_writer writer = canonical_to(&arena, &out);
        canonical_open_object(&writer);
        canonical_put_name(&writer, "b");
        if (turn == 0) canonical_put_text(&writer, "\xed\xa0\x80");
        else if (turn == 1) canonical_put_whole(&writer, INT64_MIN);
        else canonical_put_truth(&writer, true);
        canonical_put_name(&writer, "a");
        canonical_put_none(&writer);
        canonical_put_name(&writer, turn == 2 ? "b" : "c");
        canonical_put_none(&writer);
        canonical_close_object(&writer);
        assert_false(canonical_end(&writer, &error));
        assert_string_equal(buffer_text(&out), "before");
    }
    buffer_close(&out);
}

/* ------------------------------------------------------------------ order */

/* UTF-16 of well-formed UTF-8, by the book. */
static size_t utf16_of(const char *text, uint16_t *out) {
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        int more = *at < 0x80 ? 0 : *at < 0xe0 ? 1 : *at < 0xf0 ? 2 : 3;
        uint32_t point = more ? *at & (0x3f >> more) : *at;
        for (at++; more--; at++) point = point << 6 | (*at & 0x3f);
        if (point >= 0x10000) {
            out[count++] = (uint16_t)(0xd800 + ((point - 0x10000) >> 10));
            out[count++] = (uint16_t)(0xdc00 + ((point - 0x10000) & 0x3ff));
        } else {
            out[count++] = (uint16_t)point;
        }
    }
    return count;
}

static int by_utf16(const char *left, const char *right) {
    uint16_t one[64], other[64];
    size_t ones = utf16_of(left, one), others = utf16_of(right, other);
    for (size_t i = 0; i < ones && i < others; i++)
        if (one[i] != other[i]) return one[i] < other[i] ? -1 : 1;
    return (ones > others) - (ones < others);
}

static void test_names_are_ordered_by_utf16(void **state) {
    (void)state;
    static const char *const LETTERS[] = {
        "\x01", "\n", "\x1f", " ", "\"", "/", "1", "A", "\\", "]", "a", "\x7f",
        "\xc2\x80", "\u07ff",
        "\u0800", "\ud7ff", "\ue000", "\ufb33", "\uffff", "\U00010000", "\U0001f602", "\U0010ffff",
    };
    enum { COUNT = sizeof LETTERS / sizeof *LETTERS };
    struct seeded seeded = seeded_from(11);
    int turned = 0;
    for (int turn = 0; turn < 20000; turn++) {
        char name[2][32];
        uint8_t draw[2][5];
        random_fill(&seeded.random, draw, sizeof draw);
        for (int side = 0; side < 2; side++) {
            name[side][0] = 0;
            for (int i = 0; i < draw[side][0] % 4; i++)
                strcat(name[side], LETTERS[draw[side][1 + i] % COUNT]);
        }
        struct buffer raw[2] = {{0}, {0}};
        for (int side = 0; side < 2; side++) {
            struct canonical_writer writer = canonical_to(&arena, &raw[side]);
            struct error error = {0};
            canonical_put_text(&writer, name[side]);
            assert_true(canonical_end(&writer, &error));
        }
        int order = canonical_order(raw[0].bytes + 1, raw[0].size - 2, raw[1].bytes + 1,
                                    raw[1].size - 2);
        assert_int_equal(order, by_utf16(name[0], name[1]));
        turned += order != 0 && (order < 0) != (strcmp(name[0], name[1]) < 0);
        /* The scan, which has a shorter way for most names, says the same. */
        struct buffer object = {0};
        buffer_format(&object, "{%s:0,%s:0}", raw[0].bytes, raw[1].bytes);
        assert_int_equal(scans(object.bytes, object.size), order < 0);
        buffer_close(&object);
        buffer_close(&raw[0]);
        buffer_close(&raw[1]);
    }
    assert_true(turned > 100); /* pairs that lie otherwise as bytes were among them */
}

/* ------------------------------------------------------------------ against other programs */

/* Is the text its own canonical form, as jansson reads it and we write it? */
static bool is_canonical(const char *text, size_t size) {
    json_t *value = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (!value) return false;
    struct error error = {0};
    const char *canonical = rewrite_value(&arena, value, &error);
    json_decref(value);
    return canonical && strlen(canonical) == size && memcmp(canonical, text, size) == 0;
}

/* Any byte of a text replaced by any other, but for those that could make a fraction of a number:
 * jansson would round it. */
static void test_every_byte_changed(void **state) {
    (void)state;
    static const char TEXT[] = "{\"\\u000f\":-10,\"a\":[12,\"\\\\b\xc3\xb6\",{\"\":\"\"}],"
                               "\"b\xee\x80\x80\":{\"x\":0}}";
    size_t size = strlen(TEXT), taken = 0;
    assert_true(is_canonical(TEXT, size));
    char text[sizeof TEXT];
    for (size_t i = 0; i < size; i++)
        for (int byte = 0; byte < 256; byte++) {
            if (byte && strchr(".eE", byte)) continue;
            struct arena_mark mark = arena_mark(&arena);
            memcpy(text, TEXT, sizeof TEXT);
            text[i] = (char)byte;
            bool expected = is_canonical(text, size);
            if (scans(text, size) != expected) fail_msg("byte %zu as 0x%02x: %s", i, byte, text);
            taken += expected;
            arena_release(&arena, mark);
        }
    assert_true(taken > size && taken < 256 * size / 2);
}

static void put_random(struct canonical_writer *writer, struct random *random, int depth) {
    static const char *const WORDS[] = {"", "a", "aa", "б", "ђ\n", "\\\"", "\x1f", "€", "\ufb33",
                                        "😂", "\xc2\x80", "/", "1", "10", "9"};
    enum { COUNT = sizeof WORDS / sizeof *WORDS };
    uint8_t draw[8];
    random_fill(random, draw, sizeof draw);
    switch (draw[0] % (depth < 4 ? 7 : 5)) {
    case 0: canonical_put_none(writer); break;
    case 1: canonical_put_truth(writer, draw[1] & 1); break;
    case 2: {
        int64_t number = 0;
        memcpy(&number, draw + 1, 6);
        canonical_put_whole(writer, (draw[7] & 1 ? -number : number) >> draw[7] / 2 % 40);
        break;
    }
    case 3:
    case 4: canonical_put_text(writer, WORDS[draw[1] % COUNT]); break;
    case 5:
        canonical_open_list(writer);
        for (int i = draw[1] % 5; i > 0; i--) put_random(writer, random, depth + 1);
        canonical_close_list(writer);
        break;
    case 6:
        canonical_open_object(writer);
        /* Every third word at most, in a turn that jumps about. */
        for (int i = draw[1] % 6, at = draw[2]; i > 0; i--) {
            canonical_put_name(writer, WORDS[(at += 4) % COUNT]);
            put_random(writer, random, depth + 1);
        }
        canonical_close_object(writer);
        break;
    }
}

static void test_another_program_writes_the_same(void **state) {
    (void)state;
    struct buffer lines = {0};
    struct seeded seeded = seeded_from(23);
    for (int i = 0; i < 2000; i++) {
        struct error error = {0};
        struct canonical_writer writer = canonical_to(&arena, &lines);
        canonical_open_list(&writer);
        put_random(&writer, &seeded.random, 0);
        canonical_close_list(&writer);
        if (!canonical_end(&writer, &error)) fail_msg("%s", error.text);
        buffer_add(&lines, "\n", 1);
    }
    const char *theirs = node_canonicalize(&arena, lines.bytes);
    if (theirs) assert_string_equal(theirs, lines.bytes);
    buffer_close(&lines);
    if (!theirs) skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_cannot_be_written_is_taken_back, begin, end),
        cmocka_unit_test_setup_teardown(test_names_are_ordered_by_utf16, begin, end),
        cmocka_unit_test_setup_teardown(test_every_byte_changed, begin, end),
        cmocka_unit_test_setup_teardown(test_another_program_writes_the_same, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
