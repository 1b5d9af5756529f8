/* Machine-readable zones for programs. */
#ifndef CAIRN_CLI_MRZ_JSON_H
#define CAIRN_CLI_MRZ_JSON_H

#include "base/buffer.h"
#include "input/mrz.h"

/* {"zones": [{"format", "agrees", "lines": [{"number", "raw", "text", "changes"}], "fields":
 * [{"part", "line", "from", "to", "text", "value"}], "family", "given", "native",
 * "names_may_be_cut", "number", "birth" and "expiry": [{"date", "year", "possible", "why"}], "sex",
 * "checks": [{"part", "line", "at", "given", "computed", "result", "suggestions": [{"line", "at",
 * "stands", "instead", "all_agree"}]}], "remarks": [{"part", "grade", "text"}]}], "fragments":
 * [{"line", "raw", "why"}]}. What is absent is null. */
void mrz_json(struct arena *arena, const struct mrz *mrz, struct buffer *out);

#endif
