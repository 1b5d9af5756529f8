/* The rows of the tables that identification reads (cairn(1), FILES), as text and numbers, each
 * with its place. Names are not resolved here; case/ does that. */
#ifndef CAIRN_INPUT_ROWS_H
#define CAIRN_INPUT_ROWS_H

#include <stddef.h>

#include "identify/dataset.h"
#include "input/messages.h"

enum table_kind {
    TABLE_UNKNOWN,
    TABLE_REMAINS,
    TABLE_SAMPLES,
    TABLE_PERSONS,
    TABLE_PROFILES,
    TABLE_FREQUENCIES,
    TABLE_PARAMETERS,
    TABLE_MUTATION,
    TABLE_GENEMAPPER
};

/* A cell that is not empty, in a column that identification does not use. */
struct other_cell {
    const char *name, *value;
};

struct remains_row {
    struct place place;
    const char *code;
    enum sex sex;
    double dropout; /* negative: not given */
    bool complete;  /* a complete body */
    int others;
    struct other_cell *other;
};

struct sample_row {
    struct place place;
    const char *sample, *subject; /* subject is NULL for what is of nobody: ladders, controls */
    const char *kind;             /* as written, "" when not given */
    bool used;                    /* false for ladder, control, staff */
    double dropout;               /* negative: not given */
};

struct person_row {
    struct place place;
    const char *family, *id;
    const char *father, *mother; /* NULL: unknown */
    enum sex sex;
    enum role role;
    int others;
    struct other_cell *other;
};

/* A genotype in the one spelling of input/allele.h. Both NULL: untyped. Second NULL: the other
 * allele is not known. Twice the same: one peak (homozygous phenotype). */
struct profile_row {
    struct place place;
    const char *subject, *marker;
    const char *allele[2];
};

struct frequency_row {
    struct place place;
    const char *marker, *allele; /* SILENT_ALLELE for the silent one */
    double frequency;
};

struct parameter_row {
    struct place place;
    const char *name, *value;
};

struct mutation_row {
    struct place place;
    const char *marker;
    bool left_out; /* Y or mitochondrial: without a likelihood */
    enum chromosome chromosome;
    struct mutation_model model[2]; /* MALE_PARENT, FEMALE_PARENT */
};

#define SILENT_ALLELE "silent"

#define ROWS_OF(type)                                                                              \
    struct {                                                                                       \
        int count;                                                                                 \
        size_t capacity;                                                                           \
        struct type *row;                                                                          \
    }

struct rows {
    ROWS_OF(remains_row) remains;
    ROWS_OF(sample_row) samples;
    ROWS_OF(person_row) persons;
    ROWS_OF(profile_row) profiles;
    ROWS_OF(frequency_row) frequencies;
    ROWS_OF(parameter_row) parameters;
    ROWS_OF(mutation_row) mutation;
};

/* The address of one more row at the end of `list`, counted; to be assigned whole. */
#define rows_add(arena, list)                                                                      \
    ((list)->row = arena_grow((arena), (list)->row, (size_t)(list)->count, &(list)->capacity,      \
                              sizeof *(list)->row),                                                \
     &(list)->row[(list)->count++])

enum { ROWS_MOST = 50000000, NAME_MOST = 200 }; /* rows of a kind; bytes of a name */

#endif
