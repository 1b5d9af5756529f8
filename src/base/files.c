#define _GNU_SOURCE
#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fault.h"

enum { CHUNK = 1 << 16, ATTEMPTS = 100 };

/* What the system says of `path`: one text for each cause that a person can do something about. */
static bool failed(struct error *error, const char *path, const char *what) {
    int cause = errno;
    if (!*path) return error_set(error, ERROR_USAGE, "an empty name is no file and no folder");
    if (cause == ENOENT || cause == ENOTDIR)
        return error_set(error, ERROR_NOT_FOUND, "%s does not exist", path);
    if (cause == EEXIST) return error_set(error, ERROR_CONFLICT, "%s is there already", path);
    if (cause == EINTR) return error_set(error, ERROR_CANCELLED, "%s: interrupted", path);
    return error_set(error, ERROR_STORAGE, "%s cannot be %s: %s", path, what, strerror(cause));
}

static bool read_all(int file, const char *path, size_t limit, struct buffer *bytes,
                     struct error *error) {
    for (;;) {
        char chunk[CHUNK];
        ssize_t got = fault_here(FAULT_READ) ? -1 : read(file, chunk, sizeof chunk);
        if (got < 0 && errno == EISDIR)
            return error_set(error, ERROR_BAD_INPUT, "%s is a folder, not a file", path);
        if (got < 0) return failed(error, path, "read");
        if (got == 0) return true;
        if ((size_t)got > limit - bytes->size)
            return error_set(error, ERROR_TOO_LARGE, "%s is larger than %zu bytes", path, limit);
        buffer_add(bytes, chunk, (size_t)got);
    }
}

bool files_read(struct arena *arena, const char *path, size_t limit, char **out_bytes,
                size_t *out_size, struct error *error) {
    int file = fault_here(FAULT_OPEN) ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return failed(error, path, "opened");
    struct buffer bytes = {0};
    bool done = read_all(file, path, limit, &bytes, error);
    close(file);
    if (done) {
        *out_bytes = arena_copy_part(arena, buffer_text(&bytes), bytes.size);
        *out_size = bytes.size;
    }
    buffer_close(&bytes);
    return done;
}

bool files_read_pieces(const char *path,
                       bool (*take)(void *data, const void *bytes, size_t size,
                                    struct error *error),
                       void *data, struct error *error) {
    int file = fault_here(FAULT_OPEN) ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return failed(error, path, "opened");
    bool done = true;
    for (ssize_t got = 1; done && got > 0;) {
        char chunk[CHUNK];
        got = fault_here(FAULT_READ) ? -1 : read(file, chunk, sizeof chunk);
        done = got < 0 ? failed(error, path, "read")
                       : got == 0 || take(data, chunk, (size_t)got, error);
    }
    close(file);
    return done;
}

