/* Tables of every kind on their way to a record that is empty: the first line is the table's name
 * (or "genemapper"), and several follow each other with a line of "=" between them. What comes out
 * is what a draft may hold, and every line is accounted for. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/import_parts.h"
#include "schema/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { TABLES_MOST = 8 };

static bool list_nothing(void *data, const struct schema *schema, struct known_list *out_list,
                         struct error *error) {
    (void)data;
    (void)schema;
    (void)error;
    *out_list = (struct known_list){0};
    return true;
}

/* The same bytes every time, so that a fault is found again. */
static void count_up(struct random *random, void *out, size_t size) {
    static uint64_t drawn;
    (void)random;
    memset(out, 0, size);
    drawn++;
    memcpy(out, &drawn, size < sizeof drawn ? size : sizeof drawn);
}

static void read_table(struct import_plan *plan, const uint8_t *bytes, size_t size) {
    const uint8_t *end = memchr(bytes, '\n', size);
    if (!end || plan->file_count == TABLES_MOST) return;
    const char *name = arena_copy_part(plan->arena, (const char *)bytes, (size_t)(end - bytes));
    bool genemapper = strcmp(name, "genemapper") == 0;
    const struct schema *schema = genemapper ? schema_find("profile") : schema_find_table(name);
    if (!schema || !schema->imported) return;
    size -= (size_t)(end + 1 - bytes);
    struct import_file *file = &plan->file[plan->file_count];
    *file = (struct import_file){.path = name,
                                 .folder = "/nowhere",
                                 .schema = schema,
                                 .genemapper = genemapper,
                                 .reading = arena_new(plan->arena, struct reading, 1),
                                 .first = plan->record_count};
    file->reading->arena = plan->arena;
    (genemapper ? import_genemapper : import_lines)(plan, plan->file_count++, end + 1, size);
}

static void check_file(const struct import_plan *plan, const struct import_file *file) {
    struct import_count count = import_count(plan, file);
    struct error error = {0};
    if (file->refused != (file->reading->errors.count > 0)) abort();
    if (file->read != count.accepted + count.unchanged + count.rejected + count.passed_over)
        abort();
    for (int i = 0; !file->refused && i < file->count; i++) {
        const struct import_record *record = &plan->record[file->first + i];
        if (record->twin >= 0) continue; /* it is not appended */
        if (!value_check_record(record->schema, record->fields, VALUE_OF_ENTRY, &error)) {
            fprintf(stderr, "%s\n", error.text);
            abort();
        }
    }
}

static void go_on(struct import_plan *plan, const struct import_request *request) {
    struct import_names *names = import_names_open(plan);
    struct error error = {0};
    for (bool refused = true; refused;) {
        bool impossible = false;
        if (!import_resolve(plan, names, request, &refused, &error) ||
            !import_check_pedigrees(plan, names, &impossible, &error))
            abort();
        refused = refused || impossible;
    }
    import_names_close(names);
    import_order(plan);
    int batched = 0;
    for (int i = 0; i < plan->batch_count; i++) batched += plan->batch[i].count;
    if (batched != plan->file_count - import_refused(plan)) abort();
    for (int i = 0; i < plan->file_count; i++) check_file(plan, &plan->file[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const struct import_known nothing = {.list = list_nothing};
    static struct cancel cancel;
    struct random random = {count_up};
    struct import_request request = {.roles = ~0u, .other = ~0u, .random = &random, .cancel = &cancel};
    struct arena arena;
    arena_open(&arena, 0);
    struct import_plan plan = {.arena = &arena,
                               .known = &nothing,
                               .file = arena_new(&arena, struct import_file, TABLES_MOST)};
    while (size > 0) {
        const uint8_t *rule = memmem(bytes, size, "=\n", 2);
        size_t length = rule ? (size_t)(rule - bytes) : size;
        read_table(&plan, bytes, length);
        length = rule ? length + 2 : length;
        bytes += length;
        size -= length;
    }
    go_on(&plan, &request);
    import_plan_close(&plan);
    arena_close(&arena);
    return 0;
}
