/* Check digits of random zones, against a second implementation that follows the sentences of Doc
 * 9303 on the text of the zone: every character in every place, and what is suggested. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/seeded.h"
#include "input/mrz.h"

static const char ALPHABET[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

static struct arena arena;
static struct seeded seeded;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    seeded = seeded_from(9303);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

static int draw(int count) {
    uint8_t bytes[2];
    random_fill(&seeded.random, bytes, sizeof bytes);
    return (bytes[0] | bytes[1] << 8) % count;
}

/* ------------------------------------------------------------------ the second implementation */

static char digit_of(const char *text) {
    int sum = 0;
    for (size_t i = 0; text[i]; i++) {
        int value = text[i] == '<' ? 0 : (int)(strchr(ALPHABET, text[i]) - ALPHABET);
        sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return ALPHABET[sum % 10];
}

/* Characters `from` to `to` of a line, counted from 1. */
static const char *part(const char *line, int from, int to) {
    return arena_copy_part(&arena, line + from - 1, (size_t)(to - from + 1));
}

static const char *join(const char *one, const char *other) {
    return arena_format(&arena, "%s%s", one, other);
}

struct expected {
    enum mrz_part part;
    const char *covered;
    char given;
};

/* A number that is longer than its field (Doc 9303-5, 4.2.2, note j). */
static struct expected number_of(const char *field, char check, const char *optional) {
    size_t rest = strcspn(optional, "<");
    if (check == '<' && !strchr(field, '<') && rest >= 2)
        return (struct expected){MRZ_NUMBER, join(field, part(optional, 1, (int)rest - 1)),
                                 optional[rest - 1]};
    return (struct expected){MRZ_NUMBER, field, check};
}

static int expect(enum mrz_format format, char line[3][45], struct expected *out) {
    const char *one = line[0], *two = line[1];
    if (format == MRZ_TD1) {
        out[0] = number_of(part(one, 6, 14), one[14], part(one, 16, 30));
        out[1] = (struct expected){MRZ_BIRTH, part(two, 1, 6), two[6]};
        out[2] = (struct expected){MRZ_EXPIRY, part(two, 9, 14), two[14]};
        out[3] = (struct expected){MRZ_WHOLE,
                                   join(join(part(one, 6, 30), part(two, 1, 7)),
                                        join(part(two, 9, 15), part(two, 19, 29))),
                                   two[29]};
        return 4;
    }
    out[0] = format == MRZ_TD2 ? number_of(part(two, 1, 9), two[9], part(two, 29, 35))
                               : (struct expected){MRZ_NUMBER, part(two, 1, 9), two[9]};
    out[1] = (struct expected){MRZ_BIRTH, part(two, 14, 19), two[19]};
    out[2] = (struct expected){MRZ_EXPIRY, part(two, 22, 27), two[27]};
    if (format == MRZ_MRV_A || format == MRZ_MRV_B) return 3;
    const char *most = join(part(two, 1, 10), part(two, 14, 20));
    if (format == MRZ_TD2) {
        out[3] = (struct expected){MRZ_WHOLE, join(most, part(two, 22, 35)), two[35]};
        return 4;
    }
    out[3] = (struct expected){MRZ_OPTIONAL, part(two, 29, 42), two[42]};
    out[4] = (struct expected){MRZ_WHOLE, join(most, part(two, 22, 43)), two[43]};
    return 5;
}

/* ------------------------------------------------------------------ zones by chance */

static void put_random(char *at, int count, const char *from) {
    for (int i = 0; i < count; i++) at[i] = from[draw((int)strlen(from))];
}

static void put_date(char *at) {
    char text[7];
    snprintf(text, sizeof text, "%02d%02d%02d", draw(100), 1 + draw(12), 1 + draw(28));
    memcpy(at, text, 6);
}

static void make_zone(enum mrz_format format, char line[3][45]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int width = format == MRZ_TD1 ? 30 : format == MRZ_TD2 || format == MRZ_MRV_B ? 36 : 44;
    struct expected expected[5];
    memset(line, 0, 3 * 45);
    for (int i = 0; i < (format == MRZ_TD1 ? 3 : 2); i++) memset(line[i], '<', (size_t)width);
    line[0][0] = "IIPVV"[format];
    memcpy(line[0] + 2, "UTO", 3);
    char *names = format == MRZ_TD1 ? line[2] : line[0] + 5;
    put_random(names, 6, letters);
    put_random(names + 8, 5, letters);
    char *number = format == MRZ_TD1 ? line[0] + 5 : line[1];
    bool card = format == MRZ_TD1 || format == MRZ_TD2, longer = card && draw(2);
    put_random(number, longer ? 9 : 6 + draw(4), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    number[9] = longer ? '<' : '0';
    char *dates = format == MRZ_TD1 ? line[1] : line[1] + 13;
    put_date(dates);
    dates[7] = "MF<"[draw(3)];
    put_date(dates + 8);
    memcpy(format == MRZ_TD1 ? line[1] + 15 : line[1] + 10, "UTO", 3);
    char *optional = format == MRZ_TD1 ? line[0] + 15 : line[1] + 28;
    if (longer) put_random(optional, 4, "0123456789ABC");
    else put_random(optional, draw(6), "0123456789ABC");
    /* Each digit in turn: the last is taken over the others. */
    int count = expect(format, line, expected);
    for (int i = 0; i < count; i++) {
        expect(format, line, expected);
        char *at = number + 9;
        if (expected[i].part == MRZ_NUMBER && longer) at = optional + 3;
        if (expected[i].part == MRZ_BIRTH) at = dates + 6;
        if (expected[i].part == MRZ_EXPIRY) at = dates + 14;
        if (expected[i].part == MRZ_OPTIONAL) at = line[1] + 42;
        if (expected[i].part == MRZ_WHOLE) at = line[1] + width - 1;
        *at = digit_of(expected[i].covered);
    }
}

static struct mrz_zone read_zone(char line[3][45]) {
    struct error error = {0};
    struct mrz mrz;
    const char *text = arena_format(&arena, "%s\n%s\n%s\n", line[0], line[1], line[2]);
    assert_true(mrz_read(&arena, text, strlen(text), &mrz, &error));
    if (mrz.zone_count != 1) fail_msg("%d zones in\n%s", mrz.zone_count, text);
    for (int i = 0; i < mrz.zone[0].line_count; i++)
        assert_string_equal(mrz.zone[0].line[i].raw, line[i]);
    return mrz.zone[0];
}

static bool is_empty(const char *text) { return text[strspn(text, "<")] == 0; }

static void check_zone(enum mrz_format format, char line[3][45]) {
    struct expected expected[5];
    struct mrz_zone zone = read_zone(line);
    assert_int_equal(zone.format, format);
    assert_int_equal(zone.check_count, expect(format, line, expected));
    for (int i = 0; i < zone.check_count; i++) {
        const struct mrz_check *check = &zone.check[i];
        char computed = digit_of(expected[i].covered);
        enum mrz_result result = expected[i].given == computed ? MRZ_AGREES
                                 : expected[i].given == '<' && is_empty(expected[i].covered)
                                     ? MRZ_ABSENT
                                     : MRZ_FAILS;
        if (check->part != expected[i].part || check->given != expected[i].given ||
            check->computed != computed || check->result != result)
            fail_msg("%s %s: given %c, computed %c, %s; expected %c in\n%s\n%s\n%s",
                     mrz_format_name(format), mrz_part_name(check->part), check->given,
                     check->computed, mrz_result_name(check->result), computed, line[0], line[1],
                     line[2]);
    }
}

/* ------------------------------------------------------------------ tests */

static void every_character_in_every_place(void **state) {
    (void)state;
    char line[3][45];
    for (int format = 0; format < MRZ_FORMATS; format++) {
        make_zone(format, line);
        check_zone(format, line);
        struct mrz_zone sound = read_zone(line);
        assert_true(mrz_agrees(&sound));
        for (int l = 0; l < 3; l++)
            for (size_t at = l == 0; line[l][at]; at++) { /* the first says which format it is */
                struct arena_mark mark = arena_mark(&arena);
                char was = line[l][at];
                for (const char *other = ALPHABET; *other; other++) {
                    line[l][at] = *other;
                    check_zone(format, line);
                    arena_release(&arena, mark);
                }
                line[l][at] = was;
            }
    }
}

static void random_zones_agree(void **state) {
    (void)state;
    char line[3][45];
    for (int round = 0; round < 200; round++) {
        struct arena_mark mark = arena_mark(&arena);
        enum mrz_format format = (enum mrz_format)(round % MRZ_FORMATS);
        make_zone(format, line);
        check_zone(format, line);
        struct mrz_zone zone = read_zone(line);
        assert_true(mrz_agrees(&zone));
        arena_release(&arena, mark);
    }
}

/* What a reader takes for something else is among the suggestions, where its check digit shows it,
 * and the line stays as it was given. */
static void what_was_misread_is_suggested(void **state) {
    (void)state;
    static const char *const slips[] = {"0O", "O0", "1I", "I1", "2Z", "Z2", "5S", "S5", "8B",
                                        "B8", "0D", "D0", "0Q", "Q0", "4A", "A4", "71", "17"};
    char line[3][45];
    int tried = 0;
    for (int round = 0; round < 300; round++) {
        struct arena_mark mark = arena_mark(&arena);
        enum mrz_format format = (enum mrz_format)(round % MRZ_FORMATS);
        make_zone(format, line);
        int l = format == MRZ_TD1 ? 0 : 1;
        char *number = line[l] + (format == MRZ_TD1 ? 5 : 0);
        for (int at = 0; at < 9; at++)
            for (size_t s = 0; s < sizeof slips / sizeof *slips; s++) {
                if (number[at] != slips[s][0]) continue;
                number[at] = slips[s][1];
                struct mrz_zone zone = read_zone(line);
                bool found = zone.check[0].result == MRZ_AGREES;
                for (int i = 0; i < zone.check[0].slip_count; i++) {
                    const struct mrz_slip *slip = &zone.check[0].slip[i];
                    found = found || (slip->line == l + 1 && slip->to == slips[s][0] && slip->all &&
                                      line[l] + slip->at - 1 == number + at);
                }
                if (!found) fail_msg("%s for %s", slips[s], number);
                tried++;
                number[at] = slips[s][0];
            }
        arena_release(&arena, mark);
    }
    assert_true(tried > 500);
}

/* The characters of one weight modulo 10. */
static void some_slips_no_check_digit_shows(void **state) {
    (void)state;
    static const char *const same[] = {"<0AKU", "1BLV", "2CMW", "3DNX", "4EOY",
                                       "5FPZ",  "6GQ",  "7HR",  "8IS",  "9JT"};
    char line[3][45];
    make_zone(MRZ_TD3, line);
    for (size_t class = 0; class < 10; class++)
        for (const char *one = same[class]; *one; one++)
            for (const char *other = ALPHABET; *other; other++) {
                line[1][4] = *one;
                line[1][9] = digit_of(part(line[1], 1, 9));
                line[1][4] = *other;
                struct mrz_zone zone = read_zone(line);
                assert_int_equal(zone.check[0].result == MRZ_AGREES,
                                 strchr(same[class], *other) != NULL);
            }
}

static void what_nobody_could_read_is_worked_out_beside_it(void **state) {
    (void)state;
    char line[3][45];
    make_zone(MRZ_TD3, line);
    char was = line[1][15];
    line[1][15] = '?';
    struct mrz_zone zone = read_zone(line);
    assert_int_equal(zone.check[1].result, MRZ_UNREADABLE);
    assert_int_equal(zone.check[1].computed, '?');
    assert_int_equal(zone.check[1].slip[0].to, was); /* a digit: ten weights, one each */
    assert_true(zone.check[1].slip[0].all);
    assert_false(mrz_agrees(&zone));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_in_every_place),
        cmocka_unit_test(random_zones_agree),
        cmocka_unit_test(what_was_misread_is_suggested),
        cmocka_unit_test(some_slips_no_check_digit_shows),
        cmocka_unit_test(what_nobody_could_read_is_worked_out_beside_it),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
