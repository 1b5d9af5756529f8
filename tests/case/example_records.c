#include "case/example_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "schema/table_records.h"

static int lines_of(const char *text) {
    int lines = -1;
    for (; *text; text++) lines += *text == '\n';
    return lines;
}

static json_t *read_truth(struct arena *arena, const char *bytes) {
    json_t *truth = json_object();
    char *text = arena_copy(arena, bytes), *rest = NULL;
    assert_string_equal(strtok_r(text, "\n", &rest), "remains\tperson");
    for (char *line; (line = strtok_r(NULL, "\n", &rest));) {
        char *person = strchr(line, '\t');
        *person++ = 0;
        json_object_set_new(truth, line, strcmp(person, "-") ? json_string(person) : json_null());
    }
    return truth;
}

void records_open(struct example_records *records, uint64_t seed, int remains) {
    struct error error = {0};
    *records = (struct example_records){0};
    arena_open(&records->arena, 0);
    assert_true(example_make(seed, remains, NULL, &records->example, &error));
    for (int i = 0; i < EXAMPLE_FILES; i++) {
        const struct example_file *file = &records->example.file[i];
        const char *bytes = buffer_text(&file->content);
        if (!strcmp(file->name, "README.txt")) continue;
        if (!strcmp(file->name, "truth.tsv")) {
            records->truth = read_truth(&records->arena, bytes);
            continue;
        }
        struct record_table *table = &records->table[records->count++];
        *table = (struct record_table){file->name, schema_find_table(file->name), lines_of(bytes),
                                       NULL};
        table->records = table_records(&records->arena, file->name, bytes, file->content.size,
                                       &error);
        if (!table->records) fail_msg("%s: %s", file->name, error.text);
    }
}

void records_close(struct example_records *records) {
    for (int i = 0; i < records->count; i++) json_decref(records->table[i].records);
    json_decref(records->truth);
    example_close(&records->example);
    arena_close(&records->arena);
}

json_t *records_of(const struct example_records *records, const char *kind) {
    for (int i = 0; i < records->count; i++)
        if (!strcmp(records->table[i].schema->kind, kind)) return records->table[i].records;
    fail_msg("no table of %s", kind);
    return NULL;
}

const char *record_text(const json_t *record, const char *field) {
    const json_t *value = json_object_get(record, field);
    if (json_is_object(value)) value = json_object_get(value, "text");
    const char *text = json_string_value(value);
    return text ? text : "";
}
