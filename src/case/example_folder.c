#include "case/example_folder.h"

#include "base/files.h"

static bool make_empty_folder(struct arena *arena, const char *folder, struct error *error) {
    char **paths;
    size_t count = 0;
    if (!files_make_folder(folder, error) ||
        !files_list(arena, folder, &paths, &count, error))
        return false;
    if (!count) return true;
    return error_set(error, ERROR_DENIED,
                     "%.200s: the folder is not empty (%.80s); name one that does not exist yet",
                     folder, paths[0]);
}

static bool write_files(struct arena *arena, const char *folder, const struct example *example,
                        struct error *error) {
    for (int i = 0; i < EXAMPLE_FILES; i++) {
        const struct example_file *file = &example->file[i];
        if (!files_write(files_join(arena, folder, file->name), file->content.bytes,
                         file->content.size, error))
            return false;
    }
    return true;
}

bool example_folder_write(struct arena *arena, const char *folder, uint64_t seed, int remains,
                          struct error *error) {
    struct example example;
    if (!make_empty_folder(arena, folder, error) || !example_make(seed, remains, &example, error))
        return false;
    bool written = write_files(arena, folder, &example, error);
    example_close(&example);
    return written;
}
