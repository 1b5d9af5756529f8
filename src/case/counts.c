#include "case/counts_parts.h"

#include <math.h>
#include <string.h>

#include "base/says.h"

/* ------------------------------------------------------------------ names */

static const char *const UNITS[COUNT_UNITS] = {SAYS("remains"), SAYS("bones"),
                                               SAYS("individuals by DNA"), SAYS("individuals"),
                                               SAYS("persons")};
static const char *const ANSWERS[COUNT_ANSWERS][2] = {{"yes", SAYS("yes")},
                                                      {"no", SAYS("no")},
                                                      {"uncertain", SAYS("cannot be told")},
                                                      {"not_examined", SAYS("not examined")},
                                                      {"not_recorded", SAYS("not recorded")},
                                                      {"silent", SAYS("nothing said")},
                                                      {"withheld", SAYS("withheld")},
                                                      {"disputed", SAYS("revisions differ")}};
static const char *const DIMENSIONS[COUNT_DIMENSIONS] = {"nothing", "grave", "site",
                                                         "sex",     "age",   "papers"};

const char *count_unit_name(enum count_unit unit) { return UNITS[unit]; }
const char *count_answer_name(enum count_answer answer) { return ANSWERS[answer][0]; }
const char *count_answer_words(enum count_answer answer) { return ANSWERS[answer][1]; }
const char *count_dimension_name(enum count_dimension dimension) { return DIMENSIONS[dimension]; }

bool count_answer_find(const char *name, enum count_answer *out_answer) {
    for (int i = 0; i < COUNT_ANSWERS; i++)
        if (!strcmp(ANSWERS[i][0], name)) {
            *out_answer = (enum count_answer)i;
            return true;
        }
    return false;
}

bool count_dimension_find(const char *name, enum count_dimension *out_dimension) {
    for (int i = 0; i < COUNT_DIMENSIONS; i++)
        if (!strcmp(DIMENSIONS[i], name)) {
            *out_dimension = (enum count_dimension)i;
            return true;
        }
    return false;
}

/* ------------------------------------------------------------------ what is counted */

int counts_size(const struct counts *counts, enum count_unit unit) {
    const int sizes[COUNT_UNITS] = {counts->remains_count, counts->element_count,
                                    counts->distinct_count, counts->individual_count,
                                    counts->person_count};
    return sizes[unit];
}

/* Of remains themselves: a list of one, which is where they stand. */
int counts_remains_of(const struct counts *counts, enum count_unit unit, int index,
                      const int **out_remains) {
    switch (unit) {
    case COUNT_REMAINS: *out_remains = &counts->remains[index].place; return 1;
    case COUNT_ELEMENTS:
        *out_remains = &counts->element[index].remains;
        return counts->element[index].remains >= 0;
    case COUNT_DISTINCT:
        *out_remains = counts->distinct[index].remains;
        return counts->distinct[index].remains_count;
    case COUNT_INDIVIDUALS:
        *out_remains = counts->individual[index].remains;
        return counts->individual[index].remains_count;
    default: *out_remains = NULL; return 0;
    }
}

bool count_check(const struct count_figure *figure, enum count_dimension dimension, unsigned roles,
                 struct error *error) {
    if (figure->unit == COUNT_PERSONS && dimension != COUNT_BY_NOTHING)
        return error_set(error, ERROR_BAD_INPUT,
                         "%s: persons cannot be broken down by %s: where "
                         "somebody lies is known of those who were found; see remains_named",
                         figure->name, count_dimension_name(dimension));
    if (!count_figure_may_read(figure, roles) || !count_dimension_may_read(dimension, roles))
        return error_set(error, ERROR_DENIED, "%s by %s rests on what your roles do not read",
                         figure->name, count_dimension_name(dimension));
    return true;
}

/* ------------------------------------------------------------------ the table of a figure */

static void finish_row(const struct count_figure *figure, struct count_row *row) {
    int others = 0;
    row->examined = row->answer[COUNT_YES] + row->answer[COUNT_NO];
    for (int i = COUNT_UNCERTAIN; i < COUNT_ANSWERS; i++) others += row->answer[i];
    row->interval = figure->reading == COUNT_SAMPLE && others
                        ? proportion_interval(row->answer[COUNT_YES], row->examined)
                        : (struct interval){NAN, NAN};
}

static bool is_empty(const struct count_row *row) {
    for (int i = 0; i < COUNT_ANSWERS; i++)
        if (row->answer[i]) return false;
    return true;
}

