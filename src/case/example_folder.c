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
                        const struct cancel *cancel, struct error *error) {
    bool done = true;
    int count = 0;
    for (; count < EXAMPLE_FILES && done; count++) {
        const struct example_file *file = &example->file[count];
        const char *path = files_join(arena, folder, file->name);
        done = !cancel_requested(cancel)
                   ? files_write(path, file->content.bytes, file->content.size, error)
                   : error_set(error, ERROR_CANCELLED, "interrupted; nothing was written");
    }
    for (int i = 0; !done && i + 1 < count; i++)
        files_undo(files_join(arena, folder, example->file[i].name));
    return done;
}

bool example_folder_write(struct arena *arena, const char *folder, uint64_t seed, int remains,
                          const struct cancel *cancel, struct error *error) {
    struct example example;
    bool made = !files_is_folder(folder);
    if (!make_empty_folder(arena, folder, error)) return false;
    bool done = example_make(seed, remains, cancel, &example, error);
    if (done) {
        done = write_files(arena, folder, &example, cancel, error);
        example_close(&example);
    }
    if (!done && made) files_undo(folder);
    return done;
}
