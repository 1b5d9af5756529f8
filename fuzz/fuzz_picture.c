/* Pictures, in this process: either refused, or drawn as a JPEG that has pixels and nothing else and
 * is no larger than was asked for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { SIDE = 64, SLOW = 1 << 22 /* pixels */ };

struct given {
    const uint8_t *bytes;
    size_t size;
};

static size_t give(void *from, void *out, size_t room) {
    struct given *given = from;
    if (room > given->size) room = given->size;
    memcpy(out, given->bytes, room);
    given->bytes += room;
    given->size -= room;
    return room;
}

/* Markers up to the pixels: tables and the frame. */
static void check_bare(const uint8_t *jpeg, size_t size) {
    size_t at = 2;
    if (size < 4 || memcmp(jpeg, "\xff\xd8", 2) != 0) abort();
    while (at + 4 < size && jpeg[at] == 0xff && jpeg[at + 1] != 0xda) {
        uint8_t marker = jpeg[at + 1];
        if (marker != 0xdb && marker != 0xc0 && marker != 0xc4) abort();
        if (marker == 0xc0 && ((jpeg[at + 5] << 8 | jpeg[at + 6]) > SIDE ||
                               (jpeg[at + 7] << 8 | jpeg[at + 8]) > SIDE))
            abort();
        at += 2 + (size_t)(jpeg[at + 2] << 8 | jpeg[at + 3]);
    }
    if (at + 4 >= size || jpeg[at + 1] != 0xda) abort();
}

static bool read_it(const uint8_t *bytes, size_t size, int side, struct picture *picture,
                    struct buffer *small) {
    struct given given = {bytes, size};
    struct picture_source source = {give, &given};
    struct error error = {0};
    bool good = picture_read(&source, side, picture, small, &error);
    if (good != (error.code == ERROR_NONE)) abort();
    if (!good && (small->size || !*error.text)) abort();
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct buffer small = {0};
    struct picture picture;
    bool read = read_it(bytes, size, 0, &picture, &small);
    /* Large ones are slow, and show nothing that small ones do not. */
    if (read && picture.width * picture.height > SLOW) return 0;
    if (read_it(bytes, size, SIDE, &picture, &small)) {
        if (picture.kind == PICTURE_OTHER ? small.size != 0 : !picture.width || !picture.height)
            abort();
        if (picture.kind != PICTURE_OTHER) check_bare((const uint8_t *)small.bytes, small.size);
    }
    buffer_close(&small);
    return 0;
}
