/* The lines of a declaration that declare a field. */
#include <stdlib.h>
#include <string.h>

#include "schema/instant.h"
#include "schema/none.h"
#include "schema/number.h"
#include "schema/quote.h"
#include "schema/schema_parse_parts.h"

enum { BYTES_MOST = 1024, PROSE_LIMIT = 60000 };

/* The text after `prefix`, or NULL when it does not begin so. */
static char *after(char *text, const char *prefix) {
    size_t length = strlen(prefix);
    if (strncmp(text, prefix, length) != 0 || (text[length] && text[length] != ' ')) return NULL;
    return parser_trim(text + length);
}

static bool take_whole(const char **at, int64_t *out_number) {
    bool negative = **at == '-';
    const char *digits = *at + negative;
    size_t length = strspn(digits, "0123456789");
    if (length == 0 || length > 15) return false;
    int64_t number = strtoll(digits, NULL, 10);
    *out_number = negative ? -number : number;
    *at = digits + length;
    return true;
}

/* A whole number alone, within limits; `*number` keeps what it has when there is no text. */
static bool take_limit(struct schema_parser *parser, const char *text, const char *what,
                       int64_t most, int64_t *number) {
    const char *at = text;
    int64_t limit;
    if (!*text) return true;
    if (!take_whole(&at, &limit) || *at || limit < 1 || limit > most)
        return parser_fault(parser, "\"%s\" is no number of %s from 1 to %lld", quote(text).text,
                            what, (long long)most);
    *number = limit;
    return true;
}

static bool take_range(struct schema_parser *parser, const char *text, struct schema_field *field) {
    const char *at = text;
    if (!*text) return true;
    if (take_whole(&at, &field->least) && strncmp(at, "..", 2) == 0) {
        at += 2;
        if (take_whole(&at, &field->most) && !*at && field->least <= field->most) return true;
    }
    return parser_fault(parser, "\"%s\" is no range: write 0..100", quote(text).text);
}

static bool take_name(struct schema_parser *parser, char *rest, struct schema_field *field) {
    field->most = SCHEMA_LINE_MOST;
    return take_limit(parser, rest, "bytes", SCHEMA_LINE_MOST, &field->most);
}

static bool take_text(struct schema_parser *parser, char *rest, struct schema_field *field) {
    field->most = SCHEMA_PROSE_MOST;
    if (strcmp(rest, "in script") == 0) {
        field->type = FIELD_SCRIPT_TEXT;
        field->most = SCHEMA_LINE_MOST;
        return true;
    }
    return take_limit(parser, rest, "bytes", PROSE_LIMIT, &field->most);
}

static bool take_integer(struct schema_parser *parser, char *rest, struct schema_field *field) {
    char *range = strchr(rest, ' ');
    if (range) *range++ = 0;
    field->unit = rest;
    field->most = WHOLE_MOST;
    if (!unit_known(rest))
        return parser_fault(parser, "\"%s\" is no unit of an integer: mm, g, percent, count, …",
                            quote(rest).text);
    return take_range(parser, range ? parser_trim(range) : "", field);
}

static bool take_decimal(struct schema_parser *parser, char *rest, struct schema_field *field) {
    field->least = -WHOLE_MOST;
    field->most = WHOLE_MOST;
    return take_range(parser, rest, field);
}

static bool take_yes_no(struct schema_parser *parser, char *rest, struct schema_field *field) {
    (void)field;
    return strcmp(rest, "or no") == 0 || parser_fault(parser, "write \"yes or no\"");
}

static bool take_choice(struct schema_parser *parser, char *rest, struct schema_field *field) {
    size_t length = strlen(rest), ending = strlen(" or other");
    if (length > ending && strcmp(rest + length - ending, " or other") == 0) {
        field->open = true;
        rest[length - ending] = 0;
    }
    field->most = SCHEMA_LINE_MOST;
    if (!parser_words(parser, rest, SCHEMA_WORDS_MOST, &field->words)) return false;
    if (!field->words.count) return parser_fault(parser, "a choice of nothing");
    for (int i = 0; i < field->words.count; i++) {
        const char *word = field->words.word[i];
        if (strlen(word) > SCHEMA_NAME_MOST)
            return parser_fault(parser, "\"%s\" is longer than %d bytes", quote(word).text,
                                SCHEMA_NAME_MOST);
        if (none_find(word) || !strcmp(word, "?") || schema_same_word(word, "NA"))
            return parser_fault(parser,
                                "\"%s\" cannot be a choice: every field can say why a value is "
                                "not there",
                                word);
        for (int j = 0; j < i; j++)
            if (schema_same_word(field->words.word[j], word))
                return parser_fault(parser, "the choice \"%s\" twice", quote(word).text);
    }
    return true;
}

