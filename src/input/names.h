/* Names to numbers: a sorted list, made once and searched by halving, so that no choice of names
 * makes it slow. */
#ifndef CAIRN_INPUT_NAMES_H
#define CAIRN_INPUT_NAMES_H

#include <stdbool.h>

#include "base/arena.h"

enum name_case { NAMES_EXACT, NAMES_ANY_CASE };

struct name_entry {
    const char *name;
    int value;
};

struct names {
    int count;
    struct name_entry *entry; /* sorted by name, equal names by value */
    enum name_case name_case;
};

/* The list of `count` names; the value of each is its index. NULL names are left out. The texts are
 * not copied. */
struct names names_make(struct arena *arena, int count, const char *const *name,
                        enum name_case name_case);

/* The lowest value of that name, or -1. */
int names_find(const struct names *names, const char *name);

/* The next higher value of the same name, or -1: walks through what is given more than once. */
int names_find_next(const struct names *names, const char *name, int value);

#endif