static bool write_all(int file, const char *bytes, size_t size) {
    while (size) {
        ssize_t put = fault_here(FAULT_WRITE) ? -1 : write(file, bytes, size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes += put;
        size -= (size_t)put;
    }
    return true;
}

/* Has the new file `path`, which was written or not, on the disk and closes it; on failure removes
 * it. Errno says why. */
static bool finish(int file, const char *path, bool written) {
    bool done = written && !fault_here(FAULT_SYNC) && fsync(file) == 0;
    int cause = errno;
    if (close(file) != 0 && done) {
        done = false;
        cause = errno;
    }
    if (!done) unlink(path);
    errno = cause;
    return done;
}

static bool fill(int file, const char *path, const void *bytes, size_t size) {
    return finish(file, path, write_all(file, bytes, size));
}

static char *folder_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return arena_copy(arena, ".");
    return arena_copy_part(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

/* A rename is on the disk when its folder is. */
static bool sync_folder(const char *path) {
    int folder = fault_here(FAULT_OPEN) ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return false;
    bool done = !fault_here(FAULT_SYNC) && fsync(folder) == 0;
    int cause = errno;
    close(folder);
    errno = cause;
    return done;
}

static int open_new(const char *path, mode_t mode) {
    if (fault_here(FAULT_OPEN)) return -1;
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
}

/* A new file beside `path`; *out_beside is its name. -1 with errno when there can be none. */
static int open_beside(struct arena *arena, const char *path, mode_t mode, char **out_beside) {
    for (int i = 0; i < ATTEMPTS; i++) {
        char *beside = arena_format(arena, "%s.%ld-%d.new", path, (long)getpid(), i);
        int file = open_new(beside, mode);
        if (file < 0 && errno == EEXIST) continue;
        *out_beside = beside;
        return file;
    }
    return -1;
}

/* Ends the new file beside `path` with these bytes, and gives it its name. */
static bool put_in_place(struct arena *arena, int file, const char *beside, const char *path,
                         const void *bytes, size_t size, struct error *error) {
    if (!fill(file, beside, bytes, size)) return failed(error, path, "written");
    if (fault_here(FAULT_RENAME) || rename(beside, path) != 0) {
        int cause = errno;
        unlink(beside);
        errno = cause;
        return failed(error, path, "written");
    }
    if (sync_folder(folder_of(arena, path))) return true;
    return failed(error, path, "written to the disk for certain");
}

bool files_write(const char *path, const void *bytes, size_t size, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    char *beside;
    int file = open_beside(&arena, path, 0666, &beside);
    bool done = file < 0 ? failed(error, path, "written")
                         : put_in_place(&arena, file, beside, path, bytes, size, error);
    arena_close(&arena);
    return done;
}

/* The folders above a path, from the top. */
static bool make_folders_above(const char *path, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    bool done = true;
    for (const char *slash = strchr(path + 1, '/'); done && slash; slash = strchr(slash + 1, '/')) {
        const char *folder = arena_copy_part(&arena, path, (size_t)(slash - path));
        done = files_is_folder(folder) || files_make_folder(folder, error);
    }
    arena_close(&arena);
    return done;
}

/* Without waiting for the disk. */
static bool put_new(int file, const char *beside, const char *path, const void *bytes, size_t size,
                    struct error *error) {
    bool done = write_all(file, bytes, size);
    int cause = errno;
    if (close(file) != 0 && done) {
        done = false;
        cause = errno;
    }
    if (done && (fault_here(FAULT_RENAME) || rename(beside, path) != 0)) {
        done = false;
        cause = errno;
    }
    if (done) return true;
    unlink(beside);
    errno = cause;
    return failed(error, path, "written");
}

bool files_put(const char *path, const void *bytes, size_t size, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    char *beside;
    int file = open_beside(&arena, path, 0666, &beside);
    bool made = true;
    if (file < 0 && errno == ENOENT) {
        made = make_folders_above(path, error);
        if (made) file = open_beside(&arena, path, 0666, &beside);
    }
    bool done = made && (file < 0 ? failed(error, path, "written")
                                  : put_new(file, beside, path, bytes, size, error));
    arena_close(&arena);
    return done;
}

bool files_sync(const char *folder, struct error *error) {
    int file = fault_here(FAULT_OPEN) ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return failed(error, folder, "opened");
    bool done = !fault_here(FAULT_SYNC) && syncfs(file) == 0;
    int cause = errno;
    close(file);
    errno = cause;
    return done || failed(error, folder, "written to the disk for certain");
}

static bool write_pieces(int file, const char *path,
                         bool (*next)(void *data, struct buffer *piece, struct error *error),
                         void *data, struct error *error) {
    struct buffer piece = {0};
    bool done = true;
    do {
        piece.size = 0;
        done = next(data, &piece, error) &&
               (write_all(file, piece.bytes, piece.size) || failed(error, path, "written"));
    } while (done && piece.size > 0);
    buffer_close(&piece);
    return done;
}

bool files_write_pieces(const char *path,
                        bool (*next)(void *data, struct buffer *piece, struct error *error),
                        void *data, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    char *beside = NULL;
    int file = open_beside(&arena, path, 0600, &beside);
    bool done = file < 0 ? failed(error, path, "written")
                         : write_pieces(file, path, next, data, error);
    if (done) {
        done = put_in_place(&arena, file, beside, path, "", 0, error);
    } else if (file >= 0) {
        close(file);
        unlink(beside);
    }
    arena_close(&arena);
    return done;
}

static bool sync_folder_of(const char *path, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    bool done = sync_folder(folder_of(&arena, path));
    if (!done) failed(error, path, "changed on the disk for certain");
    arena_close(&arena);
    return done;
}

bool files_create(const char *path, const void *bytes, size_t size, struct error *error) {
    int file = open_new(path, 0600);
    if (file < 0) return failed(error, path, "made");
    if (!fill(file, path, bytes, size)) return failed(error, path, "written");
    if (sync_folder_of(path, error)) return true;
    unlink(path);
    return false;
}

static bool copy_all(int from, const char *from_path, int to, const char *to_path,
                     void (*see)(void *data, const void *bytes, size_t size), void *data,
                     struct error *error) {
    for (;;) {
        char chunk[CHUNK];
        ssize_t got = fault_here(FAULT_READ) ? -1 : read(from, chunk, sizeof chunk);
        if (got < 0 && errno == EISDIR)
            return error_set(error, ERROR_BAD_INPUT, "%s is a folder, not a file", from_path);
        if (got < 0) return failed(error, from_path, "read");
        if (got == 0) return true;
        if (!write_all(to, chunk, (size_t)got)) return failed(error, to_path, "written");
        see(data, chunk, (size_t)got);
    }
}

bool files_copy(const char *from, const char *to,
                void (*see)(void *data, const void *bytes, size_t size), void *data,
                struct error *error) {
    int source = fault_here(FAULT_OPEN) ? -1 : open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0) return failed(error, from, "opened");
    int file = open_new(to, 0600);
    if (file < 0) {
        failed(error, to, "made");
        close(source);
        return false;
    }
    bool copied = copy_all(source, from, file, to, see, data, error);
    close(source);
    bool done = finish(file, to, copied);
    if (copied && !done) return failed(error, to, "written");
    if (done && !sync_folder_of(to, error)) {
        unlink(to);
        return false;
    }
    return done;
}

bool files_rename(const char *from, const char *to, struct error *error) {
    if (fault_here(FAULT_RENAME) || rename(from, to) != 0) return failed(error, from, "renamed");
    return sync_folder_of(to, error) && sync_folder_of(from, error);
}

bool files_remove(const char *path, struct error *error) {
    if (fault_here(FAULT_REMOVE) || unlink(path) != 0) return failed(error, path, "removed");
    return sync_folder_of(path, error);
}

bool files_lock(const char *folder, struct files_lock *out_lock, struct error *error) {
    int file = fault_here(FAULT_OPEN) ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return failed(error, folder, "opened");
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        *out_lock = (struct files_lock){.file = file};
        return true;
    }
    int cause = errno;
    close(file);
    errno = cause;
    if (cause == EWOULDBLOCK)
        return error_set(error, ERROR_BUSY, "another program is writing into %s; wait until it has "
                         "ended", folder);
    return failed(error, folder, "locked");
}

