/* A log as it is published (C2SP tlog-tiles): a folder that any web server can serve.
 *
 *     checkpoint            the newest
 *     checkpoints/SIZE      every one that was ever signed
 *     tile/L/N[.p/W]        hashes
 *     tile/entries/N[.p/W]  the entries themselves: in the auditors' edition only
 *
 * The tiles of every checkpoint stay, the partial ones too. At any moment, also when the power fails,
 * the folder is whole for its checkpoint: that is put in place last, when all else is on the disk. */
#ifndef CAIRN_PUBLISH_EDITION_H
#define CAIRN_PUBLISH_EDITION_H

#include "base/cancel.h"
#include "record/checkpoint_log.h"

struct edition_plan {
    const char *path;            /* the folder; made when it is not there */
    bool entries;                /* the auditors' edition; a folder is of one kind for ever */
    const struct cancel *cancel; /* NULL: never */
    bool shown;                  /* progress on a terminal */
};

/* A folder that is being published into. */
struct edition {
    const struct edition_plan *plan;
    struct files_lock lock;
    uint64_t before; /* entries of the checkpoint that was there; 0: none was */
    size_t files;    /* that were written */
};

/* Takes the folder and reads what is there, which must be an earlier edition of this log and of this
 * kind, or nothing. Refuses before anything is signed: ERROR_CONFLICT when it is of another log, of
 * the other kind, or of a larger or other tree than the record has (the tiles go up to it, see
 * record/tile_table.h). edition_close gives it back. */
MUST_CHECK bool edition_open(struct arena *arena, const struct investigation *investigation,
                             const struct edition_plan *plan, struct edition *out_edition,
                             struct error *error);

/* Publishes the newest checkpoint that was signed, and those before it that are not there yet. */
MUST_CHECK bool edition_write(struct arena *arena, const struct investigation *investigation,
                              struct edition *edition, struct checkpoint_kept *out_newest,
                              struct error *error);

/* Takes one of zeroes. */
void edition_close(struct edition *edition);

#endif
