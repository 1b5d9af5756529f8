/* The sections of an explanation, between explain_text.c and its parts. */
#ifndef CAIRN_CASE_EXPLAIN_PARTS_H
#define CAIRN_CASE_EXPLAIN_PARTS_H

#include "case/explain_text.h"

/* explain_loci.c: the table of loci with the genotypes of remains and relatives, and the sum. */
void explain_loci(struct arena *arena, const struct explanation *explanation,
                  const struct provenance *provenance, struct buffer *out);

/* explain_rivals.c: what the joint run says, the best rivals, doubts about the individual. */
void explain_rivals(struct arena *arena, const struct explanation *explanation,
                    struct buffer *out);

/* explain_text.c: the posterior of a pairing of the pairwise table as text (see probability_text):
 * one that is possible but was not among the namings that the joint run kept has at most the
 * posterior left out, and is not said to be 0. */
const char *explain_posterior(struct arena *arena, const struct identification *run, size_t place);

/* Whether `value` is among the `count` numbers. */
bool explain_is_in(const int *list, int count, int value);

/* explain_sources.c: other evidence, parameters, frequencies, mutation models, versions. */
void explain_sources(struct arena *arena, const struct explanation *explanation,
                     const struct provenance *provenance, struct buffer *out);

#endif