static bool take_reference(struct schema_parser *parser, char *rest, struct schema_field *field) {
    char *kinds = after(rest, "to");
    if (!kinds || !*kinds)
        return parser_fault(parser, "write \"reference to KIND …\" or \"to any\"");
    if (strcmp(kinds, "any") == 0) return true;
    return parser_words(parser, kinds, SCHEMA_WORDS_MOST, &field->words);
}

static bool take_geometry(struct schema_parser *parser, char *rest, struct schema_field *field) {
    char *step = *rest ? after(rest, "to") : rest;
    if (!step || (*rest && !*step))
        return parser_fault(parser, "write \"geometry to MICRODEGREES\"");
    return take_limit(parser, step, "microdegrees", 10000000, &field->most);
}

static bool take_bytes(struct schema_parser *parser, char *rest, struct schema_field *field) {
    if (!*rest) return parser_fault(parser, "how many bytes?");
    return take_limit(parser, rest, "bytes", BYTES_MOST, &field->most);
}

static bool take_code(struct schema_parser *parser, char *rest, struct schema_field *field) {
    if (*rest) return parser_fault(parser, "\"%s\" after the type code", quote(rest).text);
    const struct schema_field *other = schema_code_field(&parser->schema);
    if (other) return parser_fault(parser, "%s is the code already", other->name);
    field->pattern = parser->schema.code_pattern;
    field->open = parser->schema.code_given;
    field->most = SCHEMA_CODE_MOST;
    return true;
}

/* The types by their first word; NULL takes nothing more. */
static const struct type {
    const char *word;
    enum field_type type;
    bool (*take)(struct schema_parser *parser, char *rest, struct schema_field *field);
} TYPES[] = {
    {"code", FIELD_CODE, take_code},
    {"name", FIELD_NAME, take_name},
    {"text", FIELD_TEXT, take_text},
    {"integer", FIELD_INTEGER, take_integer},
    {"decimal", FIELD_DECIMAL, take_decimal},
    {"yes", FIELD_YES_NO, take_yes_no},
    {"date", FIELD_DATE, NULL},
    {"instant", FIELD_INSTANT, NULL},
    {"choice", FIELD_CHOICE, take_choice},
    {"reference", FIELD_REFERENCE, take_reference},
    {"geometry", FIELD_GEOMETRY, take_geometry},
    {"media", FIELD_MEDIA, NULL},
    {"hex", FIELD_HEX, take_bytes},
    {"base64", FIELD_BASE64, take_bytes},
    {"rows", FIELD_ROWS, NULL},
};

static bool take_type(struct schema_parser *parser, char *text, struct schema_field *field) {
    char *element = after(text, "list of");
    if (element) {
        field->list = true;
        text = element;
    }
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        char *rest = after(text, TYPES[i].word);
        if (!rest) continue;
        field->type = TYPES[i].type;
        if (field->list && (field->type == FIELD_CODE || field->type == FIELD_ROWS))
            return parser_fault(parser, "no list can be of %s", TYPES[i].word);
        if (TYPES[i].take) return TYPES[i].take(parser, rest, field);
        return !*rest ||
               parser_fault(parser, "\"%s\" after the type %s", quote(rest).text, TYPES[i].word);
    }
    return parser_fault(parser,
                        "\"%s\" is no type: code, name, text, text in script, integer UNIT, "
                        "decimal, yes or no, date, instant, choice …, reference to …, geometry, "
                        "media, hex, base64, rows, list of …",
                        quote(text).text);
}

static bool take_columns(struct schema_parser *parser, char *text, bool several,
                         struct schema_field *field) {
    if (!parser_words(parser, text, SCHEMA_WORDS_MOST, &field->columns)) return false;
    if (!field->columns.count || (!several && field->columns.count != 1))
        return parser_fault(parser, "write \"column NAME\", or \"columns NAME …\" for a list");
    if (several && !field->list) return parser_fault(parser, "only a list has several columns");
    for (int i = 0; i < field->columns.count; i++) {
        if (!parser_word(parser, field->columns.word[i])) return false;
        for (int j = 0; j < i; j++)
            if (schema_same_word(field->columns.word[i], field->columns.word[j]))
                return parser_fault(parser, "the column \"%s\" twice", field->columns.word[i]);
    }
    return true;
}

