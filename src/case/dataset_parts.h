/* Between dataset_build.c and its parts. */
#ifndef CAIRN_CASE_DATASET_PARTS_H
#define CAIRN_CASE_DATASET_PARTS_H

#include <stddef.h>

#include "case/dataset_build.h"
#include "input/names.h"

struct builder {
    struct arena *arena;
    const struct rows *rows;
    struct build_options options; /* all decided */
    struct reading *reading;
    struct dataset *dataset;
    bool absent_said; /* that a table is not there */
    int *person_family, *person_index; /* of each person row: family and index in its pedigree */
};

/* The texts at `offset` in each of `count` rows of `size` bytes. */
const char **column_of(struct arena *arena, const void *rows, int count, size_t size,
                       size_t offset);

#define COLUMN_OF(builder, list, type, field)                                                      \
    column_of((builder)->arena, (builder)->rows->list.row, (builder)->rows->list.count,            \
              sizeof(struct type), offsetof(struct type, field))

/* panel_build.c: the markers, from frequencies.tsv and mutation.tsv, without matrices. */
void build_panel(struct builder *builder);

/* The matrices, once the lists of alleles are final. */
void build_matrices(struct builder *builder);

/* profile_build.c: the profiles of remains and persons, unseen alleles, matrices (through
 * build_matrices), and the sex of remains. */
void build_profiles(struct builder *builder);

#endif
