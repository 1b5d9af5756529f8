/* Files that entries commit to, read from the vault. */
#ifndef CAIRN_CASE_ATTACHMENT_H
#define CAIRN_CASE_ATTACHMENT_H

#include "record/investigation.h"

struct attachment {
    const char *path;              /* where it lies; NULL: it was erased */
    const char *name, *media_type; /* NULL: no disclosure is left */
    struct digest sha256;
    int64_t length;
};

/* All that the entry at `leaf` of the log commits to, "1", "2", … in their order, in the arena; in a
 * transaction of the investigation's store, by the thread that opened it. */
MUST_CHECK bool attachment_list(struct arena *arena, const struct investigation *investigation,
                                uint64_t leaf, struct attachment **out_list, size_t *out_count,
                                struct error *error);

/* One of them, in a transaction of its own; ERROR_NOT_FOUND when there is none of that number, or
 * it cannot be opened any more. */
MUST_CHECK bool attachment_find(struct arena *arena, const struct investigation *investigation,
                                uint64_t leaf, size_t number, struct attachment *out_attachment,
                                struct error *error);

/* Hands the bytes over piece by piece, until `take` returns false or all of them were. Bytes that
 * are not those that the entry commits to are ERROR_CORRUPT, of which nobody knows before the last
 * one; so is a file that is gone. */
MUST_CHECK bool attachment_read(const struct attachment *attachment,
                                bool (*take)(void *data, const void *bytes, size_t size,
                                             struct error *error),
                                void *data, struct error *error);

#endif
