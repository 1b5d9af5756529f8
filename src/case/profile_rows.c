#include <string.h>
#include <strings.h>

#include "case/profile_parts.h"
#include "input/allele.h"

enum { CONTROLS_NAMED = 3 };

/* Who the name in a profile table stands for. */
struct directory {
    struct names remains, persons, samples;
    int *sample_subject; /* NOT_USED where it is nobody's */
    bool *typed;         /* of each sample of nobody's: it has lines in a profile table */
};

/* One error for a table that is not there, instead of one for every line that speaks of it. */
static void report_unknown(struct builder *builder, const char *name, struct place place) {
    const struct rows *rows = builder->rows;
    const char *absent = !rows->remains.count ? "remains" : !rows->persons.count ? "persons" : NULL;
    if (!absent)
        reading_error(builder->reading, place,
                      "%s is neither remains nor a person nor a sample: add it to its table", name);
    else if (!builder->absent_said)
        reading_error(builder->reading, place,
                      "%s is in no table, and there are no %s: add %s.tsv", name, absent, absent);
    builder->absent_said = absent != NULL;
}

/* The remains or person of that name; NOT_USED, reported, when there is none or more than one. */
static int find_owner(struct builder *builder, const struct directory *directory, const char *name,
                      struct place place) {
    int remains = names_find(&directory->remains, name);
    int person = names_find(&directory->persons, name);
    if (remains < 0 && person < 0) {
        report_unknown(builder, name, place);
        return NOT_USED;
    }
    if (remains >= 0 && person >= 0) {
        reading_error(builder->reading, place,
                      "%s is both remains and a person: give one of them another name", name);
        return NOT_USED;
    }
    if (remains >= 0) return remains;
    if (names_find_next(&directory->persons, name, person) >= 0) {
        reading_error(builder->reading, place,
                      "%s is a person in more than one family: give each an id of their own", name);
        return NOT_USED;
    }
    return builder->rows->remains.count + person;
}

static struct directory make_directory(struct builder *builder) {
    struct arena *arena = builder->arena;
    const struct rows *rows = builder->rows;
    struct directory directory = {
        .remains = names_make(arena, rows->remains.count,
                              COLUMN_OF(builder, remains, remains_row, code), NAMES_EXACT),
        .persons = names_make(arena, rows->persons.count,
                              COLUMN_OF(builder, persons, person_row, id), NAMES_EXACT),
        .samples = names_make(arena, rows->samples.count,
                              COLUMN_OF(builder, samples, sample_row, sample), NAMES_EXACT),
        .sample_subject = arena_new(arena, int, rows->samples.count),
        .typed = arena_new(arena, bool, rows->samples.count)};
    for (int i = 0; i < rows->samples.count; i++) {
        const struct sample_row *row = &rows->samples.row[i];
        int first = names_find(&directory.samples, row->sample);
        if (first != i)
            reading_error(builder->reading, row->place,
                          "sample %s is given twice, first in line %d: keep one", row->sample,
                          rows->samples.row[first].place.line);
        directory.sample_subject[i] =
            row->used ? find_owner(builder, &directory, row->subject, row->place) : NOT_USED;
    }
    return directory;
}

/* The subject of a profile row, and the drop-out if its sample has one. */
static int find_subject(struct builder *builder, const struct directory *directory,
                        const struct profile_row *row, double *out_dropout) {
    int sample = names_find(&directory->samples, row->subject);
    if (sample < 0) return find_owner(builder, directory, row->subject, row->place);
    const struct sample_row *of = &builder->rows->samples.row[sample];
    if (!of->used) {
        directory->typed[sample] = true;
        return NOT_USED;
    }
    int subject = directory->sample_subject[sample];
    bool other =
        strcmp(of->subject, of->sample) != 0 && (names_find(&directory->remains, of->sample) >= 0 ||
                                                 names_find(&directory->persons, of->sample) >= 0);
    if (other) {
        reading_error(builder->reading, row->place,
                      "%s is a sample of %s and also remains or a person: rename the sample",
                      of->sample, of->subject);
        return NOT_USED;
    }
    if (of->dropout >= 0) *out_dropout = of->dropout;
    return subject;
}

