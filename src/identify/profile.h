/* What was read from a sample at each marker, and what that says about the true genotype. */
#ifndef CAIRN_IDENTIFY_PROFILE_H
#define CAIRN_IDENTIFY_PROFILE_H

#include <stdbool.h>

#include "identify/marker.h"
#include "identify/pedigree.h"

enum { ALLELE_UNTYPED = -1, ALLELE_UNKNOWN = -2 };

/* Two peaks a, b; one peak a, a (homozygous phenotype); a and ALLELE_UNKNOWN: the other allele is
 * not known and summed over; ALLELE_UNTYPED, ALLELE_UNTYPED: nothing. Indices of marker->allele. */
struct genotype {
    int a, b;
};

struct profile {
    const char *subject;       /* whose, for messages */
    double dropout;            /* chance that an allele that is there is not seen, per allele */
    struct genotype *genotype; /* one for each marker of the panel */
};

/* The likelihood of what was seen as a function of the true genotype {x, y}, in the only forms it
 * can take: nothing known; one genotype {a, b} with its weight; or "has an a", with weights for
 * {a, a}, {a, silent} and {a, anything else}. A male on X has one allele: `whole` is then the
 * weight of a. */
enum evidence_kind { EVIDENCE_NONE, EVIDENCE_PAIR, EVIDENCE_ONE, EVIDENCE_IMPOSSIBLE };

struct evidence {
    enum evidence_kind kind;
    int a, b;                    /* PAIR: a < b; ONE: a */
    double whole, silent, other; /* PAIR: whole; ONE: {a,a}, {a,silent}, {a,other} */
};

/* The evidence of one genotype seen with drop-out d per allele: P(seen ab | ab) = (1-d)^2,
 * P(seen a | aa) = 1-d^2, P(seen a | ab) = d(1-d), P(seen a | a,silent) = 1-d; when the second
 * allele is not known, 1-d for everything but aa. `silent` is 0 for markers without such an allele.
 * Two different alleles in a male on X, a silent allele that was seen, and weights that are all 0
 * are IMPOSSIBLE. An unknown sex counts as female on X: callers leave such loci out. */
struct evidence evidence_of(const struct marker *marker, struct genotype genotype, double dropout,
                            enum sex sex);

/* Both observations of the same person: the product of their weights. Two with different single
 * alleles leave one genotype, that pair; what excludes each other is IMPOSSIBLE. */
struct evidence evidence_both(struct evidence first, struct evidence second);

bool evidence_same(const struct evidence *first, const struct evidence *second);

/* ln of the probability of the evidence in a person of whom nothing else is known, at theta = 0:
 * the sum over genotypes of frequency times weight. -INFINITY when impossible. */
double evidence_log_population(const struct marker *marker, const struct evidence *evidence,
                               enum sex sex);

#endif
