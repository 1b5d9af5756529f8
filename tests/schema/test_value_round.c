/* Whatever may stand in a field can be written as text and read again, or put into the columns of a
 * table and back: the same value. Drawn by chance for every field of every kind; a seed is printed
 * when one does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/encode.h"
#include "schema/code.h"
#include "schema/column.h"
#include "schema/instant.h"
#include "schema/none.h"
#include "schema/value.h"

static struct arena arena;
static uint64_t chance_state;

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t chance(uint64_t below) {
    uint64_t mixed = chance_state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return (mixed ^ mixed >> 31) % below;
}

/* Text with all that has a meaning somewhere. */
static json_t *draw_text(int64_t most, bool lines) {
    static const char *const pieces[] = {"a",  "B7", ";",  "|",    ",",   "\\", "\"", ":",
                                         "Ю",  "ї",  "0",  "NA",   "?",   " x", "{",  "“",
                                         "r-", "/",  "%s", "none", "\\n", "'",  "<",  "\\;"};
    char text[120] = "";
    int count = 1 + (int)chance(8);
    for (int i = 0; i < count; i++) strcat(text, pieces[chance(sizeof pieces / sizeof *pieces)]);
    if (lines && chance(2)) strcat(text, "\n\tz");
    if (text[0] == ' ') text[0] = 'q';
    if ((int64_t)strlen(text) > most) strcpy(text, "z");
    if (!strcmp(text, "NA") || !strcmp(text, "?") || !strcmp(text, "0")) strcpy(text, "k");
    return json_string(text);
}

static json_t *draw_code(const char *pattern) {
    char code[80] = "";
    for (const char *at = pattern; *at; at++) {
        char byte = *at == '@'   ? (char)('A' + chance(26))
                    : *at == '#' ? (char)('0' + chance(10))
                                 : *at;
        if (*at == '[') {
            byte = at[1];
            at = strchr(at, ']');
        }
        if (*at != '+') strncat(code, &byte, 1);
        else if (chance(2)) strncat(code, strchr("0123456789", code[strlen(code) - 1]), 1);
    }
    return json_string(code);
}

static json_t *draw_geometry(int64_t step) {
    if (!step) step = 1;
    int count = (int)chance(3), points = count == 0 ? 1 : count + 1 + (int)chance(3);
    json_t *list = json_array();
    for (int i = 0; i < points; i++) {
        json_int_t east = ((json_int_t)chance(360000001) - 180000000) / step * step;
        json_int_t north = ((json_int_t)chance(180000001) - 90000000) / step * step;
        json_array_append_new(list, json_pack("[I,I]", east, north));
    }
    static const char *const names[] = {"point", "line", "area"};
    if (count) return json_pack("{s:o}", names[count], list);
    json_t *value = json_pack("{s:O}", names[0], json_array_get(list, 0));
    json_decref(list);
    return value;
}

static json_t *draw_bytes(enum encoding encoding, int64_t size) {
    unsigned char bytes[64];
    char text[200];
    assert_true(size <= 64);
    for (int64_t i = 0; i < size; i++) bytes[i] = (unsigned char)chance(256);
    encode_text(encoding, bytes, (size_t)size, text);
    return json_string(text);
}

static json_t *draw_integer(const struct schema_field *field) {
    return json_integer(field->least +
                        (json_int_t)chance((uint64_t)(field->most - field->least) + 1));
}