/* A floor is no sum: what it is of is listed first, group by group. An element is in one group. */
static void tally_floor(struct arena *arena, const struct counts *counts, struct count_table *table,
                        struct count_row *row, int groups) {
    int size = counts->element_count, all = 0;
    int *element = arena_new(arena, int, size), *shown = arena_new(arena, int, size);
    int *next = arena_new(arena, int, size), *first = arena_new(arena, int, groups);
    for (int g = 0; g < groups; g++) first[g] = -1;
    for (int i = size - 1; i >= 0; i--) {
        int group;
        if (count_answer_of(counts, table->figure, i) < 0) continue;
        element[all++] = i;
        if (!groups || !count_groups_of(counts, COUNT_ELEMENTS, i, table->dimension, &group, 1))
            continue;
        next[i] = first[group];
        first[group] = i;
    }
    table->all.answer[COUNT_YES] =
        count_floor(arena, counts, element, all, &table->all.method, shown);
    for (int g = 0; g < groups; g++) {
        int count = 0;
        for (int i = first[g]; i >= 0; i = next[i]) element[count++] = i;
        if (count)
            row[g].answer[COUNT_YES] =
                count_floor(arena, counts, element, count, &row[g].method, shown);
    }
}

static void tally(const struct counts *counts, struct count_table *table, struct count_row *row) {
    int groups[COUNT_GROUPS_MOST], size = counts_size(counts, table->figure->unit);
    for (int i = 0; i < size; i++) {
        int answer = count_answer_of(counts, table->figure, i);
        if (answer < 0) continue;
        table->all.answer[answer]++;
        if (!row) continue;
        int count = count_groups_of(counts, table->figure->unit, i, table->dimension, groups,
                                    COUNT_GROUPS_MOST);
        for (int g = 0; g < count; g++) row[groups[g]].answer[answer]++;
    }
}

bool counts_tally(struct arena *arena, const struct counts *counts,
                  const struct count_figure *figure, enum count_dimension dimension, unsigned roles,
                  struct count_table *out_table, struct error *error) {
    struct count_table table = {.figure = figure, .dimension = dimension, .all.group = "all"};
    if (!count_check(figure, dimension, roles, error)) return false;
    int groups = count_group_count(counts, dimension);
    struct count_row *row = groups ? arena_new(arena, struct count_row, groups) : NULL;
    if (figure->reading == COUNT_FLOOR) tally_floor(arena, counts, &table, row, groups);
    else tally(counts, &table, row);
    finish_row(figure, &table.all);
    for (int i = 0; i < groups; i++) {
        if (is_empty(&row[i])) continue;
        row[i].group = count_group_name(counts, dimension, i, &row[i].rec);
        finish_row(figure, &row[i]);
        row[table.row_count++] = row[i];
    }
    table.row = row;
    *out_table = table;
    return true;
}

struct interval count_row_difference(const struct count_table *table, const struct count_row *row,
                                     const struct count_row *other, double *out_difference) {
    int yes = row->answer[COUNT_YES], other_yes = other->answer[COUNT_YES];
    bool shares = row->examined && other->examined && table->figure->reading != COUNT_LISTED &&
                  table->figure->reading != COUNT_FLOOR;
    *out_difference =
        shares ? (double)yes / row->examined - (double)other_yes / other->examined : NAN;
    if (isnan(row->interval.low) && isnan(other->interval.low)) return (struct interval){NAN, NAN};
    return proportion_difference(yes, row->examined, other_yes, other->examined);
}

/* ------------------------------------------------------------------ beside all figures */

enum { NOTES_MOST = 8 };

const struct count_note *counts_notes(struct arena *arena, const struct counts *counts) {
    const struct count_individuals *of = counts->individuals;
    struct count_note *note = arena_new(arena, struct count_note, NOTES_MOST + 1);
    int count = 0;
    if (!of || of->comparison < 0)
        note[count++].text = SAYS("There is no comparison in the record, and so no individuals are "
                                  "counted: remains are not people.");
    else if (!of->kept)
        note[count++].text = SAYS("The result of comparison {comparison} is not kept here any "
                                  "more, and so no individuals are counted.");
    else
        note[count++] = (struct count_note){
            .text = SAYS("Individuals are those of comparison {comparison}. Remains that belong to "
                         "none of them, without profile, certain link or decision: {count}."),
            .count = counts->without_profile};
    if (of && of->changes)
        note[count++] = (struct count_note){
            .text = SAYS("Since comparison {comparison}, revisions of what it rests on came in: "
                         "{count}. It may come out otherwise now."),
            .count = of->changes};
    if (counts->strays)
        note[count++] = (struct count_note){
            .text = SAYS("Codes of comparison {comparison} that are no remains any more: {count}."),
            .count = counts->strays};
    if (counts->forked)
        note[count++] = (struct count_note){
            .text = SAYS("Remains with several newest revisions: {count}. Where these differ, that "
                         "is what is counted, until a revision settles it."),
            .count = counts->forked};
    for (int i = 0; of && i < count; i++) note[i].comparison = of->comparison;
    return note;
}
