#include <string.h>

#include "schema/code.h"
#include "schema/geometry.h"
#include "schema/instant.h"
#include "schema/none.h"
#include "schema/number.h"
#include "schema/quote.h"
#include "schema/script.h"
#include "schema/value.h"

static char *trim(char *text) {
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1])) text[--length] = 0;
    return text;
}

/* Cuts off what comes before the next separator without a backslash, and moves on behind it; NULL
 * at the end. */
static char *next_piece(char **rest, char separator) {
    char *piece = *rest;
    if (!piece) return NULL;
    char *at = piece;
    for (; *at && *at != separator; at++)
        if (*at == '\\' && at[1]) at++;
    *rest = *at ? at + 1 : NULL;
    *at = 0;
    return trim(piece);
}

/* Takes the backslashes off that next_piece has honoured. */
static void unescape(char *text) {
    char *to = text;
    for (; *text; text++) {
        if (*text == '\\' && text[1] && strchr("\\;|,", text[1])) text++;
        *to++ = *text;
    }
    *to = 0;
}

/* A value in the hands of the reader, which it has to be taken off by. */
static bool made(json_t *value, json_t **out_value, struct error *error) {
    if (!value) return error_set(error, ERROR_BAD_INPUT, "the text is not UTF-8");
    *out_value = value;
    return true;
}

static bool read_script_text(char *text, json_t **out_value, struct error *error) {
    char script[SCRIPT_CODE];
    char *colon = strchr(text, ':');
    if (colon) *colon = 0;
    if (colon && script_is_code(text)) {
        memcpy(script, text, SCRIPT_CODE);
        text = trim(colon + 1);
    } else {
        if (colon) *colon = ':';
        if (!script_of(text, script, error)) return false;
    }
    return made(json_pack("{s:s,s:s}", "script", script, "text", text), out_value, error);
}

static bool read_yes_no(const char *text, json_t **out_value, struct error *error) {
    static const char *const words[2][3] = {{"no", "0", "false"}, {"yes", "1", "true"}};
    for (int i = 0; i < 6; i++)
        if (schema_same_word(words[i % 2][i / 2], text))
            return made(json_boolean(i % 2), out_value, error);
    return error_set(error, ERROR_BAD_INPUT, "\"%s\" is neither yes nor no", quote(text).text);
}

static bool read_choice(const struct schema_field *field, const char *text, json_t **out_value,
                        struct error *error) {
    for (int i = 0; i < field->words.count; i++)
        if (schema_same_word(field->words.word[i], text)) text = field->words.word[i];
    return made(json_string(text), out_value, error);
}

static bool read_code(const char *pattern, bool given, const char *text, json_t **out_value,
                      struct error *error) {
    char code[SCHEMA_CODE_MOST + 1];
    return code_read(pattern, given, text, code, error) &&
           made(json_string(code), out_value, error);
}

static bool read_decimal(const char *text, json_t **out_value, struct error *error) {
    char digits[DECIMAL_MOST + 1];
    return decimal_read(text, digits, error) && made(json_string(digits), out_value, error);
}

static bool read_single(const struct schema_field *field, char *text, json_t **out_value,
                        struct error *error) {
    int64_t number;
    switch (field->type) {
    case FIELD_CODE: return read_code(field->pattern, field->open, text, out_value, error);
    case FIELD_REFERENCE: return read_code(NULL, true, text, out_value, error);
    case FIELD_SCRIPT_TEXT: return read_script_text(text, out_value, error);
    case FIELD_INTEGER:
        return number_read_whole(field->unit, text, &number, error) &&
               made(json_integer(number), out_value, error);
    case FIELD_DECIMAL: return read_decimal(text, out_value, error);
    case FIELD_YES_NO: return read_yes_no(text, out_value, error);
    case FIELD_INSTANT:
        return instant_read(text, &number, error) && made(json_integer(number), out_value, error);
    case FIELD_CHOICE: return read_choice(field, text, out_value, error);
    case FIELD_GEOMETRY: return geometry_read(text, field->most, out_value, error);
    case FIELD_NAME:
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_MEDIA:
    case FIELD_HEX:
    case FIELD_BASE64: return made(json_string(text), out_value, error);
    case FIELD_ROWS: break;
    }
    return error_set(error, ERROR_INTERNAL, "rows are not read as a single value");
}

