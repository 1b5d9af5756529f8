/* Values of fields. The first line is a field's type, as in a declaration; the rest is what
 * somebody wrote in it. What is taken can be written, and read again, as the same value. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schema/schema_parse.h"
#include "schema/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct schema *declare(struct arena *arena, const char *type) {
    const char *text = arena_format(arena,
                                    "kind thing\nabout A thing.\nsigned by field\ntier team\n"
                                    "table things.tsv, export only\ncode @@@-####+-[BP] or given, "
                                    "like ABC-0001-B\nid | code | Which?\nit | %s | What?\n"
                                    "rows | rows | Which?\nrows.it | %s | What?\n"
                                    "rows.that | name | What?\n",
                                    type, type);
    const struct schema *schema;
    struct error error = {0};
    return schema_parse(arena, "", text, strlen(text), &schema, &error) ? schema : NULL;
}

static bool visit(void *data, const struct schema_field *field, const char *text,
                  const char **out_text, struct error *error) {
    (void)data;
    (void)error;
    if (field->type != FIELD_REFERENCE && field->type != FIELD_MEDIA) abort();
    *out_text = text;
    return true;
}

static void check(struct arena *arena, const struct schema_field *field, const char *text) {
    struct error error = {0}, none = {0};
    json_t *value = NULL, *again = NULL;
    if (!value_read(arena, field, text, &value, &error)) {
        if (!*error.text || value) abort();
        return;
    }
    if (!value) return;
    struct buffer out = {0};
    value_write(field, value, &out);
    if (!value_read(arena, field, buffer_text(&out), &again, &none)) abort();
    if (!json_equal(value, again)) abort();
    if (!value_walk(field, value, visit, NULL, &none) || !json_equal(value, again)) abort();
    buffer_close(&out);
    json_decref(value);
    json_decref(again);
}

/* The text as JSON: whatever it is, it is taken or refused with a reason; what is taken has a
 * text. */
static void check_json(const struct schema_field *field, const char *text) {
    struct error error = {0};
    struct buffer out = {0};
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    if (value_check(field, value, VALUE_OF_ENTRY, &error)) value_write(field, value, &out);
    else if (!*error.text) abort();
    buffer_close(&out);
    json_decref(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    char *type = arena_copy_part(&arena, (const char *)bytes, size);
    char *text = strchr(type, '\n');
    if (text) {
        *text++ = 0;
        const struct schema *schema = declare(&arena, type);
        for (int i = 0; schema && i < schema->field_count; i++) {
            check(&arena, &schema->fields[i], text);
            check_json(&schema->fields[i], text);
        }
    }
    arena_close(&arena);
    return 0;
}
