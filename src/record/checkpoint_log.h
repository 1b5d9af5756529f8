/* The checkpoints that the log has signed. All are kept, and before another is signed it is held
 * against them: no smaller tree, and no other one, is ever signed. */
#ifndef CAIRN_RECORD_CHECKPOINT_LOG_H
#define CAIRN_RECORD_CHECKPOINT_LOG_H

#include "record/checkpoint.h"
#include "record/investigation.h"

struct checkpoint_kept {
    uint64_t size;
    const char *note; /* as it is published; in the arena */
    size_t note_size;
    struct checkpoint checkpoint;
};

/* The newest one that was signed; *out_found false: none was. In a transaction. */
MUST_CHECK bool checkpoint_log_newest(struct arena *arena, struct store *store, bool *out_found,
                                      struct checkpoint_kept *out_kept, struct error *error);

/* Those of at least `size` entries, the smallest first. In a transaction. */
MUST_CHECK bool checkpoint_log_from(struct arena *arena, struct store *store, uint64_t size,
                                    struct checkpoint_kept **out_kept, size_t *out_count,
                                    struct error *error);

/* ERROR_CONFLICT unless the log, of which there are tiles up to `size`, had this tree. What is wrong
 * is said of `what`, such as "the checkpoint in OUT". In a transaction. */
MUST_CHECK bool checkpoint_log_fits(struct store *store, struct digester *digester, uint64_t size,
                                    const struct checkpoint *checkpoint, const char *what,
                                    struct error *error);

/* Signs a checkpoint of the log as it is, and keeps it; the tiles go that far (record/tile_table.h).
 * The investigation is open for appending, without an appender. On the disk when it returns. */
MUST_CHECK bool checkpoint_log_sign(struct arena *arena, struct investigation *investigation,
                                    const struct signing_key *signer,
                                    struct checkpoint_kept *out_kept, struct error *error);

#endif
