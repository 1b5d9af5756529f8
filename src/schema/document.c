#include "schema/document.h"

#include <string.h>

#include "schema/instant.h"
#include "schema/none.h"

static const char INTRODUCTION[] =
    "# Records\n"
    "\n"
    "What each kind of record consists of. This page is made from the declarations in `schema/`\n"
    "by `ninja -C build records`; change them, not it.\n"
    "\n"
    "A field that is not public is sealed: the entry in the log only commits to it. A kind's\n"
    "table is what it is imported from and exported to: tab-separated, the names of its fields in\n"
    "the first line, in any order; a column may be missing unless its field is required.\n"
    "\n"
    "**No value.** An empty cell says nothing. Five words say why there is no value, in any\n"
    "field but a code:\n"
    "\n";

static const char SPELLINGS[] =
    "\n"
    "`?` is `unknown`, but not in names and free text; `NA` is an empty cell, but not in free\n"
    "text; `0` is one where another record is referred to.\n"
    "\n"
    "**Dates** may be as uncertain as the knowledge is (ISO 8601-2): `2022-09-16`, `2022-09`,\n"
    "`2022`, `2022-03~` for about then, `2022?` for perhaps then, `2022-09-XX` for some day of\n"
    "that month, `2022-03/2022-09` from and to, `2022-03/..` and still, `../2022-03` up to then.\n"
    "**Instants** are date, time and offset from UTC: `2022-09-16T11:30:00+03:00`.\n"
    "**Measures** are whole numbers of the unit named; another unit may be written after the\n"
    "number when it comes out whole (`172.5 cm` or `172.5 см` for 1725 mm). **Decimals** keep the\n"
    "digits they are written with, and a point.\n"
    "\n"
    "**Codes** are given once and never again. Behind a colon may stand a check character\n"
    "(`ABC-0001-B:C`, ISO 7064 MOD 37-2 over letters and digits), as on printed labels: it is\n"
    "verified, and is not part of the code.\n"
    "\n"
    "**References** are codes of other records: of any that are in the record, or in a table of\n"
    "the same import. What is not there yet waits: the entry keeps the code, sealed, as\n"
    "`waiting:CODE`, and the import that brings it puts its identifier there. A public field\n"
    "cannot wait. **Media** are paths below the table's folder, and wait likewise.\n"
    "\n"
    "**Imported again**, a table changes what it says otherwise than the record: an empty cell\n"
    "takes a value away, and a column that is not there leaves it.\n"
    "\n"
    "**Text in a script** begins with the script's code (`Cyrl:Юрій`); without it, the script is\n"
    "taken from the letters, and letters of two scripts in one name are refused. **Places** are\n"
    "well-known text in degrees, longitude first: `POINT (36.123456 50.123456)`.\n"
    "\n"
    "**Lists** have `;` between their elements. **Rows** have `;` between them, and `|` between\n"
    "the parts of each, in the order given here, with `,` where a part is itself a list. A\n"
    "backslash takes the meaning of the character after it away: `\\;`.\n";

static void add_words(struct buffer *out, const struct schema_words *words, const char *between) {
    for (int i = 0; i < words->count; i++)
        buffer_format(out, "%s`%s`", i ? between : "", words->word[i]);
}

static void add_roles(struct buffer *out, unsigned roles, const char *between) {
    bool first = true;
    for (int i = 0; i < USER_ROLES; i++) {
        if (!(roles & 1u << i)) continue;
        buffer_format(out, "%s%s", first ? "" : between, user_role_name((enum user_role)i));
        first = false;
    }
}

static void add_range(struct buffer *out, const struct schema_field *field, int64_t no_least) {
    bool least = field->least != no_least, most = field->most != WHOLE_MOST;
    if (most) buffer_format(out, ", %lld to %lld", (long long)field->least, (long long)field->most);
    else if (least) buffer_format(out, ", at least %lld", (long long)field->least);
}

