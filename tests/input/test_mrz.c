/* Machine-readable zones: the specimens of ICAO Doc 9303, the ways in which people type and paste
 * them, and what is said of what is odd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "input/mrz.h"

/* The specimens: 9303-4 appendix B, 9303-5 appendix B, 9303-6 appendix B, 9303-7 appendices, and
 * 9303-11 appendix D for the longer numbers. */
#define TD3_1 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define TD3_2 "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define TD1 "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\n" \
            "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"
#define TD2 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6\n"
#define TD1_LONG "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\n" \
                 "STEVENSON<<PETER<JOHN<<<<<<<<<\n"
#define TD2_LONG "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8\n"
#define MRV_A "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" \
              "L8988901C4XXX4009078F96121096ZE184226B<<<<<<\n"
#define MRV_B "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<\n"

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

static struct mrz read_text(const char *text) {
    struct error error = {0};
    struct mrz mrz;
    if (!mrz_read(&arena, text, strlen(text), &mrz, &error)) fail_msg("%s", error.text);
    return mrz;
}

static struct mrz_zone read_one(const char *text) {
    struct mrz mrz = read_text(text);
    if (mrz.zone_count != 1) fail_msg("%d zones in\n%s", mrz.zone_count, text);
    return mrz.zone[0];
}

/* A passport with other things in its two lines, from a position on (counted from 1). */
static struct mrz_zone passport(int line, int at, const char *other) {
    char *lines[2] = {arena_copy(&arena, TD3_1), arena_copy(&arena, TD3_2)};
    memcpy(lines[line - 1] + at - 1, other, strlen(other));
    return read_one(arena_format(&arena, "%s\n%s\n", lines[0], lines[1]));
}

static bool says(const struct mrz_zone *zone, enum mrz_part part, enum mrz_grade grade,
                 const char *words) {
    for (int i = 0; i < zone->remark_count; i++)
        if (zone->remark[i].part == part && zone->remark[i].grade == grade &&
            strstr(zone->remark[i].text, words))
            return true;
    return false;
}

/* The dates that are possible, with blanks between. */
static const char *possible(const struct mrz_date *date) {
    const char *text = "";
    for (int i = 0; i < date->count; i++)
        if (date->century[i].possible)
            text = arena_format(&arena, "%s%s%s", text, *text ? " " : "",
                                mrz_date_text(&arena, date, i));
    return text;
}

/* ------------------------------------------------------------------ specimens */

static void check_specimen(const char *text, enum mrz_format format, const char *state,
                           const char *nationality, const char *family, const char *given,
                           const char *number, const char *birth, char sex, const char *expiry) {
    struct mrz_zone zone = read_one(text);
    assert_int_equal(zone.format, format);
    assert_true(mrz_agrees(&zone));
    assert_int_equal(mrz_remarks(&zone, MRZ_ODD), 0);
    assert_string_equal(zone.state, state);
    assert_string_equal(zone.nationality, nationality);
    assert_string_equal(zone.family, family);
    assert_string_equal(zone.given, given);
    assert_string_equal(zone.number, number);
    assert_string_equal(possible(&zone.birth), birth);
    assert_string_equal(possible(&zone.expiry), expiry);
    assert_int_equal(zone.sex, sex);
}

static void the_specimens_of_the_standard(void **state) {
    (void)state;
    check_specimen(TD3_1 "\n" TD3_2, MRZ_TD3, "UTO", "UTO", "ERIKSSON", "ANNA MARIA", "L898902C3",
                   "1974-08-12", 'F', "2012-04-15");
    check_specimen(TD1, MRZ_TD1, "UTO", "UTO", "ERIKSSON", "ANNA MARIA", "D23145890", "1974-08-12",
                   'F', "2012-04-15");
    check_specimen(TD2, MRZ_TD2, "UTO", "UTO", "ERIKSSON", "ANNA MARIA", "D23145890", "1974-08-12",
                   'F', "2012-04-15");
    check_specimen(TD1_LONG, MRZ_TD1, "UTO", "UTO", "STEVENSON", "PETER JOHN", "D23145890734",
                   "1934-07-12", 'M', "1995-07-12");
    check_specimen(TD2_LONG, MRZ_TD2, "UTO", "UTO", "STEVENSON", "PETER JOHN", "D23145890734",
                   "1934-07-12", 'M', "1995-07-12");
    check_specimen(MRV_A, MRZ_MRV_A, "UTO", "XXX", "ERIKSSON", "ANNA MARIA", "L8988901C",
                   "1940-09-07", 'F', "1996-12-10");
    check_specimen(MRV_B, MRZ_MRV_B, "UTO", "XXX", "ERIKSSON", "ANNA MARIA", "L8988901C",
                   "1940-09-07", 'F', "1996-12-10");
}

