/* Writes canonical JSON. Members may come in any order: an object is brought into order when it is
 * closed. */
#ifndef CAIRN_RECORD_CANONICAL_WRITE_H
#define CAIRN_RECORD_CANONICAL_WRITE_H

#include "base/buffer.h"
#include "base/encode.h"
#include "record/canonical.h"

struct canonical_writer {
    struct arena *arena; /* for putting members in order; what is taken is given back */
    struct buffer *out;
    size_t first; /* where in `out` the value begins */
    int depth;
    bool after_name;
    struct { /* what is open: at 0 the value itself, then every object or list in it */
        size_t start;           /* where in `out` it begins */
        size_t name, name_size; /* of its last member */
        bool filled, unsorted;
    } level[CANONICAL_DEPTH + 1];
};

/* Begins to write one value at the end of `out`. */
struct canonical_writer canonical_to(struct arena *arena, struct buffer *out);

void canonical_open_object(struct canonical_writer *writer);
void canonical_close_object(struct canonical_writer *writer);
void canonical_open_list(struct canonical_writer *writer);
void canonical_close_list(struct canonical_writer *writer);

/* The name of the next value in an object. */
void canonical_put_name(struct canonical_writer *writer, const char *name);

/* Values. Text ends at its zero byte; NULL is null. Bytes are put as the text that encodes them. The
 * last puts bytes that canonical_scan has accepted. */
void canonical_put_text(struct canonical_writer *writer, const char *text);
void canonical_put_bytes(struct canonical_writer *writer, enum encoding encoding, const void *bytes,
                         size_t size);
void canonical_put_whole(struct canonical_writer *writer, int64_t number);
void canonical_put_truth(struct canonical_writer *writer, bool truth);
void canonical_put_none(struct canonical_writer *writer);
void canonical_put_raw(struct canonical_writer *writer, const char *bytes, size_t size);

/* Ends: scans what was written. When that fails (text that is not UTF-8, a name given twice, a
 * number out of bounds), what was written is taken back. */
MUST_CHECK bool canonical_end(struct canonical_writer *writer, struct error *error);

#endif
