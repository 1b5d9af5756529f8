/* The high-water mark: how far a record was when this device last wrote in it, kept outside of its
 * folder, so that an older copy of the folder is seen to be one. In XDG_STATE_HOME/cairn, else in
 * ~/.local/state/cairn, one file for each origin. A device may have no place for it: then nothing is
 * compared, and it is said so. */
#ifndef CAIRN_RECORD_MARK_H
#define CAIRN_RECORD_MARK_H

#include "record/merkle.h"
#include "store/store.h"

struct mark {
    const char *path; /* of its file; NULL: there is no place for one, */
    const char *why;  /* and why not */
    bool found;       /* else nothing was ever written in that record on this device */
    struct merkle tree;
};

/* Reads the mark of a record; what it points to is in the arena. ERROR_CORRUPT: there is one, and it
 * cannot be read. */
MUST_CHECK bool mark_open(struct arena *arena, const char *origin, struct mark *out_mark,
                          struct error *error);

/* Does the record whose tree is `tree`, and whose entries the store has (in a transaction), go on
 * from where the mark is? ERROR_DENIED: it is an older copy, or another history. */
MUST_CHECK bool mark_holds(const struct mark *mark, struct store *store, struct digester *digester,
                           const struct merkle *tree, struct error *error);

/* Sets the mark forward; one that is further stays. */
MUST_CHECK bool mark_advance(struct mark *mark, const char *origin, const struct merkle *tree,
                             struct digester *digester, struct error *error);

#endif
