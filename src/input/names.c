#include "input/names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int order_exact(const void *first, const void *second) {
    const struct name_entry *a = first, *b = second;
    int order = strcmp(a->name, b->name);
    return order ? order : (a->value > b->value) - (a->value < b->value);
}

static int order_any_case(const void *first, const void *second) {
    const struct name_entry *a = first, *b = second;
    int order = strcasecmp(a->name, b->name);
    return order ? order : (a->value > b->value) - (a->value < b->value);
}

static int compare(const struct names *names, const struct name_entry *a,
                   const struct name_entry *b) {
    return names->name_case == NAMES_EXACT ? order_exact(a, b) : order_any_case(a, b);
}

struct names names_make(struct arena *arena, int count, const char *const *name,
                        enum name_case name_case) {
    struct names names = {.entry = arena_new(arena, struct name_entry, count),
                          .name_case = name_case};
    for (int i = 0; i < count; i++)
        if (name[i]) names.entry[names.count++] = (struct name_entry){.name = name[i], .value = i};
    if (names.count > 1)
        qsort(names.entry, (size_t)names.count, sizeof *names.entry,
              name_case == NAMES_EXACT ? order_exact : order_any_case);
    return names;
}

int names_find_next(const struct names *names, const char *name, int value) {
    struct name_entry wanted = {.name = name, .value = value + 1};
    int low = 0, high = names->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (compare(names, &names->entry[middle], &wanted) < 0) low = middle + 1;
        else high = middle;
    }
    if (low == names->count) return -1;
    const struct name_entry *found = &names->entry[low];
    bool same = names->name_case == NAMES_EXACT ? strcmp(found->name, name) == 0
                                                : strcasecmp(found->name, name) == 0;
    return same ? found->value : -1;
}

int names_find(const struct names *names, const char *name) {
    return names_find_next(names, name, -1);
}