void profile_make_subjects(struct assembly *assembly) {
    struct builder *builder = assembly->builder;
    const struct rows *rows = builder->rows;
    int remains = builder->rows->remains.count;
    assembly->subjects = remains + rows->persons.count;
    assembly->subject = arena_new(builder->arena, struct subject, assembly->subjects);
    for (int i = 0; i < remains; i++) {
        const struct remains_row *row = &rows->remains.row[i];
        assembly->subject[i] = (struct subject){
            .place = row->place,
            .name = row->code,
            .dropout = row->dropout >= 0 ? row->dropout : builder->options.dropout};
    }
    for (int i = 0; i < rows->persons.count; i++)
        assembly->subject[remains + i] =
            (struct subject){.place = rows->persons.row[i].place, .name = rows->persons.row[i].id};
}

/* Says once of all the profiles of ladders, controls and staff that they are not used. */
static void note_controls(struct builder *builder, const struct directory *directory) {
    const struct sample_row *row = builder->rows->samples.row;
    const char *list = "";
    int count = 0;
    struct place file = {0};
    for (int i = 0; i < builder->rows->samples.count; i++) {
        if (!directory->typed[i]) continue;
        if (count == 0) file.file = row[i].place.file;
        if (count < CONTROLS_NAMED)
            list = arena_format(builder->arena, "%s%s%.60s (%.20s)", list, count ? ", " : "",
                                row[i].sample, row[i].kind);
        count++;
    }
    if (count)
        reading_note(builder->reading, file,
                     "%d sample%s of ladders, controls or staff; not used: %s%s", count,
                     count == 1 ? "" : "s", list, count > CONTROLS_NAMED ? ", ..." : "");
}

/* Amelogenin is X, or X and Y; anything else says nothing of the sex, and is not to be lost in
 * silence. */
static bool is_amelogenin(struct builder *builder, const struct profile_row *row) {
    bool x = false;
    for (int i = 0; i < 2; i++) {
        const char *allele = row->allele[i];
        if (!allele) continue;
        x = x || strcmp(allele, "X") == 0;
        if (strcmp(allele, "X") == 0 || strcmp(allele, "Y") == 0) continue;
        reading_note(builder->reading, row->place,
                     "%s of %s: \"%.20s\" is neither X nor Y; the line is not used (one in each "
                     "cell)",
                     AMELOGENIN, row->subject, allele);
        return false;
    }
    if (x || !row->allele[1]) return true;
    reading_note(builder->reading, row->place, "%s of %s: Y without X; the line is not used",
                 AMELOGENIN, row->subject);
    return false;
}

/* What samples are usually of; any other kind may be a slip in "control". */
static bool is_known_kind(const char *kind) {
    static const char *const kinds[] = {
        "", "bone", "tooth", "muscle", "tissue", "nail", "hair", "skin", "blood", "buccal",
        "saliva", "swab", "biopsy", "milk tooth", "bloodstain", "bloodspot", "toothbrush",
        "razor", "clothing", "object", "reference", "direct", "remains", "sample", "other", NULL};
    for (int i = 0; kinds[i]; i++)
        if (strcasecmp(kind, kinds[i]) == 0) return true;
    return false;
}

static void note_kinds(struct builder *builder) {
    const char **kind = COLUMN_OF(builder, samples, sample_row, kind);
    struct names kinds =
        names_make(builder->arena, builder->rows->samples.count, kind, NAMES_ANY_CASE);
    for (int i = 0; i < builder->rows->samples.count; i++) {
        const struct sample_row *row = &builder->rows->samples.row[i];
        if (row->used && !is_known_kind(row->kind) && names_find(&kinds, row->kind) == i)
            reading_note(builder->reading, row->place,
                         "kind \"%.40s\" is not known: its samples are used as their subjects'; "
                         "of ladder, control and staff nothing is",
                         row->kind);
    }
}

