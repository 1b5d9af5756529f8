/* The example investigation as a stranger reads it: every table by a plain split at tabs. For tests
 * only: what does not fit fails the test. */
#ifndef CAIRN_TESTS_CASE_EXAMPLE_WORLD_H
#define CAIRN_TESTS_CASE_EXAMPLE_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "case/example.h"

struct table {
    int rows, columns;
    const char **names, **cells; /* row by row */
};

/* A key and its row; sorted by key. */
struct place {
    const char *key;
    int row;
};

struct lookup {
    int count;
    struct place *place;
};

/* A whole investigation. */
struct world {
    struct arena arena;
    struct example example;
    struct table remains, persons, samples, profiles, truth, frequencies, mutation, parameters;
    struct lookup code, person, sample;
    const char *markers[32];
    int marker_count;
    const char *(*profile)[32][2]; /* a row for each sample; NULL: not typed */
    char *amelogenin;              /* X or Y for each sample, 0: not typed */
    int *sample_of_remains, *sample_of_person; /* -1: none */
    int *true_person;              /* of remains; -1: not listed */
};

void world_open(struct world *world, uint64_t seed, int remains);
void world_close(struct world *world);

/* What stands in a row under the name of a column. */
const char *world_cell(const struct table *table, int row, const char *column);

/* The row of a key, or -1. */
int world_find(const struct lookup *lookup, const char *key);

int world_loci(const struct world *world, int sample);
bool world_is_missing(const struct world *world, int person);
int world_age(const struct world *world, int person);

#endif
