/* The lines of a genotype table (input/genemapper.h) one by one, as they stand: what becomes of
 * their alleles is for whoever reads them. */
#ifndef CAIRN_INPUT_GENEMAPPER_LINES_H
#define CAIRN_INPUT_GENEMAPPER_LINES_H

#include "input/table.h"

enum { GENEMAPPER_ALLELES_MOST = 100 };

struct genemapper_lines {
    struct arena *arena;
    struct table table;
    int sample, sample_file, marker, panel; /* columns; -1: not there */
    int alleles;
    int allele[GENEMAPPER_ALLELES_MOST], height[GENEMAPPER_ALLELES_MOST]; /* columns; a height may
                                                                             be -1 */
};

struct genemapper_line {
    struct place place; /* of the sample's cell */
    const char *sample; /* Sample Name, or where that is empty Sample File; without "-NB" */
    const char *marker; /* without "-NB", as marker_spelling has it */
    bool control;       /* the sample is a ladder or control, by its name */
};

/* Reads the names of the columns; what is missing goes to `reading`, and it returns false. */
MUST_CHECK bool genemapper_open(struct arena *arena, const char *file, const void *bytes,
                                size_t size, struct reading *reading,
                                struct genemapper_lines *out_lines);

/* Goes to the next line; false at the end. Lines without a sample or a marker are reported and
 * passed over. */
bool genemapper_next(struct genemapper_lines *lines, struct genemapper_line *out_line);

/* The text of an allele column in this line, without "-NB"; "" when it is empty. */
const char *genemapper_allele(struct genemapper_lines *lines, int index);

#endif
