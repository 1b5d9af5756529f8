/* Pictures read in a process of their own (base/child.h): it sees the bytes and gives back numbers,
 * names and a small picture. One that dies over a picture is an error for that picture, and the next
 * goes on. */
#ifndef CAIRN_INPUT_PICTURE_APART_H
#define CAIRN_INPUT_PICTURE_APART_H

#include "base/child.h"
#include "input/picture.h"

/* For children_start. */
extern const struct child_work picture_work;

/* As picture_read; any thread. `source` is asked for all that it has where the picture was drawn,
 * and may fail at its end; else for as much as was needed. More than
 * PICTURE_BYTES_MOST is ERROR_TOO_LARGE, and ERROR_BUSY may succeed later. What comes back is
 * within bounds and fit to be shown, whatever became of the process. */
MUST_CHECK bool picture_read_apart(struct children *children, const struct child_source *source,
                                   int side, struct picture *out_picture, struct buffer *out_small,
                                   struct error *error);

#endif