void files_unlock(struct files_lock *lock) {
    close(lock->file);
    lock->file = -1;
}

bool files_make_folder(const char *path, struct error *error) {
    if (!fault_here(FAULT_OPEN) && mkdir(path, 0777) == 0) return true;
    if (errno == EEXIST && files_is_folder(path)) return true;
    if (errno == ENOENT)
        return error_set(error, ERROR_NOT_FOUND, "the folder in which %s should be made does not "
                         "exist", path);
    return failed(error, path, "made");
}

bool files_is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool files_is_file(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool files_is_there(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0;
}

bool files_is_plain(const char *path, uint64_t *out_size) {
    struct stat about;
    if (lstat(path, &about) != 0 || !S_ISREG(about.st_mode)) return false;
    *out_size = (uint64_t)about.st_size;
    return true;
}

static bool is_in_memory(const char *path) {
    struct statfs about;
    return statfs(path, &about) == 0 &&
           (about.f_type == TMPFS_MAGIC || about.f_type == RAMFS_MAGIC);
}

bool files_memory_folder(struct arena *arena, char **out_path, struct error *error) {
    const char *where = getenv("XDG_RUNTIME_DIR");
    if (!where || !is_in_memory(where)) where = "/dev/shm";
    if (!is_in_memory(where))
        return error_set(error, ERROR_STORAGE, "neither XDG_RUNTIME_DIR nor /dev/shm is a file "
                         "system in memory, and what is readable must not reach the disk");
    char *path = arena_format(arena, "%s/cairn-%ld", where, (long)geteuid());
    if (fault_here(FAULT_OPEN) || (mkdir(path, 0700) != 0 && errno != EEXIST))
        return failed(error, path, "made");
    /* /dev/shm is everybody's: somebody else may have been there first. */
    struct stat about;
    if (lstat(path, &about) != 0) return failed(error, path, "looked at");
    if (!S_ISDIR(about.st_mode) || about.st_uid != geteuid() || (about.st_mode & 077))
        return error_set(error, ERROR_DENIED, "%s is not a folder that only you can read; remove "
                         "it", path);
    *out_path = path;
    return true;
}

/* XDG Base Directory Specification: a path that is not absolute counts as none. */
static char *state_home(struct arena *arena) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/') return arena_copy(arena, state);
    return home && *home == '/' ? arena_format(arena, "%s/.local/state", home) : NULL;
}

