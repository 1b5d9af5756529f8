/* EXIF written by hand, after the standards and not after the library that reads it: TIFF 6.0
 * section 2 for the form, EXIF 2.32 for the tags. */
#ifndef CAIRN_TESTS_INPUT_MADE_EXIF_H
#define CAIRN_TESTS_INPUT_MADE_EXIF_H

#include <stddef.h>
#include <stdint.h>

enum made_ifd { MADE_FIRST, MADE_EXIF, MADE_GPS, MADE_IFDS };

enum made_type { MADE_ASCII = 2, MADE_SHORT = 3, MADE_LONG = 4, MADE_RATIO = 5 };

struct made_field {
    enum made_ifd ifd;
    int tag; /* 0 ends a list */
    enum made_type type;
    const char *text; /* of MADE_ASCII */
    int count;        /* of numbers, or of pairs of MADE_RATIO */
    uint32_t number[6];
};

struct made_exif {
    uint8_t bytes[4096];
    size_t size;
};

#define MADE_TEXT(ifd, tag, text)                                                                  \
    {                                                                                              \
        ifd, tag, MADE_ASCII, text, 0, { 0 }                                                       \
    }
#define MADE_WHOLE(ifd, tag, number)                                                               \
    {                                                                                              \
        ifd, tag, MADE_SHORT, NULL, 1, { number }                                                  \
    }
#define MADE_RATIOS(ifd, tag, count, ...)                                                          \
    {                                                                                              \
        ifd, tag, MADE_RATIO, NULL, count, { __VA_ARGS__ }                                         \
    }

/* 50° 7' 24.444" N, 36° 7.407' E: the place of an invented grave, as two cameras write it. */
#define MADE_PLACE                                                                                 \
    MADE_TEXT(MADE_GPS, 1, "N"), MADE_RATIOS(MADE_GPS, 2, 3, 50, 1, 7, 1, 24444, 1000),            \
        MADE_TEXT(MADE_GPS, 3, "E"), MADE_RATIOS(MADE_GPS, 4, 3, 36, 1, 7407, 1000, 0, 1)
/* A camera that names no time zone. */
#define MADE_CAMERA                                                                                \
    MADE_TEXT(MADE_FIRST, 0x010f, "NIKON"), MADE_TEXT(MADE_FIRST, 0x0110, "D750"),                 \
        MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07")

/* A block from "II" or "MM" on, of fields with rising tags in each IFD. */
struct made_exif exif_make(const struct made_field *fields, int big_endian);

#endif
