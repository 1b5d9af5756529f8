/* What figures are broken down by. */
#include "base/says.h"
#include "case/counts_parts.h"

static const char *const SEXES[COUNTED_SEXES] = {
    SAYS("male"),          SAYS("probably male"),    SAYS("female"),       SAYS("probably female"),
    SAYS("indeterminate"), SAYS("estimates differ"), SAYS("not estimated")};
static const char *const AGES[COUNTED_AGES] = {
    SAYS("under 18"),    SAYS("across 18"),        SAYS("18 to 44"),         SAYS("across 45"),
    SAYS("45 and over"), SAYS("across 18 and 45"), SAYS("estimates differ"), SAYS("not estimated")};
static const char *const PAPERS[COUNTED_PAPERS] = {SAYS("military ticket on the body"),
                                                   SAYS("other document on the body"),
                                                   SAYS("no document recorded there")};

/* Behind the places: what has none, and what forked revisions place in two. */
static int group_of_place(int place, int count) {
    return place >= 0 ? place : place == PLACE_NONE ? count : count + 1;
}

static int group_of(const struct counts *counts, const struct counted_remains *remains,
                    enum count_dimension dimension) {
    switch (dimension) {
    case COUNT_BY_GRAVE: return group_of_place(remains->grave, counts->grave_count);
    case COUNT_BY_SITE: return group_of_place(remains->site, counts->site_count);
    case COUNT_BY_SEX: return (int)remains->sex;
    case COUNT_BY_AGE: return (int)remains->age;
    case COUNT_BY_PAPERS: return (int)remains->papers;
    default: return 0;
    }
}

/* What is said of several remains of one individual: of those that anything is said of. */
static int join_groups(int one, int other, enum count_dimension dimension) {
    if (dimension == COUNT_BY_PAPERS) return one < other ? one : other;
    int none = dimension == COUNT_BY_SEX ? SEX_IS_NOT_ESTIMATED : AGE_IS_NOT_ESTIMATED;
    int differs = dimension == COUNT_BY_SEX ? SEX_DIFFERS : AGE_DIFFERS;
    return one == none || one == other ? other : other == none ? one : differs;
}

static void add_group(int group, int *out_group, int *count, int most) {
    for (int i = 0; i < *count; i++)
        if (out_group[i] == group) return;
    if (*count < most) out_group[(*count)++] = group;
}

int count_groups_of(const struct counts *counts, enum count_unit unit, int index,
                    enum count_dimension dimension, int *out_group, int most) {
    const int *remains;
    int count = counts_remains_of(counts, unit, index, &remains), groups = 0;
    for (int i = 0; i < count; i++) {
        int group = group_of(counts, &counts->remains[remains[i]], dimension);
        if (dimension == COUNT_BY_GRAVE || dimension == COUNT_BY_SITE || !groups)
            add_group(group, out_group, &groups, most);
        else out_group[0] = join_groups(out_group[0], group, dimension);
    }
    return groups;
}

int count_group_count(const struct counts *counts, enum count_dimension dimension) {
    switch (dimension) {
    case COUNT_BY_GRAVE: return counts->grave_count + 2;
    case COUNT_BY_SITE: return counts->site_count + 2;
    case COUNT_BY_SEX: return COUNTED_SEXES;
    case COUNT_BY_AGE: return COUNTED_AGES;
    case COUNT_BY_PAPERS: return COUNTED_PAPERS;
    default: return 0;
    }
}

static const char *place_name(const struct counted_place *place, int count, int group,
                              const char *what, const char **out_rec) {
    if (group > count) return SAYS("revisions differ");
    if (group == count) return what;
    *out_rec = place[group].rec;
    return place[group].code;
}

const char *count_group_name(const struct counts *counts, enum count_dimension dimension, int group,
                             const char **out_rec) {
    *out_rec = NULL;
    switch (dimension) {
    case COUNT_BY_GRAVE:
        return place_name(counts->grave, counts->grave_count, group, SAYS("no grave said"),
                          out_rec);
    case COUNT_BY_SITE:
        return place_name(counts->site, counts->site_count, group, SAYS("no site said"), out_rec);
    case COUNT_BY_SEX: return SEXES[group];
    case COUNT_BY_AGE: return AGES[group];
    case COUNT_BY_PAPERS: return PAPERS[group];
    default: return SAYS("all");
    }
}
