#include "input/exif.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libexif/exif-data.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "schema/instant.h"

static const char HEADER[] =
    "Exif\0"; /* with the zero byte at its end: what stands before a block */

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)

enum {
    HEADER_SIZE = 6,
    ZONE_MOST = 15 * 60,
    ACCURACY_MOST = 10000000, /* mm */
    YEAR = 365 * 86400,
    TEXT_MOST = 64 /* bytes of a date, a time, a zone */
};

struct exif exif_none(void) {
    return (struct exif){.taken = EXIF_NONE,
                         .zone = EXIF_NONE,
                         .orientation = EXIF_NONE,
                         .width = EXIF_NONE,
                         .height = EXIF_NONE,
                         .longitude = EXIF_NONE,
                         .latitude = EXIF_NONE,
                         .accuracy = EXIF_NONE,
                         .gps_time = EXIF_NONE,
                         .camera_error = EXIF_NONE};
}

struct block {
    ExifData *data;
    ExifByteOrder order;
    struct exif *exif;
};

/* ------------------------------------------------------------------ what is wrong */

static void fault(struct exif *exif, const char *format, ...) PRINTF_LIKE(2, 3);
static void fault(struct exif *exif, const char *format, ...) {
    va_list arguments;
    if (*exif->fault) return;
    va_start(arguments, format);
    vsnprintf(exif->fault, sizeof exif->fault, format, arguments);
    va_end(arguments);
    utf8_harmless(exif->fault);
}

/* What the library says of the block itself; of values that lie beyond its end it says so only to
 * those who debug it. What makers keep in it for themselves (MakerNote) is not read here, and nobody
 * need know that it is broken. */
static void hear(ExifLog *log, ExifLogCode code, const char *domain, const char *format,
                 va_list arguments, void *data) {
    char said[EXIF_FAULT_MOST / 2];
    (void)log;
    bool broken = code == EXIF_LOG_CODE_CORRUPT_DATA || strstr(format, "past end") != NULL;
    if (!broken || strcmp(domain, "ExifData") != 0) return;
    vsnprintf(said, sizeof said, format, arguments);
    fault(data, "a part of it is broken: %s", said);
}

/* ------------------------------------------------------------------ values */

static const ExifEntry *find(const struct block *block, ExifIfd ifd, int tag) {
    const ExifEntry *entry = exif_content_get_entry(block->data->ifd[ifd], (ExifTag)tag);
    return entry && entry->data ? entry : NULL;
}

/* The text of a tag without blanks around it and what follows a zero byte; "" when there is none. */
static void read_text(const struct block *block, ExifIfd ifd, int tag, char *out, size_t room) {
    const ExifEntry *entry = find(block, ifd, tag);
    *out = 0;
    if (!entry || entry->format != EXIF_FORMAT_ASCII) return;
    const char *text = (const char *)entry->data;
    size_t size = strnlen(text, entry->size), used = 0;
    while (size && (unsigned char)*text <= ' ') text++, size--;
    while (size && (unsigned char)text[size - 1] <= ' ') size--;
    while (used < size) {
        size_t step = utf8_sequence((const unsigned char *)text + used, size - used);
        if (used + step + !step >= room) break;
        used += step + !step;
    }
    memcpy(out, text, used);
    out[used] = 0;
    utf8_harmless(out);
}

/* What devices write when they do not know: nothing, blanks or zeroes between the marks. */
static bool says_something(const char *text) { return text[strspn(text, " :0")] != 0; }

static int64_t read_whole(const struct block *block, ExifIfd ifd, int tag) {
    const ExifEntry *entry = find(block, ifd, tag);
    if (entry && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2)
        return exif_get_short(entry->data, block->order);
    if (entry && entry->format == EXIF_FORMAT_LONG && entry->size >= 4)
        return exif_get_long(entry->data, block->order);
    return EXIF_NONE;
}

/* False when there is none, or it is divided by 0. */
static bool read_ratio(const struct block *block, int tag, unsigned place, double *out_ratio) {
    const ExifEntry *entry = find(block, EXIF_IFD_GPS, tag);
    if (!entry || entry->format != EXIF_FORMAT_RATIONAL || entry->size < 8 * (place + 1))
        return false;
    ExifRational ratio = exif_get_rational(entry->data + 8 * place, block->order);
    if (!ratio.denominator) return false;
    *out_ratio = (double)ratio.numerator / ratio.denominator;
    return true;
}

/* Three of them: degrees or hours below `most`, minutes and seconds. In seconds. */
static bool read_sixties(const struct block *block, int tag, double most, double *out_seconds) {
    double part[3];
    for (unsigned i = 0; i < 3; i++)
        if (!read_ratio(block, tag, i, &part[i])) return false;
    if (part[1] >= 60 || part[2] > 60) return false;
    *out_seconds = part[0] * 3600 + part[1] * 60 + part[2];
    return *out_seconds <= most * 3600;
}

/* ------------------------------------------------------------------ the camera's clock */

