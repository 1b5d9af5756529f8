/* Pictures: what sort of file it is, how large, what the camera says of it, and a small copy to look
 * at, which has pixels and nothing else: no EXIF, no profile, no comment, not even a JFIF header.
 *
 * Read row by row, and a JPEG no finer than is wanted, so that a large picture needs little memory.
 * What has to be held whole, progressive JPEG and interlaced PNG, has a limit of its own. Pixels are
 * taken for sRGB; a profile (ICC) is not read, so that colours of a wider space look a little pale.
 *
 * The libraries for it have had holes: what nobody trusts is read in a process of its own
 * (input/picture_apart.h). */
#ifndef CAIRN_INPUT_PICTURE_H
#define CAIRN_INPUT_PICTURE_H

#include "base/buffer.h"
#include "input/exif.h"

#define PICTURE_PIXELS_MOST INT64_C(200000000)

enum {
    PICTURE_BYTES_MOST = 64 << 20,
    PICTURE_EDGE_MOST = 65500,      /* pixels; of a JPEG by its library */
    PICTURE_HELD_MOST = 128 << 20,  /* bytes: 44 megapixels of a progressive JPEG with half the
                                       colour, 33 of an interlaced PNG */
    PICTURE_SCANS_MOST = 100,       /* of a progressive JPEG; cameras make about ten */
    PICTURE_SIDE_MOST = 2048,       /* pixels of a small copy */
    PICTURE_HEAD = 8                /* bytes by which a kind is told */
};

enum picture_kind {
    PICTURE_OTHER, /* to be kept, and not drawn */
    PICTURE_JPEG,
    PICTURE_PNG
};

struct picture {
    int64_t kind;
    int64_t width, height; /* of the pixels as they are stored: orientation may turn them */
    int64_t damages;       /* places in a JPEG that were passed over and look wrong */
    struct exif exif;      /* exif_none when there is none */
};

struct picture_source {
    /* The next bytes, as many as there are room and bytes for; 0 at the end. */
    size_t (*read)(void *from, void *out, size_t room);
    void *from;
};

/* By the first PICTURE_HEAD bytes, whatever its name says. */
enum picture_kind picture_kind_of(const void *bytes, size_t size);

/* Reads a picture and adds to `out_small` (NULL where `side` is 0) a JPEG of it that is upright, on
 * white, and at most `side` pixels long; never larger than the picture. With side 0, of a JPEG only
 * what stands before its pixels is read. Of one that is PICTURE_OTHER nothing else is said.
 * ERROR_BAD_INPUT: it is broken, or ends too soon. ERROR_TOO_LARGE: a limit above. */
MUST_CHECK bool picture_read(const struct picture_source *source, int side,
                             struct picture *out_picture, struct buffer *out_small,
                             struct error *error);

#endif