/* Each folder of the path, as far as it is missing, for oneself alone. */
static bool make_folders(char *path, struct error *error) {
    for (char *end = path + 1;; end++) {
        if (*end && *end != '/') continue;
        char kept = *end;
        *end = 0;
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        if (!made) failed(error, path, "made");
        *end = kept;
        if (!made || !kept) return made;
    }
}

bool files_state_folder(struct arena *arena, char **out_path, struct error *error) {
    char *home = state_home(arena);
    if (!home)
        return error_set(error, ERROR_STORAGE, "neither XDG_STATE_HOME nor HOME says where what is "
                         "of this device is kept");
    char *path = arena_format(arena, "%s/cairn", home);
    if (!make_folders(path, error)) return false;
    if (!files_is_folder(path) || access(path, W_OK) != 0)
        return error_set(error, ERROR_STORAGE, "%s is not a folder that you can write in", path);
    *out_path = path;
    return true;
}

enum file_kind files_kind(const char *path) {
    struct stat about, target;
    if (lstat(path, &about) != 0) return FILE_LOST;
    bool link = S_ISLNK(about.st_mode);
    if (link && stat(path, &target) != 0) return FILE_LOST;
    mode_t mode = link ? target.st_mode : about.st_mode;
    if (S_ISREG(mode)) return FILE_REGULAR;
    if (S_ISDIR(mode)) return link ? FILE_FOLDER_LINK : FILE_FOLDER;
    return FILE_SPECIAL;
}

bool files_make_temporary(struct arena *arena, char **out_path, struct error *error) {
    const char *where = getenv("TMPDIR");
    if (!where || !*where) where = "/tmp";
    char *path = files_join(arena, where, "cairn-XXXXXX");
    if (!mkdtemp(path))
        return error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_STORAGE,
                         "no folder can be made in TMPDIR, %s: %s", where, strerror(errno));
    *out_path = path;
    return true;
}

void files_undo(const char *path) { (void)remove(path); }

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *place) {
    (void)about, (void)kind, (void)place;
    return remove(path);
}

bool files_remove_folder(const char *path, struct error *error) {
    if (nftw(path, remove_entry, FILES_DEPTH, FTW_DEPTH | FTW_PHYS) == 0) return true;
    return failed(error, path, "removed");
}

