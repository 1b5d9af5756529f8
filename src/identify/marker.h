/* A marker (locus): its alleles with their frequencies, and how alleles mutate when they are
 * handed on. The engine knows alleles by index; names are kept for people. */
#ifndef CAIRN_IDENTIFY_MARKER_H
#define CAIRN_IDENTIFY_MARKER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "identify/mutation.h"

enum chromosome { AUTOSOME, X_CHROMOSOME };

struct marker {
    const char *name;
    enum chromosome chromosome;
    int allele_count;        /* K, the silent allele included */
    const char **allele;     /* K names, as written in the frequency table */
    double *frequency;       /* K, summing to 1 within 1e-6 */
    bool has_silent;         /* the last allele is the silent one */
    struct mutation_model model[2]; /* by the parent's sex: MALE_PARENT, FEMALE_PARENT */
    double *transmission[2]; /* K*K, row: parent's allele, column: child's; NULL: no mutation */
    double *transposed[2];   /* the same, row: child's allele */
};

struct panel {
    int count;
    struct marker *marker;
};

enum { MARKER_ALLELE_LIMIT = 1000 };

/* Makes a marker from `count` allele names and frequencies, copied into the arena; `silent` is the
 * frequency of the silent allele, which gets the name "silent", or negative where there is none.
 * Fails when a name is empty or given twice, a frequency is not a number in [0, 1], they do not sum
 * to 1 within 1e-6, or there are more than MARKER_ALLELE_LIMIT alleles. Nothing is trimmed or
 * rescaled. Mutation is none until marker_set_mutation. */
MUST_CHECK bool marker_make(struct arena *arena, const char *name, enum chromosome chromosome,
                            int count, const char *const *alleles, const double *frequencies,
                            double silent, struct marker *out_marker, struct error *error);

/* Adds alleles that were seen but have no frequency, `count` at once: each gets `frequency`, all
 * others (the silent one too) are multiplied by 1 - count * frequency. The new
 * ones stand after the others and before the silent one. Fails, and leaves the marker as it was,
 * when a name is there already or the others would be left without a share. To be called before
 * marker_set_mutation, whose matrices depend on the allele list. */
MUST_CHECK bool marker_add_unseen(struct arena *arena, struct marker *marker, int count,
                                  const char *const *alleles, double frequency,
                                  struct error *error);

/* Makes both transmission matrices from their models; fails with mutation_matrix's reason, and
 * leaves the marker as it was. A custom matrix is read now; `model` goes on pointing to it. */
MUST_CHECK bool marker_set_mutation(struct arena *arena, struct marker *marker,
                                    const struct mutation_model *male,
                                    const struct mutation_model *female, struct error *error);

/* Whether any parent can hand on another allele than their own. */
bool marker_mutates(const struct marker *marker);

/* The index of an allele by name, or -1. "9.3" and "9.30" are different names; callers that read
 * laboratory tables bring them to one spelling first. */
int marker_find_allele(const struct marker *marker, const char *name);

/* The index of a marker by name, or -1. Upper and lower case are the same (vWA, VWA). */
int panel_find(const struct panel *panel, const char *name);

#endif
