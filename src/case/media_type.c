#include "case/media_type.h"

#include <string.h>
#include <strings.h>

const char *media_type_of(const char *path) {
    static const char *const types[][2] = {
        {"jpg", "image/jpeg"},      {"jpeg", "image/jpeg"},      {"png", "image/png"},
        {"tif", "image/tiff"},      {"tiff", "image/tiff"},      {"heic", "image/heic"},
        {"gif", "image/gif"},       {"webp", "image/webp"},      {"svg", "image/svg+xml"},
        {"pdf", "application/pdf"}, {"mp4", "video/mp4"},        {"mov", "video/quicktime"},
        {"mp3", "audio/mpeg"},      {"wav", "audio/wav"},        {"ogg", "audio/ogg"},
        {"txt", "text/plain"},      {"html", "text/html"},       {"csv", "text/csv"},
        {"tsv", "text/tab-separated-values"}, {"warc", "application/warc"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcasecmp(dot + 1, types[i][0]) == 0) return types[i][1];
    return "application/octet-stream";
}