void document_type(const struct schema_field *field, struct buffer *out) {
    if (field->list) buffer_add_text(out, "list of ");
    switch (field->type) {
    case FIELD_CODE: buffer_add_text(out, "code"); break;
    case FIELD_NAME: buffer_add_text(out, "name"); break;
    case FIELD_TEXT: buffer_add_text(out, "text"); break;
    case FIELD_SCRIPT_TEXT: buffer_add_text(out, "text in a script"); break;
    case FIELD_INTEGER:
        if (strcmp(field->unit, "count") == 0) buffer_add_text(out, "whole number");
        else buffer_format(out, "whole number of %s", field->unit);
        add_range(out, field, 0);
        break;
    case FIELD_DECIMAL:
        buffer_add_text(out, "decimal");
        add_range(out, field, -WHOLE_MOST);
        break;
    case FIELD_YES_NO: buffer_add_text(out, "yes or no"); break;
    case FIELD_DATE: buffer_add_text(out, "date"); break;
    case FIELD_INSTANT: buffer_add_text(out, "instant"); break;
    case FIELD_CHOICE:
        add_words(out, &field->words, ", ");
        if (field->open) buffer_add_text(out, ", or another word");
        break;
    case FIELD_REFERENCE:
        buffer_add_text(out, "reference to ");
        if (field->words.count) add_words(out, &field->words, ", ");
        else buffer_add_text(out, "any record");
        break;
    case FIELD_GEOMETRY:
        buffer_add_text(out, "place");
        if (field->most)
            buffer_format(out, " in multiples of %lld microdegrees", (long long)field->most);
        break;
    case FIELD_MEDIA: buffer_add_text(out, "file"); break;
    case FIELD_HEX: buffer_format(out, "%lld bytes in hexadecimal", (long long)field->most); break;
    case FIELD_BASE64: buffer_format(out, "%lld bytes in base64", (long long)field->most); break;
    case FIELD_ROWS: buffer_add_text(out, "rows"); break;
    }
}

void document_tier(enum field_tier tier, unsigned readers, struct buffer *out) {
    if (tier == TIER_PUBLIC) buffer_add_text(out, "public");
    else if (tier == TIER_TEAM) buffer_add_text(out, "team");
    else add_roles(out, readers, ", ");
}

static void add_column_names(struct buffer *out, const struct schema_field *field) {
    bool same = field->columns.count == 1 && strcmp(field->columns.word[0], field->name) == 0;
    if (same) return;
    buffer_add_text(out, field->columns.count > 1 ? " Columns " : " Column ");
    add_words(out, &field->columns, ", ");
    buffer_add_text(out, ".");
}

static void add_field(struct buffer *out, const struct schema_field *field, const char *owner) {
    buffer_format(out, "| `%s%s%s`%s | ", owner ? owner : "", owner ? "." : "", field->name,
                  field->required ? " *" : "");
    document_type(field, out);
    buffer_add_text(out, " | ");
    if (!owner) document_tier(field->tier, field->readers, out);
    buffer_format(out, " | %s", field->sentence);
    add_column_names(out, field);
    buffer_add_text(out, " |\n");
    for (int i = 0; i < field->part_count; i++) add_field(out, &field->parts[i], field->name);
}

static void add_signing(struct buffer *out, const struct schema *schema) {
    if (schema->signing == SIGNED_BY_HANDS) {
        buffer_add_text(out, "both hands: who gives and who receives");
        if (schema->signers == USER_ROLES_ALL) return;
        buffer_add_text(out, ", each ");
        add_roles(out, schema->signers, " or ");
        return;
    }
    add_roles(out, schema->signers, schema->signing == SIGNED_BY_EACH ? " and " : " or ");
}

static void add_kind(struct buffer *out, const struct schema *schema) {
    buffer_format(out, "\n## %s\n\n%s\n\n- Signed by: ", schema->kind, schema->about);
    add_signing(out, schema);
    if (schema->code_example) {
        buffer_format(out, "\n- Code: like `%s`", schema->code_example);
        if (schema->code_given)
            buffer_format(out, "%s codes given by others are taken as they are",
                          schema->code_pattern ? ";" : ":");
    }
    buffer_format(out, "\n- Table: `%s`", schema->table);
    if (!schema->imported) buffer_add_text(out, ", exported only");
    if (schema->line_rows)
        buffer_format(out, "; each line is one of `%s`, and lines with the same key are one record",
                      schema->line_rows);
    if (schema->imported) {
        buffer_add_text(out, "\n- Key of a line: ");
        add_words(out, &schema->key, ", ");
    }
    buffer_add_text(out, "\n\n| field | value | who reads it | |\n|---|---|---|---|\n");
    for (int i = 0; i < schema->field_count; i++) add_field(out, &schema->fields[i], NULL);
}

void document_write(const struct schema *list, int count, struct buffer *out) {
    buffer_add_text(out, INTRODUCTION);
    for (int i = 0; i < NONE_REASONS; i++)
        buffer_format(out, "- `%s`: %s\n", none_name((enum none_reason)i),
                      none_meaning((enum none_reason)i));
    buffer_add_text(out, SPELLINGS);
    buffer_add_text(out, "\nA star marks what is required.\n\nKinds: ");
    for (int i = 0; i < count; i++)
        buffer_format(out, "%s[%s](#%s)", i ? ", " : "", list[i].kind, list[i].kind);
    buffer_add_text(out, "\n");
    for (int i = 0; i < count; i++) add_kind(out, &list[i]);
}
