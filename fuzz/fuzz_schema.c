/* Declarations of kinds of record: what is read is sound, can be made into a page, columns and
 * import columns, and is the same when its text is read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schema/column.h"
#include "schema/document.h"
#include "schema/import.h"
#include "schema/schema_parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_fields(const struct schema_field *fields, int count) {
    for (int i = 0; i < count; i++) {
        const struct schema_field *field = &fields[i];
        if (!field->name || !field->sentence || field->columns.count < 1) abort();
        if (field->type == FIELD_CHOICE && field->words.count < 1) abort();
        if (field->type == FIELD_INTEGER && (!field->unit || field->least > field->most)) abort();
        if ((field->type == FIELD_ROWS) != (field->part_count > 1)) abort();
        check_fields(field->parts, field->part_count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct error error = {0}, again_error = {0};
    const struct schema *schema, *again;
    arena_open(&arena, 0);
    if (schema_parse(&arena, "fuzz.schema", bytes, size, &schema, &error)) {
        struct buffer page = {0};
        int count;
        check_fields(schema->fields, schema->field_count);
        document_write(schema, 1, &page);
        buffer_close(&page);
        (void)column_list(&arena, schema, &count);
        if (count < schema->field_count) abort();
        (void)import_columns(&arena, schema, &count);
        if (count < 1) abort();
        size_t kept = schema->text_size;
        if (kept > size || memcmp(schema->text, bytes, kept) != 0) abort();
        if (!schema_parse(&arena, "", schema->text, kept, &again, &again_error)) abort();
    } else if (!*error.text) {
        abort();
    }
    arena_close(&arena);
    return 0;
}