/* One of the words after the type. */
static bool take_qualifier(struct schema_parser *parser, char *text, bool is_part,
                           struct schema_field *field) {
    char *column = after(text, "column"), *columns = after(text, "columns");
    if (strcmp(text, "required") == 0) field->required = true;
    else if (columns) return take_columns(parser, columns, true, field);
    else if (column) return take_columns(parser, column, false, field);
    else if (is_part)
        return parser_fault(parser, "\"%s\": a part is of its field's tier", quote(text).text);
    else return parser_tier(parser, text, &field->tier, &field->readers);
    return true;
}

static bool take_what(struct schema_parser *parser, char *what, bool is_part,
                      struct schema_field *field) {
    char *rest = strchr(what, ',');
    if (rest) *rest++ = 0;
    if (!take_type(parser, parser_trim(what), field)) return false;
    while (rest) {
        char *next = strchr(rest, ',');
        if (next) *next++ = 0;
        if (!take_qualifier(parser, parser_trim(rest), is_part, field)) return false;
        rest = next;
    }
    if (!field->columns.count) {
        const char **word = arena_new(parser->arena, const char *, 1);
        *word = field->name;
        field->columns = (struct schema_words){1, word};
    }
    return true;
}

static bool check_sentence(struct schema_parser *parser, const char *sentence) {
    size_t length = strlen(sentence);
    char last = length ? sentence[length - 1] : 0;
    return last == '.' || last == '?' ||
           parser_fault(parser, "no sentence for the person who fills it in (it ends with a full "
                                "stop or a question mark)");
}

static bool add_part(struct schema_parser *parser, const struct schema_field *part) {
    struct schema *schema = &parser->schema;
    struct schema_field *owner = &parser->fields[schema->field_count - 1];
    if (part->type == FIELD_ROWS || part->type == FIELD_CODE)
        return parser_fault(parser, "a part has neither rows nor the record's code");
    if (owner->part_count == SCHEMA_PARTS_MOST)
        return parser_fault(parser, "more than %d parts", SCHEMA_PARTS_MOST);
    if (schema_part_find(owner, part->name))
        return parser_fault(parser, "%s.%s twice", owner->name, part->name);
    parser->parts[owner->part_count++] = *part;
    parser->parts[owner->part_count - 1].tier = owner->tier;
    parser->parts[owner->part_count - 1].readers = owner->readers;
    return true;
}

static bool add_field(struct schema_parser *parser, const struct schema_field *field) {
    struct schema *schema = &parser->schema;
    if (schema->field_count == SCHEMA_FIELDS_MOST)
        return parser_fault(parser, "more than %d fields", SCHEMA_FIELDS_MOST);
    if (schema_field_find(schema, field->name))
        return parser_fault(parser, "the field %s twice", field->name);
    struct schema_field *added = &parser->fields[schema->field_count++];
    *added = *field;
    if (field->type == FIELD_ROWS) {
        parser->parts = arena_new(parser->arena, struct schema_field, SCHEMA_PARTS_MOST);
        added->parts = parser->parts;
    }
    return true;
}

bool parser_field(struct schema_parser *parser, char *text) {
    struct schema *schema = &parser->schema;
    struct schema_field field = {
        .tier = schema->tier, .readers = schema->readers, .line = parser->line};
    char *what = strchr(text, '|');
    *what++ = 0;
    char *sentence = strchr(what, '|');
    if (!sentence || strchr(sentence + 1, '|'))
        return parser_fault(parser, "a field is \"name | type | sentence\"");
    *sentence++ = 0;
    char *name = parser_trim(text), *dot = strchr(name, '.');
    field.sentence = parser_trim(sentence);
    field.name = dot ? dot + 1 : name;
    if (dot) {
        *dot = 0;
        const struct schema_field *last =
            schema->field_count ? &schema->fields[schema->field_count - 1] : NULL;
        if (!last || last->type != FIELD_ROWS || strcmp(last->name, name) != 0)
            return parser_fault(parser, "%s.%s does not follow a rows field \"%s\"",
                                quote(name).text, quote(field.name).text, quote(name).text);
    }
    if (!parser_name(parser, field.name)) return false;
    if (!take_what(parser, parser_trim(what), dot, &field)) return false;
    if (!check_sentence(parser, field.sentence)) return false;
    return dot ? add_part(parser, &field) : add_field(parser, &field);
}
