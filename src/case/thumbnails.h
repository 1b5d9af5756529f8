/* Small copies of pictures, to be looked at. They are made when they are asked for, and lie nowhere
 * but in memory, where those that were not looked at for longest make room: what is sealed must not
 * lie on a disk. Whether somebody may see a picture is asked before. Any thread. */
#ifndef CAIRN_CASE_THUMBNAILS_H
#define CAIRN_CASE_THUMBNAILS_H

#include "base/child.h"
#include "case/attachment.h"

enum thumbnail_size {
    THUMBNAIL_LIST, /* 320 pixels along the longer edge, at most */
    THUMBNAIL_PAGE, /* 1600 */
    THUMBNAIL_SIZES
};

enum { THUMBNAILS_BYTES = 48 << 20 };

int thumbnail_side(enum thumbnail_size size); /* in pixels */

struct thumbnails;

/* With room for `most` bytes of them. The children are kept, and must know picture_work. */
struct thumbnails *thumbnails_open(struct children *children, size_t most);

/* Wipes them. Nobody may be asking. Takes NULL. */
void thumbnails_close(struct thumbnails *thumbnails);

/* Adds a JPEG of pixels alone, made of a file that is a JPEG or PNG by its content. While one
 * thread has it made, others that want the same wait for it. ERROR_NOT_FOUND: the file is no
 * picture that is drawn. ERROR_BAD_INPUT: it is broken; ERROR_TOO_LARGE: a limit of input/picture.h.
 * These three are remembered as pictures are, the others (ERROR_BUSY, ERROR_STORAGE, ERROR_CORRUPT)
 * are not. */
MUST_CHECK bool thumbnails_get(struct thumbnails *thumbnails,
                               const struct attachment *attachment, enum thumbnail_size size,
                               struct buffer *out, struct error *error);

/* The same of a file that the entry at `leaf` of the log commits to, in a transaction of its own; by
 * the thread that opened the investigation. The arena is for what is looked up. */
MUST_CHECK bool thumbnails_of(struct thumbnails *thumbnails, struct arena *arena,
                              const struct investigation *investigation, uint64_t leaf,
                              size_t number, enum thumbnail_size size, struct buffer *out,
                              struct error *error);

/* Keeps a copy of one that was made already, by media_describe (case/media_record.h). */
void thumbnails_keep(struct thumbnails *thumbnails, const struct digest *sha256,
                     enum thumbnail_size size, const void *bytes, size_t count);

#endif
