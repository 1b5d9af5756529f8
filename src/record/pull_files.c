/* The files of an entry that comes from elsewhere. A folder from outside may hold anything: links,
 * pipes, files without end. */
#include <string.h>

#include "record/pull_parts.h"

struct measured {
    struct digester *digester;
    uint64_t length;
};

static bool measure(void *data, const void *bytes, size_t size, struct error *error) {
    struct measured *measured = data;
    (void)error;
    digest_add(measured->digester, bytes, size);
    measured->length += size;
    return true;
}

static const char *check_file(struct arena *arena, struct digester *digester, const char *path,
                              size_t number, const struct disclosure_file *file) {
    struct measured measured = {.digester = digester};
    struct error failure = {0};
    uint64_t size;
    if (!path) return arena_format(arena, "its file %zu is not there", number);
    if (!files_is_plain(path, &size))
        return arena_format(arena, "its file %zu is not there, or is no plain file", number);
    if (size != (uint64_t)file->length)
        return arena_format(arena, "its file %zu is not what it commits to", number);
    digest_begin(digester);
    bool read = files_read_pieces(path, measure, &measured, &failure);
    struct digest digest = digest_end(digester);
    if (!read) return arena_format(arena, "its file %zu: %s", number, failure.text);
    return measured.length == size && digest_equal(&digest, &file->sha256)
               ? NULL
               : arena_format(arena, "its file %zu is not what it commits to", number);
}

const char *pull_check_files(struct arena *arena, struct digester *digester,
                             const struct candidate *candidate, const struct entry *entry,
                             const struct disclosure_file *file) {
    for (size_t i = 0; i < entry->att_count; i++) {
        const char *name = i < candidate->file_count ? candidate->file[i] : NULL;
        const char *path = name && !strchr(name, '/')
                               ? arena_format(arena, "%s/%s", candidate->folder, name) : NULL;
        const char *wrong = check_file(arena, digester, path, i + 1, &file[i]);
        if (wrong) return wrong;
    }
    return NULL;
}
