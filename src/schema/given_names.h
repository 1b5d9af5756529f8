/* Given names that are one name in two languages: Олександр and Александр. */
#ifndef CAIRN_SCHEMA_GIVEN_NAMES_H
#define CAIRN_SCHEMA_GIVEN_NAMES_H

#include "base/arena.h"

struct given_name {
    const char *ukrainian, *russian;
    const char *others; /* further forms, with blanks between; NULL: none */
};

extern const struct given_name GIVEN_NAMES[];
extern const int GIVEN_NAMES_COUNT;

/* The names by their keys (name_key.h). */
struct given_names {
    int count;
    struct given_names_entry {
        const char *key;
        int name; /* in GIVEN_NAMES */
    } *entry, *stem; /* sorted by key; stem: without the vowels at the end */
};

struct given_names given_names_make(struct arena *arena);

/* The place in GIVEN_NAMES of a name by its key, or of the father's name by the key of a
 * patronymic; -1: none of them. */
int given_names_find(const struct given_names *names, const char *key);
int given_names_find_father(const struct given_names *names, const char *patronymic_key);

/* The length of the key without the ending of a patronymic; 0 when it has none. */
size_t given_names_patronymic(const char *key);

#endif
