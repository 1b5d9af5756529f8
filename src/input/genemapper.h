/* Genotype tables as GeneMapper ID-X and its like write them: a line for each sample and marker,
 * with the columns Sample Name (or Sample File), Marker, Allele 1, Allele 2 and further alleles in
 * any order; sizes and heights are ignored.
 *
 * - "-NB" at the end of a sample, marker or allele is taken off.
 * - An allele alone is one peak: homozygous phenotype. Beside a cell that names no allele (OL, ?,
 *   INC, NR, -) the other allele is unknown; such cells are noted.
 * - More than two peaks (a mixture, or an artefact): the locus of that sample is not used, and
 *   noted.
 * - A sample and marker given more than once: see input/calls.h; noted unless all agree.
 * - Ladders and controls that their name gives away are passed over, and noted. */
#ifndef CAIRN_INPUT_GENEMAPPER_H
#define CAIRN_INPUT_GENEMAPPER_H

#include "input/rows.h"

/* Adds the genotypes to rows->profiles, the sample as subject; untyped loci are left out. All or
 * nothing, as plain_read. */
MUST_CHECK bool genemapper_read(struct arena *arena, const char *file, const void *bytes,
                                size_t size, struct rows *rows, struct reading *reading);

#endif
