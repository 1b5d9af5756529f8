#include <string.h>

#include "base/encode.h"
#include "base/utf8.h"
#include "schema/code.h"
#include "schema/edtf.h"
#include "schema/geometry.h"
#include "schema/instant.h"
#include "schema/none.h"
#include "schema/number.h"
#include "schema/quote.h"
#include "schema/script.h"
#include "schema/value.h"

static bool fault(struct error *error, const char *what) {
    return error_set(error, ERROR_BAD_INPUT, "%s", what);
}

const char *value_none(const json_t *value) {
    const char *word = json_string_value(json_object_get(value, "none"));
    const char *name = word && json_object_size(value) == 1 ? none_find(word) : NULL;
    return name && strcmp(name, word) == 0 ? name : NULL;
}

const char *value_none_node(const struct json_node *value) {
    const char *word = json_node_text(json_node_member(value, "none"));
    const char *name = word && value->size == 1 ? none_find(word) : NULL;
    return name && strcmp(name, word) == 0 ? name : NULL;
}

const char *value_waiting(const char *text) {
    size_t length = strlen(VALUE_WAITING);
    return strncmp(text, VALUE_WAITING, length) == 0 ? text + length : NULL;
}

static bool is_control(const unsigned char *at, size_t length) {
    return *at < 0x20 || *at == 0x7f || (length == 2 && *at == 0xc2 && at[1] < 0xa0);
}

static bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n'; }

/* Text without control characters, but for line feeds and tabs where it may have several lines. */
static bool check_characters(const char *text, size_t size, bool lines, struct error *error) {
    const unsigned char *at = (const unsigned char *)text;
    for (size_t left = size, length; left; at += length, left -= length) {
        length = utf8_sequence(at, left);
        if (!length) return fault(error, "the text is not UTF-8");
        if (!is_control(at, length) || (lines && (*at == '\n' || *at == '\t'))) continue;
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" has %s: %s", quote(text).text,
                         *at == '\n' ? "a line break" : "a control character",
                         lines ? "leave it out" : "write it on one line");
    }
    return true;
}

static bool check_text(const struct json_node *value, int64_t most, bool lines,
                       struct error *error) {
    const char *text = json_node_text(value);
    size_t size = text ? value->size : 0;
    if (!text || strlen(text) != size) return fault(error, "not a text");
    if (!size) return fault(error, "an empty text: leave it out");
    if ((int64_t)size > most)
        return error_set(error, ERROR_TOO_LARGE, "\"%s\" has more than %lld bytes: shorten it",
                         quote(text).text, (long long)most);
    if (is_blank(text[0]) || is_blank(text[size - 1]))
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" begins or ends with a blank",
                         quote(text).text);
    if (none_find(text))
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" as a text: it is {\"none\":\"%s\"}",
                         quote(text).text, none_find(text));
    return check_characters(text, size, lines, error);
}

/* Text on one line that is none of the signs that mean nothing in a table. */
static bool check_name(const struct json_node *value, int64_t most, struct error *error) {
    return check_text(value, most, false, error) &&
           (!schema_same_word(json_node_text(value), "NA") ||
            fault(error, "\"NA\" as a text: leave it out"));
}

static bool check_script_text(const struct schema_field *field, const struct json_node *value,
                              struct error *error) {
    const struct json_node *text = json_node_member(value, "text");
    const char *script = json_node_text(json_node_member(value, "script"));
    if (value->size != 2 || !text || !script || !script_is_code(script))
        return fault(error, "not a text in a script: {\"script\":\"Cyrl\",\"text\":\"…\"}");
    return check_text(text, field->most, false, error);
}

static bool check_integer(const struct schema_field *field, const struct json_node *value,
                          struct error *error) {
    int64_t number = value->whole;
    if (value->kind != NODE_WHOLE) return fault(error, "not a whole number");
    return (number >= field->least && number <= field->most) ||
           error_set(error, ERROR_BAD_INPUT, "%lld is not between %lld and %lld%s%s",
                     (long long)number, (long long)field->least, (long long)field->most,
                     strcmp(field->unit, "count") == 0 ? "" : " ",
                     strcmp(field->unit, "count") == 0 ? "" : field->unit);
}

static bool check_decimal(const struct schema_field *field, const struct json_node *value,
                          struct error *error) {
    const char *digits = json_node_text(value);
    if (!digits) return fault(error, "not a decimal: a text of digits");
    if (!decimal_check(digits, error)) return false;
    return decimal_between(digits, field->least, field->most) ||
           error_set(error, ERROR_BAD_INPUT, "%s is not between %lld and %lld", digits,
                     (long long)field->least, (long long)field->most);
}

