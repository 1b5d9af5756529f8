/* Genotype tables as records: each sample's lines are one profile, with every peak that was named,
 * whatever identification makes of it later. */
#include <string.h>

#include "case/import_parts.h"
#include "input/allele.h"
#include "input/genemapper_lines.h"

enum { ALLELES_KEPT = 8, SUBJECT = 0, KIT, MARKER, FLAGS, ALLELE, HEIGHT = ALLELE + ALLELES_KEPT };
enum { CELLS = HEIGHT + ALLELES_KEPT };

static void find_columns(struct import_plan *plan, struct import_group *group) {
    static const char *const names[ALLELE] = {"subject", "kit", "marker", "flags"};
    int count;
    const struct import_column *known = import_columns(plan->arena, group->file->schema, &count);
    for (int i = 0; i < CELLS; i++) {
        const char *name = i < ALLELE   ? names[i]
                           : i < HEIGHT ? arena_format(plan->arena, "allele%d", i - ALLELE + 1)
                                        : arena_format(plan->arena, "height%d", i - HEIGHT + 1);
        group->column[i] = import_column_find(known, count, name);
    }
    group->file->columns = CELLS;
    group->file->column = group->column;
}

/* One peak is written twice, and once where another was seen that has no name. */
static bool read_peaks(struct genemapper_lines *lines, struct import_group *group) {
    int peaks = 0;
    bool unnamed = false, unclear = false;
    for (int i = ALLELE; i < CELLS; i++) group->cell[i] = "";
    for (int i = 0; i < lines->alleles; i++) {
        const char *text = genemapper_allele(lines, i);
        struct place place = table_place(&lines->table, lines->allele[i]);
        if (!*text) continue;
        if (allele_is_no_call(text)) {
            unnamed = unnamed || allele_is_unnamed_peak(text);
            unclear = true;
            continue;
        }
        if (peaks == ALLELES_KEPT) {
            reading_error(lines->table.reading, place,
                          "more than %d alleles: leave out what are artefacts", ALLELES_KEPT);
            return false;
        }
        group->at[ALLELE + peaks] = place.column;
        group->cell[ALLELE + peaks] = text;
        if (lines->height[i] >= 0)
            group->cell[HEIGHT + peaks] = lines->table.row[lines->height[i]].text;
        peaks++;
    }
    if (peaks == 1 && !unclear) group->cell[ALLELE + 1] = group->cell[ALLELE];
    group->cell[FLAGS] = unnamed ? "off_ladder" : unclear ? "partial" : "";
    return true;
}

static void read_line(struct genemapper_lines *lines, const struct genemapper_line *line,
                      struct import_group *group) {
    struct error error = {0};
    int cell;
    for (int i = 0; i < CELLS; i++) group->at[i] = line->place.column;
    group->cell[SUBJECT] = line->sample;
    group->cell[KIT] = lines->panel < 0 ? "" : lines->table.row[lines->panel].text;
    group->cell[MARKER] = line->marker;
    if (!read_peaks(lines, group)) return;
    if (import_group_line(group, line->place.line, &cell, &error)) return;
    struct place place = line->place;
    if (cell >= 0) place.column = group->at[cell];
    reading_error(lines->table.reading, place, "%s", error.text);
}

void import_genemapper(struct import_plan *plan, int index, const void *bytes, size_t size) {
    struct import_file *file = &plan->file[index];
    struct genemapper_lines lines;
    struct genemapper_line line;
    struct import_group group;
    file->refused = true;
    if (!genemapper_open(plan->arena, file->path, bytes, size, file->reading, &lines)) return;
    import_group_open(plan, index, CELLS, &group);
    find_columns(plan, &group);
    while (genemapper_next(&lines, &line)) {
        if (lines.table.rows > IMPORT_LINES_MOST) {
            reading_error(file->reading, line.place, "more than %d lines: split it",
                          IMPORT_LINES_MOST);
            break;
        }
        if (line.control) file->passed_over++;
        else read_line(&lines, &line, &group);
    }
    file->read = lines.table.rows;
    struct place whole = {.file = file->path};
    if (file->passed_over)
        reading_note(file->reading, whole,
                     "%d more line%s of ladders and controls; passed over",
                     file->passed_over, file->passed_over == 1 ? "" : "s");
    file->refused = file->reading->errors.count > 0;
    import_group_close(&group);
}
