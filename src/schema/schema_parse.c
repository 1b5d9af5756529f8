#include "schema/schema_parse.h"

#include <string.h>

#include "base/utf8.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "schema/schema_parse_parts.h"

static bool take_kind(struct schema_parser *parser, char *text) {
    parser->schema.kind = text;
    return parser_word(parser, text);
}

static bool take_about(struct schema_parser *parser, char *text) {
    parser->schema.about = text;
    return true;
}

static bool take_code(struct schema_parser *parser, char *text) {
    struct schema *schema = &parser->schema;
    char *like = strstr(text, ", like ");
    if (!like) return parser_fault(parser, "no example: end the line with \", like CODE\"");
    *like = 0;
    schema->code_example = parser_trim(like + strlen(", like "));
    char *given = strstr(text, " or given");
    schema->code_given = strcmp(text, "given") == 0 || given;
    if (given) *given = 0;
    if (strcmp(text, "given") != 0) schema->code_pattern = text;
    struct error error = {0};
    if (schema->code_pattern && !code_pattern_check(schema->code_pattern, &error))
        return parser_fault(parser, "%s", error.text);
    if (!code_check(schema->code_pattern, false, schema->code_example, &error))
        return parser_fault(parser, "the example does not fit: %s", error.text);
    return true;
}

static bool take_signed(struct schema_parser *parser, char *text) {
    struct schema *schema = &parser->schema;
    if (strncmp(text, "by ", 3) != 0) return parser_fault(parser, "write \"signed by ROLES\"");
    text += 3;
    static const char hands[] = "both hands";
    if (strncmp(text, hands, sizeof hands - 1) == 0) {
        text += sizeof hands - 1;
        schema->signing = SIGNED_BY_HANDS;
        schema->signers = USER_ROLES_ALL;
        return !*text || (strncmp(text, " of ", 4) == 0
                              ? parser_roles(parser, text + 4, "or", &schema->signers)
                              : parser_fault(parser, "write \"both hands of ROLES\""));
    }
    bool each = strstr(text, " and ");
    schema->signing = each ? SIGNED_BY_EACH : SIGNED_BY_ONE;
    return parser_roles(parser, text, each ? "and" : "or", &schema->signers);
}

static bool take_tier(struct schema_parser *parser, char *text) {
    return parser_tier(parser, text, &parser->schema.tier, &parser->schema.readers);
}

static bool take_table(struct schema_parser *parser, char *text) {
    static const char lines[] = "each line one of ";
    struct schema *schema = &parser->schema;
    schema->imported = true;
    char *rest = strchr(text, ',');
    if (rest) {
        *rest = 0;
        rest = parser_trim(rest + 1);
        if (strcmp(rest, "export only") == 0) schema->imported = false;
        else if (strncmp(rest, lines, sizeof lines - 1) == 0)
            schema->line_rows = rest + sizeof lines - 1;
        else
            return parser_fault(parser, "\"%s\" is neither \"export only\" nor \"%sFIELD\"",
                                quote(rest).text, lines);
    }
    schema->table = text;
    char *ending = strstr(text, ".tsv");
    if (!ending || ending[4])
        return parser_fault(parser, "\"%s\" is no NAME.tsv", quote(text).text);
    const char *name = arena_copy_part(parser->arena, text, (size_t)(ending - text));
    return parser_name(parser, name);
}

static bool take_key(struct schema_parser *parser, char *text) {
    return parser_words(parser, text, SCHEMA_FIELDS_MOST, &parser->schema.key);
}

/* The facts of a kind; `must` there be one? */
static const struct fact {
    const char *word;
    bool must;
    bool (*take)(struct schema_parser *parser, char *text);
} FACTS[] = {
    {"kind", true, take_kind},     {"about", true, take_about}, {"code", false, take_code},
    {"signed", true, take_signed}, {"tier", true, take_tier},   {"table", true, take_table},
    {"key", false, take_key},
};

enum { FACT_COUNT = sizeof FACTS / sizeof *FACTS };

