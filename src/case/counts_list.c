/* The lists behind the numbers. */
#include <string.h>

#include "case/counts_parts.h"
#include "schema/quote.h"

/* In one of the groups; group -1: all. */
static bool is_in(const struct counts *counts, const struct count_figure *figure, int index,
                  enum count_dimension dimension, int group) {
    int groups[COUNT_GROUPS_MOST];
    if (group < 0) return true;
    int count = count_groups_of(counts, figure->unit, index, dimension, groups, COUNT_GROUPS_MOST);
    for (int i = 0; i < count; i++)
        if (groups[i] == group) return true;
    return false;
}

/* The bones that show the floor of a group. */
static int list_floor(struct arena *arena, const struct counts *counts,
                      const struct count_figure *figure, enum count_dimension dimension, int group,
                      int **out_elements) {
    int size = counts->element_count, count = 0;
    int *element = arena_new(arena, int, size), *shown = arena_new(arena, int, size);
    struct count_method method;
    for (int i = 0; i < size; i++)
        if (count_answer_of(counts, figure, i) >= 0 && is_in(counts, figure, i, dimension, group))
            element[count++] = i;
    *out_elements = shown;
    return count_floor(arena, counts, element, count, &method, shown);
}

static void name_remains(struct arena *arena, const struct counts *counts, const int *remains,
                         int count, struct count_item *item) {
    const char **codes = arena_new(arena, const char *, count);
    for (int i = 0; i < count; i++) codes[i] = counts->remains[remains[i]].code;
    item->remains = codes;
    item->remains_count = count;
}

static struct count_item item_of(struct arena *arena, const struct counts *counts,
                                 const struct count_figure *figure, int index,
                                 bool shows_person) {
    struct count_item item = {0};
    enum count_unit unit = figure->unit;
    const int *remains;
    int count = counts_remains_of(counts, unit, index, &remains);
    const struct counted_person *person = unit == COUNT_PERSONS ? &counts->person[index] : NULL;
    switch (unit) {
    case COUNT_REMAINS:
        item.rec = counts->remains[index].rec;
        item.label = counts->remains[index].code;
        return item;
    case COUNT_ELEMENTS:
        item.rec = counts->element[index].rec;
        item.label = counts->element[index].code;
        break;
    case COUNT_DISTINCT: item.label = counts->distinct[index].label; break;
    case COUNT_INDIVIDUALS: item.label = counts->individual[index].label; break;
    case COUNT_PERSONS:
        item.rec = shows_person ? person->rec : NULL;
        item.label = shows_person ? person->id : NULL;
        remains = count_list_of_person(person, figure).remains;
        count = count_list_of_person(person, figure).count;
    }
    name_remains(arena, counts, remains, count, &item);
    return item;
}

static bool find_group(const struct counts *counts, enum count_dimension dimension,
                       const char *name, int *out_group, struct error *error) {
    int groups = count_group_count(counts, dimension);
    const char *rec;
    *out_group = -1;
    if (!name) return true;
    for (int i = 0; i < groups && *out_group < 0; i++)
        if (!strcmp(count_group_name(counts, dimension, i, &rec), name)) *out_group = i;
    return *out_group >= 0 ||
           error_set(error, ERROR_NOT_FOUND, "by %s there is no %s",
                     count_dimension_name(dimension), quote(name).text);
}

bool counts_list(struct arena *arena, const struct counts *counts,
                 const struct count_figure *figure, enum count_dimension dimension,
                 const char *group, enum count_answer answer, unsigned roles,
                 struct count_item **out_items, int *out_count, struct error *error) {
    int in, count = 0, size = counts_size(counts, figure->unit), *floor = NULL;
    if (!count_check(figure, dimension, roles, error) ||
        !find_group(counts, dimension, group, &in, error))
        return false;
    bool shows_person = schema_may_read(schema_code_field(schema_find("person")), roles);
    struct count_item *items = arena_new(arena, struct count_item, size);
    if (figure->reading == COUNT_FLOOR)
        size = answer == COUNT_YES ? list_floor(arena, counts, figure, dimension, in, &floor) : 0;
    for (int i = 0; i < size; i++) {
        int index = floor ? floor[i] : i;
        if (floor || (count_answer_of(counts, figure, index) == (int)answer &&
                      is_in(counts, figure, index, dimension, in)))
            items[count++] = item_of(arena, counts, figure, index, shows_person);
    }
    *out_items = items;
    *out_count = count;
    return true;
}
