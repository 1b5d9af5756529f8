#include "case/import_record.h"

#include <string.h>

#include "base/buffer.h"
#include "case/attachment.h"
#include "case/import_parts.h"
#include "record/device.h"
#include "schema/value.h"
#include "store/query.h"
#include "store/statements.h"

/* Where the records of a kind stand in the log, in the order of their list. */
struct kind_known {
    bool loaded;
    struct known_list list;
    int64_t *leaf; /* of the newest revision; FORKED: there are several */
};

enum { FORKED = -1 };

struct record_known {
    struct arena *arena;
    const struct investigation *investigation;
    const struct tables *tables;
    struct kind_known *kind; /* as schema_list */
    struct device_list devices;
};

/* ------------------------------------------------------------------ lists */

/* Columns of a kind's table that a list is made of. */
struct list_columns {
    int count;
    int key[SCHEMA_PARTS_MOST];
    int belongs; /* -1: none */
    int refers_count;
    int *refers; /* in which something may wait */
};

static bool has_media(const struct schema_field *field) {
    for (int i = 0; i < field->part_count; i++)
        if (has_media(&field->parts[i])) return true;
    return field->type == FIELD_MEDIA;
}

static int column_of(const struct table *table, const char *name) {
    for (int i = 0; i < table->column_count; i++)
        if (table->column[i].part == COLUMN_VALUE &&
            strcmp(table->column[i].field->name, name) == 0)
            return TABLE_COLUMNS + i;
    return -1;
}

static struct list_columns find_columns(struct arena *arena, const struct table *table) {
    const struct schema *schema = table->schema;
    struct list_columns columns = {.belongs = column_of(table, known_belongs(schema)),
                                   .refers = arena_new(arena, int, table->column_count)};
    for (int i = 0; i < schema->key.count && i < SCHEMA_PARTS_MOST; i++)
        columns.key[columns.count++] = column_of(table, schema->key.word[i]);
    /* People are called by their names; that is how custody books have them. */
    if (strcmp(schema->kind, "user") == 0) columns.key[columns.count++] = column_of(table, "name");
    for (int i = 0; i < table->column_count; i++)
        if (table->column[i].part == COLUMN_VALUE && import_refers(table->column[i].field))
            columns.refers[columns.refers_count++] = TABLE_COLUMNS + i;
    return columns;
}

static const char *text_at(struct query *query, int column) {
    return query_is_null(query, column) ? NULL : query_text(query, column);
}

static bool waits(struct query *query, const struct list_columns *columns) {
    for (int i = 0; i < columns->refers_count; i++) {
        const char *text = text_at(query, columns->refers[i]);
        if (text && (value_waiting(text) || strstr(text, "\"" VALUE_WAITING))) return true;
    }
    return false;
}

static const char *key_at(struct arena *arena, struct query *query,
                          const struct list_columns *columns) {
    struct buffer key = {0};
    for (int i = 0; i < columns->count; i++) {
        const char *text = text_at(query, columns->key[i]);
        if (i) buffer_add_text(&key, "\t");
        if (text) buffer_add_text(&key, text);
    }
    const char *copy = arena_copy(arena, buffer_text(&key));
    buffer_close(&key);
    return copy;
}

/* Several newest revisions of one record give it several rows: only the first counts. */
static bool read_rows(struct record_known *known, const struct table *table,
                      struct kind_known *kind, struct error *error) {
    struct list_columns columns = find_columns(known->arena, table);
    struct known_record *list = NULL;
    size_t capacity = 0, leaf_capacity = 0;
    int count = 0;
    struct query *query;
    json_t *forked = json_object();
    bool row, good = query_open(known->tables->store, &table->rows, &query, error);
    while (good && (good = query_step(query, &row, error)) && row) {
        const char *rec = query_text(query, TABLE_REC);
        bool is_forked = query_int(query, TABLE_HEADS) > 1;
        if (is_forked && json_object_get(forked, rec)) continue;
        if (is_forked) json_object_set_new(forked, rec, json_true());
        list = arena_grow(known->arena, list, (size_t)count, &capacity, sizeof *list);
        kind->leaf = arena_grow(known->arena, kind->leaf, (size_t)count, &leaf_capacity,
                                sizeof *kind->leaf);
        struct known_record *record = &list[count];
        *record = (struct known_record){.key = key_at(known->arena, query, &columns),
                                        .waits = waits(query, &columns)};
        strncpy(record->rec.text, rec, sizeof record->rec.text - 1);
        if (strcmp(table->schema->kind, "user") == 0) record->rec.text[0] = IDENTIFIER_USER;
        const char *belongs = columns.belongs < 0 ? NULL : text_at(query, columns.belongs);
        if (belongs) record->belongs = arena_copy(known->arena, belongs);
        kind->leaf[count++] = is_forked ? FORKED : query_int(query, TABLE_LEAF_INDEX);
    }
    if (good) query_close(query);
    json_decref(forked);
    if (good) kind->list = (struct known_list){count, list};
    return good;
}

static bool list_known(void *data, const struct schema *schema, struct known_list *out_list,
                       struct error *error) {
    struct record_known *known = data;
    struct kind_known *kind = &known->kind[schema - schema_list];
    const struct table *table = tables_find(known->tables, schema->kind);
    if (!kind->loaded && table && !read_rows(known, table, kind, error)) return false;
    kind->loaded = true;
    *out_list = kind->list;
    return true;
}

