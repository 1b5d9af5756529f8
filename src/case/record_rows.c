#include "case/record_rows.h"

#include <string.h>

#include "base/buffer.h"
#include "input/allele.h"
#include "input/plain.h"
#include "schema/value.h"

const char *const RECORD_ROWS_KIND[RECORD_ROWS_KINDS] = {
    "person", "remains", "element", "sample", "profile", "frequencies", "parameters", "mutation"};

int record_rows_kind(const char *kind) {
    for (int i = 0; i < RECORD_ROWS_KINDS; i++)
        if (strcmp(kind, RECORD_ROWS_KIND[i]) == 0) return i;
    return -1;
}

enum { LINKS_MOST = 100 }; /* from a sample to whose it is */

/* The table of one kind while it is written. */
struct writing {
    struct arena *arena;
    struct reading *reading;
    const struct record_source *source;
    int count;
    json_t *index; /* identifier → place in `source` */
    bool staff_apart;
    struct buffer out;
    int lines;
    size_t capacity;
    int *of_line; /* the record that each line is of */
};

static bool is(const struct record_source *source, const char *kind) {
    return strcmp(source->schema->kind, kind) == 0;
}

static const char *text_of(const struct record_source *source, const char *field) {
    return json_string_value(json_object_get(source->fields, field));
}

static const char *code_of(const struct record_source *source) {
    const struct schema_field *field = schema_code_field(source->schema);
    return field ? text_of(source, field->name) : NULL;
}

static const struct record_source *find(const struct writing *writing, const char *rec) {
    const json_t *index = rec ? json_object_get(writing->index, rec) : NULL;
    return index ? &writing->source[json_integer_value(index)] : NULL;
}

/* A cell, and the tab or line end behind it. */
static void cell(struct writing *writing, const char *text, const char *behind) {
    bool quoted = text && strchr(text, '"');
    if (quoted) buffer_add_text(&writing->out, "\"");
    for (const char *at = text; quoted && *at; at++) {
        if (*at == '"') buffer_add_text(&writing->out, "\"");
        buffer_add(&writing->out, at, 1);
    }
    buffer_add_text(&writing->out, quoted ? "\"" : text ? text : "");
    buffer_add_text(&writing->out, behind);
}

/* A cell with the text of a field; nothing where it has a reason in place of a value. */
static void field_cell(struct writing *writing, const struct record_source *source,
                       const char *name, const char *behind) {
    const json_t *value = json_object_get(source->fields, name);
    struct buffer text = {0};
    if (value && !value_none(value))
        value_write(schema_field_find(source->schema, name), value, &text);
    cell(writing, buffer_text(&text), behind);
    buffer_close(&text);
}

static void end_line(struct writing *writing, const struct record_source *source) {
    writing->of_line = arena_grow(writing->arena, writing->of_line, (size_t)writing->lines,
                                  &writing->capacity, sizeof *writing->of_line);
    writing->of_line[writing->lines++] = (int)(source - writing->source);
}

static bool is_kind(const struct record_source *source, const char *word) {
    const char *kind = text_of(source, "kind");
    return kind && strcmp(kind, word) == 0;
}

static bool is_staff(const struct writing *writing, const struct record_source *source) {
    return writing->staff_apart && is(source, "sample") && is_kind(source, "staff");
}

static bool is_nobodys(const struct record_source *sample) {
    return is_kind(sample, "ladder") || is_kind(sample, "control") || is_kind(sample, "staff");
}

/* The remains or person that a record is of; NULL where that is not known. */
static const struct record_source *owner_of(const struct writing *writing,
                                            const struct record_source *source) {
    for (int i = 0; source && i < LINKS_MOST; i++) {
        if (is(source, "remains") || is(source, "person")) return source;
        if (is(source, "sample")) source = find(writing, text_of(source, "subject"));
        else if (is(source, "element")) source = find(writing, text_of(source, "remains"));
        else return NULL;
    }
    return NULL;
}

/* ------------------------------------------------------------------ a line of each kind */

static void write_remains(struct writing *writing, const struct record_source *source) {
    if (is_staff(writing, source)) {
        cell(writing, code_of(source), "\t?\t0\tno\n");
        end_line(writing, source);
        return;
    }
    if (!is(source, "remains")) return;
    field_cell(writing, source, "code", "\t");
    field_cell(writing, source, "sex", "\t");
    field_cell(writing, source, "dropout", "\t");
    field_cell(writing, source, "complete", "\n");
    end_line(writing, source);
}