static void each_field_has_its_place(void **state) {
    (void)state;
    struct mrz_zone zone = read_one(TD1);
    static const struct {
        enum mrz_part part;
        int line, from, to;
        const char *text;
    } expected[] = {
        {MRZ_DOCUMENT_CODE, 1, 1, 2, "I<"},
        {MRZ_STATE, 1, 3, 5, "UTO"},
        {MRZ_NUMBER, 1, 6, 14, "D23145890"},
        {MRZ_OPTIONAL, 1, 16, 30, "<<<<<<<<<<<<<<<"},
        {MRZ_BIRTH, 2, 1, 6, "740812"},
        {MRZ_SEX, 2, 8, 8, "F"},
        {MRZ_EXPIRY, 2, 9, 14, "120415"},
        {MRZ_NATIONALITY, 2, 16, 18, "UTO"},
        {MRZ_OPTIONAL_2, 2, 19, 29, "<<<<<<<<<<<"},
        {MRZ_NAMES, 3, 1, 30, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
    };
    assert_int_equal(zone.field_count, 10);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(zone.field[i].part, expected[i].part);
        assert_int_equal(zone.field[i].line, expected[i].line);
        assert_int_equal(zone.field[i].from, expected[i].from);
        assert_int_equal(zone.field[i].to, expected[i].to);
        assert_string_equal(zone.field[i].text, expected[i].text);
    }
}

/* ------------------------------------------------------------------ how people write them down */

static void check_taken(const char *text, int line, const char *changes) {
    struct mrz_zone zone = read_one(text);
    assert_true(mrz_agrees(&zone));
    assert_string_equal(zone.family, "ERIKSSON");
    assert_string_equal(zone.number, "L898902C3");
    if (!zone.line[line - 1].changes || !strstr(zone.line[line - 1].changes, changes))
        fail_msg("\"%s\" is not said in \"%s\"", changes, zone.line[line - 1].changes);
}

static void what_is_typed_otherwise_is_read_and_said(void **state) {
    (void)state;
    check_taken("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\n" TD3_2, 1,
                "21 small letters read as capitals, the first in column 1");
    check_taken("P<UTOЕRIКSSОN<<АNNА<МАRIА<<<<<<<<<<<<<<<<<<<\n" TD3_2, 1,
                "8 Cyrillic letters read as the Latin ones that they look like, the first in "
                "column 6");
    check_taken("P‹UTOERIKSSON«ANNA‹MARIA«««««««««<\n" TD3_2 "\n", 1,
                "12 quotation marks or signs read as fillers, the first in column 2");
    check_taken("P&lt;UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_2, 1,
                "a \"&lt;\" read as a filler, in column 2");
    check_taken("“" TD3_1 "”\n\"" TD3_2 "\"\n", 1, "2 quotation marks around it left out");
    check_taken("P<UTO ERIKSSON<<ANNA<MARIA <<<<<<<<<<<<<<<<<<<\n" TD3_2, 1, "2 blanks left out");
    check_taken("\xef\xbb\xbf" TD3_1 "\n" TD3_2, 1, "an invisible character left out" + 3);
    check_taken(TD3_1 "\nＬ898902C36UTO7408122F1204159ZE184226B<<<<<10", 2,
                "a full-width character read as a plain one, in column 1");
}