/* ------------------------------------------------------------------ newest revisions */

/* What the row of the table says. Does it name an attachment? */
static bool read_row(const struct record_known *known, const struct table *table, int64_t leaf,
                     json_t *fields, bool *out_media, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(known->tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, leaf);
    bool good = query_step(query, &row, error) &&
                (row || error_set(error, ERROR_CORRUPT,
                                  "the tables have no row of entry %lld: run cairn replay",
                                  (long long)leaf));
    good = good && tables_fields(table, query, fields, error);
    for (int i = 0; good && i < table->column_count; i++)
        *out_media = *out_media || (has_media(table->column[i].field) &&
                                    !query_is_null(query, TABLE_COLUMNS + i));
    query_close(query);
    return good;
}

/* The files that the entry commits to. One of which no disclosure is left has no name. */
static bool find_media(const struct record_known *known, struct arena *arena, int64_t leaf,
                       struct known_head *head, struct error *error) {
    struct attachment *list;
    size_t count;
    if (!attachment_list(arena, known->investigation, (uint64_t)leaf, &list, &count, error))
        return false;
    struct known_media *media = arena_new(arena, struct known_media, count);
    for (size_t i = 0; i < count; i++)
        media[i] = (struct known_media){.path = list[i].path ? list[i].path : "",
                                        .name = list[i].name ? list[i].name : "",
                                        .media_type = list[i].media_type,
                                        .sha256 = list[i].sha256,
                                        .length = (uint64_t)list[i].length};
    head->media = media;
    head->media_count = (int)count;
    return true;
}

/* ------------------------------------------------------------------ forks */

/* Does a revision before say something else there? */
static void add_apart(const struct schema *schema, const json_t *fields,
                      struct known_head *head) {
    size_t count = 0;
    while (head->apart[count]) count++;
    for (int i = 0; i < schema->field_count; i++) {
        const char *name = schema->fields[i].name;
        const json_t *one = json_object_get(head->fields, name);
        const json_t *other = json_object_get(fields, name);
        bool known = import_is_about_entry(&schema->fields[i]);
        for (size_t j = 0; j < count && !known; j++) known = !strcmp(head->apart[j], name);
        if (known || (one && other ? json_equal(one, other) : one == other)) continue;
        head->apart[count++] = name;
    }
}

static bool add_version(const struct record_known *known, const struct table *table, int64_t leaf,
                        struct known_head *head, struct error *error) {
    json_t *fields = json_object();
    bool media = false, first = !head->fields;
    bool done = read_row(known, table, leaf, fields, &media, error);
    if (done && media)
        done = error_set(error, ERROR_CONFLICT, "the record has several newest revisions of this "
                         "%s, which keep files: settle that first, on the record's page",
                         table->schema->kind);
    if (done && first) head->fields = json_incref(fields);
    else if (done) add_apart(table->schema, fields, head);
    json_decref(fields);
    return done;
}

static bool fork_known(void *data, struct arena *arena, const struct schema *schema, int index,
                       struct known_head *out_head, struct error *error) {
    const struct record_known *known = data;
    const struct identifier *rec = &known->kind[schema - schema_list].list.record[index].rec;
    const struct table *table = tables_find(known->tables, schema->kind);
    struct known_head head = {.forked = true,
                              .apart = arena_new(arena, const char *, schema->field_count + 1)};
    struct query *query;
    bool row, done;
    if (!query_open(known->tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec->text);
    while ((done = query_step(query, &row, error)) && row)
        if (!(done = add_version(known, table, query_int(query, 0), &head, error))) break;
    query_close(query);
    if (done) *out_head = head;
    else json_decref(head.fields);
    return done;
}

static bool head_known(void *data, struct arena *arena, const struct schema *schema, int index,
                       struct known_head *out_head, struct error *error) {
    const struct record_known *known = data;
    const struct kind_known *kind = &known->kind[schema - schema_list];
    int64_t leaf = kind->leaf[index];
    if (leaf == FORKED)
        return error_set(error, ERROR_CONFLICT,
                         "the record has several newest revisions of this %s, which contradict "
                         "each other: settle that first",
                         schema->kind);
    struct known_head head = {.fields = json_object()};
    bool media = false;
    if (!read_row(known, tables_find(known->tables, schema->kind), leaf, head.fields, &media,
                  error) ||
        (media && !find_media(known, arena, leaf, &head, error))) {
        json_decref(head.fields);
        return false;
    }
    *out_head = head;
    return true;
}

/* ------------------------------------------------------------------ numbers */

static bool may_give(void *data, const struct schema *schema, const char *code,
                     struct error *error) {
    struct record_known *known = data;
    const struct investigation *investigation = known->investigation;
    struct digester digester = investigation->digester;
    return device_list_read(known->arena, &digester, investigation->store, &known->devices,
                            error) &&
           device_check_code(&known->devices, investigation->device, schema, code, error);
}

struct import_known import_record_known(struct arena *arena,
                                        const struct investigation *investigation,
                                        const struct tables *tables) {
    struct record_known *known = arena_new(arena, struct record_known, 1);
    *known = (struct record_known){.arena = arena,
                                   .investigation = investigation,
                                   .tables = tables,
                                   .kind = arena_new(arena, struct kind_known, schema_count)};
    return (struct import_known){.data = known, .list = list_known, .head = head_known,
                                 .fork = fork_known, .may_give = may_give};
}
