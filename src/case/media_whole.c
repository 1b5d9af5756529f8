#include "case/media_whole.h"

#include <string.h>

#include "case/media_type.h"

static uint32_t number_at(const uint8_t *bytes, bool big) {
    return big ? (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
                     bytes[3]
               : (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 |
                     bytes[0];
}

enum { MARK_AT = 4, DIRECTORY_LEAST = 6, RIFF_HEAD = 8 };

static const char CUT[] = "the file looks cut short";

static bool has(const void *bytes, size_t size, const char *sought) {
    const uint8_t *at = bytes;
    size_t length = strlen(sought);
    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(at + i, sought, length) == 0) return true;
    return false;
}

static const char *end_fault(const char *type, const uint8_t *head, size_t head_size,
                             const uint8_t *tail, size_t tail_size, uint64_t size) {
    if (!strcmp(type, "application/pdf")) return has(tail, tail_size, "%%EOF") ? NULL : CUT;
    if (!strcmp(type, "image/gif")) return tail_size && tail[tail_size - 1] == ';' ? NULL : CUT;
    if (head_size < RIFF_HEAD) return NULL; /* of another type, or not told apart */
    uint64_t first = number_at(head + MARK_AT, !strcmp(type, "image/tiff") && head[0] == 'M');
    if (!strcmp(type, "image/tiff")) return first + DIRECTORY_LEAST <= size ? NULL : CUT;
    if (!strcmp(type, "image/webp") || !strcmp(type, "audio/wav"))
        return first + RIFF_HEAD <= size ? NULL : CUT;
    return NULL;
}

const char *media_whole_fault(const char *name, const void *head, size_t head_size,
                              const void *tail, size_t tail_size, uint64_t size) {
    const char *named = media_type_of(name);
    const char *type = media_type_of_content(name, head, head_size);
    if (strcmp(named, type) != 0 && media_type_is_marked(named))
        return "it does not begin as its name says";
    return end_fault(type, head, head_size, tail, tail_size, size);
}
