#include "case/media_type.h"

#include <string.h>
#include <strings.h>

static const char UNKNOWN[] = "application/octet-stream";

const char *media_type_of(const char *path) {
    static const char *const types[][2] = {
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"png", "image/png"},
        {"tif", "image/tiff"},
        {"tiff", "image/tiff"},
        {"heic", "image/heic"},
        {"gif", "image/gif"},
        {"webp", "image/webp"},
        {"svg", "image/svg+xml"},
        {"pdf", "application/pdf"},
        {"mp4", "video/mp4"},
        {"mov", "video/quicktime"},
        {"mp3", "audio/mpeg"},
        {"wav", "audio/wav"},
        {"ogg", "audio/ogg"},
        {"txt", "text/plain"},
        {"html", "text/html"},
        {"csv", "text/csv"},
        {"tsv", "text/tab-separated-values"},
        {"warc", "application/warc"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcasecmp(dot + 1, types[i][0]) == 0) return types[i][1];
    return UNKNOWN;
}

/* How files of a type begin: bytes at one place and, if wanted, at another. */
static const struct mark {
    const char *type;
    size_t at, length;
    const char *bytes;
    const char *also; /* four bytes at 8; "": none */
} MARKS[] = {
    {"image/jpeg", 0, 3, "\xff\xd8\xff", ""}, {"image/png", 0, 8, "\x89PNG\r\n\x1a\n", ""},
    {"image/tiff", 0, 4, "II*\0", ""},        {"image/tiff", 0, 4, "MM\0*", ""},
    {"image/gif", 0, 4, "GIF8", ""},          {"image/webp", 0, 4, "RIFF", "WEBP"},
    {"image/heic", 4, 4, "ftyp", "heic"},     {"image/heic", 4, 4, "ftyp", "heix"},
    {"image/heic", 4, 4, "ftyp", "mif1"},     {"application/dicom", 128, 4, "DICM", ""},
    {"application/pdf", 0, 5, "%PDF-", ""},   {"video/quicktime", 4, 4, "ftyp", "qt  "},
    {"video/mp4", 4, 4, "ftyp", ""},          {"audio/wav", 0, 4, "RIFF", "WAVE"},
    {"audio/ogg", 0, 4, "OggS", ""},
};

enum { MARK_COUNT = sizeof MARKS / sizeof *MARKS };

static bool has(const struct mark *mark, const char *head, size_t size) {
    return size >= mark->at + mark->length &&
           memcmp(head + mark->at, mark->bytes, mark->length) == 0 &&
           (!*mark->also || (size >= 12 && memcmp(head + 8, mark->also, 4) == 0));
}

bool media_type_is_marked(const char *type) {
    for (int i = 0; i < MARK_COUNT; i++)
        if (strcmp(MARKS[i].type, type) == 0) return true;
    return false;
}

const char *media_type_of_content(const char *path, const void *head, size_t size) {
    const char *named = media_type_of(path);
    for (int i = 0; i < MARK_COUNT; i++)
        if (has(&MARKS[i], head, size)) return MARKS[i].type;
    return media_type_is_marked(named) ? UNKNOWN : named;
}
