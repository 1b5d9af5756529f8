#include "case/import_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/import_parts.h"
#include "case/record_rows.h"
#include "schema/value.h"

struct arena world_arena;
struct import_plan world_plan;
struct import_request world_request;
const char *world_folder;

static struct random drawn;
static struct cancel cancel;

/* Every record that there is: {"kind", "rec", "fields", "media": [[name, digest]]}. */
static json_t *remembered;

static bool waits(const json_t *value) {
    const char *text = json_string_value(value), *name;
    json_t *part;
    size_t i;
    if (text) return value_waiting(text);
    json_array_foreach(value, i, part) if (waits(part)) return true;
    json_object_foreach((json_t *)value, name, part) if (waits(part)) return true;
    return false;
}

static json_t *nth(const char *kind, int index) {
    size_t i;
    json_t *record;
    json_array_foreach(remembered, i, record) {
        if (strcmp(json_string_value(json_object_get(record, "kind")), kind) != 0) continue;
        if (index-- == 0) return record;
    }
    return NULL;
}

static const char *key_of(const struct schema *schema, const json_t *fields) {
    struct buffer key = {0};
    import_entry_key(schema, fields, &key);
    const char *copy = arena_copy(&world_arena, buffer_text(&key));
    buffer_close(&key);
    return copy;
}

static bool list_known(void *data, const struct schema *schema, struct known_list *out_list,
                       struct error *error) {
    (void)data;
    (void)error;
    int count = count_of(schema->kind);
    struct known_record *list = arena_new(&world_arena, struct known_record, count);
    for (int i = 0; i < count; i++) {
        const json_t *record = nth(schema->kind, i), *fields = json_object_get(record, "fields");
        list[i].key = key_of(schema, fields);
        list[i].belongs = json_string_value(json_object_get(fields, known_belongs(schema)));
        list[i].waits = waits(fields);
        strcpy(list[i].rec.text, json_string_value(json_object_get(record, "rec")));
    }
    *out_list = (struct known_list){count, list};
    return true;
}

static bool head_known(void *data, struct arena *into, const struct schema *schema, int index,
                       struct known_head *out_head, struct error *error) {
    (void)data;
    json_t *record = nth(schema->kind, index), *media = json_object_get(record, "media");
    if (json_is_true(json_object_get(record, "forked")))
        return error_set(error, ERROR_CONFLICT, "has two newest revisions");
    struct known_head head = {.fields = json_deep_copy(json_object_get(record, "fields")),
                              .media_count = (int)json_array_size(media)};
    struct known_media *list = arena_new(into, struct known_media, head.media_count);
    for (int i = 0; i < head.media_count; i++) {
        const json_t *file = json_array_get(media, (size_t)i);
        list[i] = (struct known_media){
            .path = "the vault",
            .media_type = "text/plain",
            .name = arena_copy(into, json_string_value(json_array_get(file, 0)))};
        assert_true(encode_bytes(ENCODING_HEX, json_string_value(json_array_get(file, 1)), 64,
                                 list[i].sha256.byte, DIGEST_SIZE, error));
    }
    head.media = list;
    *out_head = head;
    return true;
}

static const struct import_known known = {.list = list_known, .head = head_known};

int begin_world(void **state) {
    struct error error = {0};
    (void)state;
    arena_open(&world_arena, 0);
    world_folder = folder_make(&world_arena);
    remembered = json_array();
    assert_true(random_open(&drawn, &error));
    world_request = (struct import_request){.roles = 1 << USER_FIELD | 1 << USER_LABORATORY |
                                               1 << USER_EXAMINER | 1 << USER_LIAISON | 1 << USER_PRESS,
                                      .random = &drawn,
                                      .cancel = &cancel};
    world_plan = (struct import_plan){0};
    return 0;
}

int end_world(void **state) {
    (void)state;
    import_plan_close(&world_plan);
    json_decref(remembered);
    folder_remove(world_folder);
    arena_close(&world_arena);
    return 0;
}

void put_file(const char *name, const char *text) {
    struct error error = {0};
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/'))
        assert_true(files_make_folder(
            files_join(&world_arena, world_folder, arena_copy_part(&world_arena, name, (size_t)(slash - name))),
            &error));
    if (!files_write(files_join(&world_arena, world_folder, name), text, strlen(text), &error))
        fail_msg("%s", error.text);
}

bool plan_path(const char *path, struct error *error) {
    import_plan_close(&world_plan);
    const char **paths = arena_new(&world_arena, const char *, 1);
    paths[0] = path;
    world_request.path = paths;
    world_request.path_count = 1;
    return import_plan_make(&world_arena, &world_request, &known, &world_plan, error);
}

