/* A run of identification as JSON: what other programs read. */
#ifndef CAIRN_CASE_IDENTIFICATION_JSON_H
#define CAIRN_CASE_IDENTIFICATION_JSON_H

#include "base/buffer.h"
#include "case/provenance.h"

/* Adds one object: {the members of provenance_json, "pairwise": [{"remains", "person", "family",
 * "log10_lr", "loci", "exclusions"}], "joint": the best assignments [{"assignment": {remains:
 * person}, "log_likelihood", "log10_lr_vs_none", "posterior"}], "posterior": [{"remains", "person",
 * "p"}], "glr": [{"remains", "person", "log10_glr"}], "undisputed" and "excluded": [{"remains",
 * "person"}], "indistinguishable": [{"remains": [], "persons": []}], "individuals": [[codes]],
 * "doubts": [{"remains": [], "log10_lr_same", "log10_lr_siblings"}], "bound"}. An individual goes
 * by its first code. Nobody, an impossible ratio, and a bound that is not proved are null. */
void identification_json(const struct identification *run, const struct provenance *provenance,
                         struct buffer *out);

#endif
