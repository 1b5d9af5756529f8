#include <math.h>
#include <string.h>

#include "input/exif_parts.h"

static void read_gps_time(struct exif_block *block) {
    char text[EXIF_TEXT_MOST + sizeof " 00:00:00"];
    double seconds;
    int64_t day;
    exif_text(block, EXIF_IFD_GPS, EXIF_TAG_GPS_DATE_STAMP, text, EXIF_TEXT_MOST);
    if (!exif_says_something(text) || !exif_find(block, EXIF_IFD_GPS, EXIF_TAG_GPS_TIME_STAMP))
        return;
    strcat(text, " 00:00:00");
    if (exif_instant(text, "", "Z", &day) &&
        exif_sixties(block, EXIF_TAG_GPS_TIME_STAMP, 24, &seconds))
        block->exif->gps_time = day + llround(seconds * EXIF_SECOND);
    else exif_fault(block->exif, "the satellites' time is none");
}

/* Microdegrees, of which north and east are positive. */
static bool read_degrees(struct exif_block *block, int tag, int side_tag, const char *sides,
                         double most, int64_t *out) {
    char side[EXIF_TEXT_MOST];
    double seconds;
    exif_text(block, EXIF_IFD_GPS, side_tag, side, sizeof side);
    if (!exif_sixties(block, tag, most, &seconds) || !*side || side[1] || !strchr(sides, *side))
        return false;
    int64_t degrees = llround(seconds / 3600 * 1e6);
    *out = *side == sides[0] ? degrees : -degrees;
    return true;
}

static bool is_wgs_84(const struct exif_block *block) {
    char datum[EXIF_TEXT_MOST];
    exif_text(block, EXIF_IFD_GPS, EXIF_TAG_GPS_MAP_DATUM, datum, sizeof datum);
    for (const char *from = datum; *from; from++)
        if (strncmp(from, "84", 2) == 0) return true; /* WGS-84, WGS84, WGS 1984 … */
    return !*datum;
}

static void read_place(struct exif_block *block) {
    struct exif *exif = block->exif;
    int64_t north, east;
    double metres;
    if (!exif_find(block, EXIF_IFD_GPS, EXIF_TAG_GPS_LATITUDE) &&
        !exif_find(block, EXIF_IFD_GPS, EXIF_TAG_GPS_LONGITUDE))
        return;
    if (!read_degrees(block, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, "NS", 90, &north) ||
        !read_degrees(block, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, "EW", 180,
                      &east)) {
        exif_fault(exif, "its position is none on the earth");
        return;
    }
    bool told = exif_ratio(block, EXIF_TAG_GPS_H_POSITIONING_ERROR, 0, &metres);
    double accuracy = told ? ceil(metres * 1000) : 0;
    if (!is_wgs_84(block)) {
        exif_fault(exif, "its position is given in another system than WGS 84");
    } else if (north == 0 && east == 0) {
        exif_fault(exif, "its position is 0° N 0° E, as devices write that do not know it");
    } else if (accuracy > EXIF_ACCURACY_MOST) {
        exif_fault(exif, "its position may be off by %.0f km", metres / 1000);
    } else {
        exif->latitude = north;
        exif->longitude = east;
        if (told && accuracy > 0) exif->accuracy = (int64_t)accuracy;
    }
}

void exif_read_gps(struct exif_block *block) {
    char status[EXIF_TEXT_MOST];
    exif_text(block, EXIF_IFD_GPS, EXIF_TAG_GPS_STATUS, status, sizeof status);
    if (strcmp(status, "V") == 0) {
        exif_fault(block->exif, "it had no satellites when it was taken (GPS status V)");
        return;
    }
    read_gps_time(block);
    read_place(block);
}
