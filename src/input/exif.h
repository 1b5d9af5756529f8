/* What a camera wrote into a picture (EXIF 2.32, CIPA DC-008): when by its own clock, with which
 * camera, where. All of it is what a device said of itself: a clock runs wrong, and a position may
 * have been found a while before the picture was taken.
 *
 * Read by libexif, which has had holes: what nobody trusts is read in a process of its own
 * (input/picture_apart.h). */
#ifndef CAIRN_INPUT_EXIF_H
#define CAIRN_INPUT_EXIF_H

#include <stddef.h>
#include <stdint.h>

enum {
    EXIF_BYTES_MOST = 1 << 20, /* more are not read; in a JPEG there can be 65,533 */
    EXIF_NAME_MOST = 79,       /* bytes of a name */
    EXIF_FAULT_MOST = 199
};

/* A number that is not there, or that makes no sense. */
#define EXIF_NONE INT64_MIN

struct exif {
    /* DateTimeOriginal with SubSecTimeOriginal: what the camera's clock showed, as microseconds from
     * 1970-01-01 00:00 of the same clock; with `zone`, minutes east of UTC, taken - zone is the
     * instant. Without one nobody knows which it was. */
    int64_t taken, zone;
    char make[EXIF_NAME_MOST + 1], model[EXIF_NAME_MOST + 1], serial[EXIF_NAME_MOST + 1];
    int64_t orientation;   /* 1 to 8: how the pixels are to be turned (section 4.6.5) */
    int64_t width, height; /* pixels, as it says itself */
    /* WGS 84: both in microdegrees, as in schema/geometry.h, or neither. `accuracy`: by how many mm
     * it may be off. A place that is not known to 10 km, or is 0° N 0° E, is none. */
    int64_t longitude, latitude, accuracy;
    int64_t gps_time; /* UTC, microseconds since 1970 */
    /* By how many seconds the camera's clock was fast, minus when slow; where a satellite's time
     * and the camera's with its zone are both there, and are less than a year apart. */
    int64_t camera_error;
    /* What is there and could not be read, or is not to be believed: the first of it, "" when there
     * is none of it. */
    char fault[EXIF_FAULT_MOST + 1];
};

/* What says nothing. */
struct exif exif_none(void);

/* Reads the block that a JPEG has in its APP1 and a PNG in its eXIf, from "II" or "MM" on, with or
 * without "Exif\0\0" before it. What is broken is said in `fault`, and the rest is read. Names are
 * harmless UTF-8 (base/utf8.h) without blanks around them. */
struct exif exif_read(const void *bytes, size_t size);

/* The same error for a camera whose zone is known from elsewhere. */
int64_t exif_camera_error(const struct exif *exif, int64_t zone);

/* Makes of what a process says that may have been taken over something that may be shown. */
void exif_harmless(struct exif *exif);

#endif
