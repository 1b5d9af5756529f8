#include "case/dataset_build.h"

#include <string.h>
#include <strings.h>

#include "case/dataset_parts.h"
#include "input/number.h"

struct build_options build_options_none(void) {
    return (struct build_options){
        .theta = -1, .dropout = -1, .unseen_frequency = -1, .minimum_frequency = -1};
}

const char **column_of(struct arena *arena, const void *rows, int count, size_t size,
                       size_t offset) {
    const char **column = arena_new(arena, const char *, count);
    for (int i = 0; i < count; i++)
        memcpy(&column[i], (const char *)rows + (size_t)i * size + offset, sizeof *column);
    return column;
}

static void read_option(struct builder *builder, const struct parameter_row *row, double most,
                        double *option) {
    double number;
    if (!number_read(row->value, &number) || !(number >= 0 && number <= most))
        reading_error(builder->reading, row->place, "%s \"%.40s\" is not a number from 0 to %g",
                      row->name, row->value, most);
    else if (*option < 0) *option = number;
}

static void read_total(struct builder *builder, const struct parameter_row *row, double *total) {
    if (!number_read_count(row->value, total))
        reading_error(builder->reading, row->place,
                      "%s \"%.40s\" is not a count: write digits only, or for missing_total "
                      "M=12,F=3",
                      row->name, row->value);
}

static void read_parameters(struct builder *builder) {
    struct dataset *dataset = builder->dataset;
    struct build_options *options = &builder->options;
    dataset->missing_total = dataset->missing_total_male = dataset->missing_total_female = -1;
    const char **name = COLUMN_OF(builder, parameters, parameter_row, name);
    struct names names =
        names_make(builder->arena, builder->rows->parameters.count, name, NAMES_ANY_CASE);
    for (int i = 0; i < builder->rows->parameters.count; i++) {
        const struct parameter_row *row = &builder->rows->parameters.row[i];
        if (names_find(&names, row->name) != i)
            reading_error(builder->reading, row->place, "%.60s is given twice: keep one",
                          row->name);
        else if (strcasecmp(row->name, "theta") == 0)
            read_option(builder, row, THETA_MOST, &options->theta);
        else if (strcasecmp(row->name, "dropout") == 0)
            read_option(builder, row, DROPOUT_MOST, &options->dropout);
        else if (strcasecmp(row->name, "unseen_frequency") == 0)
            read_option(builder, row, 0.5, &options->unseen_frequency);
        else if (strcasecmp(row->name, "minimum_frequency") == 0)
            read_option(builder, row, 0.1, &options->minimum_frequency);
        else if (strcasecmp(row->name, "missing_total_male") == 0)
            read_total(builder, row, &dataset->missing_total_male);
        else if (strcasecmp(row->name, "missing_total_female") == 0)
            read_total(builder, row, &dataset->missing_total_female);
        else if (strcasecmp(row->name, "missing_total") != 0)
            reading_note(builder->reading, row->place, "unknown parameter %.60s; not used",
                         row->name);
        else if (!number_read_by_sex(row->value, &dataset->missing_total_male,
                                     &dataset->missing_total_female))
            read_total(builder, row, &dataset->missing_total);
    }
    if (options->theta < 0) options->theta = 0;
    if (options->dropout < 0) options->dropout = 0;
    if (options->unseen_frequency < 0) options->unseen_frequency = 0.001;
    if (options->minimum_frequency < 0) options->minimum_frequency = 0;
    dataset->theta = options->theta;
    bool male = dataset->missing_total_male >= 0, female = dataset->missing_total_female >= 0;
    double sum = dataset->missing_total_male + dataset->missing_total_female;
    struct place place = {0};
    if (builder->rows->parameters.count) place.file = builder->rows->parameters.row[0].place.file;
    if (male != female)
        reading_error(builder->reading, place,
                      "missing_total is given for one sex: give both, or only missing_total");
    else if (male && dataset->missing_total >= 0 && dataset->missing_total != sum)
        reading_error(builder->reading, place,
                      "missing_total %g is not the sum of male and female, %g: correct one",
                      dataset->missing_total, sum);
    else if (male) dataset->missing_total = sum;
}

static void build_remains(struct builder *builder) {
    int count = builder->rows->remains.count;
    struct dataset *dataset = builder->dataset;
    dataset->remains = arena_new(builder->arena, struct remains, count);
    dataset->remains_count = count;
    const char **code = COLUMN_OF(builder, remains, remains_row, code);
    struct names codes = names_make(builder->arena, count, code, NAMES_EXACT);
    for (int i = 0; i < count; i++) {
        const struct remains_row *row = &builder->rows->remains.row[i];
        int first = names_find(&codes, row->code);
        if (first != i)
            reading_error(builder->reading, row->place,
                          "remains %s are given twice, first in %s, line %d: a code is given once",
                          row->code, builder->rows->remains.row[first].place.file,
                          builder->rows->remains.row[first].place.line);
        dataset->remains[i] =
            (struct remains){.code = row->code, .sex = row->sex, .complete_body = row->complete};
    }
}

static int find_parent(struct builder *builder, const struct names *ids,
                       const struct person_row *row, const char *which, const char *id) {
    if (!id) return -1;
    int parent = names_find(ids, id);
    if (parent < 0)
        reading_error(builder->reading, row->place,
                      "the %s %s of %s is not in family %s: add them as a person, or write 0",
                      which, id, row->id, row->family);
    return parent;
}

