/* Delimited text: which delimiter, what a cell is, and where what is wrong stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/reading.h"
#include "input/table.h"

static bool open_bytes(const void *bytes, size_t size, struct table *table) {
    return table_open(&arena, "t.tsv", bytes, size, &reading, table);
}

static struct table open_text(const char *text) {
    struct table table = {0};
    assert_true(open_bytes(text, strlen(text), &table));
    return table;
}

static void assert_row(struct table *table, const char *first, const char *second) {
    assert_true(table_next(table));
    assert_string_equal(table->row[0].text, first);
    assert_string_equal(table->row[1].text, second);
}

static void assert_end(struct table *table) {
    assert_false(table_next(table));
    assert_int_equal(reading.errors.count, 0);
}

static void assert_error(int index, int line, int column, const char *part) {
    assert_true(reading.errors.count > index);
    const struct reading_message *message = &reading.errors.item[index];
    assert_string_equal(message->place.file, "t.tsv");
    assert_int_equal(message->place.line, line);
    assert_int_equal(message->place.column, column);
    if (!strstr(message->text, part)) fail_msg("\"%s\" is not in: %s", part, message->text);
}

static void test_every_delimiter_and_line_end(void **state) {
    (void)state;
    static const char *const texts[] = {"a\tb\n1\t2\n",
                                        "a\tb\r\n1\t2\r\n",
                                        "a\tb\r1\t2\r",
                                        "a;b\n1;2",
                                        "a,b\n1,2\n",
                                        "\xef\xbb\xbf\x61,b\n1,2\n",
                                        "\n  \n a , b \n,\n 1 , 2 \n\n \n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct table table = open_text(texts[i]);
        assert_int_equal(table.columns, 2);
        assert_row(&table, "1", "2");
        assert_end(&table);
    }
}

static void test_utf16_is_converted(void **state) {
    (void)state;
    /* "é\t😀" and "1\t2", little and big endian. */
    static const unsigned char little[] = {0xff, 0xfe, 0xe9, 0,   '\t', 0,    0x3d, 0xd8, 0x00,
                                           0xde, '\n', 0,    '1', 0,    '\t', 0,    '2',  0};
    static const unsigned char big[] = {0xfe, 0xff, 0,    0xe9, 0,   '\t', 0xd8, 0x3d, 0xde,
                                        0x00, 0,    '\n', 0,    '1', 0,    '\t', 0,    '2'};
    struct table table;
    assert_true(open_bytes(little, sizeof little, &table));
    assert_string_equal(table.name[0].text, "\xc3\xa9");
    assert_string_equal(table.name[1].text, "\xf0\x9f\x98\x80");
    assert_row(&table, "1", "2");
    assert_true(open_bytes(big, sizeof big, &table));
    assert_string_equal(table.name[1].text, "\xf0\x9f\x98\x80");
    assert_row(&table, "1", "2");
    assert_end(&table);
}

static void test_a_decimal_comma_survives(void **state) {
    (void)state;
    struct table table = open_text("a;b\n9,3;0,05\n");
    assert_row(&table, "9,3", "0,05");
    table = open_text("a\tb\n9,3\t0,05\n");
    assert_row(&table, "9,3", "0,05");
    table = open_text("a,b\n\"9,3\",\"0,05\"\n");
    assert_row(&table, "9,3", "0,05");
    assert_end(&table);
    table = open_text("a,b\n9,3,0,05\n");
    assert_false(table_next(&table));
    assert_error(0, 2, 0, "decimal comma must be in quotes");
}

static void test_quotes(void **state) {
    (void)state;
    struct table table = open_text("a,b\n\"x, \"\"y\"\"\n z\" , \" w \"\nnext,row\n");
    assert_row(&table, "x, \"y\"\n z", "w");
    assert_row(&table, "next", "row");
    assert_int_equal(table.row[0].line, 4);
    table = open_text("a,b\r\n\"x\r\ny\rz\",w\r\n");
    assert_row(&table, "x\ny\nz", "w");
    /* In tab files a quote is text unless the whole cell is quoted, as spreadsheets do. */
    table = open_text("a\tb\n\"9,3\"\t\"Old\" mill\n\"open\tshut\"\n");
    assert_row(&table, "9,3", "\"Old\" mill");
    assert_row(&table, "\"open", "shut\"");
    assert_end(&table);
}

/* As spreadsheets write a note of several lines, or one with a tab in it, into tab files. */
static void test_quotes_over_tabs_and_lines(void **state) {
    (void)state;
    struct table table = open_text("a\tb\n1\t\"first\n\nsecond \"\"x\"\"\"\n2\t\"with\ta tab\"\n"
                                   "\"first\r\nsecond\"\t3\n");
    assert_row(&table, "1", "first\n\nsecond \"x\"");
    assert_row(&table, "2", "with\ta tab");
    assert_int_equal(table.row[0].line, 5);
    assert_row(&table, "first\nsecond", "3");
    assert_end(&table);
    /* An inch mark swallows no rows, whatever ends a later line. */
    table = open_text("a\tb\n1\t\"bore\n2\t3\"\n");
    assert_row(&table, "1", "\"bore");
    assert_row(&table, "2", "3\"");
    assert_end(&table);
    table = open_text("a\tb\n1\t\"bore\nlost\n2\t3\"\n");
    assert_row(&table, "1", "\"bore");
    assert_row(&table, "2", "3\"");
    assert_false(table_next(&table));
    assert_error(0, 3, 0, "1 cells where the first line names 2 columns");
}

