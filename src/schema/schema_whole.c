/* What holds for a declaration as a whole, and for all of them together. */
#include <string.h>

#include "schema/quote.h"
#include "schema/schema_parse.h"
#include "schema/schema_parse_parts.h"

static const struct schema_field *find_field(const struct schema_parser *parser, const char *name) {
    return schema_field_find(&parser->schema, name);
}

static bool check_key(struct schema_parser *parser) {
    struct schema *schema = &parser->schema;
    const struct schema_field *code = schema_code_field(schema);
    if (!code != !schema->code_example)
        return parser_fault(parser, code ? "a field of type code, but no line \"code …\""
                                         : "a line \"code …\", but no field of type code");
    if (!schema->key.count && code) {
        const char **word = arena_new(parser->arena, const char *, 1);
        *word = code->name;
        schema->key = (struct schema_words){1, word};
    }
    if (!schema->key.count && schema->imported)
        return parser_fault(parser,
                            "the table needs \"key FIELD …\": which record is a line about?");
    for (int i = 0; i < schema->key.count; i++) {
        const struct schema_field *field = find_field(parser, schema->key.word[i]);
        if (!field || field->type == FIELD_ROWS || field->list)
            return parser_fault(parser, "the key \"%s\" is no field with a single value",
                                quote(schema->key.word[i]).text);
    }
    return true;
}

/* Does the column stand in a column of a field before? */
static const char *find_column(const struct schema_field *fields, int count, const char *column) {
    for (int i = 0; i < count; i++)
        for (int j = 0; j < fields[i].columns.count; j++)
            if (schema_same_word(fields[i].columns.word[j], column)) return fields[i].name;
    return NULL;
}

static bool check_columns(struct schema_parser *parser, const struct schema_field *fields,
                          int count, const struct schema_field *parts, int part_count) {
    for (int i = 0; i < count; i++)
        for (int j = 0; j < fields[i].columns.count; j++) {
            const char *column = fields[i].columns.word[j];
            const char *other = find_column(fields, i, column);
            if (!other && parts) other = find_column(parts, part_count, column);
            parser->line = fields[i].line;
            if (other)
                return parser_fault(parser, "%s and %s have the same column \"%s\"", other,
                                    fields[i].name, column);
        }
    return true;
}

/* Columns of parts are those of a table's lines, if these give a row each; and what has a column
 * for each element is then in the lines, too, since a record's own values stand in all of them. */
static bool check_rows(struct schema_parser *parser, const struct schema_field *field,
                       const struct schema_field *rows) {
    parser->line = field->line;
    if (rows && field->columns.count > 1)
        return parser_fault(parser, "%s cannot have several columns: only parts of %s", field->name,
                            rows->name);
    if (field->type != FIELD_ROWS) return true;
    if (field->part_count < 2)
        return parser_fault(parser,
                            "%s has rows, but not two lines \"%s.PART | …\"; one would be a list",
                            field->name, field->name);
    for (int i = 0; field != rows && i < field->part_count; i++) {
        const struct schema_field *part = &field->parts[i];
        parser->line = part->line;
        if (part->columns.count != 1 || strcmp(part->columns.word[0], part->name) != 0)
            return parser_fault(parser, "%s.%s has no column of its own", field->name, part->name);
    }
    return check_columns(parser, field->parts, field->part_count, NULL, 0);
}

bool parser_check(struct schema_parser *parser) {
    struct schema *schema = &parser->schema;
    const struct schema_field *rows = NULL;
    if (!schema->field_count) return parser_fault(parser, "no fields");
    if (schema->line_rows) {
        rows = find_field(parser, schema->line_rows);
        if (!rows || rows->type != FIELD_ROWS)
            return parser_fault(parser,
                                "the lines of the table are rows of \"%s\", which is no rows "
                                "field",
                                quote(schema->line_rows).text);
    }
    for (int i = 0; i < schema->field_count; i++)
        if (!check_rows(parser, &schema->fields[i], rows)) return false;
    return check_key(parser) &&
           check_columns(parser, schema->fields, schema->field_count, rows ? rows->parts : NULL,
                         rows ? rows->part_count : 0);
}

static bool check_references(const struct schema *list, int count, const char *kind,
                             const struct schema_field *fields, int field_count,
                             struct error *error) {
    for (int i = 0; i < field_count; i++) {
        for (int j = 0; fields[i].type == FIELD_REFERENCE && j < fields[i].words.count; j++) {
            bool found = false;
            for (int k = 0; k < count; k++)
                found = found || strcmp(list[k].kind, fields[i].words.word[j]) == 0;
            if (!found)
                return error_set(error, ERROR_BAD_INPUT,
                                 "%s.schema:%d: %s refers to the kind \"%s\", which is not "
                                 "declared",
                                 kind, fields[i].line, fields[i].name,
                                 quote(fields[i].words.word[j]).text);
        }
        if (!check_references(list, count, kind, fields[i].parts, fields[i].part_count, error))
            return false;
    }
    return true;
}

bool schema_check_all(const struct schema *list, int count, struct error *error) {
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++)
            if (strcmp(list[i].kind, list[j].kind) == 0 ||
                strcmp(list[i].table, list[j].table) == 0)
                return error_set(error, ERROR_BAD_INPUT,
                                 "%s.schema and %s.schema declare the same kind or table",
                                 list[j].kind, list[i].kind);
        if (!check_references(list, count, list[i].kind, list[i].fields, list[i].field_count,
                              error))
            return false;
    }
    return true;
}
