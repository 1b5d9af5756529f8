#include "input/genemapper_lines.h"

#include <string.h>
#include <strings.h>

#include "input/allele.h"
#include "input/plain_reader.h"

/* Without "-NB" at its end. */
static const char *stripped(struct arena *arena, const char *text) {
    size_t length = strlen(text);
    if (length < 3 || strcasecmp(text + length - 3, "-NB") != 0) return text;
    length -= 3;
    while (length && text[length - 1] == ' ') length--;
    return arena_copy_part(arena, text, length);
}

/* The column of "Allele 7", or -1. */
static int find_numbered(const struct table *table, const char *word, int number) {
    char name[16];
    int digits = number < 10 ? 1 : number < 100 ? 2 : 3;
    size_t length = strlen(word);
    memcpy(name, word, length);
    name[length] = ' ';
    for (int rest = number, at = digits; at > 0; rest /= 10)
        name[length + (size_t)at--] = (char)('0' + rest % 10);
    name[length + 1 + (size_t)digits] = 0;
    return table_column(table, name);
}

static void find_columns(struct genemapper_lines *lines) {
    lines->sample = table_column(&lines->table, "Sample Name");
    lines->sample_file = table_column(&lines->table, "Sample File");
    lines->marker = table_column(&lines->table, "Marker");
    lines->panel = table_column(&lines->table, "Panel");
    for (int i = 1; i <= GENEMAPPER_ALLELES_MOST; i++) {
        int column = find_numbered(&lines->table, "Allele", i);
        if (column < 0) continue;
        lines->height[lines->alleles] = find_numbered(&lines->table, "Height", i);
        lines->allele[lines->alleles++] = column;
    }
}

bool genemapper_open(struct arena *arena, const char *file, const void *bytes, size_t size,
                     struct reading *reading, struct genemapper_lines *out_lines) {
    static const char *const required[] = {"Marker", "Allele 1", NULL};
    static const char *const sample[] = {"Sample Name", NULL};
    struct genemapper_lines lines = {.arena = arena};
    if (!table_open(arena, file, bytes, size, reading, &lines.table)) return false;
    if (!table_require(&lines.table, required)) return false;
    find_columns(&lines);
    if (lines.sample < 0 && lines.sample_file < 0 && !table_require(&lines.table, sample))
        return false;
    *out_lines = lines;
    return true;
}

static bool is_ladder_or_control(const char *sample) {
    static const char *const names[] = {"Ladder",
                                        "Allelic Ladder",
                                        "Positive Control",
                                        "Negative Control",
                                        "Amplification Control",
                                        "Extraction Control",
                                        NULL};
    for (const char *const *name = names; *name; name++)
        if (strcasecmp(sample, *name) == 0) return true;
    return false;
}

static bool read_line(struct genemapper_lines *lines, struct genemapper_line *line) {
    const struct table *table = &lines->table;
    int column = lines->sample;
    if (column < 0 || (!*table->row[column].text && lines->sample_file >= 0))
        column = lines->sample_file;
    line->place = table_place(table, column);
    line->sample = stripped(lines->arena, table->row[column].text);
    line->marker = marker_spelling(stripped(lines->arena, table->row[lines->marker].text));
    line->control = is_ladder_or_control(line->sample);
    bool good = name_check(line->sample, "sample", line->place, table->reading);
    struct place place = table_place(table, lines->marker);
    return name_check(line->marker, "marker", place, table->reading) && good;
}

bool genemapper_next(struct genemapper_lines *lines, struct genemapper_line *out_line) {
    struct genemapper_line line;
    while (table_next(&lines->table))
        if (read_line(lines, &line)) {
            *out_line = line;
            return true;
        }
    return false;
}

const char *genemapper_allele(struct genemapper_lines *lines, int index) {
    return stripped(lines->arena, lines->table.row[lines->allele[index]].text);
}
