/* The likelihood of what was seen on a pedigree by writing down every possible genotype of
 * everybody: slow, simple, and sharing nothing with the engine that it is held against but the
 * mutation matrices. */
#ifndef CAIRN_TESTS_IDENTIFY_BRUTE_H
#define CAIRN_TESTS_IDENTIFY_BRUTE_H

#include "identify/marker.h"
#include "identify/pedigree.h"
#include "identify/profile.h"

/* The likelihood at one marker; `genotypes` and `dropouts` hold one for each person. Alleles that
 * come from outside the pedigree are drawn from one urn (Balding and Nichols 1994). */
double brute_likelihood(const struct marker *marker, const struct pedigree *pedigree,
                        const struct genotype *genotypes, const double *dropouts, double theta);

/* At most so many combinations are looked at. */
double brute_size(const struct marker *marker, const struct pedigree *pedigree,
                  const struct genotype *genotypes);

#endif