static bool check_date(const struct json_node *value, struct error *error) {
    struct edtf date;
    const char *text = json_node_text(value);
    if (!text) return fault(error, "not a date");
    return edtf_read(text, &date, error);
}

static bool check_instant(const struct json_node *value, struct error *error) {
    return (value->kind == NODE_WHOLE && value->whole >= -WHOLE_MOST &&
            value->whole <= WHOLE_MOST) ||
           fault(error, "not an instant: whole microseconds since 1970 in UTC");
}

static bool check_choice(const struct schema_field *field, const struct json_node *value,
                         struct error *error) {
    const char *word = json_node_text(value);
    if (!word) return fault(error, "not a word");
    for (int i = 0; i < field->words.count; i++)
        if (strcmp(field->words.word[i], word) == 0) return true;
    if (field->open) {
        for (int i = 0; i < field->words.count; i++)
            if (schema_same_word(field->words.word[i], word))
                return error_set(error, ERROR_BAD_INPUT, "\"%s\" is written %s", quote(word).text,
                                 field->words.word[i]);
        if (strcmp(word, "?") == 0) return fault(error, "\"?\" is {\"none\":\"unknown\"}");
        return check_name(value, field->most, error);
    }
    char allowed[400] = "";
    for (int i = 0; i < field->words.count; i++) {
        size_t used = strlen(allowed);
        if (used + strlen(field->words.word[i]) + 8 > sizeof allowed) {
            strcat(allowed, ", …");
            break;
        }
        if (i) strcat(allowed, ", ");
        strcat(allowed, field->words.word[i]);
    }
    return error_set(error, ERROR_BAD_INPUT,
                     "\"%s\" is not one of %s; if there is no value, say why: not_examined, "
                     "examined_absent, unknown, not_recorded or withheld",
                     quote(word).text, allowed);
}

static bool check_code(const char *text, struct error *error) {
    if (none_find(text) || !strcmp(text, "0") || !strcmp(text, "?") ||
        schema_same_word(text, "NA"))
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" is no code", quote(text).text);
    return code_check(NULL, true, text, error);
}

static bool check_may_wait(const struct schema_field *field, const char *code,
                           struct error *error) {
    return field->tier != TIER_PUBLIC ||
           error_set(error, ERROR_BAD_INPUT,
                     "\"%s\" is not there yet, and a public field cannot wait for it: enter it "
                     "first",
                     quote(code).text);
}

static bool check_reference(const struct schema_field *field, const struct json_node *value,
                            enum value_form form, struct error *error) {
    const char *text = json_node_text(value);
    if (!text) return fault(error, "not a reference");
    if (form == VALUE_OF_TABLE) return check_code(text, error);
    if (value_waiting(text))
        return check_may_wait(field, value_waiting(text), error) &&
               check_code(value_waiting(text), error);
    bool user = false, other = field->words.count == 0;
    for (int i = 0; i < field->words.count; i++) {
        bool is_user = strcmp(field->words.word[i], "user") == 0;
        user = user || is_user;
        other = other || !is_user;
    }
    return (user && identifier_check('u', text)) || (other && identifier_check('r', text)) ||
           error_set(error, ERROR_BAD_INPUT,
                     "\"%s\" is no identifier: %s and 26 characters of base32", quote(text).text,
                     other ? "r-" : "u-");
}

static bool check_media(const struct schema_field *field, const struct json_node *value,
                        enum value_form form, struct error *error) {
    const char *text = json_node_text(value), *path = text ? value_waiting(text) : NULL;
    if (form == VALUE_OF_TABLE)
        return path ? fault(error, "a path may not begin with \"" VALUE_WAITING "\"")
                    : check_name(value, SCHEMA_LINE_MOST, error);
    if (path)
        return (*path || fault(error, "waits for nothing")) &&
               check_may_wait(field, path, error) &&
               check_name(value, SCHEMA_LINE_MOST + (int64_t)strlen(VALUE_WAITING), error);
    size_t length = text ? strlen(text) : 0;
    return (length > 0 && length <= 4 && strspn(text, "0123456789") == length && *text != '0') ||
           fault(error, "not the number of an attachment (\"1\", \"2\", …)");
}

static bool check_bytes(const struct schema_field *field, const struct json_node *value,
                        enum encoding encoding, struct error *error) {
    char bytes[1024];
    const char *text = json_node_text(value);
    if (!text) return fault(error, "not a text");
    return encode_bytes(encoding, text, value->size, bytes, (size_t)field->most,
                        error);
}

