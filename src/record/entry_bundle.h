/* The entries of a tile one after another, as they are published (C2SP tlog-tiles, "Log entries"):
 * before each its length in two bytes, the high one first. */
#ifndef CAIRN_RECORD_ENTRY_BUNDLE_H
#define CAIRN_RECORD_ENTRY_BUNDLE_H

#include "base/buffer.h"

enum {
    ENTRY_BUNDLE_ENTRY_MOST = 65535,                        /* bytes of one */
    ENTRY_BUNDLE_MOST = 256 * (2 + ENTRY_BUNDLE_ENTRY_MOST) /* bytes of a full tile */
};

/* Adds an entry of at most ENTRY_BUNDLE_ENTRY_MOST bytes. */
void entry_bundle_add(struct buffer *out, const void *bytes, size_t size);

/* What is still to be read. */
struct entry_bundle {
    const void *at;
    size_t left;
};

/* Gives the next entry, which lies in the bundle; *out_more is false behind the last one.
 * ERROR_BAD_INPUT: the bundle ends within an entry. */
MUST_CHECK bool entry_bundle_next(struct entry_bundle *bundle, bool *out_more,
                                  const void **out_bytes, size_t *out_size, struct error *error);

#endif
