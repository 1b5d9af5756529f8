#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "input/exif_parts.h"
#include "schema/instant.h"

const ExifEntry *exif_find(const struct exif_block *block, ExifIfd ifd, int tag) {
    const ExifEntry *entry = exif_content_get_entry(block->data->ifd[ifd], (ExifTag)tag);
    return entry && entry->data ? entry : NULL;
}

void exif_text(const struct exif_block *block, ExifIfd ifd, int tag, char *out, size_t room) {
    const ExifEntry *entry = exif_find(block, ifd, tag);
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

bool exif_says_something(const char *text) { return text[strspn(text, " :0")] != 0; }

int64_t exif_whole(const struct exif_block *block, ExifIfd ifd, int tag) {
    const ExifEntry *entry = exif_find(block, ifd, tag);
    if (entry && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2)
        return exif_get_short(entry->data, block->order);
    if (entry && entry->format == EXIF_FORMAT_LONG && entry->size >= 4)
        return exif_get_long(entry->data, block->order);
    return EXIF_NONE;
}

bool exif_ratio(const struct exif_block *block, int tag, unsigned place, double *out_ratio) {
    const ExifEntry *entry = exif_find(block, EXIF_IFD_GPS, tag);
    if (!entry || entry->format != EXIF_FORMAT_RATIONAL || entry->size < 8 * (place + 1))
        return false;
    ExifRational ratio = exif_get_rational(entry->data + 8 * place, block->order);
    if (!ratio.denominator) return false;
    *out_ratio = (double)ratio.numerator / ratio.denominator;
    return true;
}

bool exif_sixties(const struct exif_block *block, int tag, double most, double *out_seconds) {
    double part[3];
    for (unsigned i = 0; i < 3; i++)
        if (!exif_ratio(block, tag, i, &part[i])) return false;
    if (part[1] >= 60 || part[2] > 60) return false;
    *out_seconds = part[0] * 3600 + part[1] * 60 + part[2];
    return *out_seconds <= most * 3600;
}

bool exif_instant(const char *text, const char *fraction, const char *zone, int64_t *out) {
    char instant[3 * EXIF_TEXT_MOST];
    struct error ignored = {0};
    snprintf(instant, sizeof instant, "%s%s%s%s", text, *fraction ? "." : "", fraction, zone);
    if (strlen(instant) < 19 || instant[4] != ':' || instant[7] != ':') return false;
    instant[4] = instant[7] = '-';
    return instant_read(instant, out, &ignored);
}
