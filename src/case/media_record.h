/* What becomes of a file that somebody brings: the values of a record of the kind media, from the
 * file itself. Pages and `cairn import` go this one way.
 *
 * What a camera says of itself is put down where it is sound, and else left out with a remark:
 * `taken` is an instant, and a clock that names no time zone shows none. `camera_error` is said
 * where a satellite's time stands beside the camera's. */
#ifndef CAIRN_CASE_MEDIA_RECORD_H
#define CAIRN_CASE_MEDIA_RECORD_H

#include <jansson.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/spool.h"
#include "input/picture_apart.h"

struct media_file {
    const char *name; /* as its device calls it; folders before it do not count */
    struct child_source source;
    struct digest sha256; /* of its bytes, made when they came */
    const char *number; /* what its record is called; NULL: as its name says */
    int64_t zone; /* minutes east of UTC, of a camera that names none; EXIF_NONE: not known */
};

struct media_found {
    const char *media_type; /* by content, as in media_type.h */
    struct picture picture; /* of one that is a picture and could be read */
    /* Why a picture cannot be drawn: ERROR_BAD_INPUT, it is broken; ERROR_TOO_LARGE, it is too
     * large, or would need too much. ERROR_NONE: nothing is against it. */
    struct error fault;
    json_t *fields; /* as VALUE_OF_ENTRY, with the file as attachment 1; the caller's to give
                       back */
    const char *remark; /* one line: what of that is not as it should be; NULL: nothing */
};

/* A file that lies in a spool, or below a path; how large it is was seen when it was hashed. */
struct child_source media_source_of_spool(struct spool *spool);
struct child_source media_source_of_path(const char *path, uint64_t size);

/* Reads it, a picture in a process of its own, and adds to `out_small` a small copy with at most
 * `side` pixels (NULL where `side` is 0: then a JPEG is not read to its end, and may be broken).
 * Without `children` nothing within the file is read. Fails when the file cannot be read, or
 * nothing can be said at the moment (ERROR_BUSY). Texts are in the arena. */
MUST_CHECK bool media_describe(struct arena *arena, struct children *children,
                               const struct media_file *file, int side,
                               struct media_found *out_found, struct buffer *out_small,
                               struct error *error);

#endif