static void lines_stand_in_any_way(void **state) {
    (void)state;
    static const char *const texts[] = {
        TD3_1 "\n" TD3_2,
        TD3_1 "\r\n" TD3_2 "\r\n",
        TD3_1 "\n\n  \n" TD3_2 "\n",
        TD3_1 " " TD3_2,
        TD3_1 TD3_2,
        "  " TD3_1 "\n\t" TD3_2,
        "Found in the coat:\n" TD3_1 "\n" TD3_2 "\nRead by N. Yarvid\n",
        "1) " TD3_1 "\n2) " TD3_2,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mrz_zone zone = read_one(texts[i]);
        assert_true(mrz_agrees(&zone));
        assert_string_equal(zone.line[0].text, TD3_1);
        assert_string_equal(zone.line[1].text, TD3_2);
    }
}

static void the_line_is_kept_as_it_was_given(void **state) {
    (void)state;
    const char *given = "p‹utoeriksson«anna‹maria«««««««««<";
    struct mrz_zone zone = read_one(arena_format(&arena, "so:\n%s\n" TD3_2, given));
    assert_string_equal(zone.line[0].raw, given);
    assert_int_equal(zone.line[0].number, 2);
    assert_string_equal(zone.line[1].raw, TD3_2);
    assert_null(zone.line[1].changes);
}

static void several_documents_in_one_text(void **state) {
    (void)state;
    struct mrz mrz = read_text(TD1 TD2 "\nnext\n" MRV_A TD3_1 "\n" TD3_2 "\n" TD1_LONG);
    static const enum mrz_format formats[] = {MRZ_TD1, MRZ_TD2, MRZ_MRV_A, MRZ_TD3, MRZ_TD1};
    assert_int_equal(mrz.zone_count, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(mrz.zone[i].format, formats[i]);
        assert_true(mrz_agrees(&mrz.zone[i]));
    }
    assert_int_equal(mrz.zone[2].line[0].number, 8);
    assert_int_equal(mrz.fragment_count, 0);
}

static void what_is_no_zone_is_said(void **state) {
    (void)state;
    struct mrz mrz = read_text("A letter with words, and << in it.\n" TD3_1 "\n");
    assert_int_equal(mrz.zone_count, 0);
    assert_int_equal(mrz.fragment_count, 1);
    assert_int_equal(mrz.fragment[0].number, 2);
    assert_non_null(strstr(mrz.fragment[0].why, "without the other one"));
    mrz = read_text("L898902C36UTO7408122F1204159ZE184226B<<<<10\n");
    assert_non_null(strstr(mrz.fragment[0].why, "43 characters"));
    mrz = read_text("L898902C36UTO7408122F1204159ZE184226B<<<<Я10\n");
    assert_non_null(strstr(mrz.fragment[0].why, "column 42 stands in no zone"));
    /* A line too many does not spoil the zone after it. */
    mrz = read_text(TD3_1 "\n" TD3_1 "\n" TD3_2 "\n");
    assert_int_equal(mrz.zone_count, 1);
    assert_true(mrz_agrees(&mrz.zone[0]));
    assert_int_equal(mrz.fragment_count, 1);
    assert_int_equal(read_text("").zone_count + read_text("\n\n").zone_count, 0);
}

/* ------------------------------------------------------------------ names, dates, codes */