static void test_what_is_kept_from_being_a_formula(void **state) {
    (void)state;
    struct table table = open_text("a,b\n'=1+1,\"'-5 degrees\"\n'tis,-3\n");
    assert_row(&table, "=1+1", "-5 degrees");
    assert_row(&table, "'tis", "-3");
    assert_end(&table);
    table = open_text("a\tb\n'=1\t'\n");
    assert_row(&table, "'=1", "'");
}

static void test_blanks_that_do_not_break_are_blanks(void **state) {
    (void)state;
    struct table table = open_text("a\xc2\xa0\tb\n\xc2\xa0M \xc2\xa0\t1\xc2\xa0" "000\n");
    assert_int_equal(table_column(&table, "a"), 0);
    assert_row(&table, "M", "1\xc2\xa0" "000");
    assert_end(&table);
}

static void test_places_count_lines_and_characters(void **state) {
    (void)state;
    struct table table = open_text("a\tb\n\n\xc4\x87\xc4\x8d\t x\n");
    assert_row(&table, "\xc4\x87\xc4\x8d", "x");
    assert_int_equal(table.row[1].line, 3);
    assert_int_equal(table.row[1].column, 5);
    assert_end(&table);
}

static void test_all_wrong_rows_are_reported(void **state) {
    (void)state;
    struct table table = open_text("a,b\n1\n1,2,3\n1,2,,\nx\"y,2\n\"x\"y,2\n3,4\n5,\"open\n");
    assert_row(&table, "1", "2");
    assert_row(&table, "3", "4");
    assert_false(table_next(&table));
    assert_int_equal(reading.errors.count, 5);
    assert_error(0, 2, 0, "1 cells where the first line names 2 columns");
    assert_error(1, 3, 0, "3 cells");
    assert_error(2, 5, 2, "a quote inside a cell");
    assert_error(3, 6, 4, "after a closing quote");
    assert_error(4, 8, 3, "never closed");
}

static void test_what_is_no_text_is_refused(void **state) {
    (void)state;
    static const char nul[] = "a\tb\n1\t\0\n", latin[] = "a\tb\nM\xfcller\t1\n",
                      overlong[] = "a\n\xc0\xaf\n",
                      half[] = "\xff\xfe"
                               "a\0\x00\xd8\n";
    struct table table;
    assert_false(open_bytes(nul, sizeof nul - 1, &table));
    assert_error(0, 2, 3, "NUL");
    assert_false(open_bytes(latin, sizeof latin - 1, &table));
    assert_error(1, 2, 2, "not UTF-8 (byte 0xfc)");
    assert_false(open_bytes(overlong, sizeof overlong - 1, &table));
    assert_error(2, 2, 1, "not UTF-8");
    assert_false(open_bytes(half, sizeof half, &table));
    assert_error(3, 1, 2, "surrogate");
    assert_false(open_bytes("", 0, &table));
    assert_error(4, 0, 0, "nothing in it");
    assert_false(open_bytes("\n \n", 3, &table));
    assert_error(5, 0, 0, "nothing in it");
}

static void test_limits(void **state) {
    (void)state;
    struct table table;
    size_t size = TABLE_CELL_MOST + 3;
    char *text = arena_take(&arena, size, 1);
    memset(text, 'x', size);
    memcpy(text, "a\n", 2);
    assert_true(open_bytes(text, size, &table));
    assert_false(table_next(&table));
    assert_error(0, 2, 1, "more than 65536 bytes");
    memset(text, '\t', 1024);
    for (int i = 0; i <= 2048; i += 2) {
        text[i] = 'x';
        text[i + 1] = '\t';
    }
    assert_false(open_bytes(text, 2049, &table));
    assert_error(1, 0, 0, "more than 1024 columns");
}

static void test_columns_by_name(void **state) {
    (void)state;
    struct table table = open_text("Allele 1\tSAMPLE_name\t\tother\n1\t2\t3\t4\n");
    assert_int_equal(table_column(&table, "allele1"), 0);
    assert_int_equal(table_column(&table, "Sample Name"), 1);
    assert_int_equal(table_column(&table, ""), -1);
    static const char *const names[] = {"allele1", "marker", "frequency", NULL};
    assert_false(table_require(&table, names));
    assert_int_equal(reading.errors.count, 2);
    assert_error(0, 1, 0, "no column \"marker\": name it in the first line; found: Allele 1, SAMPLE_name");
    assert_error(1, 1, 0, "no column \"frequency\"");
    assert_false(open_bytes("code\tsex\tCode\n", 13, &table));
    assert_error(2, 1, 10, "\"Code\" is given twice");
}

static void test_messages_are_capped_and_harmless(void **state) {
    (void)state;
    struct place place = {.file = "f", .line = 3};
    for (int i = 0; i < MESSAGES_LISTED + 7; i++)
        reading_error(&reading, place, "\x1b[2J\xc2\x9b \xff \xc4\x8d");
    struct buffer out = {0};
    messages_write(&reading.errors, &out);
    const char *text = buffer_text(&out);
    assert_memory_equal(text, "f:3: ?[2J? ? \xc4\x8d\n", 16);
    assert_string_equal(text + strlen(text) - 11, "and 7 more\n");
    buffer_close(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_delimiter_and_line_end, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_utf16_is_converted, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_a_decimal_comma_survives, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_quotes, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_quotes_over_tabs_and_lines, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_what_is_kept_from_being_a_formula, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_blanks_that_do_not_break_are_blanks, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_places_count_lines_and_characters, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_all_wrong_rows_are_reported, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_what_is_no_text_is_refused, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_limits, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_columns_by_name, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_messages_are_capped_and_harmless, begin_reading,
                                        end_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