static void write_sample(struct writing *writing, const struct record_source *source) {
    if (!is(source, "sample") || is_staff(writing, source)) return;
    const struct record_source *owner = owner_of(writing, source);
    if (!owner && !is_nobodys(source)) return; /* its profiles are noted */
    field_cell(writing, source, "sample", "\t");
    cell(writing, is_nobodys(source) ? "" : code_of(owner), "\t");
    field_cell(writing, source, "kind", "\t");
    field_cell(writing, source, "dropout", "\n");
    end_line(writing, source);
}

static void write_parent(struct writing *writing, const struct record_source *source,
                         const char *name) {
    const struct record_source *parent = find(writing, text_of(source, name));
    cell(writing, parent ? code_of(parent) : "0", "\t");
}

static void write_person(struct writing *writing, const struct record_source *source) {
    if (!is(source, "person")) return;
    const char *family = text_of(source, "family");
    cell(writing, family ? family : "(no family)", "\t");
    field_cell(writing, source, "id", "\t");
    write_parent(writing, source, "father");
    write_parent(writing, source, "mother");
    field_cell(writing, source, "sex", "\t");
    field_cell(writing, source, "role", "\n");
    end_line(writing, source);
}

/* The alleles of a locus as one genotype: both NULL where there is none. */
static void genotype_of(struct writing *writing, const struct record_source *source,
                        const char *subject, const json_t *locus, const char **allele) {
    const json_t *list = json_object_get(locus, "alleles");
    const char *marker = json_string_value(json_object_get(locus, "marker"));
    int seen = 0, peaks = 0;
    bool unclear = false;
    allele[0] = allele[1] = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (allele_is_no_call(text)) {
            unclear = true;
            continue;
        }
        text = allele_spelling(writing->arena, marker_spelling(marker), text);
        bool again = false;
        for (int j = 0; j < seen && j < 2; j++) again = again || strcmp(allele[j], text) == 0;
        peaks++;
        if (again) continue;
        if (seen < 2) allele[seen] = text;
        seen++;
    }
    if (seen == 1 && peaks > 1 && !unclear) allele[1] = allele[0];
    if (seen <= 2) return;
    reading_note(writing->reading, source->place,
                 "%.60s of %.60s: more than two alleles (a mixture or an artefact); not used",
                 marker, subject);
    allele[0] = allele[1] = NULL;
}

/* Where the rows of a profile come from, so that readings of one person can be told apart. */
static struct place place_of_profile(struct arena *arena, const struct record_source *source,
                                     const char *subject) {
    const char *replicate = text_of(source, "replicate");
    if (source->place.line) return source->place;
    return (struct place){.file = arena_format(arena, "the profile of %s%s%s", subject,
                                               replicate ? ", reading " : "",
                                               replicate ? replicate : "")};
}

/* Rows at once, without a table between: profiles are most of what there is, and what their alleles
 * mean has to be said here anyway. */
static void add_profile(struct writing *writing, const struct record_source *source,
                        struct rows *rows) {
    if (!is(source, "profile")) return;
    const char *rec = text_of(source, "subject");
    const struct record_source *subject = find(writing, rec);
    bool known = subject && (owner_of(writing, subject) ||
                             (is(subject, "sample") && is_nobodys(subject)));
    if (!known) {
        const char *code = rec ? value_waiting(rec) : NULL;
        reading_note(writing->reading, source->place,
                     "the profile of %.60s: whose it is is not in the record yet; not used",
                     code ? code : subject ? code_of(subject) : "an unknown subject");
        return;
    }
    const json_t *loci = json_object_get(source->fields, "loci");
    struct place place = place_of_profile(writing->arena, source, code_of(subject));
    for (size_t i = 0; i < json_array_size(loci); i++) {
        const json_t *locus = json_array_get(loci, i);
        const char *allele[2];
        genotype_of(writing, source, code_of(subject), locus, allele);
        if (!allele[0]) continue;
        const char *marker = json_string_value(json_object_get(locus, "marker"));
        *rows_add(writing->arena, &rows->profiles) =
            (struct profile_row){.place = place,
                                 .subject = code_of(subject),
                                 .marker = marker_spelling(marker),
                                 .allele = {allele[0], allele[1]}};
    }
}

