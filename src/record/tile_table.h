/* The tiles of the log in the database of the investigation: a proof of any entry asks for a few of
 * them. They are made of the leaves when they are wanted, not at every append, and go as far as the
 * log did then; verify holds them against it. */
#ifndef CAIRN_RECORD_TILE_TABLE_H
#define CAIRN_RECORD_TILE_TABLE_H

#include "base/cancel.h"
#include "base/progress.h"
#include "record/tile.h"
#include "store/store.h"

/* Of how many entries there are tiles. In a transaction. */
MUST_CHECK bool tile_table_size(struct store *store, uint64_t *out_size, struct error *error);

/* Brings them up to `size` entries, which the log has, in transactions of its own: what one of them
 * has done stays, also when it is cancelled. Takes a progress of NULL. */
MUST_CHECK bool tile_table_grow(struct store *store, struct digester *digester, uint64_t size,
                                const struct cancel *cancel, struct progress *progress,
                                struct error *error);

/* Makes `out_tiles` read them, as they are in a log of `size` entries, which is at most as far as
 * they go. In a transaction. */
void tile_table_open(struct store *store, uint64_t size, struct tile_source *out_tiles);

#endif
