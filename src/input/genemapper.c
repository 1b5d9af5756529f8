#include "input/genemapper.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "input/allele.h"
#include "input/calls.h"
#include "input/plain_reader.h"
#include "input/table.h"

enum { ALLELE_COLUMNS = 100 };

/* A line of the table. Kept in the order of the file and by sample and marker. */
struct line {
    struct place place;
    const char *sample, *marker;
    const char *allele[2];
    bool mixed; /* more than two peaks */
    int order;
};

struct reader {
    struct arena *arena;
    struct reading *reading;
    struct table table;
    int sample, sample_file, marker;
    int alleles, allele[ALLELE_COLUMNS];
    ROWS_OF(line) lines;
};

/* Without "-NB" at its end. */
static const char *stripped(struct arena *arena, const char *text) {
    size_t length = strlen(text);
    if (length < 3 || strcasecmp(text + length - 3, "-NB") != 0) return text;
    length -= 3;
    while (length && text[length - 1] == ' ') length--;
    return arena_copy_part(arena, text, length);
}

/* "Allele 1" … "Allele 100": the columns of alleles that there are. */
static void find_columns(struct reader *reader) {
    reader->sample = table_column(&reader->table, "Sample Name");
    reader->sample_file = table_column(&reader->table, "Sample File");
    reader->marker = table_column(&reader->table, "Marker");
    for (int i = 1; i <= ALLELE_COLUMNS; i++) {
        char name[16] = "Allele ";
        int digits = i < 10 ? 1 : i < 100 ? 2 : 3;
        for (int rest = i, at = digits; at > 0; rest /= 10)
            name[6 + at--] = (char)('0' + rest % 10);
        int column = table_column(&reader->table, name);
        if (column >= 0) reader->allele[reader->alleles++] = column;
    }
}