void profile_find_uses(struct assembly *assembly) {
    struct builder *builder = assembly->builder;
    const struct panel *panel = &builder->dataset->panel;
    int count = builder->rows->profiles.count;
    struct directory directory = make_directory(builder);
    const char **marker = arena_new(builder->arena, const char *, panel->count);
    for (int i = 0; i < panel->count; i++) marker[i] = panel->marker[i].name;
    struct names markers = names_make(builder->arena, panel->count, marker, NAMES_ANY_CASE);
    const char **column = COLUMN_OF(builder, profiles, profile_row, marker);
    struct names columns = names_make(builder->arena, count, column, NAMES_ANY_CASE);
    assembly->use = arena_new(builder->arena, struct use, count);
    const char **table = COLUMN_OF(builder, frequencies, frequency_row, marker);
    struct names listed =
        names_make(builder->arena, builder->rows->frequencies.count, table, NAMES_ANY_CASE);
    for (int i = 0; i < count; i++) {
        const struct profile_row *row = &builder->rows->profiles.row[i];
        struct use *use = &assembly->use[i];
        *use = (struct use){.dropout = -1};
        use->subject = find_subject(builder, &directory, row, &use->dropout);
        bool amelogenin = strcmp(row->marker, AMELOGENIN) == 0;
        if (amelogenin && use->subject != NOT_USED && !is_amelogenin(builder, row))
            use->subject = NOT_USED;
        use->marker = amelogenin ? panel->count : names_find(&markers, row->marker);
        bool first = names_find(&columns, row->marker) == i;
        /* Why one that has frequencies is not used was said of them. */
        if (use->marker == NOT_USED && first && names_find(&listed, row->marker) < 0)
            reading_note(builder->reading, row->place, "marker %s has no frequencies; not used",
                         row->marker);
        if (use->subject == NOT_USED || use->marker == NOT_USED) use->subject = NOT_USED;
        else if (use->dropout < 0) use->dropout = assembly->subject[use->subject].dropout;
    }
    note_controls(builder, &directory);
    note_kinds(builder);
}

/* Alleles of one marker that were seen without being in its list, with the row of the first. */
struct unseen {
    int count;
    size_t capacity;
    const char **allele;
};

static bool is_listed(const struct unseen *unseen, const char *allele) {
    for (int i = 0; i < unseen->count; i++)
        if (strcmp(unseen->allele[i], allele) == 0) return true;
    return false;
}

/* An allele that was seen has a frequency above 0, or is a number that can be given one. */
static void check_allele(struct assembly *assembly, const struct profile_row *row,
                         const struct marker *marker, const char *allele, struct unseen *unseen) {
    struct builder *builder = assembly->builder;
    int index = marker_find_allele(marker, allele);
    if (index >= 0) {
        if (marker->frequency[index] > 0) return;
        reading_error(builder->reading, row->place,
                      "%s of %s: allele %s has the frequency 0: give it one, or leave its line out",
                      marker->name, row->subject, allele);
    } else if (!allele_is_number(allele)) {
        reading_error(builder->reading, row->place,
                      "%s of %s: \"%s\" is not in the frequency table and not a repeat number: "
                      "correct it",
                      marker->name, row->subject, allele);
    } else if (!is_listed(unseen, allele) && unseen->count < MARKER_ALLELE_LIMIT) {
        unseen->allele = arena_grow(builder->arena, unseen->allele, (size_t)unseen->count,
                                    &unseen->capacity, sizeof *unseen->allele);
        unseen->allele[unseen->count++] = allele;
    }
}

void profile_add_unseen(struct assembly *assembly) {
    struct builder *builder = assembly->builder;
    struct panel *panel = &builder->dataset->panel;
    struct unseen *unseen = arena_new(builder->arena, struct unseen, panel->count);
    for (int i = 0; i < builder->rows->profiles.count; i++) {
        const struct profile_row *row = &builder->rows->profiles.row[i];
        const struct use *use = &assembly->use[i];
        if (use->subject == NOT_USED || use->marker == panel->count) continue;
        for (int j = 0; j < 2; j++)
            if (row->allele[j])
                check_allele(assembly, row, &panel->marker[use->marker], row->allele[j],
                             &unseen[use->marker]);
    }
    struct place nowhere = {0};
    for (int i = 0; i < panel->count; i++) {
        struct error error = {0};
        if (!marker_add_unseen(builder->arena, &panel->marker[i], unseen[i].count, unseen[i].allele,
                               builder->options.unseen_frequency, &error))
            reading_error(builder->reading, nowhere, "%s", error.text);
        for (int j = 0; j < unseen[i].count; j++)
            reading_note(
                builder->reading, nowhere, "marker %s: allele %s has no frequency; it is given %g",
                panel->marker[i].name, unseen[i].allele[j], builder->options.unseen_frequency);
    }
    build_matrices(builder);
}