static json_t *draw_single(const struct schema_field *field) {
    static const char *const dates[] = {"2022-09-16",       "2022-03~",   "199X?",
                                        "2022-09-XX",       "../2022-03", "2022/",
                                        "2004-06-11%/2005", "2022-24"};
    static const char *const shares[] = {"0", "0.0015", "1", "0.50", "2.5e-7", "1.000"};
    switch (field->type) {
    case FIELD_CODE: return draw_code(field->pattern ? field->pattern : "LB#####+");
    case FIELD_NAME: return draw_text(field->most, false);
    case FIELD_TEXT: return draw_text(field->most, true);
    case FIELD_SCRIPT_TEXT:
        return json_pack("{s:s,s:o}", "script", "Cyrl", "text", draw_text(field->most, false));
    case FIELD_INTEGER: return draw_integer(field);
    case FIELD_DECIMAL: return json_string(shares[chance(6)]);
    case FIELD_YES_NO: return json_boolean((int)chance(2));
    case FIELD_DATE: return json_string(dates[chance(8)]);
    case FIELD_INSTANT: return json_integer((json_int_t)chance(2 * WHOLE_MOST) - WHOLE_MOST);
    case FIELD_CHOICE:
        if (field->open && chance(2)) return draw_text(field->most, false);
        return json_string(field->words.word[chance((uint64_t)field->words.count)]);
    case FIELD_REFERENCE: return draw_code("@@@-####+-[BP]");
    case FIELD_GEOMETRY: return draw_geometry(field->most);
    case FIELD_MEDIA: return json_string("a;b|c,d\\e/IMG 1.jpg");
    case FIELD_HEX: return draw_bytes(ENCODING_HEX, field->most);
    case FIELD_BASE64: return draw_bytes(ENCODING_BASE64, field->most);
    case FIELD_ROWS: break;
    }
    fail();
    return NULL;
}

static json_t *draw(const struct schema_field *field);

static json_t *draw_row(const struct schema_field *field) {
    json_t *row = json_object();
    for (int i = 0; i < field->part_count; i++)
        if (field->parts[i].required || chance(2))
            json_object_set_new(row, field->parts[i].name, draw(&field->parts[i]));
    if (!json_object_size(row))
        json_object_set_new(row, field->parts[0].name, draw(&field->parts[0]));
    return row;
}

static json_t *draw(const struct schema_field *field) {
    if (field->type != FIELD_CODE && chance(8) == 0)
        return json_pack("{s:s}", "none", none_name((enum none_reason)chance(NONE_REASONS)));
    if (!field->list && field->type != FIELD_ROWS) return draw_single(field);
    json_t *list = json_array();
    for (int i = 1 + (int)chance(3); i > 0; i--)
        json_array_append_new(list,
                              field->type == FIELD_ROWS ? draw_row(field) : draw_single(field));
    return list;
}

/* Through the columns of the field, of all that its kind has. */
static void assert_column_round(const struct column *columns, int count,
                                const struct schema_field *field, const json_t *value,
                                uint64_t seed) {
    json_t *fields = json_object();
    const struct json_node node = json_node_of(&arena, value);
    struct error error = {0};
    for (int i = 0; i < count; i++) {
        if (columns[i].field != field) continue;
        struct column_value cell = column_value(&arena, &columns[i], &node);
        if (!column_put(&columns[i], &cell, fields, &error)) fail_msg("%s", error.text);
    }
    if (!json_equal(json_object_get(fields, field->name), value))
        fail_msg("seed %llu: %s is another one after its columns", (unsigned long long)seed,
                 field->name);
    json_decref(fields);
}

static void assert_round(const struct schema *schema, const struct schema_field *field,
                         const struct column *columns, int count) {
    uint64_t seed = chance_state;
    json_t *value = draw(field), *again = NULL;
    struct buffer text = {0};
    struct error error = {0};
    /* The generator is held to the rules as well. */
    if (!value_check(field, value, VALUE_OF_TABLE, &error))
        fail_msg("seed %llu: %s: %s", (unsigned long long)seed, schema->kind, error.text);
    value_write(field, value, &text);
    if (!value_read(&arena, field, buffer_text(&text), &again, &error) || !json_equal(value, again))
        fail_msg("seed %llu: %s.%s: %s (%s)", (unsigned long long)seed, schema->kind, field->name,
                 buffer_text(&text), error.text);
    assert_column_round(columns, count, field, value, seed);
    buffer_close(&text);
    json_decref(value);
    json_decref(again);
}

static void every_field_of_every_kind(void **state) {
    (void)state;
    arena_open(&arena, 0);
    for (uint64_t seed = 1; seed <= 60; seed++) {
        chance_state = seed << 32;
        for (int i = 0; i < schema_count; i++) {
            int count;
            struct column *columns = column_list(&arena, &schema_list[i], &count);
            for (int j = 0; j < schema_list[i].field_count; j++)
                assert_round(&schema_list[i], &schema_list[i].fields[j], columns, count);
        }
    }
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_field_of_every_kind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
