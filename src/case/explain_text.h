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

#endif
