#include "input/picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "input/picture_parts.h"

enum picture_kind picture_kind_of(const void *bytes, size_t size) {
    if (size >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0) return PICTURE_JPEG;
    if (size >= 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0) return PICTURE_PNG;
    return PICTURE_OTHER;
}

bool picture_next(struct picture_input *input) {
    input->size = input->source->read(input->source->from, input->block, sizeof input->block);
    return input->size > 0;
}

/* A first block that is too short to tell. */
static void fill_head(struct picture_input *input) {
    while (input->size < PICTURE_HEAD) {
        size_t more = input->source->read(input->source->from, input->block + input->size,
                                          PICTURE_HEAD - input->size);
        if (!more) return;
        input->size += more;
    }
}

bool picture_check_size(int64_t width, int64_t height, struct error *error) {
    if (width > PICTURE_EDGE_MOST || height > PICTURE_EDGE_MOST ||
        width * height > PICTURE_PIXELS_MOST)
        return error_set(error, ERROR_TOO_LARGE,
                         "the picture has %lld by %lld pixels; at most %d megapixels, and %d along "
                         "an edge, are drawn",
                         (long long)width, (long long)height, (int)(PICTURE_PIXELS_MOST / 1000000),
                         PICTURE_EDGE_MOST);
    return true;
}

static bool read_kind(struct picture_input *input, struct shrink *shrink, struct picture *picture,
                      struct error *error) {
    picture->kind = picture_kind_of(input->block, input->size);
    if (picture->kind == PICTURE_JPEG) return picture_read_jpeg(input, shrink, picture, error);
    if (picture->kind == PICTURE_PNG) return picture_read_png(input, shrink, picture, error);
    return true;
}

bool picture_read(const struct picture_source *source, int side, struct picture *out_picture,
                  struct buffer *out_small, struct error *error) {
    struct picture_input *input = memory_take(1, sizeof *input);
    struct shrink shrink = {.side = side > PICTURE_SIDE_MOST ? PICTURE_SIDE_MOST : side};
    struct picture picture = {.exif = exif_none()};
    input->source = source;
    fill_head(input);
    bool good = read_kind(input, &shrink, &picture, error);
    if (good && shrink.pixel) {
        shrink_turn(&shrink, picture.exif.orientation);
        good = picture_write(&shrink, out_small, error);
    }
    if (good) *out_picture = picture;
    shrink_end(&shrink);
    free(input);
    return good;
}