static void write_frequencies(struct writing *writing, const struct record_source *source) {
    if (!is(source, "frequencies")) return;
    const json_t *alleles = json_object_get(source->fields, "alleles");
    for (size_t i = 0; i < json_array_size(alleles); i++) {
        const json_t *row = json_array_get(alleles, i);
        field_cell(writing, source, "marker", "\t");
        cell(writing, json_string_value(json_object_get(row, "allele")), "\t");
        cell(writing, json_string_value(json_object_get(row, "frequency")), "\n");
        end_line(writing, source);
    }
}

static void write_parameter(struct writing *writing, const struct record_source *source) {
    if (!is(source, "parameters")) return;
    field_cell(writing, source, "name", "\t");
    field_cell(writing, source, "value", "\n");
    end_line(writing, source);
}

static void write_mutation(struct writing *writing, const struct record_source *source) {
    static const char *const fields[] = {
        "marker",     "chrom",       "model",      "model_female", "rate_male", "rate_female",
        "rate2_male", "rate2_female", "range_male", "range_female"};
    enum { FIELDS = sizeof fields / sizeof *fields };
    if (!is(source, "mutation")) return;
    for (int i = 0; i < FIELDS; i++)
        field_cell(writing, source, fields[i], i + 1 < FIELDS ? "\t" : "\n");
    end_line(writing, source);
}

/* ------------------------------------------------------------------ all of it */

static const struct {
    enum table_kind kind;
    const char *columns;
    void (*write)(struct writing *writing, const struct record_source *source);
} tables[] = {
    {TABLE_REMAINS, "code\tsex\tdropout\tcomplete\n", write_remains},
    {TABLE_SAMPLES, "sample\tsubject\tkind\tdropout\n", write_sample},
    {TABLE_PERSONS, "family\tid\tfather\tmother\tsex\trole\n", write_person},
    {TABLE_FREQUENCIES, "marker\tallele\tfrequency\n", write_frequencies},
    {TABLE_PARAMETERS, "name\tvalue\n", write_parameter},
    {TABLE_MUTATION,
     "marker\tchrom\tmodel\tmodel_female\trate_male\trate_female\trate2_male\trate2_female\t"
     "range_male\trange_female\n",
     write_mutation},
};

/* Each line has become one row. */
#define PLACE_ROWS(list, writing)                                                                  \
    for (int i = 0; i < (writing)->lines && (list)->count == (writing)->lines; i++)                \
        (list)->row[i].place = (writing)->source[(writing)->of_line[i]].place

static void place_rows(struct writing *writing, enum table_kind kind, struct rows *rows) {
    switch (kind) {
    case TABLE_REMAINS: PLACE_ROWS(&rows->remains, writing); break;
    case TABLE_SAMPLES: PLACE_ROWS(&rows->samples, writing); break;
    case TABLE_PERSONS: PLACE_ROWS(&rows->persons, writing); break;
    case TABLE_FREQUENCIES: PLACE_ROWS(&rows->frequencies, writing); break;
    case TABLE_PARAMETERS: PLACE_ROWS(&rows->parameters, writing); break;
    case TABLE_MUTATION: PLACE_ROWS(&rows->mutation, writing); break;
    case TABLE_UNKNOWN:
    case TABLE_PROFILES:
    case TABLE_GENEMAPPER: break;
    }
}

static bool read_table(struct writing *writing, int table, struct rows *rows) {
    writing->lines = 0;
    buffer_add_text(&writing->out, tables[table].columns);
    for (int i = 0; i < writing->count; i++)
        tables[table].write(writing, &writing->source[i]);
    const char *name = arena_format(writing->arena, "the record's %s",
                                    table_kind_name(tables[table].kind));
    bool good = plain_read(writing->arena, tables[table].kind, name, writing->out.bytes,
                           writing->out.size, rows, writing->reading);
    buffer_close(&writing->out);
    if (good) place_rows(writing, tables[table].kind, rows);
    return good;
}

bool record_rows(struct arena *arena, const struct record_source *source, int count,
                 bool staff_apart, struct rows *out_rows, struct reading *reading) {
    struct rows read = {0};
    struct writing writing = {.arena = arena,
                              .reading = reading,
                              .source = source,
                              .count = count,
                              .index = json_object(),
                              .staff_apart = staff_apart};
    bool good = true;
    for (int i = 0; i < count; i++)
        json_object_set_new(writing.index, source[i].rec, json_integer(i));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        good = read_table(&writing, (int)i, &read) && good;
    for (int i = 0; i < count; i++) add_profile(&writing, &source[i], &read);
    json_decref(writing.index);
    if (good) *out_rows = read;
    return good;
}