/* "2022:09:16" and "08:30:00" as an instant of UTC. */
static bool read_instant(const char *text, const char *fraction, const char *zone, int64_t *out) {
    char instant[3 * TEXT_MOST];
    struct error ignored = {0};
    snprintf(instant, sizeof instant, "%s%s%s%s", text, *fraction ? "." : "", fraction, zone);
    if (strlen(instant) < 19 || instant[4] != ':' || instant[7] != ':') return false;
    instant[4] = instant[7] = '-';
    return instant_read(instant, out, &ignored);
}

/* DateTimeOriginal has its own zone. The other is that of DateTime, which a program may have set
 * elsewhere when it changed the file: it counts where the two are the same. */
static void read_zone(struct block *block, const char *taken) {
    char zone[TEXT_MOST], changed[TEXT_MOST];
    int64_t east;
    read_text(block, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL, zone, sizeof zone);
    if (!says_something(zone)) {
        read_text(block, EXIF_IFD_0, EXIF_TAG_DATE_TIME, changed, sizeof changed);
        if (strcmp(taken, changed) != 0) return;
        read_text(block, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME, zone, sizeof zone);
    }
    if (!*zone || zone[strspn(zone, " :")] == 0) return;
    if (read_instant("1970:01:01 00:00:00", "", zone, &east)) block->exif->zone = -east / MINUTE;
    else fault(block->exif, "its zone is none: \"%s\"", zone);
}

static void read_taken(struct block *block) {
    char text[TEXT_MOST], fraction[TEXT_MOST];
    read_text(block, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, text, sizeof text);
    if (!says_something(text)) return;
    read_text(block, EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_ORIGINAL, fraction, sizeof fraction);
    fraction[strspn(fraction, "0123456789")] = 0;
    if (read_instant(text, fraction, "Z", &block->exif->taken)) read_zone(block, text);
    else fault(block->exif, "when it was taken is no time: \"%s\"", text);
}

/* ------------------------------------------------------------------ the satellites' word */

static void read_gps_time(struct block *block) {
    char text[TEXT_MOST + sizeof " 00:00:00"];
    double seconds;
    int64_t day;
    read_text(block, EXIF_IFD_GPS, EXIF_TAG_GPS_DATE_STAMP, text, TEXT_MOST);
    if (!says_something(text) || !find(block, EXIF_IFD_GPS, EXIF_TAG_GPS_TIME_STAMP)) return;
    strcat(text, " 00:00:00");
    if (read_instant(text, "", "Z", &day) &&
        read_sixties(block, EXIF_TAG_GPS_TIME_STAMP, 24, &seconds))
        block->exif->gps_time = day + llround(seconds * SECOND);
    else fault(block->exif, "the satellites' time is none");
}

/* Microdegrees, of which north and east are positive. */
static bool read_degrees(struct block *block, int tag, int side_tag, const char *sides, double most,
                         int64_t *out) {
    char side[TEXT_MOST];
    double seconds;
    read_text(block, EXIF_IFD_GPS, side_tag, side, sizeof side);
    if (!read_sixties(block, tag, most, &seconds) || !*side || side[1] || !strchr(sides, *side))
        return false;
    int64_t degrees = llround(seconds / 3600 * 1e6);
    *out = *side == sides[0] ? degrees : -degrees;
    return true;
}

static bool is_wgs_84(const struct block *block) {
    char datum[TEXT_MOST];
    read_text(block, EXIF_IFD_GPS, EXIF_TAG_GPS_MAP_DATUM, datum, sizeof datum);
    for (const char *from = datum; *from; from++)
        if (strncmp(from, "84", 2) == 0) return true; /* WGS-84, WGS84, WGS 1984 … */
    return !*datum;
}

static void read_place(struct block *block) {
    struct exif *exif = block->exif;
    int64_t north, east;
    double metres;
    if (!find(block, EXIF_IFD_GPS, EXIF_TAG_GPS_LATITUDE) &&
        !find(block, EXIF_IFD_GPS, EXIF_TAG_GPS_LONGITUDE))
        return;
    if (!read_degrees(block, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, "NS", 90, &north) ||
        !read_degrees(block, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, "EW", 180,
                      &east)) {
        fault(exif, "its position is none on the earth");
        return;
    }
    bool told = read_ratio(block, EXIF_TAG_GPS_H_POSITIONING_ERROR, 0, &metres);
    double accuracy = told ? ceil(metres * 1000) : 0;
    if (!is_wgs_84(block)) {
        fault(exif, "its position is given in another system than WGS 84");
    } else if (north == 0 && east == 0) {
        fault(exif, "its position is 0° N 0° E, as devices write that do not know it");
    } else if (accuracy > ACCURACY_MOST) {
        fault(exif, "its position may be off by %.0f km", metres / 1000);
    } else {
        exif->latitude = north;
        exif->longitude = east;
        if (told && accuracy > 0) exif->accuracy = (int64_t)accuracy;
    }
}

