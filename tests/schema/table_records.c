#include "schema/table_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/table.h"
#include "schema/import.h"
#include "schema/value.h"

enum { COLUMNS = 64 };

json_t *table_records(struct arena *arena, const char *file, const char *bytes, size_t size,
                      struct error *error) {
    static struct reading reading;
    const struct schema *schema = schema_find_table(file);
    assert_non_null(schema);
    reading = (struct reading){.arena = arena};
    struct table table;
    assert_true(table_open(arena, file, bytes, size, &reading, &table));
    int known_count, cell = -1;
    struct import_column *known = import_columns(arena, schema, &known_count);
    const struct import_column *column[COLUMNS];
    const char *text[COLUMNS];
    assert_in_range(table.columns, 1, COLUMNS);
    for (int i = 0; i < table.columns; i++) {
        column[i] = import_column_find(known, known_count, table.name[i].text);
        if (!column[i]) fail_msg("%s: no field for the column %s", file, table.name[i].text);
    }
    json_t *records = json_object();
    struct buffer key = {0};
    bool good = true;
    while (good && table_next(&table)) {
        for (int i = 0; i < table.columns; i++) text[i] = table.row[i].text;
        json_t *line = json_object();
        good = import_line(arena, schema, column, text, table.columns, line, &cell, error);
        if (good) {
            buffer_close(&key);
            import_key(schema, line, &key);
            json_t *record = json_object_get(records, buffer_text(&key));
            if (!record)
                json_object_set_new(records, buffer_text(&key), record = json_object());
            good = import_line(arena, schema, column, text, table.columns, record, &cell, error);
        }
        json_decref(line);
    }
    buffer_close(&key);
    assert_int_equal(reading.errors.count, 0);
    const char *name;
    json_t *record;
    json_object_foreach(records, name, record)
        good = good && value_check_record(schema, record, VALUE_OF_TABLE, error);
    if (good) return records;
    json_decref(records);
    return NULL;
}
