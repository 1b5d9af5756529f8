#include "case/folder.h"

#include <string.h>
#include <strings.h>

#include "base/files.h"
#include "base/utf8.h"
#include "input/genemapper.h"
#include "input/plain.h"
#include "input/table.h"
#include "schema/schema.h"

const char *folder_file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool has_table_ending(const char *path) {
    const char *dot = strrchr(folder_file_name(path), '.');
    return dot && (strcasecmp(dot, ".tsv") == 0 || strcasecmp(dot, ".csv") == 0 ||
                   strcasecmp(dot, ".txt") == 0);
}

static bool is_truth(const char *path) {
    return strcasecmp(folder_file_name(path), "truth.tsv") == 0;
}

/* Whether a path relative to the folder that was asked for leads through a folder expected/. */
static bool is_expected(const char *relative) {
    for (const char *at = relative; at; at = strchr(at, '/')) {
        if (*at == '/') at++;
        if (strncmp(at, "expected/", 9) == 0) return true;
    }
    return false;
}

bool folder_passes_over(const char *relative) {
    return is_expected(relative) || is_truth(relative) || !has_table_ending(relative);
}

static enum table_kind kind_by_name(const char *path) {
    const char *name = folder_file_name(path), *dot = strrchr(name, '.');
    if (!has_table_ending(path)) return TABLE_UNKNOWN;
    size_t length = (size_t)(dot - name);
    for (enum table_kind kind = TABLE_REMAINS; kind < TABLE_GENEMAPPER; kind++) {
        const char *wanted = table_kind_name(kind);
        if (strlen(wanted) == length && strncasecmp(name, wanted, length) == 0) return kind;
    }
    return TABLE_UNKNOWN;
}

enum table_kind folder_recognise(struct arena *arena, const char *path, bool named,
                                 const void *bytes, size_t size) {
    if (is_truth(path) || (!named && !has_table_ending(path))) return TABLE_UNKNOWN;
    enum table_kind by_content = table_detect(arena, bytes, size);
    if (by_content == TABLE_GENEMAPPER) return TABLE_GENEMAPPER;
    enum table_kind by_name = kind_by_name(path);
    return by_name == TABLE_UNKNOWN && named ? by_content : by_name;
}

/* How a path is shown: a folder that somebody else made may have anything in its names. */
static const char *shown(struct arena *arena, const char *path) {
    return utf8_harmless_copy(arena, path);
}

static void pass_over(struct reading *reading, const char *path) {
    struct place place = {.file = shown(reading->arena, path)};
    reading_note(reading, place, "not a table that identification knows; not read");
}

/* What is no regular file cannot be read: an error where a table is called so, which would be
 * missed without a word; else a note. */
static void refuse_kind(struct reading *reading, const char *path, enum file_kind kind) {
    static const char *const names[] = {[FILE_FOLDER] = "a folder",
                                        [FILE_FOLDER_LINK] = "a link to a folder",
                                        [FILE_LOST] = "a link that leads nowhere",
                                        [FILE_SPECIAL] = "a pipe, a device or a socket"};
    struct place place = {.file = shown(reading->arena, path)};
    if (kind_by_name(path) != TABLE_UNKNOWN)
        reading_error(reading, place, "%s, not a file: put the table itself there, or rename it",
                      names[kind]);
    else if (kind != FILE_FOLDER)
        reading_note(reading, place, "%s; not read", names[kind]);
}

/* Whether it is the declared table of a kind of record that identification takes nothing from. */
static bool is_of_record(const char *path) {
    return kind_by_name(path) == TABLE_UNKNOWN && schema_find_table(folder_file_name(path));
}

enum { NAMED_MOST = 3 };

/* All of them in one note, the first few by name. */
static void note_of_record(struct arena *arena, struct reading *reading, const char *folder,
                           char *const *relative, size_t count) {
    const char *names = "";
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_expected(relative[i]) || !is_of_record(relative[i])) continue;
        if (found < NAMED_MOST)
            names = arena_format(arena, "%s%s%s", names, found ? ", " : "", relative[i]);
        found++;
    }
    struct place place = {.file = folder};
    if (found)
        reading_note(reading, place, "%d table%s of the record that identification takes nothing "
                                     "from; not read: %s%s",
                     found, found == 1 ? "" : "s", names, found > NAMED_MOST ? ", ..." : "");
}

/* Reads one file; `path` lives as long as the rows. */
static bool read_file(struct arena *arena, const char *path, bool named, struct rows *rows,
                      struct reading *reading, struct error *error) {
    struct arena scratch;
    arena_open(&scratch, arena->limit);
    struct error why = {0};
    char *bytes;
    size_t size;
    bool good = files_read(&scratch, path, TABLE_BYTES_MOST, &bytes, &size, &why);
    if (!good) {
        struct place place = {.file = shown(arena, path)};
        if (why.code == ERROR_TOO_LARGE && !named) {
            reading_error(reading, place, "%s", why.text);
            good = true;
        } else {
            error_set(error, why.code, "%s", why.text);
        }
        arena_close(&scratch);
        return good;
    }
    enum table_kind kind = folder_recognise(&scratch, path, named, bytes, size);
    const char *name = shown(arena, path);
    bool taken = true;
    if (kind == TABLE_GENEMAPPER) taken = genemapper_read(arena, name, bytes, size, rows, reading);
    else if (kind != TABLE_UNKNOWN)
        taken = plain_read(arena, kind, name, bytes, size, rows, reading);
    else if (!named) pass_over(reading, path);
    else
        good = error_set(error, ERROR_BAD_INPUT,
                         "%s: not a table that identification knows: name the columns in its first "
                         "line as the documentation says",
                         path);
    (void)taken; /* what was wrong is in reading->errors */
    arena_close(&scratch);
    return good;
}

static bool read_below(struct arena *arena, const char *folder, struct rows *rows,
                       struct reading *reading, struct error *error) {
    char **relative;
    size_t count;
    if (!files_list(arena, folder, &relative, &count, error)) return false;
    note_of_record(arena, reading, folder, relative, count);
    for (size_t i = 0; i < count; i++) {
        const char *path = files_join(arena, folder, relative[i]);
        enum file_kind kind = files_kind(path);
        if (is_expected(relative[i]) || is_truth(path)) {
            if (kind != FILE_FOLDER) pass_over(reading, path);
        } else if (kind != FILE_REGULAR) refuse_kind(reading, path, kind);
        else if (folder_passes_over(relative[i])) pass_over(reading, path);
        else if (!is_of_record(path) &&
                 !read_file(arena, path, false, rows, reading, error)) return false;
    }
    return true;
}

bool folder_read(struct arena *arena, int count, const char *const *path, struct rows *rows,
                 struct reading *reading, struct error *error) {
    struct rows read = *rows;
    for (int i = 0; i < count; i++) {
        bool good = files_is_folder(path[i])
                        ? read_below(arena, path[i], &read, reading, error)
                        : read_file(arena, path[i], true, &read, reading, error);
        if (!good) return false;
    }
    *rows = read;
    return true;
}