static bool read_any(const struct schema_field *field, char *text, char separator,
                     json_t **out_value, struct error *error);

static bool read_list(const struct schema_field *field, char *text, char separator,
                      json_t **out_value, struct error *error) {
    json_t *list = json_array();
    for (char *piece; (piece = next_piece(&text, separator));) {
        json_t *element = NULL;
        unescape(piece);
        if (!*piece) {
            error_set(error, ERROR_BAD_INPUT, "nothing between two \"%c\"", separator);
        } else if (read_single(field, piece, &element, error)) {
            json_array_append_new(list, element);
            continue;
        }
        json_decref(list);
        return false;
    }
    return made(list, out_value, error);
}

static bool read_row(const struct schema_field *field, char *text, json_t *row,
                     struct error *error) {
    for (int i = 0; i < field->part_count; i++) {
        const struct schema_field *part = &field->parts[i];
        char *piece = next_piece(&text, '|');
        json_t *value = NULL;
        if (!piece) return true;
        if (!part->list) unescape(piece);
        if (!read_any(part, piece, ',', &value, error))
            return error_within(error, "%s", part->name);
        if (value) json_object_set_new(row, part->name, value);
    }
    return !text || error_set(error, ERROR_BAD_INPUT, "a row has %d parts, with | between them",
                              field->part_count);
}

static bool read_rows(const struct schema_field *field, char *text, json_t **out_value,
                      struct error *error) {
    json_t *rows = json_array();
    for (char *piece; (piece = next_piece(&text, ';'));) {
        json_t *row = json_object();
        bool good = read_row(field, piece, row, error);
        json_array_append_new(rows, row);
        if (good) continue;
        json_decref(rows);
        return false;
    }
    return made(rows, out_value, error);
}

static bool is_prose(const struct schema_field *field) {
    return field->type == FIELD_TEXT || field->type == FIELD_SCRIPT_TEXT ||
           field->type == FIELD_ROWS;
}

static bool says_nothing(const struct schema_field *field, const char *text) {
    if (!*text) return true;
    if (field->type == FIELD_REFERENCE && strcmp(text, "0") == 0) return true;
    return !is_prose(field) && schema_same_word(text, "NA");
}

static const char *find_reason(const struct schema_field *field, const char *text) {
    if (field->type == FIELD_CODE) return NULL;
    bool mark = strcmp(text, "?") == 0 && !is_prose(field) && field->type != FIELD_NAME;
    return mark ? none_name(NONE_UNKNOWN) : none_find(text);
}

/* A value of which the text is at hand to be cut up: NULL when it says nothing. */
static bool read_any(const struct schema_field *field, char *text, char separator,
                     json_t **out_value, struct error *error) {
    const char *reason = find_reason(field, text);
    if (says_nothing(field, text)) {
        *out_value = NULL;
        return true;
    }
    if (reason) return made(json_pack("{s:s}", "none", reason), out_value, error);
    if (field->type == FIELD_ROWS) return read_rows(field, text, out_value, error);
    return field->list ? read_list(field, text, separator, out_value, error)
                       : read_single(field, text, out_value, error);
}

bool value_read(struct arena *arena, const struct schema_field *field, const char *text,
                json_t **out_value, struct error *error) {
    struct arena_mark mark = arena_mark(arena);
    json_t *value = NULL;
    bool good = read_any(field, trim(arena_copy(arena, text)), ';', &value, error);
    arena_release(arena, mark);
    if (!good) return error_within(error, "%s", field->name);
    /* What the text leaves out may be required: that is for the whole record to say. */
    if (value && !value_check(field, value, VALUE_OF_TABLE, error)) {
        json_decref(value);
        return false;
    }
    *out_value = value;
    return true;
}
