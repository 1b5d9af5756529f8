/* A run of identification for a forensic team: what could be proposed, why the others could not,
 * and what the numbers rest on. It proposes; people decide. */
#ifndef CAIRN_CASE_IDENTIFICATION_TEXT_H
#define CAIRN_CASE_IDENTIFICATION_TEXT_H

#include "base/buffer.h"
#include "case/provenance.h"
#include "case/verdict.h"

/* Adds the whole text to `out`, 80 columns wide where the codes allow; codes are never cut.
 * `folder` is what the tables were read from, and `options` (" --theta 0.01", or "") what was said
 * beside it, for the command in the last line. */
void identification_text(struct arena *arena, const struct identification *run,
                         const struct verdicts *verdicts, const struct provenance *provenance,
                         const char *folder, const char *options, struct buffer *out);

#endif