static void read_alleles(struct reader *reader, struct line *line) {
    int seen = 0, unnamed_peaks = 0;
    bool unclear = false;
    for (int i = 0; i < reader->alleles; i++) {
        int column = reader->allele[i];
        const char *text = stripped(reader->arena, reader->table.row[column].text);
        struct place place = table_place(&reader->table, column);
        if (!*text) continue;
        if (allele_is_no_call(text)) {
            reading_note(reader->reading, place,
                         "%.60s of %.60s: \"%.20s\" is not an allele; not used", line->marker,
                         line->sample, text);
            unclear = true;
            if (allele_is_unnamed_peak(text)) unnamed_peaks++;
            continue;
        }
        if (!name_check(text, "allele", place, reader->reading)) continue;
        text = allele_spelling(reader->arena, line->marker, text);
        bool known = false;
        for (int j = 0; j < seen && j < 2; j++) known = known || strcmp(line->allele[j], text) == 0;
        if (known) continue;
        if (seen < 2) line->allele[seen] = text;
        seen++;
    }
    if (seen + unnamed_peaks > 2) {
        reading_note(reader->reading, line->place,
                     "%.60s of %.60s: more than two peaks (a mixture or an artefact); not used",
                     line->marker, line->sample);
        line->mixed = true;
    }
    if (seen == 1 && !unclear) line->allele[1] = line->allele[0];
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

static void read_line(struct reader *reader) {
    struct line line = {.order = reader->lines.count};
    int column = reader->sample;
    if (column < 0 || (!*reader->table.row[column].text && reader->sample_file >= 0))
        column = reader->sample_file;
    line.place = table_place(&reader->table, column);
    line.sample = stripped(reader->arena, reader->table.row[column].text);
    line.marker = stripped(reader->arena, reader->table.row[reader->marker].text);
    line.marker = marker_spelling(line.marker);
    struct place marker_place = table_place(&reader->table, reader->marker);
    bool good = name_check(line.sample, "sample", line.place, reader->reading);
    if (!name_check(line.marker, "marker", marker_place, reader->reading) || !good) return;
    if (!is_ladder_or_control(line.sample)) read_alleles(reader, &line);
    *rows_add(reader->arena, &reader->lines) = line;
}

static int order_lines(const void *first, const void *second) {
    const struct line *a = first, *b = second;
    int order = strcmp(a->sample, b->sample);
    if (order == 0) order = strcasecmp(a->marker, b->marker);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int order_as_read(const void *first, const void *second) {
    const struct line *a = first, *b = second;
    return (a->order > b->order) - (a->order < b->order);
}

/* Makes one of the `count` lines of a sample and marker. */
static struct profile_row merge(struct reader *reader, const struct line *line, int count) {
    struct profile_row row = {
        .place = line->place, .subject = line->sample, .marker = line->marker};
    struct calls calls = {0};
    for (int i = 0; i < count; i++) {
        if (line[i].mixed) return row;
        calls_add(&calls, line[i].allele, false, line[i].place);
    }
    enum calls_state state = calls_result(&calls, row.allele);
    if (state != CALLS_CONTRADICT && state != CALLS_COMPLETED) return row;
    reading_note(reader->reading, calls.place[1], "%.60s of %.60s: %s line %d%s", line->marker,
                 line->sample, state == CALLS_COMPLETED ? "completes" : "contradicts",
                 calls.place[0].line, state == CALLS_COMPLETED ? "" : "; neither is used");
    return row;
}

/* Brings the lines of each sample and marker together and leaves the rows in the order of the
 * file. */
static void add_rows(struct reader *reader, struct rows *rows) {
    struct line *line = reader->lines.row;
    int count = reader->lines.count;
    struct place whole = {.file = reader->table.file};
    if (count > 1) qsort(line, (size_t)count, sizeof *line, order_lines);
    int kept = 0;
    for (int i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count; next++)
            if (strcmp(line[next].sample, line[i].sample) != 0 ||
                strcasecmp(line[next].marker, line[i].marker) != 0)
                break;
        if (is_ladder_or_control(line[i].sample)) {
            if (i == 0 || strcmp(line[i - 1].sample, line[i].sample) != 0)
                reading_note(reader->reading, whole, "%.60s: a ladder or control; not used",
                             line[i].sample);
            continue;
        }
        struct profile_row row = merge(reader, &line[i], next - i);
        struct line merged = line[i];
        memcpy(merged.allele, row.allele, sizeof merged.allele);
        line[kept++] = merged;
    }
    if (kept > 1) qsort(line, (size_t)kept, sizeof *line, order_as_read);
    for (int i = 0; i < kept; i++) {
        if (!line[i].allele[0]) continue;
        *rows_add(reader->arena, &rows->profiles) =
            (struct profile_row){.place = line[i].place,
                                 .subject = line[i].sample,
                                 .marker = line[i].marker,
                                 .allele = {line[i].allele[0], line[i].allele[1]}};
    }
}

bool genemapper_read(struct arena *arena, const char *file, const void *bytes, size_t size,
                     struct rows *rows, struct reading *reading) {
    static const char *const required[] = {"Marker", "Allele 1", NULL};
    static const char *const sample[] = {"Sample Name", NULL};
    int errors = reading->errors.count;
    struct reader reader = {.arena = arena, .reading = reading};
    if (!table_open(arena, file, bytes, size, reading, &reader.table)) return false;
    if (!table_require(&reader.table, required)) return false;
    find_columns(&reader);
    if (reader.sample < 0 && reader.sample_file < 0 && !table_require(&reader.table, sample))
        return false;
    for (int i = 0; table_next(&reader.table); i++) {
        if (i == ROWS_MOST) {
            reading_error(reading, table_place(&reader.table, -1), "more than %d rows: split it",
                          ROWS_MOST);
            break;
        }
        read_line(&reader);
    }
    if (reading->errors.count > errors) return false;
    add_rows(&reader, rows);
    return true;
}
