/* A run of identification as JSON (DESIGN section 7): what other programs read. */
#ifndef CAIRN_CASE_IDENTIFICATION_JSON_H
#define CAIRN_CASE_IDENTIFICATION_JSON_H

#include "base/buffer.h"
#include "identify/identification.h"

/* Adds the whole object to `out`. */
void identification_json(const struct identification *run, struct buffer *out);

#endif
