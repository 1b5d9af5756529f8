/* Compiles declarations of kinds of record (schema/KIND.schema) at build time:
 *
 *     schema_compile --tables OUT.c FILE…     constant C tables: schema_list (schema/schema.h)
 *     schema_compile --page OUT.md FILE…      the page about all kinds: docs/records.md
 *     schema_compile --texts OUT.pot FILE…    their texts for people, for gettext's tools
 *
 * The first thing that is wrong in any of them ends the build with file, line and reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "schema/document.h"
#include "schema/schema_parse.h"
#include "schema/wording.h"

static void add_string(struct buffer *out, const char *text) {
    if (!text) {
        buffer_add_text(out, "0");
        return;
    }
    buffer_add_text(out, "\"");
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        /* Three octal digits never run into what follows them, and ? begins no trigraph. */
        if (byte == '\n' && text[1]) buffer_add_text(out, "\\n\"\n    \"");
        else if (byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\' || byte == '?')
            buffer_format(out, "\\%03o", byte);
        else buffer_add(out, text, 1);
    }
    buffer_add_text(out, "\"");
}

static void add_words(struct buffer *out, const struct schema_words *words) {
    if (!words->count) {
        buffer_add_text(out, "{0}");
        return;
    }
    buffer_format(out, "{%d, (const char *const[]){", words->count);
    for (int i = 0; i < words->count; i++) {
        if (i) buffer_add_text(out, ", ");
        add_string(out, words->word[i]);
    }
    buffer_add_text(out, "}}");
}

static void add_fields(struct buffer *out, const struct schema_field *fields, int count) {
    buffer_add_text(out, "(const struct schema_field[]){\n");
    for (int i = 0; i < count; i++) {
        const struct schema_field *field = &fields[i];
        buffer_add_text(out, "    {.name = ");
        add_string(out, field->name);
        buffer_add_text(out, ", .sentence = ");
        add_string(out, field->sentence);
        buffer_format(out, ", .type = %d, .list = %d, .required = %d, .open = %d, .pattern = ",
                      (int)field->type, field->list, field->required, field->open);
        add_string(out, field->pattern);
        buffer_add_text(out, ", .unit = ");
        add_string(out, field->unit);
        buffer_format(out, ", .least = %lld, .most = %lld, .words = ", (long long)field->least,
                      (long long)field->most);
        add_words(out, &field->words);
        buffer_format(out, ", .tier = %d, .readers = %u, .columns = ", (int)field->tier,
                      field->readers);
        add_words(out, &field->columns);
        buffer_format(out, ", .line = %d, .part_count = %d", field->line, field->part_count);
        if (field->part_count) {
            buffer_add_text(out, ", .parts = ");
            add_fields(out, field->parts, field->part_count);
        }
        buffer_add_text(out, "},\n");
    }
    buffer_add_text(out, "}");
}

static void add_schema(struct buffer *out, const struct schema *schema) {
    buffer_add_text(out, "{.kind = ");
    add_string(out, schema->kind);
    buffer_add_text(out, ", .about = ");
    add_string(out, schema->about);
    buffer_add_text(out, ", .text =\n    ");
    add_string(out, schema->text);
    buffer_format(out, ",\n    .text_size = %zu, .code_pattern = ", schema->text_size);
    add_string(out, schema->code_pattern);
    buffer_add_text(out, ", .code_example = ");
    add_string(out, schema->code_example);
    buffer_format(out,
                  ", .code_given = %d, .signing = %d, .signers = %u, .tier = %d, .readers = %u, "
                  ".table = ",
                  schema->code_given, (int)schema->signing, schema->signers, (int)schema->tier,
                  schema->readers);
    add_string(out, schema->table);
    buffer_format(out, ", .imported = %d, .key = ", schema->imported);
    add_words(out, &schema->key);
    buffer_add_text(out, ", .line_rows = ");
    add_string(out, schema->line_rows);
    buffer_format(out, ", .field_count = %d, .fields = ", schema->field_count);
    add_fields(out, schema->fields, schema->field_count);
    buffer_add_text(out, "},\n");
}

