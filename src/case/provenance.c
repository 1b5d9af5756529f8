#include "case/provenance.h"

#include <string.h>
#include <strings.h>

#include "base/files.h"
#include "case/folder.h"
#include "input/names.h"
#include "input/number.h"
#include "input/table.h"

/* Columns that the data set is made of; all others are other evidence. */
static const char *const used_columns[] = {"code",   "sex",    "dropout", "complete", "family",
                                           "id",     "father", "mother",  "role",     NULL};

static bool is_used(const char *name) {
    for (const char *const *used = used_columns; *used; used++)
        if (strcasecmp(name, *used) == 0) return true;
    return !*name;
}

static const char *add_file(struct arena *arena, const char *list, const char *file) {
    size_t length = strlen(file), whole = strlen(list);
    bool known = whole >= length && strcmp(list + whole - length, file) == 0;
    if (known) return list;
    return *list ? arena_format(arena, "%s, %s", list, file) : arena_copy(arena, file);
}

static void list_files(struct arena *arena, const struct rows *rows, struct provenance *out) {
    out->frequency_files = out->mutation_files = "";
    for (int i = 0; i < rows->frequencies.count; i++)
        out->frequency_files =
            add_file(arena, out->frequency_files, rows->frequencies.row[i].place.file);
    for (int i = 0; i < rows->mutation.count; i++)
        out->mutation_files =
            add_file(arena, out->mutation_files, rows->mutation.row[i].place.file);
    out->frequency_lines = rows->frequencies.count;
}

static void find_parameters(const struct rows *rows, struct provenance *out) {
    out->unseen_frequency = 0.001;
    for (int i = 0; i < rows->parameters.count; i++) {
        const struct parameter_row *row = &rows->parameters.row[i];
        double number;
        if (!number_read(row->value, &number)) continue;
        if (strcasecmp(row->name, "unseen_frequency") == 0) out->unseen_frequency = number;
        if (strcasecmp(row->name, "minimum_frequency") == 0) out->minimum_frequency = number;
    }
}

/* What the marker has beyond the lines of the table was added. */
static void count_unseen(struct arena *arena, const struct rows *rows, const struct panel *panel,
                         struct provenance *out) {
    const char **name = arena_new(arena, const char *, panel->count);
    out->unseen = arena_new(arena, int, panel->count);
    for (int m = 0; m < panel->count; m++) {
        name[m] = panel->marker[m].name;
        out->unseen[m] = panel->marker[m].allele_count;
    }
    struct names names = names_make(arena, panel->count, name, NAMES_ANY_CASE);
    for (int i = 0; i < rows->frequencies.count; i++) {
        int m = names_find(&names, rows->frequencies.row[i].marker);
        if (m >= 0) out->unseen[m]--;
    }
}

bool provenance_unseen(const struct provenance *provenance, const struct panel *panel, int marker,
                       int allele) {
    const struct marker *locus = &panel->marker[marker];
    int seen = locus->allele_count - locus->has_silent - provenance->unseen[marker];
    return allele >= seen && allele < locus->allele_count - locus->has_silent;
}

/* Lists the unused columns of the line at `place`. */
static bool read_others(struct arena *arena, const char *subject, struct place place,
                        struct provenance *out, size_t *capacity, struct error *error) {
    char *bytes;
    size_t size;
    struct table table;
    struct reading *unheard = arena_new(arena, struct reading, 1); /* it was read without errors */
    unheard->arena = arena;
    if (!files_read(arena, place.file, TABLE_BYTES_MOST, &bytes, &size, error)) return false;
    if (!table_open(arena, place.file, bytes, size, unheard, &table))
        return error_set(error, ERROR_STORAGE, "%.200s was changed while it was read: try again",
                         place.file);
    while (table_next(&table)) {
        if (table_place(&table, -1).line != place.line) continue;
        for (int c = 0; c < table.columns; c++) {
            if (is_used(table.name[c].text) || !*table.row[c].text) continue;
            out->other = arena_grow(arena, out->other, (size_t)out->others, capacity,
                                    sizeof *out->other);
            out->other[out->others++] = (struct other_evidence){
                subject, table.name[c].text, table.row[c].text, place.file, place.line};
        }
        break;
    }
    return true;
}

bool provenance_read(struct arena *arena, const char *path, const struct dataset *dataset,
                     const char *family, int count, const char *const *subject,
                     struct provenance *out_provenance, struct error *error) {
    struct rows rows = {0};
    struct reading *unheard = arena_new(arena, struct reading, 1);
    struct provenance out = {0};
    size_t capacity = 0;
    unheard->arena = arena;
    if (!folder_read(arena, 1, &path, &rows, unheard, error)) return false;
    list_files(arena, &rows, &out);
    find_parameters(&rows, &out);
    count_unseen(arena, &rows, &dataset->panel, &out);
    for (int s = 0; s < count; s++) {
        for (int i = 0; i < rows.remains.count; i++)
            if (strcmp(rows.remains.row[i].code, subject[s]) == 0 &&
                !read_others(arena, subject[s], rows.remains.row[i].place, &out, &capacity, error))
                return false;
        for (int i = 0; i < rows.persons.count; i++)
            if (strcmp(rows.persons.row[i].id, subject[s]) == 0 &&
                strcmp(rows.persons.row[i].family, family) == 0 &&
                !read_others(arena, subject[s], rows.persons.row[i].place, &out, &capacity, error))
                return false;
    }
    *out_provenance = out;
    return true;
}
