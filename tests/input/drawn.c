#include "input/drawn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

size_t drawn_give(void *from, void *out, size_t room) {
    struct drawn_given *given = from;
    size_t left = given->size - given->at;
    if (room > left) room = left;
    if (given->piece && room > given->piece) room = given->piece;
    memcpy(out, given->bytes + given->at, room);
    given->at += room;
    return room;
}

enum error_code drawn_read(const void *bytes, size_t size, int side, struct picture *picture,
                           struct buffer *small, struct error *error) {
    uint8_t *copy = malloc(size + !size);
    memcpy(copy, bytes, size);
    struct drawn_given given = {copy, size, 0, 0};
    struct picture_source source = {drawn_give, &given};
    *error = (struct error){0};
    small->size = 0;
    bool good = picture_read(&source, side, picture, small, error);
    free(copy);
    assert_int_equal(good, error->code == ERROR_NONE);
    if (!good) assert_int_equal(small->size, 0);
    return error->code;
}

void drawn_assert_bare(const struct buffer *jpeg) {
    const uint8_t *bytes = (const uint8_t *)jpeg->bytes;
    size_t at = 2;
    assert_memory_equal(bytes, "\xff\xd8", 2);
    for (;;) {
        assert_int_equal(bytes[at], 0xff);
        uint8_t marker = bytes[at + 1];
        if (marker == 0xda) break;
        if (marker != 0xdb && marker != 0xc0 && marker != 0xc4) fail_msg("marker %02x", marker);
        at += 2 + (size_t)(bytes[at + 2] << 8 | bytes[at + 3]);
    }
    /* And nothing behind them. */
    for (at += 2; at + 1 < jpeg->size; at++)
        if (bytes[at] == 0xff && bytes[at + 1] == 0xd9) break;
    assert_int_equal(at + 2, jpeg->size);
}
