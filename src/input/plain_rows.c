#include <math.h>
#include <string.h>
#include <strings.h>

#include "input/allele.h"
#include "input/number.h"
#include "input/plain_reader.h"

bool name_check(const char *text, const char *what, struct place place, struct reading *reading) {
    if (!*text) {
        reading_error(reading, place, "no %s: fill it in", what);
        return false;
    }
    if (strlen(text) > NAME_MOST) {
        reading_error(reading, place, "%s of more than %d bytes: shorten it", what, NAME_MOST);
        return false;
    }
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at >= 0x20 && *at != 0x7f) continue;
        reading_error(reading, place,
                      "%s with a line break or control character: write it on one line", what);
        return false;
    }
    return true;
}

static const char *text_at(const struct plain_reader *reader, int index) {
    int column = reader->column[index];
    return column < 0 ? "" : reader->table.row[column].text;
}

static struct place place_at(const struct plain_reader *reader, int index) {
    return table_place(&reader->table, reader->column[index]);
}

static bool is_missing(const char *text) { return !*text || strcasecmp(text, "NA") == 0; }

static bool take_name(const struct plain_reader *reader, int index, const char *what,
                      const char **out_name) {
    const char *text = text_at(reader, index);
    if (!name_check(text, what, place_at(reader, index), reader->reading)) return false;
    *out_name = text;
    return true;
}

/* The name of somebody or something: what is written elsewhere for "unknown" is none. */
static bool take_id(const struct plain_reader *reader, int index, const char *what,
                    const char **out_name) {
    const char *text = text_at(reader, index);
    if (strcmp(text, "0") != 0 && strcmp(text, "?") != 0 && strcasecmp(text, "NA") != 0)
        return take_name(reader, index, what, out_name);
    reading_error(reader->reading, place_at(reader, index),
                  "the %s \"%s\" means unknown elsewhere: give a name of its own", what, text);
    return false;
}

/* A number within limits, `missing` where there is none. */
static bool take_number(const struct plain_reader *reader, int index, const char *what,
                        double least, double most, double missing, double *out_number) {
    const char *text = text_at(reader, index);
    double number = missing;
    if (!is_missing(text)) {
        if (!number_read(text, &number)) {
            reading_error(reader->reading, place_at(reader, index),
                          "%s \"%.40s\" is not a number, or one too large or small: write it as "
                          "0.05",
                          what, text);
            return false;
        }
        if (!(number >= least && number <= most)) {
            reading_error(reader->reading, place_at(reader, index),
                          "%s %.40s is not between %g and %g", what, text, least, most);
            return false;
        }
    }
    *out_number = number;
    return true;
}

static bool take_dropout(const struct plain_reader *reader, int index, double *out_dropout) {
    return take_number(reader, index, "drop-out", 0, DROPOUT_MOST, -1, out_dropout);
}

static bool take_sex(const struct plain_reader *reader, int index, enum sex *out_sex) {
    const char *text = text_at(reader, index);
    if (strcasecmp(text, "M") == 0) *out_sex = SEX_MALE;
    else if (strcasecmp(text, "F") == 0) *out_sex = SEX_FEMALE;
    else if (!*text || strcmp(text, "?") == 0) *out_sex = SEX_UNKNOWN;
    else {
        reading_error(reader->reading, place_at(reader, index),
                      "sex \"%.40s\" is none: write M, F or ?", text);
        return false;
    }
    return true;
}

static bool take_yes(const struct plain_reader *reader, int index, bool *out_yes) {
    const char *text = text_at(reader, index);
    if (strcasecmp(text, "yes") == 0 || strcmp(text, "1") == 0) *out_yes = true;
    else if (!*text || strcasecmp(text, "no") == 0 || strcmp(text, "0") == 0) *out_yes = false;
    else {
        reading_error(reader->reading, place_at(reader, index),
                      "complete \"%.40s\" is neither yes nor no", text);
        return false;
    }
    return true;
}

/* The cells of further columns that hold something. */
static struct other_cell *take_others(const struct plain_reader *reader, int *out_count) {
    const struct table *table = &reader->table;
    struct other_cell *list = arena_new(reader->arena, struct other_cell, reader->others);
    int count = 0;
    for (int i = 0; i < reader->others; i++) {
        int column = reader->other[i];
        if (!*table->row[column].text) continue;
        list[count++] = (struct other_cell){table->name[column].text, table->row[column].text};
    }
    *out_count = count;
    return list;
}

void plain_read_remains(struct plain_reader *reader) {
    struct remains_row row = {.place = place_at(reader, 0)};
    bool good = take_id(reader, 0, "code", &row.code);
    good = take_sex(reader, 1, &row.sex) && good;
    good = take_dropout(reader, 2, &row.dropout) && good;
    good = take_yes(reader, 3, &row.complete) && good;
    row.other = take_others(reader, &row.others);
    if (good) *rows_add(reader->arena, &reader->rows->remains) = row;
}