static void names_are_two_parts(void **state) {
    (void)state;
    struct mrz_zone zone = passport(1, 6, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
    assert_string_equal(zone.family, "NILAVADHANANANDA"); /* 9303-4, 4.2.3: cut off */
    assert_string_equal(zone.given, "CHAYAPA DEJTHAMRONG K");
    assert_true(zone.cut);
    assert_true(says(&zone, MRZ_NAMES, MRZ_NOTE, "cut off"));
    zone = passport(1, 6, "ARKFREITH<<<<<<<<<<<<<<<");
    assert_string_equal(zone.given, "");
    assert_true(says(&zone, MRZ_NAMES, MRZ_ODD, "one name only"));
    zone = passport(1, 6, "VAN<DER<MUELLEN<<ANNA<<MARIA");
    assert_string_equal(zone.family, "VAN DER MUELLEN");
    assert_true(says(&zone, MRZ_NAMES, MRZ_ODD, "stands twice"));
    zone = passport(1, 6, "ER1KSSON");
    assert_true(says(&zone, MRZ_NAMES, MRZ_WRONG, "1 is no letter; I is often taken for it"));
    zone = passport(1, 30, "<K<");
    assert_true(says(&zone, MRZ_NAMES, MRZ_ODD, "< is often read as K"));
    zone = passport(1, 6, "<");
    assert_true(says(&zone, MRZ_NAMES, MRZ_WRONG, "no name where names begin"));
}

static void a_russian_internal_passport_is_read_letter_by_letter(void **state) {
    (void)state;
    struct mrz_zone zone = read_one("PNRUSMYSKA28<<7RIQ<4UM3EVI9<<<<<<<<<<<<<<<<<\n" TD3_2);
    assert_string_equal(zone.native, "МЫСКАЁЯ ЮРИЙ ШУМЧЕВИЬ");
    assert_string_equal(zone.family, "MYSKA28");
    assert_false(says(&zone, MRZ_NAMES, MRZ_WRONG, "no letter"));
}

static void a_century_is_given_only_where_it_is_certain(void **state) {
    (void)state;
    struct mrz_zone zone = passport(2, 14, "150301"); /* the specimen expires in 2012 */
    assert_string_equal(possible(&zone.birth), "1915-03-01");
    zone = passport(2, 14, "050301");
    assert_string_equal(possible(&zone.birth), "1905-03-01 2005-03-01");
    assert_true(says(&zone, MRZ_BIRTH, MRZ_NOTE, "the century is not certain"));
    assert_string_equal(zone.birth.century[1].why, "107 years old at the expiry");
    assert_string_equal(zone.birth.century[2].why, "7 years old at the expiry");
    zone = passport(2, 14, "120416"); /* a day after it, or a hundred years before */
    assert_string_equal(possible(&zone.birth), "1912-04-16");
    assert_string_equal(zone.birth.century[2].why, "after the expiry");
    assert_string_equal(zone.birth.century[1].why, "99 years old at the expiry");
    zone = passport(2, 22, "<<<<<<");
    assert_string_equal(possible(&zone.birth), "1874-08-12 1974-08-12 2074-08-12");
}

static void parts_of_a_date_may_not_be_known(void **state) {
    (void)state;
    struct mrz_zone zone = passport(2, 14, "7408<<");
    assert_string_equal(possible(&zone.birth), "1974-08-XX");
    zone = passport(2, 14, "74<<<<");
    assert_string_equal(possible(&zone.birth), "1974-XX-XX");
    assert_true(says(&zone, MRZ_BIRTH, MRZ_NOTE, "the month is not known"));
    zone = passport(2, 14, "740000");
    assert_string_equal(possible(&zone.birth), "1974-XX-XX");
    assert_true(says(&zone, MRZ_BIRTH, MRZ_ODD, "the day is 00"));
    zone = passport(2, 14, "<<<<<<");
    assert_int_equal(zone.birth.count, 0);
    zone = passport(2, 14, "741312");
    assert_string_equal(possible(&zone.birth), "");
    assert_true(says(&zone, MRZ_BIRTH, MRZ_WRONG, "there is no month 13"));
    zone = passport(2, 14, "750229");
    assert_string_equal(possible(&zone.birth), "");
    zone = passport(2, 14, "760229");
    assert_string_equal(possible(&zone.birth), "1976-02-29");
    zone = passport(2, 14, "7B0812");
    assert_true(says(&zone, MRZ_BIRTH, MRZ_WRONG, "8 is often taken for B"));
}

static void codes_of_states(void **state) {
    (void)state;
    static const struct {
        const char *code, *words;
        enum mrz_grade grade;
    } cases[] = {
        {"D<<", "Germany", MRZ_NOTE},     {"XXA", "stateless", MRZ_NOTE},
        {"XXB", "refugee", MRZ_NOTE},     {"XXX", "not specified", MRZ_NOTE},
        {"UNO", "United Nations", MRZ_NOTE}, {"SUN", "Soviet Union", MRZ_NOTE},
        {"DEU", "Germany has D<<", MRZ_ODD}, {"UKP", "UKP is no code", MRZ_ODD},
        {"U7O", "7 is no letter", MRZ_WRONG}, {"<<<", "empty", MRZ_ODD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mrz_zone zone = passport(2, 11, cases[i].code);
        if (!says(&zone, MRZ_NATIONALITY, cases[i].grade, cases[i].words))
            fail_msg("%s", cases[i].code);
    }
    static const char *const listed[] = {"UKR", "RUS", "BLR", "POL", "ABW", "ZWE"};
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        struct mrz_zone zone = passport(2, 11, listed[i]);
        for (int r = 0; r < zone.remark_count; r++)
            assert_int_not_equal(zone.remark[r].part, MRZ_NATIONALITY);
    }
}

static void what_else_is_odd(void **state) {
    (void)state;
    struct mrz_zone zone = passport(2, 21, "X");
    assert_int_equal(zone.sex, 'X');
    assert_true(says(&zone, MRZ_SEX, MRZ_ODD, "< in the zone"));
    zone = passport(2, 21, "<");
    assert_int_equal(zone.sex, 'X');
    zone = passport(2, 21, "H");
    assert_int_equal(zone.sex, 0);
    assert_true(says(&zone, MRZ_SEX, MRZ_WRONG, "M, F or <"));
    zone = passport(1, 1, "R");
    assert_true(says(&zone, MRZ_DOCUMENT_CODE, MRZ_ODD, "a TD3 begins with P"));
    zone = passport(2, 1, "A1G4K6789");
    assert_true(says(&zone, MRZ_NUMBER, MRZ_NOTE, "L for 1 (character 2)"));
    assert_true(says(&zone, MRZ_NUMBER, MRZ_NOTE, "6 for G (character 3)"));
}

static void there_are_limits(void **state) {
    (void)state;
    struct error error = {0};
    struct mrz mrz;
    assert_false(mrz_read(&arena, "P\0<\0", 4, &mrz, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_non_null(strstr(error.text, "UTF-16"));
    char *text = arena_new(&arena, char, MRZ_BYTES_MOST + 2);
    memset(text, '<', MRZ_BYTES_MOST + 1);
    error = (struct error){0};
    assert_true(mrz_read(&arena, text, MRZ_BYTES_MOST, &mrz, &error));
    assert_false(mrz_read(&arena, text, MRZ_BYTES_MOST + 1, &mrz, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    size_t size = strlen(TD2);
    for (int i = 0; i <= MRZ_ZONES_MOST; i++) memcpy(text + (size_t)i * size, TD2, size);
    error = (struct error){0};
    assert_true(mrz_read(&arena, text, MRZ_ZONES_MOST * size, &mrz, &error));
    assert_int_equal(mrz.zone_count, MRZ_ZONES_MOST);
    assert_false(mrz_read(&arena, text, (MRZ_ZONES_MOST + 1) * size, &mrz, &error));
    assert_non_null(strstr(error.text, "more than 1000 zones"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_specimens_of_the_standard),
        cmocka_unit_test(each_field_has_its_place),
        cmocka_unit_test(what_is_typed_otherwise_is_read_and_said),
        cmocka_unit_test(lines_stand_in_any_way),
        cmocka_unit_test(the_line_is_kept_as_it_was_given),
        cmocka_unit_test(several_documents_in_one_text),
        cmocka_unit_test(what_is_no_zone_is_said),
        cmocka_unit_test(names_are_two_parts),
        cmocka_unit_test(a_russian_internal_passport_is_read_letter_by_letter),
        cmocka_unit_test(a_century_is_given_only_where_it_is_certain),
        cmocka_unit_test(parts_of_a_date_may_not_be_known),
        cmocka_unit_test(codes_of_states),
        cmocka_unit_test(what_else_is_odd),
        cmocka_unit_test(there_are_limits),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
