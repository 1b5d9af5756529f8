/* Bytes read as a picture, and what may stand in what was drawn of it. */
#ifndef CAIRN_TESTS_INPUT_DRAWN_H
#define CAIRN_TESTS_INPUT_DRAWN_H

#include "input/picture.h"

/* Hands over the bytes at most `piece` (0: any number) at a time. */
struct drawn_given {
    const uint8_t *bytes;
    size_t size, at, piece;
};
size_t drawn_give(void *from, void *out, size_t room);

/* Reads a copy of the bytes of just their size, so that reading beyond it is seen. `small` is emptied
 * first, and empty after a failure. */
enum error_code drawn_read(const void *bytes, size_t size, int side, struct picture *picture,
                           struct buffer *small, struct error *error);

/* Up to its pixels the JPEG has tables and the frame alone, and nothing behind them. */
void drawn_assert_bare(const struct buffer *jpeg);

#endif