void plain_read_sample(struct plain_reader *reader) {
    struct sample_row row = {.place = place_at(reader, 0), .kind = text_at(reader, 2)};
    row.used = strcasecmp(row.kind, "ladder") != 0 && strcasecmp(row.kind, "control") != 0 &&
               strcasecmp(row.kind, "staff") != 0;
    bool good = take_name(reader, 0, "sample", &row.sample);
    if (row.used || *text_at(reader, 1))
        good = take_name(reader, 1, "subject", &row.subject) && good;
    good = take_dropout(reader, 3, &row.dropout) && good;
    if (good) *rows_add(reader->arena, &reader->rows->samples) = row;
}

static bool take_parent(const struct plain_reader *reader, int index, const char *what,
                        const char **out_parent) {
    const char *text = text_at(reader, index);
    if (is_missing(text) || strcmp(text, "0") == 0) return true;
    return take_name(reader, index, what, out_parent);
}

static bool take_role(const struct plain_reader *reader, int index, enum role *out_role) {
    const char *text = text_at(reader, index);
    if (strcasecmp(text, "missing") == 0) *out_role = ROLE_MISSING;
    else if (strcasecmp(text, "reference") == 0) *out_role = ROLE_REFERENCE;
    else if (strcasecmp(text, "other") == 0) *out_role = ROLE_OTHER;
    else {
        reading_error(reader->reading, place_at(reader, index),
                      "role \"%.40s\" is none: write missing, reference or other", text);
        return false;
    }
    return true;
}

void plain_read_person(struct plain_reader *reader) {
    struct person_row row = {.place = place_at(reader, 1)};
    bool good = take_name(reader, 0, "family", &row.family);
    good = take_id(reader, 1, "id", &row.id) && good;
    good = take_parent(reader, 2, "father", &row.father) && good;
    good = take_parent(reader, 3, "mother", &row.mother) && good;
    good = take_sex(reader, 4, &row.sex) && good;
    good = take_role(reader, 5, &row.role) && good;
    row.other = take_others(reader, &row.others);
    if (good) *rows_add(reader->arena, &reader->rows->persons) = row;
}

static bool is_silent(const char *allele) { return strcasecmp(allele, SILENT_ALLELE) == 0; }

/* An empty cell and one that names no allele give NULL; the latter is noted. */
static bool take_allele(const struct plain_reader *reader, int index, const char *marker,
                        const char **out_allele) {
    const char *text = text_at(reader, index);
    if (is_missing(text)) return true;
    struct place place = place_at(reader, index);
    if (allele_is_no_call(text)) {
        reading_note(reader->reading, place, "%.60s of %.60s: \"%.20s\" is not an allele; not used",
                     marker, text_at(reader, 0), text);
        return true;
    }
    if (!name_check(text, "allele", place, reader->reading)) return false;
    if (is_silent(text)) {
        reading_error(reader->reading, place,
                      "a silent allele cannot be seen: leave the cell empty if it is not known");
        return false;
    }
    *out_allele = allele_spelling(reader->arena, marker, text);
    return true;
}

void plain_read_profile(struct plain_reader *reader) {
    struct profile_row row = {.place = place_at(reader, 0)};
    bool good = take_name(reader, 0, "subject", &row.subject);
    if (!take_name(reader, 1, "marker", &row.marker)) return;
    row.marker = marker_spelling(row.marker);
    good = take_allele(reader, 2, row.marker, &row.allele[0]) && good;
    good = take_allele(reader, 3, row.marker, &row.allele[1]) && good;
    if (!row.allele[0]) {
        row.allele[0] = row.allele[1];
        row.allele[1] = NULL;
    }
    if (good) *rows_add(reader->arena, &reader->rows->profiles) = row;
}

void plain_read_frequency(struct plain_reader *reader) {
    struct frequency_row row = {.place = place_at(reader, 1)};
    bool good = take_name(reader, 0, "marker", &row.marker);
    good = take_name(reader, 1, "allele", &row.allele) && good;
    good = take_number(reader, 2, "frequency", 0, 1, NAN, &row.frequency) && good;
    if (!good) return;
    if (isnan(row.frequency)) {
        reading_error(reader->reading, place_at(reader, 2),
                      "no frequency: fill it in, or leave the line out");
        return;
    }
    row.marker = marker_spelling(row.marker);
    row.allele = is_silent(row.allele) ? SILENT_ALLELE
                                       : allele_spelling(reader->arena, row.marker, row.allele);
    *rows_add(reader->arena, &reader->rows->frequencies) = row;
}