int64_t exif_camera_error(const struct exif *exif, int64_t zone) {
    if (exif->taken == EXIF_NONE || exif->gps_time == EXIF_NONE || zone == EXIF_NONE)
        return EXIF_NONE;
    int64_t fast = exif->taken - zone * MINUTE - exif->gps_time;
    int64_t seconds = (fast + (fast < 0 ? -SECOND : SECOND) / 2) / SECOND;
    return seconds <= YEAR && seconds >= -YEAR ? seconds : EXIF_NONE;
}

static void read_gps(struct block *block) {
    char status[TEXT_MOST];
    read_text(block, EXIF_IFD_GPS, EXIF_TAG_GPS_STATUS, status, sizeof status);
    if (strcmp(status, "V") == 0) {
        fault(block->exif, "it had no satellites when it was taken (GPS status V)");
        return;
    }
    read_gps_time(block);
    read_place(block);
}

/* ------------------------------------------------------------------ all of it */

static void read_all(struct block *block) {
    struct exif *exif = block->exif;
    read_text(block, EXIF_IFD_0, EXIF_TAG_MAKE, exif->make, sizeof exif->make);
    read_text(block, EXIF_IFD_0, EXIF_TAG_MODEL, exif->model, sizeof exif->model);
    read_text(block, EXIF_IFD_EXIF, EXIF_TAG_BODY_SERIAL_NUMBER, exif->serial, sizeof exif->serial);
    exif->orientation = read_whole(block, EXIF_IFD_0, EXIF_TAG_ORIENTATION);
    exif->width = read_whole(block, EXIF_IFD_EXIF, EXIF_TAG_PIXEL_X_DIMENSION);
    exif->height = read_whole(block, EXIF_IFD_EXIF, EXIF_TAG_PIXEL_Y_DIMENSION);
    read_taken(block);
    read_gps(block);
    exif->camera_error = exif_camera_error(exif, exif->zone);
    exif_harmless(exif);
}

/* The library wants the header, and takes a block without it for something else. */
static bool load(struct block *block, const uint8_t *bytes, size_t size) {
    bool headed = size >= HEADER_SIZE && memcmp(bytes, HEADER, HEADER_SIZE) == 0;
    if (headed) bytes += HEADER_SIZE, size -= HEADER_SIZE;
    if (size < 8 || (memcmp(bytes, "II", 2) != 0 && memcmp(bytes, "MM", 2) != 0)) return false;
    if (size > EXIF_BYTES_MOST) return false;
    uint8_t *copy = memory_take(1, HEADER_SIZE + size);
    memcpy(copy, HEADER, HEADER_SIZE);
    memcpy(copy + HEADER_SIZE, bytes, size);
    /* It would add what a picture should have and this one has not, the time of today among it. */
    exif_data_unset_option(block->data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_unset_option(block->data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
    exif_data_load_data(block->data, copy, (unsigned)(HEADER_SIZE + size));
    free(copy);
    block->order = exif_data_get_byte_order(block->data);
    return true;
}

struct exif exif_read(const void *bytes, size_t size) {
    struct exif exif = exif_none();
    struct block block = {.data = exif_data_new(), .exif = &exif};
    ExifLog *log = exif_log_new();
    if (block.data && log) {
        exif_log_set_func(log, hear, &exif);
        exif_data_log(block.data, log);
        if (load(&block, bytes, size)) read_all(&block);
        else fault(&exif, "it is no EXIF at all");
    }
    exif_data_unref(block.data);
    exif_log_unref(log);
    return exif;
}

static void keep_within(int64_t *number, int64_t least, int64_t most) {
    if (*number < least || *number > most) *number = EXIF_NONE;
}

void exif_harmless(struct exif *exif) {
    char *const text[] = {exif->make, exif->model, exif->serial};
    for (int i = 0; i < 3; i++) {
        text[i][EXIF_NAME_MOST] = 0;
        utf8_harmless(text[i]);
    }
    exif->fault[EXIF_FAULT_MOST] = 0;
    utf8_harmless(exif->fault);
    keep_within(&exif->taken, -WHOLE_MOST / 2, WHOLE_MOST / 2);
    keep_within(&exif->zone, -ZONE_MOST, ZONE_MOST);
    keep_within(&exif->orientation, 1, 8);
    keep_within(&exif->width, 1, INT32_MAX);
    keep_within(&exif->height, 1, INT32_MAX);
    keep_within(&exif->longitude, -180000000, 180000000);
    keep_within(&exif->latitude, -90000000, 90000000);
    keep_within(&exif->accuracy, 1, ACCURACY_MOST);
    keep_within(&exif->gps_time, -WHOLE_MOST / 2, WHOLE_MOST / 2);
    keep_within(&exif->camera_error, -YEAR, YEAR);
    if (exif->longitude == EXIF_NONE || exif->latitude == EXIF_NONE)
        exif->longitude = exif->latitude = exif->accuracy = EXIF_NONE;
}
