/* An explanation for programs. */
#ifndef CAIRN_CASE_EXPLAIN_JSON_H
#define CAIRN_CASE_EXPLAIN_JSON_H

#include "base/buffer.h"
#include "case/explanation.h"
#include "case/provenance.h"

/* Adds one object: {"remains": [codes of the individual], "person", "family", "compared",
 * "log10_lr", "loci", "exclusions", "posterior", "log10_glr", "undisputed", "excluded",
 * "markers": [{"name", "remains", "relatives": {id: genotype}, "log10_lr", "excluded", "left_out",
 * "note"}], "other_persons" and "other_remains": [{"remains", "person", "log10_lr", "posterior"}],
 * "other_evidence": [{"subject", "name", "value", "file", "line"}], "bound", and the
 * members of provenance_json}. What is not there is null: so is the ratio of an impossible
 * pair or marker, and that of a marker that is left out, which gives its reason in "left_out". */
void explain_json(struct arena *arena, const struct explanation *explanation,
                  const struct provenance *provenance, struct buffer *out);

#endif
