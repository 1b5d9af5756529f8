/* The parts of finding a cue's subject: phrases between commas, and those behind a verb. */
#ifndef CAIRN_SAY_SUBJECT_PARTS_H
#define CAIRN_SAY_SUBJECT_PARTS_H

#include "say/reading.h"

enum { SEGMENTS_MOST = 8 };

struct segment {
    int from, to;
    bool relative; /* begins with who or which */
};

/* What no subject reaches over to its left. */
bool phrase_ends_at(const struct paragraph *paragraph, int i);

/* The pieces between commas from the beginning of the clause, not before `from`, to `end`, the last
 * one first; returns how many. */
int phrase_segments(const struct paragraph *paragraph, int from, int end, struct segment *out);

/* Dates, adverbs and "but" at the beginning of tokens [from, to) are not of the phrase: returns
 * behind them. */
int phrase_from(const struct paragraph *paragraph, int from, int to);

/* The subject behind the verb: "said Mr Amsel", «повідомив очільник …», «сказала вона». The cue's
 * verb_end is moved behind it. False: none stands there, and the cue is as it was but for a date. */
bool subject_right(struct reading *reading, const struct paragraph *paragraph,
                   const struct sentence *sentence, struct cue *cue);

#endif