static bool take_fact(struct schema_parser *parser, char *text, bool *given) {
    size_t length = strcspn(text, " ");
    for (int i = 0; i < FACT_COUNT; i++) {
        if (strlen(FACTS[i].word) != length || memcmp(FACTS[i].word, text, length) != 0) continue;
        if (parser->schema.field_count)
            return parser_fault(parser, "\"%s\" must stand before the fields", FACTS[i].word);
        if (given[i]) return parser_fault(parser, "\"%s\" twice", FACTS[i].word);
        given[i] = true;
        text = parser_trim(text + length);
        if (!*text) return parser_fault(parser, "nothing after \"%s\"", FACTS[i].word);
        return FACTS[i].take(parser, text);
    }
    return parser_fault(parser,
                        "\"%s\" begins neither a fact (kind, about, code, signed, tier, table, "
                        "key) nor a field (name | type | sentence)",
                        quote(text).text);
}

static bool facts_complete(struct schema_parser *parser, const bool *given) {
    for (int i = 0; i < FACT_COUNT; i++)
        if (FACTS[i].must && !given[i])
            return parser_fault(parser, "no line \"%s …\" before the fields", FACTS[i].word);
    return true;
}

/* The lines of a text, with those that continue each, copied. Comments and empty lines are left
 * out. */
static int gather_lines(struct arena *arena, const char *text, size_t size,
                        struct schema_line **out_lines) {
    struct schema_line *lines = NULL;
    size_t capacity = 0;
    int count = 0, number = 0;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end ? (size_t)(end - (text + at)) : size - at;
        char *line = parser_trim(arena_copy_part(arena, text + at, length));
        bool continues = text[at] == ' ' && count > 0;
        number++;
        at += length + 1;
        if (!*line || *line == '#') continue;
        if (continues) {
            lines[count - 1].text = arena_format(arena, "%s %s", lines[count - 1].text, line);
            continue;
        }
        lines = arena_grow(arena, lines, (size_t)count, &capacity, sizeof *lines);
        lines[count++] = (struct schema_line){number, line};
    }
    *out_lines = lines;
    return count;
}

static bool check_bytes(struct schema_parser *parser, const char *bytes, size_t size) {
    if (size > SCHEMA_TEXT_MOST)
        return parser_fault(parser, "more than %d bytes", SCHEMA_TEXT_MOST);
    for (size_t at = 0, length; at < size; at += length) {
        length = utf8_sequence((const unsigned char *)bytes + at, size - at);
        unsigned char byte = (unsigned char)bytes[at];
        if (byte == '\n') parser->line++;
        else if (!length) return parser_fault(parser, "not UTF-8 (byte 0x%02x)", byte);
        else if (byte < 0x20 || byte == 0x7f)
            return parser_fault(parser,
                                "control character 0x%02x: write blanks, and end lines with a "
                                "line feed alone",
                                byte);
    }
    return true;
}

static bool parse_lines(struct schema_parser *parser, const struct schema_line *lines, int count) {
    bool given[FACT_COUNT] = {0}, complete = false;
    for (int i = 0; i < count; i++) {
        parser->line = lines[i].number;
        if (!strchr(lines[i].text, '|')) {
            if (!take_fact(parser, lines[i].text, given)) return false;
            continue;
        }
        if (!complete && !facts_complete(parser, given)) return false;
        complete = true;
        if (!parser_field(parser, lines[i].text)) return false;
    }
    return (complete || facts_complete(parser, given)) && parser_check(parser);
}

bool schema_parse(struct arena *arena, const char *file, const void *bytes, size_t size,
                  const struct schema **out_schema, struct error *error) {
    struct schema_parser parser = {.arena = arena, .file = file, .line = 1, .error = error};
    if (!check_bytes(&parser, bytes, size)) return false;
    parser.line = 1;
    while (size && strchr(" \n", ((const char *)bytes)[size - 1])) size--;
    parser.schema.text = arena_copy_part(arena, bytes, size);
    parser.schema.text_size = size;
    parser.fields = arena_new(arena, struct schema_field, SCHEMA_FIELDS_MOST);
    parser.schema.fields = parser.fields;
    struct schema_line *lines;
    int count = gather_lines(arena, parser.schema.text, size, &lines);
    if (!parse_lines(&parser, lines, count)) return false;
    struct schema *schema = arena_new(arena, struct schema, 1);
    *schema = parser.schema;
    *out_schema = schema;
    return true;
}
