#include "input/exif.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "input/exif_parts.h"
#include "schema/instant.h"

/* What stands before a block, with the zero byte at its end. */
static const char HEADER[] = "Exif\0";

#define MINUTE (60 * EXIF_SECOND)

enum { HEADER_SIZE = 6, ZONE_MOST = 15 * 60, YEAR = 365 * 86400 };

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

/* ------------------------------------------------------------------ what is wrong */

void exif_fault(struct exif *exif, const char *format, ...) {
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
    exif_fault(data, "a part of it is broken: %s", said);
}

/* ------------------------------------------------------------------ the camera's clock */

/* DateTimeOriginal has its own zone. The other is that of DateTime, which a program may have set
 * elsewhere when it changed the file: it counts where the two are the same. */
static void read_zone(struct exif_block *block, const char *taken) {
    char zone[EXIF_TEXT_MOST], changed[EXIF_TEXT_MOST];
    int64_t east;
    exif_text(block, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL, zone, sizeof zone);
    if (!exif_says_something(zone)) {
        exif_text(block, EXIF_IFD_0, EXIF_TAG_DATE_TIME, changed, sizeof changed);
        if (strcmp(taken, changed) != 0) return;
        exif_text(block, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME, zone, sizeof zone);
    }
    if (!*zone || zone[strspn(zone, " :")] == 0) return;
    if (exif_instant("1970:01:01 00:00:00", "", zone, &east)) block->exif->zone = -east / MINUTE;
    else exif_fault(block->exif, "its zone is none: \"%s\"", zone);
}

static void read_taken(struct exif_block *block) {
    char text[EXIF_TEXT_MOST], fraction[EXIF_TEXT_MOST];
    exif_text(block, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, text, sizeof text);
    if (!exif_says_something(text)) return;
    exif_text(block, EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_ORIGINAL, fraction, sizeof fraction);
    fraction[strspn(fraction, "0123456789")] = 0;
    if (exif_instant(text, fraction, "Z", &block->exif->taken)) read_zone(block, text);
    else exif_fault(block->exif, "when it was taken is no time: \"%s\"", text);
}

int64_t exif_camera_error(const struct exif *exif, int64_t zone) {
    if (exif->taken == EXIF_NONE || exif->gps_time == EXIF_NONE || zone == EXIF_NONE)
        return EXIF_NONE;
    int64_t fast = exif->taken - zone * MINUTE - exif->gps_time;
    int64_t seconds = (fast + (fast < 0 ? -EXIF_SECOND : EXIF_SECOND) / 2) / EXIF_SECOND;
    return seconds <= YEAR && seconds >= -YEAR ? seconds : EXIF_NONE;
}

/* ------------------------------------------------------------------ all of it */

static void read_all(struct exif_block *block) {
    struct exif *exif = block->exif;
    exif_text(block, EXIF_IFD_0, EXIF_TAG_MAKE, exif->make, sizeof exif->make);
    exif_text(block, EXIF_IFD_0, EXIF_TAG_MODEL, exif->model, sizeof exif->model);
    exif_text(block, EXIF_IFD_EXIF, EXIF_TAG_BODY_SERIAL_NUMBER, exif->serial, sizeof exif->serial);
    exif->orientation = exif_whole(block, EXIF_IFD_0, EXIF_TAG_ORIENTATION);
    exif->width = exif_whole(block, EXIF_IFD_EXIF, EXIF_TAG_PIXEL_X_DIMENSION);
    exif->height = exif_whole(block, EXIF_IFD_EXIF, EXIF_TAG_PIXEL_Y_DIMENSION);
    read_taken(block);
    exif_read_gps(block);
    exif->camera_error = exif_camera_error(exif, exif->zone);
    exif_harmless(exif);
}

/* The library wants the header, and takes a block without it for something else. */
static bool load(struct exif_block *block, const uint8_t *bytes, size_t size) {
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
    struct exif_block block = {.data = exif_data_new(), .exif = &exif};
    ExifLog *log = exif_log_new();
    if (block.data && log) {
        exif_log_set_func(log, hear, &exif);
        exif_data_log(block.data, log);
        if (load(&block, bytes, size)) read_all(&block);
        else exif_fault(&exif, "it is no EXIF at all");
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
    keep_within(&exif->accuracy, 1, EXIF_ACCURACY_MOST);
    keep_within(&exif->gps_time, -WHOLE_MOST / 2, WHOLE_MOST / 2);
    keep_within(&exif->camera_error, -YEAR, YEAR);
    if (exif->longitude == EXIF_NONE || exif->latitude == EXIF_NONE)
        exif->longitude = exif->latitude = exif->accuracy = EXIF_NONE;
}