void plan_folder(void) {
    struct error error = {0};
    if (!plan_path(world_folder, &error)) fail_msg("%s", error.text);
}

static void remember(const struct import_record *record) {
    struct error error = {0};
    char hex[65];
    json_t *media = json_array();
    for (int i = 0; i < record->media_count; i++) {
        encode_text(ENCODING_HEX, record->media[i].sha256.byte, DIGEST_SIZE, hex);
        json_array_append_new(media, json_pack("[ss]", record->media[i].name, hex));
    }
    if (!value_check_record(record->schema, record->fields, VALUE_OF_ENTRY, &error))
        fail_msg("%s", error.text);
    json_t *entry = json_pack("{s:s,s:s,s:O,s:o}", "kind", record->schema->kind, "rec",
                              record->rec.text, "fields", record->fields, "media", media);
    json_t *there = record->known < 0 ? NULL : nth(record->schema->kind, record->known);
    if (!there) json_array_append(remembered, entry);
    else json_object_update(there, entry);
    json_decref(entry);
}

void take_plan(void) {
    for (int i = 0; i < world_plan.batch_count; i++)
        for (int j = 0; j < world_plan.batch[i].count; j++) {
            const struct import_file *file = &world_plan.file[world_plan.batch[i].file[j]];
            for (int k = 0; k < file->count; k++)
                if (world_plan.record[file->first + k].fate != IMPORT_UNCHANGED)
                    remember(&world_plan.record[file->first + k]);
        }
    for (int i = 0; i < world_plan.record_count; i++)
        if (world_plan.record[i].file < 0) remember(&world_plan.record[i]);
}

int count_of(const char *kind) {
    int count = 0;
    while (nth(kind, count)) count++;
    return count;
}

static const json_t *find(const char *kind, const char *key) {
    const json_t *record;
    for (int i = 0; (record = nth(kind, i)); i++)
        if (strcmp(key_of(schema_find(kind), json_object_get(record, "fields")), key) == 0)
            return record;
    fail_msg("there is no %s %s", kind, key);
    return NULL;
}

void fork_record(const char *kind, const char *key) {
    json_object_set_new((json_t *)find(kind, key), "forked", json_true());
}

const char *field_of(const char *kind, const char *key, const char *field) {
    const json_t *value = json_object_get(json_object_get(find(kind, key), "fields"), field);
    if (!value) return "";
    char *dumped = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    const char *copy = arena_copy(&world_arena, dumped);
    free(dumped);
    return copy;
}

void read_back(struct rows *out_rows, struct reading *reading) {
    size_t count = json_array_size(remembered);
    struct record_source *source = arena_new(&world_arena, struct record_source, count);
    for (size_t i = 0; i < count; i++) {
        const json_t *record = json_array_get(remembered, i);
        source[i] = (struct record_source){
            .schema = schema_find(json_string_value(json_object_get(record, "kind"))),
            .rec = json_string_value(json_object_get(record, "rec")),
            .fields = json_object_get(record, "fields")};
    }
    if (!record_rows(&world_arena, source, (int)count, false, out_rows, reading))
        fail_msg("%s", reading->errors.item[0].text);
}

const char *reference_to(const char *kind, const char *key) {
    return arena_format(&world_arena, "\"%s\"", json_string_value(json_object_get(find(kind, key), "rec")));
}

const struct import_file *file_of(const char *name) {
    for (int i = 0; i < world_plan.file_count; i++)
        if (strcmp(world_plan.file[i].path, files_join(&world_arena, world_folder, name)) == 0) return &world_plan.file[i];
    fail_msg("%s is not in the plan", name);
    return NULL;
}

void assert_lines(const char *name, int accepted, int unchanged, int rejected, int passed_over) {
    const struct import_file *file = file_of(name);
    struct import_count count = import_count(&world_plan, file);
    if (rejected == 0 && file->reading->errors.count)
        fail_msg("%s", file->reading->errors.item[0].text);
    assert_int_equal(count.accepted, accepted);
    assert_int_equal(count.unchanged, unchanged);
    assert_int_equal(count.rejected, rejected);
    assert_int_equal(count.passed_over, passed_over);
    assert_int_equal(file->read, accepted + unchanged + rejected + passed_over);
}

void assert_error(const char *name, int index, int line, int column, const char *part) {
    const struct import_file *file = file_of(name);
    assert_true(file->refused);
    assert_true(index < file->reading->errors.count);
    const struct reading_message *message = &file->reading->errors.item[index];
    if (!strstr(message->text, part)) fail_msg("\"%s\" is not in: %s", part, message->text);
    assert_string_equal(message->place.file, file->path);
    if (message->place.line != line || message->place.column != column)
        fail_msg("%d:%d: %s", message->place.line, message->place.column, message->text);
}
