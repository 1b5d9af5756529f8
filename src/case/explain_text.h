/* An explanation for people: a geneticist who must check it, a prosecutor who must understand
 * it. */
#ifndef CAIRN_CASE_EXPLAIN_TEXT_H
#define CAIRN_CASE_EXPLAIN_TEXT_H

#include "base/buffer.h"
#include "case/explanation.h"
#include "case/provenance.h"

/* Adds the whole text, 80 columns wide, to `out`. */
void explain_text(struct arena *arena, const struct explanation *explanation,
                  const struct provenance *provenance, struct buffer *out);

/* A probability: "0.912345", "> 0.999999", "< 0.000001", "0". In the arena. */
const char *explain_probability(struct arena *arena, double probability);

/* The same of a pairing of the pairwise table: one that is possible but was not among the namings
 * that the joint run kept has at most the posterior left out, and is not said to be 0. */
const char *explain_posterior(struct arena *arena, const struct identification *run, size_t place);

#endif
