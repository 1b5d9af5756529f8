/* Between the files that read EXIF. */
#ifndef CAIRN_INPUT_EXIF_PARTS_H
#define CAIRN_INPUT_EXIF_PARTS_H

#include <stdbool.h>

#include <libexif/exif-data.h>

#include "base/error.h"
#include "input/exif.h"

#define EXIF_SECOND INT64_C(1000000)

enum {
    EXIF_ACCURACY_MOST = 10000000, /* mm */
    EXIF_TEXT_MOST = 64            /* bytes of a date, a time, a zone */
};

/* What is read, and what comes of it. */
struct exif_block {
    ExifData *data;
    ExifByteOrder order;
    struct exif *exif;
};

/* exif.c: keeps the first that is wrong. */
void exif_fault(struct exif *exif, const char *format, ...) PRINTF_LIKE(2, 3);

/* exif_values.c: the value of a tag, or NULL. */
const ExifEntry *exif_find(const struct exif_block *block, ExifIfd ifd, int tag);

/* Its text without blanks around it and what follows a zero byte; "" when there is none. */
void exif_text(const struct exif_block *block, ExifIfd ifd, int tag, char *out, size_t room);

/* Does it? Devices that do not know write nothing, or blanks or zeroes between the marks. */
bool exif_says_something(const char *text);

/* A whole number, or EXIF_NONE. */
int64_t exif_whole(const struct exif_block *block, ExifIfd ifd, int tag);

/* One of a tag of GPS; false when there is none, or it is divided by 0. */
bool exif_ratio(const struct exif_block *block, int tag, unsigned place, double *out_ratio);

/* Three of them: degrees or hours up to `most`, minutes and seconds. In seconds. */
bool exif_sixties(const struct exif_block *block, int tag, double most, double *out_seconds);

/* "2022:09:16 08:30:00", the digits of a fraction of a second and a zone as an instant of UTC. */
bool exif_instant(const char *text, const char *fraction, const char *zone, int64_t *out);

/* exif_gps.c: what satellites said. */
void exif_read_gps(struct exif_block *block);

#endif
