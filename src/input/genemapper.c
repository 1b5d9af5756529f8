#include "input/genemapper.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "input/allele.h"
#include "input/calls.h"
#include "input/genemapper_lines.h"
#include "input/plain_reader.h"

/* A line of the table. Kept in the order of the file and by sample and marker. */
struct line {
    struct place place;
    const char *sample, *marker;
    const char *allele[2];
    bool control; /* a ladder or control */
    bool mixed;   /* more than two peaks */
    int order;
};

struct reader {
    struct arena *arena;
    struct reading *reading;
    struct genemapper_lines table;
    ROWS_OF(line) lines;
};

static void read_alleles(struct reader *reader, struct line *line) {
    int seen = 0, unnamed_peaks = 0;
    bool unclear = false;
    for (int i = 0; i < reader->table.alleles; i++) {
        const char *text = genemapper_allele(&reader->table, i);
        struct place place = table_place(&reader->table.table, reader->table.allele[i]);
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

static void add_line(struct reader *reader, const struct genemapper_line *read) {
    struct line line = {.place = read->place,
                        .sample = read->sample,
                        .marker = read->marker,
                        .control = read->control,
                        .order = reader->lines.count};
    if (!line.control) read_alleles(reader, &line);
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
    struct place whole = {.file = reader->table.table.file};
    if (count > 1) qsort(line, (size_t)count, sizeof *line, order_lines);
    int kept = 0;
    for (int i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count; next++)
            if (strcmp(line[next].sample, line[i].sample) != 0 ||
                strcasecmp(line[next].marker, line[i].marker) != 0)
                break;
        if (line[i].control) {
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
    int errors = reading->errors.count;
    struct reader reader = {.arena = arena, .reading = reading};
    struct genemapper_line line;
    if (!genemapper_open(arena, file, bytes, size, reading, &reader.table)) return false;
    for (int i = 0; genemapper_next(&reader.table, &line); i++) {
        if (i == ROWS_MOST) {
            reading_error(reading, line.place, "more than %d rows: split it", ROWS_MOST);
            break;
        }
        add_line(&reader, &line);
    }
    if (reading->errors.count > errors) return false;
    add_rows(&reader, rows);
    return true;
}