static void add_tables(struct buffer *out, const struct schema *list, int count) {
    buffer_add_text(out, "/* Made by schema_compile from schema/. */\n"
                         "#include \"schema/schema.h\"\n\n"
                         "const struct schema schema_list[] = {\n");
    for (int i = 0; i < count; i++) add_schema(out, &list[i]);
    buffer_format(out, "};\n\nconst int schema_count = %d;\n", count);
}

/* ------------------------------------------------------------------ texts */

struct text {
    const char *context, *english;
};

struct texts {
    struct arena *arena;
    struct text *list;
    size_t count, capacity;
};

static void take_text(void *data, const char *context, const char *english) {
    struct texts *texts = data;
    for (size_t i = 0; i < texts->count; i++)
        if (!strcmp(texts->list[i].english, english) &&
            !strcmp(texts->list[i].context, context ? context : ""))
            return;
    texts->list = arena_grow(texts->arena, texts->list, texts->count, &texts->capacity,
                             sizeof *texts->list);
    texts->list[texts->count++] =
        (struct text){arena_copy(texts->arena, context ? context : ""),
                      arena_copy(texts->arena, english)};
}

static void add_quoted(struct buffer *out, const char *word, const char *text) {
    buffer_format(out, "%s \"", word);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') buffer_add_text(out, "\\");
        buffer_add(out, text, 1);
    }
    buffer_add_text(out, "\"\n");
}

static void add_texts(struct arena *arena, struct buffer *out, const struct schema *list,
                      int count) {
    struct texts texts = {.arena = arena};
    wording_each(list, count, take_text, &texts);
    buffer_add_text(out, "msgid \"\"\nmsgstr \"\"\n"
                         "\"Content-Type: text/plain; charset=UTF-8\\n\"\n");
    for (size_t i = 0; i < texts.count; i++) {
        buffer_add_text(out, "\n");
        if (*texts.list[i].context) add_quoted(out, "msgctxt", texts.list[i].context);
        add_quoted(out, "msgid", texts.list[i].english);
        buffer_add_text(out, "msgstr \"\"\n");
    }
}

static int order_by_kind(const void *first, const void *second) {
    return strcmp(((const struct schema *)first)->kind, ((const struct schema *)second)->kind);
}

/* The file of a kind is named after it, so that the one is found by the other. */
static bool check_file_name(const char *path, const char *kind, struct error *error) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(kind);
    return (strncmp(name, kind, length) == 0 && strcmp(name + length, ".schema") == 0) ||
           error_set(error, ERROR_BAD_INPUT, "%s: declares the kind %s: call it %s.schema", path,
                     kind, kind);
}

static bool compile(struct arena *arena, const char *form, const char *out_path, char **paths,
                    int count, struct error *error) {
    struct schema *list = arena_new(arena, struct schema, count);
    for (int i = 0; i < count; i++) {
        char *bytes;
        size_t size;
        const struct schema *schema;
        if (!files_read(arena, paths[i], SCHEMA_TEXT_MOST + 1, &bytes, &size, error) ||
            !schema_parse(arena, paths[i], bytes, size, &schema, error) ||
            !check_file_name(paths[i], schema->kind, error))
            return false;
        list[i] = *schema;
    }
    qsort(list, (size_t)count, sizeof *list, order_by_kind);
    if (!schema_check_all(list, count, error)) return false;
    struct buffer out = {0};
    if (strcmp(form, "--page") == 0) document_write(list, count, &out);
    else if (strcmp(form, "--texts") == 0) add_texts(arena, &out, list, count);
    else add_tables(&out, list, count);
    bool good = files_write(out_path, buffer_text(&out), out.size, error);
    buffer_close(&out);
    return good;
}

int main(int count, char **words) {
    if (count < 4 || (strcmp(words[1], "--tables") != 0 && strcmp(words[1], "--page") != 0 &&
                      strcmp(words[1], "--texts") != 0)) {
        fprintf(stderr, "usage: schema_compile --tables|--page|--texts OUT FILE...\n");
        return 2;
    }
    struct arena arena;
    struct error error = {0};
    arena_open(&arena, 0);
    bool good = compile(&arena, words[1], words[2], words + 3, count - 3, &error);
    arena_close(&arena);
    if (!good) fprintf(stderr, "schema_compile: %s\n", error.text);
    return error_exit_code(error.code);
}
