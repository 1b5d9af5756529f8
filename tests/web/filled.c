#include "web/filled.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "web/served.h"

bool filled_is_text(const struct schema_field *field) {
    return field->type == FIELD_NAME || field->type == FIELD_TEXT ||
           field->type == FIELD_SCRIPT_TEXT;
}

/* "zqzqzqremainsnotes": letters only, so that it is one word everywhere. */
const char *filled_word(struct arena *arena, const struct schema *schema,
                        const struct schema_field *field) {
    char *word = arena_format(arena, "zqzqzq%s%s", schema->kind, field->name), *to = word;
    for (const char *at = word; *at; at++)
        if (isalpha((unsigned char)*at)) *to++ = *at;
    *to = 0;
    size_t most = field->most > 0 && field->most < 40 ? (size_t)field->most : 40;
    if (strlen(word) > most) word[most] = 0;
    return word;
}

/* A value for one control; NULL: it stays as it is. */
static const char *value_of(struct arena *arena, const struct schema *schema,
                            const struct schema_field *field) {
    switch (field->type) {
    case FIELD_NAME:
    case FIELD_TEXT:
    case FIELD_SCRIPT_TEXT: return filled_word(arena, schema, field);
    case FIELD_INTEGER: return arena_format(arena, "%lld", (long long)field->least + 1);
    case FIELD_DECIMAL: return "0.5";
    case FIELD_YES_NO: return "yes";
    case FIELD_DATE: return "1907-03";
    case FIELD_INSTANT: return "1907-03-12T10:00Z";
    case FIELD_CHOICE: return field->words.word[0];
    case FIELD_GEOMETRY: return "POINT (37.2 49.2)";
    default: return NULL;
    }
}

static void put_field(struct sheet *sheet, const struct schema *schema,
                      const struct schema_field *field, const char *name) {
    if (!sheet_get(sheet, name) && !field->list) return;
    const char *value = value_of(sheet->arena, schema, field);
    if (value) sheet_set(sheet, name, value);
}

/* Lines of which something is needed that there is no value for stay empty. */
static bool can_fill(struct arena *arena, const struct schema *schema,
                     const struct schema_field *rows) {
    for (int i = 0; i < rows->part_count; i++)
        if (rows->parts[i].required && !value_of(arena, schema, &rows->parts[i])) return false;
    return true;
}

void filled_put(struct sheet *sheet, const struct schema *schema, const char *code) {
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        if (field->type == FIELD_CODE) {
            sheet_set(sheet, field->name, code);
        } else if (field->type == FIELD_ROWS) {
            if (!can_fill(sheet->arena, schema, field)) continue;
            for (int j = 0; j < field->part_count; j++)
                put_field(sheet, schema, &field->parts[j],
                          arena_format(sheet->arena, "%s.0.%s", field->name, field->parts[j].name));
        } else {
            put_field(sheet, schema, field, field->name);
        }
    }
}

/* Some records refer to what must be there first; what is not taken at all is left out below. */
static const char *const REQUIRED[][3] = {
    {"finding", "remains", "ABC-0001-B"},       {"consent", "person", "F901-01"},
    {"profile", "subject", "ABC-0001-B"},       {"examination", "remains", "ABC-0001-B"},
    {"element", "remains", "ABC-0001-B"},       {"belonging", "remains", "ABC-0001-B"},
    {"document", "remains", "ABC-0001-B"},      {"sample", "subject", "ABC-0001-B"},
    {"statement", "source", "zqzqzqsourcenumber"},  {"figure", "source", "zqzqzqsourcenumber"},
    {"relation", "subject", "zqzqzqstatementnumber"}, {"relation", "object", "zqzqzqstatementnumber"},
    {"grave", "site", "ABC"},                   {"remains", "site", "ABC"},
};

const char *const FILLED_FIRST[] = {"site",   "grave",     "remains", "person",
                                    "source", "statement", NULL};

const char *filled_code(const struct schema *schema) {
    static const char *const codes[][2] = {
        {"site", "ABC"},          {"grave", "ABC-G001"},        {"remains", "ABC-0001-B"},
        {"person", "F901-01"},    {"element", "ABC-0001-E01"},  {"belonging", "ABC-0001-P01"},
        {"document", "ABC-0001-D01"}, {"sample", "LB1"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (!strcmp(codes[i][0], schema->kind)) return codes[i][1];
    return "";
}

void filled_refer(struct sheet *sheet, const struct schema *schema) {
    for (size_t i = 0; i < sizeof REQUIRED / sizeof *REQUIRED; i++)
        if (!strcmp(REQUIRED[i][0], schema->kind))
            sheet_set(sheet, REQUIRED[i][1], REQUIRED[i][2]);
    if (!strcmp(schema->kind, "frequencies")) sheet_set(sheet, "alleles.0.frequency", "1");
}

int filled_user(const struct schema *schema) {
    if (!schema->imported || schema->signing != SIGNED_BY_ONE) return -1;
    for (int user = 0; user < SERVED_USERS; user++)
        if (served_roles(user) & schema->signers) return user;
    return -1;
}
