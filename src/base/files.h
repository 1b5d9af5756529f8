/* Files and folders: the only place that touches them. Paths in errors are as they were given. */
#ifndef CAIRN_BASE_FILES_H
#define CAIRN_BASE_FILES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

enum { FILES_DEPTH = 16, FILES_MOST = 100000 };

/* The whole file, at most `limit` bytes of it (else ERROR_TOO_LARGE). A zero byte that is not
 * counted in `*out_size` follows. May be a pipe, not a folder. */
MUST_CHECK bool files_read(struct arena *arena, const char *path, size_t limit, char **out_bytes,
                           size_t *out_size, struct error *error);

/* Hands over a file of any size piece by piece, until `take` returns false or all of it was. */
MUST_CHECK bool files_read_pieces(const char *path,
                                  bool (*take)(void *data, const void *bytes, size_t size,
                                               struct error *error),
                                  void *data, struct error *error);

/* Writes the file so that its name always means the old bytes or all of the new ones, also when
 * the power fails: beside it, then renamed, with file and folder on the disk before it returns.
 * On failure the old file is as it was, and nothing else is left. */
MUST_CHECK bool files_write(const char *path, const void *bytes, size_t size,
                            struct error *error);

/* Makes the file, with the folders that it needs, in one step: whoever reads sees the old one or all
 * of the new one. But it is on the disk only after files_sync: for many files at once. */
MUST_CHECK bool files_put(const char *path, const void *bytes, size_t size, struct error *error);

/* All that was written on the file system of the folder is on the disk when it returns (syncfs). */
MUST_CHECK bool files_sync(const char *folder, struct error *error);

/* As files_write, for a file that only its owner can read (mode 0600) and that comes in pieces: `next` adds
 * the next one to `piece`, which is empty when it is called, and nothing at the end. */
MUST_CHECK bool files_write_pieces(const char *path,
                                   bool (*next)(void *data, struct buffer *piece,
                                                struct error *error),
                                   void *data, struct error *error);

/* Makes a new file that only its owner can read (mode 0600). File and folder are on the disk before
 * it returns. One that is there already is ERROR_CONFLICT and stays as it is; on any other failure
 * there is no file of that name. */
MUST_CHECK bool files_create(const char *path, const void *bytes, size_t size,
                             struct error *error);

/* Makes a new file as files_create does, with the bytes of another, and shows them piece by piece on
 * the way. */
MUST_CHECK bool files_copy(const char *from, const char *to,
                           void (*see)(void *data, const void *bytes, size_t size), void *data,
                           struct error *error);

/* Gives a file another name in one step, in place of what had that name; the folders are on the
 * disk before it returns. */
MUST_CHECK bool files_rename(const char *from, const char *to, struct error *error);

/* Removes a file, or a link; the folder is on the disk before it returns. */
MUST_CHECK bool files_remove(const char *path, struct error *error);

/* A folder that only one process at a time may write into. */
struct files_lock {
    int file;
};

/* Takes the folder, or says at once that somebody has it (ERROR_BUSY). It is given back by
 * files_unlock, and when the process ends in whatever way. */
MUST_CHECK bool files_lock(const char *folder, struct files_lock *out_lock, struct error *error);
void files_unlock(struct files_lock *lock);

/* Makes a folder in one that exists; one that is there already is fine. */
MUST_CHECK bool files_make_folder(const char *path, struct error *error);

bool files_is_folder(const char *path);
bool files_is_file(const char *path);

/* Is there anything of that name, be it a link that leads nowhere? */
bool files_is_there(const char *path);

/* Is it a file by itself, and no link to one? Then *out_size is its length in bytes. */
bool files_is_plain(const char *path, uint64_t *out_size);

/* A folder of one's own (mode 0700) on a file system in memory, for what must be gone with the
 * power: in XDG_RUNTIME_DIR, else in /dev/shm. The path is in the arena. */
MUST_CHECK bool files_memory_folder(struct arena *arena, char **out_path, struct error *error);

/* The program's folder for what is of this device and of no document (XDG base directories): that in
 * XDG_STATE_HOME, else in ~/.local/state; made, for oneself alone, where it is not there. The path
 * is in the arena. ERROR_STORAGE: there is no place for it. */
MUST_CHECK bool files_state_folder(struct arena *arena, char **out_path, struct error *error);

/* What a path leads to. A link to a file is that file. */
enum file_kind {
    FILE_REGULAR,
    FILE_FOLDER,
    FILE_FOLDER_LINK,
    FILE_LOST,   /* nothing: gone, or a link that leads nowhere */
    FILE_SPECIAL /* a pipe, a device, a socket */
};

enum file_kind files_kind(const char *path);

/* Makes an empty folder that nobody else can read, below TMPDIR or /tmp; the path is in the
 * arena. */
MUST_CHECK bool files_make_temporary(struct arena *arena, char **out_path, struct error *error);

/* Removes a file or an empty folder, where there is one: for what is undone after a failure, which
 * is what is reported. */
void files_undo(const char *path);

/* Removes a folder with everything in it; links are removed, not followed. */
MUST_CHECK bool files_remove_folder(const char *path, struct error *error);

/* All that lies below a folder, of any kind, as paths relative to it, sorted by their bytes. Names
 * that begin with a dot are left out, and links to folders are not followed. More than FILES_MOST
 * entries or FILES_DEPTH folders inside each other is ERROR_TOO_LARGE. */
MUST_CHECK bool files_list(struct arena *arena, const char *folder, char ***out_paths,
                           size_t *out_count, struct error *error);

/* Calls visit(data, name, error) for everything in a folder, in any order and however much there
 * is; false from it ends the walk. It must not make or remove anything there. */
MUST_CHECK bool files_each(const char *folder,
                           bool (*visit)(void *data, const char *name, struct error *error),
                           void *data, struct error *error);

/* The one absolute path, without links, of a file or folder that exists; in the arena. */
MUST_CHECK bool files_absolute(struct arena *arena, const char *path, char **out_path,
                               struct error *error);

/* Does what the path leads to lie below the folder, when all links are followed? Both exist. */
MUST_CHECK bool files_lies_below(struct arena *arena, const char *folder, const char *path,
                                 bool *out_below, struct error *error);

/* FOLDER/NAME, in the arena. */
char *files_join(struct arena *arena, const char *folder, const char *name);

#endif