void plain_read_parameter(struct plain_reader *reader) {
    struct parameter_row row = {.place = place_at(reader, 0)};
    bool good = take_name(reader, 0, "name", &row.name);
    good = take_name(reader, 1, "value", &row.value) && good;
    if (good) *rows_add(reader->arena, &reader->rows->parameters) = row;
}

enum { MUTATION_CHROM = 1, MUTATION_MODEL, MUTATION_MODEL_FEMALE, MUTATION_RATE };

/* The parameter of one sex; a female one that is empty is the male one where the model is, too. */
static bool take_parameter(const struct plain_reader *reader, int index, const char *what,
                           double most, bool needed, const double *male, double *out_number) {
    double number;
    if (!take_number(reader, index, what, 0, most, male ? *male : NAN, &number)) return false;
    if (isnan(number) && needed) {
        reading_error(reader->reading, place_at(reader, MUTATION_MODEL),
                      "the model needs a %s: fill it in", what);
        return false;
    }
    *out_number = isnan(number) ? 0 : number;
    return true;
}

static bool take_model(const struct plain_reader *reader, enum parent_sex sex,
                       const struct mutation_model *male, struct mutation_model *out_model) {
    static const char *const names[3][2] = {{"rate_male", "rate_female"},
                                            {"rate2_male", "rate2_female"},
                                            {"range_male", "range_female"}};
    int index = sex == MALE_PARENT ? MUTATION_MODEL : MUTATION_MODEL_FEMALE;
    const char *text = text_at(reader, index);
    struct mutation_model model = {0};
    if (male) {
        model.kind = male->kind;
    } else if (!is_missing(text) &&
               (!mutation_kind_find(text, &model.kind) || model.kind == MUTATION_CUSTOM)) {
        reading_error(
            reader->reading, place_at(reader, index),
            "mutation model \"%.40s\" is none: write equal, proportional, stepwise, onestep, "
            "dawid or trivial",
            text);
        return false;
    }
    bool stepwise = model.kind == MUTATION_STEPWISE;
    bool good = take_parameter(reader, MUTATION_RATE + sex, names[0][sex], 1,
                               model.kind != MUTATION_NONE, male ? &male->rate : NULL, &model.rate);
    good = take_parameter(reader, MUTATION_RATE + 2 + sex, names[1][sex], 1, stepwise,
                          male ? &male->rate2 : NULL, &model.rate2) &&
           good;
    good = take_parameter(reader, MUTATION_RATE + 4 + sex, names[2][sex], 1,
                          stepwise || model.kind == MUTATION_DAWID, male ? &male->range : NULL,
                          &model.range) &&
           good;
    if (good) *out_model = model;
    return good;
}

/* A rate beside an empty model is a slip, and nothing would mutate. */
static bool check_rates(const struct plain_reader *reader, const struct mutation_model *model) {
    bool empty = is_missing(text_at(reader, MUTATION_MODEL));
    bool empty_female = empty && is_missing(text_at(reader, MUTATION_MODEL_FEMALE));
    if (!(empty && model[MALE_PARENT].rate > 0) && !(empty_female && model[FEMALE_PARENT].rate > 0))
        return true;
    reading_error(reader->reading, place_at(reader, MUTATION_MODEL),
                  "a rate without a model: write equal, proportional, stepwise, onestep, dawid or "
                  "trivial");
    return false;
}

void plain_read_mutation(struct plain_reader *reader) {
    struct mutation_row row = {.place = place_at(reader, 0)};
    bool good = take_name(reader, 0, "marker", &row.marker);
    const char *chromosome = text_at(reader, MUTATION_CHROM);
    if (strcasecmp(chromosome, "X") == 0) row.chromosome = X_CHROMOSOME;
    else if (strcasecmp(chromosome, "Y") == 0 || strcasecmp(chromosome, "MT") == 0)
        row.left_out = true;
    else if (strcasecmp(chromosome, "A") != 0) {
        reading_error(reader->reading, place_at(reader, MUTATION_CHROM),
                      "chromosome \"%.40s\" is none: write A, X, Y or MT", chromosome);
        good = false;
    }
    if (take_model(reader, MALE_PARENT, NULL, &row.model[MALE_PARENT])) {
        bool own = !is_missing(text_at(reader, MUTATION_MODEL_FEMALE));
        good = take_model(reader, FEMALE_PARENT, own ? NULL : &row.model[MALE_PARENT],
                          &row.model[FEMALE_PARENT]) &&
               (row.left_out || check_rates(reader, row.model)) && good;
    } else {
        good = false;
    }
    if (!good) return;
    row.marker = marker_spelling(row.marker);
    *rows_add(reader->arena, &reader->rows->mutation) = row;
}
