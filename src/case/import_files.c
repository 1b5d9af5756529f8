#include <string.h>
#include <strings.h>

#include "base/files.h"
#include "case/folder.h"
#include "case/import_parts.h"
#include "input/plain.h"
#include "input/table.h"

/* The declaration whose plain table has the file's name, with any of the endings of tables. */
static const struct schema *find_by_name(struct arena *arena, const char *path) {
    const char *name = folder_file_name(path), *dot = strrchr(name, '.');
    if (!dot) return NULL;
    const struct schema *schema =
        schema_find_table(arena_format(arena, "%.*s.tsv", (int)(dot - name), name));
    return schema && schema->imported ? schema : NULL;
}

/* What a file is. One named by itself may be called anything, when its columns say what it is. */
static const struct schema *recognise(struct arena *arena, const char *path, bool named,
                                      const void *bytes, size_t size, bool *out_genemapper) {
    enum table_kind kind = folder_recognise(arena, path, named, bytes, size);
    *out_genemapper = kind == TABLE_GENEMAPPER;
    if (kind == TABLE_GENEMAPPER) return schema_find("profile");
    const struct schema *schema = find_by_name(arena, path);
    if (schema || kind == TABLE_UNKNOWN) return schema;
    return schema_find_table(arena_format(arena, "%s.tsv", table_kind_name(kind)));
}

static const char *folder_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy_part(arena, path, (size_t)(slash - path) + (slash == path)) : ".";
}

static int add_file(struct import_plan *plan, const char *path, const struct schema *schema,
                    bool genemapper) {
    struct import_file *file = &plan->file[plan->file_count];
    *file = (struct import_file){.path = path,
                                 .folder = folder_of(plan->arena, path),
                                 .schema = schema,
                                 .genemapper = genemapper,
                                 .reading = arena_new(plan->arena, struct reading, 1),
                                 .first = plan->record_count};
    file->reading->arena = plan->arena;
    return plan->file_count++;
}

static void skip(struct import_plan *plan, const char *path) {
    plan->skipped[plan->skipped_count++] = path;
}

static bool know_file(const char *path, bool named, const struct schema *schema,
                      const struct import_plan *plan, struct error *error) {
    if (!schema && named)
        return error_set(error, ERROR_BAD_INPUT,
                         "%s: not a table that can be imported: call it as docs/records.md says "
                         "(persons.tsv), and name the columns in its first line",
                         path);
    if (schema && plan->file_count == IMPORT_FILES_MOST)
        return error_set(error, ERROR_TOO_LARGE,
                         "more than %d tables at once: import them in parts", IMPORT_FILES_MOST);
    return true;
}

/* In a folder, one that is too large is refused as one that is wrong: the others are taken. */
static bool refuse_large(struct import_plan *plan, const char *path) {
    const struct schema *schema = find_by_name(plan->arena, path);
    struct place place = {.file = path};
    if (!schema) {
        skip(plan, path);
        return true;
    }
    struct import_file *file = &plan->file[add_file(plan, path, schema, false)];
    reading_error(file->reading, place, "larger than %d MiB: split it", TABLE_BYTES_MOST >> 20);
    return file->refused = true;
}

/* What is called like a table and cannot be read would be missed without a word. */
static void refuse_kind(struct import_plan *plan, const char *path, const char *why) {
    const struct schema *schema = find_by_name(plan->arena, path);
    struct place place = {.file = path};
    if (!schema || plan->file_count == IMPORT_FILES_MOST) {
        skip(plan, path);
        return;
    }
    struct import_file *file = &plan->file[add_file(plan, path, schema, false)];
    reading_error(file->reading, place, "%s: put the table itself there", why);
    file->refused = true;
}

static bool read_file(struct import_plan *plan, const char *path, bool named,
                      struct error *error) {
    char *bytes;
    size_t size;
    bool genemapper;
    struct arena scratch;
    struct error why = {0};
    arena_open(&scratch, 0);
    if (!files_read(&scratch, path, TABLE_BYTES_MOST, &bytes, &size, &why)) {
        arena_close(&scratch);
        return (why.code == ERROR_TOO_LARGE && !named && refuse_large(plan, path)) ||
               error_set(error, why.code, "%s", why.text);
    }
    const struct schema *schema = recognise(&scratch, path, named, bytes, size, &genemapper);
    bool good = know_file(path, named, schema, plan, error);
    if (good && !schema) skip(plan, path);
    if (good && schema) {
        int file = add_file(plan, path, schema, genemapper);
        if (genemapper) import_genemapper(plan, file, bytes, size);
        else import_lines(plan, file, bytes, size);
    }
    arena_close(&scratch);
    return good;
}

/* A file below a folder that was asked for. */
static bool read_found(struct import_plan *plan, const char *folder, const char *path,
                       struct error *error) {
    bool below;
    if (files_kind(path) != FILE_REGULAR) {
        refuse_kind(plan, path, "no file that can be read (a link to nowhere or to a folder, or a "
                                "pipe)");
        return true;
    }
    if (!files_lies_below(plan->arena, folder, path, &below, error)) return false;
    if (below) return read_file(plan, path, false, error);
    refuse_kind(plan, path, "a link to a file outside the folder");
    return true;
}

static bool read_below(struct import_plan *plan, const struct import_request *request,
                       const char *folder, char **relative, size_t count, struct error *error) {
    for (size_t i = 0; i < count; i++) {
        const char *path = files_join(plan->arena, folder, relative[i]);
        if (cancel_requested(request->cancel))
            return error_set(error, ERROR_CANCELLED, "interrupted; nothing was imported");
        if (files_kind(path) == FILE_FOLDER) continue;
        if (folder_passes_over(relative[i])) skip(plan, path);
        else if (!read_found(plan, folder, path, error)) return false;
    }
    return true;
}

struct listing {
    bool folder;
    char **relative;
    size_t count;
};

bool import_find_files(struct import_plan *plan, const struct import_request *request,
                       struct error *error) {
    size_t count = 0;
    struct listing *listing = arena_new(plan->arena, struct listing, request->path_count);
    for (int i = 0; i < request->path_count; i++) {
        listing[i] = (struct listing){.folder = files_is_folder(request->path[i]), .count = 1};
        if (listing[i].folder &&
            !files_list(plan->arena, request->path[i], &listing[i].relative, &listing[i].count,
                        error))
            return false;
        count += listing[i].count;
    }
    plan->file = arena_new(plan->arena, struct import_file, count);
    plan->skipped = arena_new(plan->arena, const char *, count);
    for (int i = 0; i < request->path_count; i++) {
        const char *path = request->path[i];
        bool good = listing[i].folder
                        ? read_below(plan, request, path, listing[i].relative, listing[i].count,
                                     error)
                        : read_file(plan, arena_copy(plan->arena, path), true, error);
        if (!good) return false;
    }
    return true;
}

void import_pass_attached(struct import_plan *plan) {
    json_t *attached = json_object();
    int kept = 0;
    for (int i = 0; i < plan->record_count; i++)
        for (int j = 0; j < plan->record[i].media_count; j++)
            json_object_set_new(attached, plan->record[i].media[j].path, json_true());
    for (int i = 0; i < plan->skipped_count; i++)
        if (!json_object_get(attached, plan->skipped[i]))
            plan->skipped[kept++] = plan->skipped[i];
    plan->skipped_count = kept;
    json_decref(attached);
}