/* `member` are the rows of the family, in the order of the files. */
static void build_family(struct builder *builder, const int *member, int count,
                         struct family *family) {
    const struct person_row *rows = builder->rows->persons.row;
    const char **id = arena_new(builder->arena, const char *, count);
    for (int i = 0; i < count; i++) id[i] = rows[member[i]].id;
    struct names ids = names_make(builder->arena, count, id, NAMES_EXACT);
    *family = (struct family){
        .name = rows[member[0]].family,
        .where = arena_format(builder->arena, "%s:%d", rows[member[0]].place.file,
                              rows[member[0]].place.line),
        .pedigree = {.count = count, .person = arena_new(builder->arena, struct person, count)},
        .role = arena_new(builder->arena, enum role, count),
        .profile = arena_new(builder->arena, struct profile *, count)};
    int before = builder->reading->errors.count;
    if (count > DATASET_FAMILY_MOST)
        reading_error(builder->reading, rows[member[0]].place,
                      "family %s has %d persons, more than %d: leave out those who do not matter",
                      family->name, count, DATASET_FAMILY_MOST);
    for (int i = 0; i < count; i++) {
        const struct person_row *row = &rows[member[i]];
        int first = names_find(&ids, row->id);
        if (first != i)
            reading_error(builder->reading, row->place,
                          "person %s is given twice in family %s, first in line %d: keep one",
                          row->id, row->family, rows[member[first]].place.line);
        family->pedigree.person[i] =
            (struct person){.id = row->id,
                            .father = find_parent(builder, &ids, row, "father", row->father),
                            .mother = find_parent(builder, &ids, row, "mother", row->mother),
                            .sex = row->sex};
        family->role[i] = row->role;
        builder->person_index[member[i]] = i;
    }
    struct error error = {0};
    int wrong;
    if (builder->reading->errors.count == before &&
        !pedigree_check(&family->pedigree, &wrong, &error))
        reading_error(builder->reading, rows[member[wrong]].place, "family %s: %s", family->name,
                      error.text);
}

/* `row[start[f] + p]` is the row of person p of family f. */
static void list_missing(struct builder *builder, const int *start, const int *row) {
    struct dataset *dataset = builder->dataset;
    int persons = builder->rows->persons.count;
    dataset->missing = arena_new(builder->arena, struct missing, persons);
    const char **id = arena_new(builder->arena, const char *, persons);
    for (int i = 0; i < dataset->family_count; i++) {
        const struct family *family = &dataset->family[i];
        for (int j = 0; j < family->pedigree.count; j++) {
            if (family->role[j] != ROLE_MISSING) continue;
            id[dataset->missing_count] = family->pedigree.person[j].id;
            dataset->missing[dataset->missing_count++] = (struct missing){.family = i, .person = j};
        }
    }
    struct names names = names_make(builder->arena, dataset->missing_count, id, NAMES_EXACT);
    for (int i = 0; i < dataset->missing_count; i++) {
        const struct missing *here = &dataset->missing[i];
        const struct missing *first = &dataset->missing[names_find(&names, id[i])];
        if (first->family == here->family) continue; /* itself, or given twice, which was said */
        const struct person_row *rows = builder->rows->persons.row;
        const struct person_row *before = &rows[row[start[first->family] + first->person]];
        const struct person_row *now = &rows[row[start[here->family] + here->person]];
        reading_error(builder->reading, now->place,
                      "missing person %s is also in family %s (%s, line %d): give each an id of "
                      "their own",
                      id[i], before->family, before->place.file, before->place.line);
    }
}

static void build_families(struct builder *builder) {
    int count = builder->rows->persons.count;
    const char **name = COLUMN_OF(builder, persons, person_row, family);
    struct names names = names_make(builder->arena, count, name, NAMES_EXACT);
    int *family = builder->person_family = arena_new(builder->arena, int, count);
    builder->person_index = arena_new(builder->arena, int, count);
    int families = 0;
    int *size = arena_new(builder->arena, int, count);
    for (int i = 0; i < count; i++) {
        int first = names_find(&names, name[i]);
        family[i] = first == i ? families++ : family[first];
        size[family[i]]++;
    }
    int *start = arena_new(builder->arena, int, families + 1);
    for (int i = 0; i < families; i++) start[i + 1] = start[i] + size[i];
    int *filled = arena_new(builder->arena, int, families);
    int *member = arena_new(builder->arena, int, count);
    for (int i = 0; i < count; i++) member[start[family[i]] + filled[family[i]]++] = i;
    builder->dataset->family_count = families;
    builder->dataset->family = arena_new(builder->arena, struct family, families);
    for (int i = 0; i < families; i++)
        build_family(builder, &member[start[i]], size[i], &builder->dataset->family[i]);
    list_missing(builder, start, member);
}

bool dataset_build(struct arena *arena, const struct rows *rows, struct build_options *options,
                   struct reading *reading, struct dataset *out_dataset) {
    int before = reading->errors.count;
    struct dataset dataset = {0};
    struct builder builder = {
        .arena = arena, .rows = rows, .options = *options, .reading = reading, .dataset = &dataset};
    read_parameters(&builder);
    build_panel(&builder);
    build_remains(&builder);
    build_families(&builder);
    if (reading->errors.count == before) build_profiles(&builder);
    if (reading->errors.count > before) return false;
    *options = builder.options;
    *out_dataset = dataset;
    return true;
}
