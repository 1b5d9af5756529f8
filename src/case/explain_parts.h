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

/* Whether `value` is among the `count` numbers. */
bool explain_is_in(const int *list, int count, int value);

/* explain_sources.c: other evidence, parameters, frequencies, mutation models, versions. */
void explain_sources(struct arena *arena, const struct explanation *explanation,
                     const struct provenance *provenance, struct buffer *out);

#endif
