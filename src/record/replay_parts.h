/* What the files of replay share. */
#ifndef CAIRN_RECORD_REPLAY_PARTS_H
#define CAIRN_RECORD_REPLAY_PARTS_H

#include "record/replay.h"
#include "record/table_row.h"

struct apply {
    const struct tables *tables;
    struct store *log;
    struct digester *digester;
    const struct authority *authority;
};

/* Puts the entry of an index into the tables: its row takes the place of those that it follows. An
 * entry that erases also takes what it erased out of the rows that are there. */
MUST_CHECK bool apply_row(const struct apply *apply, struct arena *arena, int64_t index,
                          const struct digest *leaf, const struct table_row *row,
                          struct error *error);

#endif