static bool check_single(const struct schema_field *field, const struct json_node *value,
                         enum value_form form, struct error *error) {
    switch (field->type) {
    case FIELD_CODE:
        return check_name(value, field->most, error) &&
               code_check(field->pattern, field->open, json_node_text(value), error);
    case FIELD_NAME: return check_name(value, field->most, error);
    case FIELD_TEXT: return check_text(value, field->most, true, error);
    case FIELD_SCRIPT_TEXT: return check_script_text(field, value, error);
    case FIELD_INTEGER: return check_integer(field, value, error);
    case FIELD_DECIMAL: return check_decimal(field, value, error);
    case FIELD_YES_NO: return value->kind == NODE_TRUTH || fault(error, "neither true nor false");
    case FIELD_DATE: return check_date(value, error);
    case FIELD_INSTANT: return check_instant(value, error);
    case FIELD_CHOICE: return check_choice(field, value, error);
    case FIELD_REFERENCE: return check_reference(field, value, form, error);
    case FIELD_GEOMETRY: return geometry_check(value, field->most, error);
    case FIELD_MEDIA: return check_media(field, value, form, error);
    case FIELD_HEX: return check_bytes(field, value, ENCODING_HEX, error);
    case FIELD_BASE64: return check_bytes(field, value, ENCODING_BASE64, error);
    case FIELD_ROWS: break;
    }
    return fault(error, "not a value");
}

static bool is_part(const struct schema_field *fields, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (!strcmp(fields[i].name, name)) return true;
    return false;
}

static bool check_named(const struct schema_field *fields, int count,
                        const struct json_node *object, enum value_form form,
                        struct error *error) {
    for (const struct json_node *member = object->first; member; member = member->next)
        if (!is_part(fields, count, member->name))
            return error_set(error, ERROR_BAD_INPUT, "\"%s\" is not a field",
                             quote(member->name).text);
    for (int i = 0; i < count; i++)
        if (!value_check_node(&fields[i], json_node_member(object, fields[i].name), form, error))
            return false;
    return true;
}

static bool check_row(const struct schema_field *field, const struct json_node *row,
                      enum value_form form, struct error *error) {
    if (row->kind != NODE_OBJECT) return fault(error, "not a row");
    if (!row->size) return fault(error, "a row with nothing in it");
    for (const struct json_node *part = row->first; part; part = part->next)
        if (part->kind == NODE_NULL)
            return error_set(error, ERROR_BAD_INPUT, "%s is null: leave it out",
                             quote(part->name).text);
    return check_named(field->parts, field->part_count, row, form, error);
}

static bool check_several(const struct schema_field *field, const struct json_node *value,
                          enum value_form form, struct error *error) {
    const struct json_node *element = value->first;
    if (value->kind != NODE_LIST) return fault(error, "not a list");
    if (!value->size) return fault(error, "an empty list: leave it out, or say examined_absent");
    if (value->size > SCHEMA_LIST_MOST)
        return error_set(error, ERROR_TOO_LARGE, "more than %d elements", SCHEMA_LIST_MOST);
    for (size_t number = 1; element; element = element->next, number++) {
        if (field->type == FIELD_ROWS ? check_row(field, element, form, error)
                                      : check_single(field, element, form, error))
            continue;
        return error_within(error, "element %zu", number);
    }
    return true;
}

static bool check_value(const struct schema_field *field, const struct json_node *value,
                        enum value_form form, struct error *error) {
    if (!value || value->kind == NODE_NULL)
        return !field->required || error_set(error, ERROR_BAD_INPUT, "is missing: fill it in%s",
                                             field->type == FIELD_CODE ? "" : ", or say why not");
    if (json_node_member(value, "none") && field->type != FIELD_CODE)
        return value_none_node(value) || fault(error, "not one of the five reasons for no value");
    return field->list || field->type == FIELD_ROWS ? check_several(field, value, form, error)
                                                    : check_single(field, value, form, error);
}

bool value_check_node(const struct schema_field *field, const struct json_node *value,
                      enum value_form form, struct error *error) {
    return check_value(field, value, form, error) || error_within(error, "%s", field->name);
}

bool value_check(const struct schema_field *field, const json_t *value, enum value_form form,
                 struct error *error) {
    if (!value) return value_check_node(field, NULL, form, error);
    struct arena arena;
    arena_open(&arena, 0);
    struct json_node node = json_node_of(&arena, value);
    bool good = value_check_node(field, &node, form, error);
    arena_close(&arena);
    return good;
}

bool value_check_record(const struct schema *schema, const json_t *record, enum value_form form,
                        struct error *error) {
    if (!json_is_object(record)) return fault(error, "not a record: an object of fields");
    struct arena arena;
    arena_open(&arena, 0);
    struct json_node node = json_node_of(&arena, record);
    bool good = check_named(schema->fields, schema->field_count, &node, form, error) ||
                error_within(error, "%s", schema->kind);
    arena_close(&arena);
    return good;
}