bool files_absolute(struct arena *arena, const char *path, char **out_path, struct error *error) {
    char *whole = fault_here(FAULT_OPEN) ? NULL : realpath(path, NULL);
    if (!whole) return failed(error, path, "found");
    *out_path = arena_copy(arena, whole);
    free(whole);
    return true;
}

bool files_lies_below(struct arena *arena, const char *folder, const char *path, bool *out_below,
                      struct error *error) {
    char *above, *below;
    if (!files_absolute(arena, folder, &above, error) ||
        !files_absolute(arena, path, &below, error))
        return false;
    const char *inside = files_join(arena, above, "");
    *out_below = strncmp(below, inside, strlen(inside)) == 0;
    return true;
}

char *files_join(struct arena *arena, const char *folder, const char *name) {
    size_t length = strlen(folder);
    const char *slash = length && folder[length - 1] == '/' ? "" : "/";
    return arena_format(arena, "%s%s%s", folder, slash, name);
}

struct listing {
    struct arena *arena;
    char **paths;
    size_t count, capacity;
    size_t seen;
};

static bool list_folder(struct listing *list, const char *folder, const char *prefix, int depth,
                        struct error *error);

/* One entry of `folder`; prefix is the folder's own path from where the listing began. */
static bool list_entry(struct listing *list, const char *folder, const char *prefix,
                       const char *name, int depth, struct error *error) {
    if (++list->seen > FILES_MOST)
        return error_set(error, ERROR_TOO_LARGE, "%s: more than %d files and folders", folder,
                         FILES_MOST);
    char *path = files_join(list->arena, folder, name);
    char *relative = *prefix ? files_join(list->arena, prefix, name)
                             : arena_copy(list->arena, name);
    struct stat about;
    if (lstat(path, &about) != 0) return failed(error, path, "looked at");
    list->paths = arena_grow(list->arena, list->paths, list->count, &list->capacity,
                             sizeof *list->paths);
    list->paths[list->count++] = relative;
    if (!S_ISDIR(about.st_mode)) return true;
    return list_folder(list, path, relative, depth + 1, error);
}

static bool list_folder(struct listing *list, const char *folder, const char *prefix, int depth,
                        struct error *error) {
    if (depth > FILES_DEPTH)
        return error_set(error, ERROR_TOO_LARGE, "%s: more than %d folders inside each other",
                         folder, FILES_DEPTH);
    DIR *open_folder = opendir(folder);
    if (!open_folder && errno == ENOTDIR)
        return error_set(error, ERROR_BAD_INPUT, "%s is no folder", folder);
    if (!open_folder) return failed(error, folder, "listed");
    bool done = true;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(open_folder);
        if (!entry && errno) done = failed(error, folder, "listed");
        if (!entry || !done) break;
        if (entry->d_name[0] == '.') continue;
        done = list_entry(list, folder, prefix, entry->d_name, depth, error);
        if (!done) break;
    }
    closedir(open_folder);
    return done;
}

static int compare_paths(const void *one, const void *other) {
    return strcmp(*(char *const *)one, *(char *const *)other);
}

bool files_list(struct arena *arena, const char *folder, char ***out_paths, size_t *out_count,
                struct error *error) {
    struct listing list = {.arena = arena};
    if (!list_folder(&list, folder, "", 0, error)) return false;
    if (list.count) qsort(list.paths, list.count, sizeof *list.paths, compare_paths);
    *out_paths = list.paths;
    *out_count = list.count;
    return true;
}

bool files_each(const char *folder,
                bool (*visit)(void *data, const char *name, struct error *error), void *data,
                struct error *error) {
    DIR *open_folder = fault_here(FAULT_OPEN) ? NULL : opendir(folder);
    if (!open_folder) return failed(error, folder, "listed");
    bool done = true;
    while (done) {
        errno = 0;
        struct dirent *entry = readdir(open_folder);
        if (!entry && errno) done = failed(error, folder, "listed");
        if (!entry) break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            done = visit(data, entry->d_name, error);
    }
    closedir(open_folder);
    return done;
}
