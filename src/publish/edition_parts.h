/* What the files of an edition share. */
#ifndef CAIRN_PUBLISH_EDITION_PARTS_H
#define CAIRN_PUBLISH_EDITION_PARTS_H

#include "base/progress.h"
#include "publish/edition.h"
#include "record/tile.h"

/* Writing, in a STORE_READ transaction of the record. */
struct edition_writing {
    struct arena *arena; /* given back behind each file */
    struct store *store;
    struct digester *digester;
    struct edition *edition;
    const struct checkpoint_kept *checkpoint; /* those that are not there yet, the smallest first */
    size_t count;
    uint64_t size; /* of the newest */
    struct progress progress;
};

/* Writes one file below the folder. ERROR_CANCELLED: somebody wants it to stop. */
MUST_CHECK bool edition_put(struct edition_writing *writing, const char *name, const void *bytes,
                            size_t size, struct error *error);
MUST_CHECK bool edition_put_tile(struct edition_writing *writing, const struct tile *tile,
                                 const void *bytes, size_t size, struct error *error);

/* All tiles of hashes, and all bundles of entries, that these checkpoints ask for. */
MUST_CHECK bool edition_write_hashes(struct edition_writing *writing, struct error *error);
MUST_CHECK bool edition_write_entries(struct edition_writing *writing, struct error *error);

#endif
