/* What `cairn demo` prints. */
#ifndef CAIRN_CLI_DEMO_TEXT_H
#define CAIRN_CLI_DEMO_TEXT_H

#include "base/buffer.h"
#include "case/truth.h"
#include "cli/demo_record.h"

struct demo {
    const struct identification *run;
    const struct verdicts *verdicts;
    const struct truth_score *score;
    const struct demo_record *record;
    long long seed;
    int remains;
    const char *kept; /* the folder that stays; NULL: none does */
    bool colour;      /* bold headings */
};

/* Adds the whole text to `out`. */
void demo_text(struct arena *arena, const struct demo *demo, struct buffer *out);

#endif
