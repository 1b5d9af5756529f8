/* Are the tables that are kept what the log says? */
#ifndef CAIRN_RECORD_REPLAY_COMPARE_H
#define CAIRN_RECORD_REPLAY_COMPARE_H

#include "record/replay.h"

struct replay_comparison {
    bool same;
    const char *kept, *fresh; /* the first line of each dump that differs, in the arena; NULL: it
                                 has come to its end */
};

/* Brings the kept tables up to date, makes tables of the same entries from nothing, and compares
 * them; where they differ, the kept ones are made again. Then writes the dump of the fresh ones
 * (tables_dump.h) into a file, unless `dump` is NULL. */
MUST_CHECK bool replay_compare(struct arena *arena, const struct investigation *investigation,
                               const struct replay *replay, const char *dump,
                               struct replay_comparison *out_comparison, struct error *error);

#endif
