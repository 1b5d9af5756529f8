/* The calls by which a process changes files, for power_trace.h. A program's own functions of these
 * names come before those of the C library, for every library that it loads too: so the database is
 * seen as our own code is, and nothing has to be built into either. Calls that the C library makes of
 * itself (stdio) are not seen; power_record would find out. Nothing is really synced. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/power_trace.h"

/* The function of that name that would have been called; and this function called by it. */
#define NEXT(name, result, ...) ((result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))
#define CALLED(name) __asm__(name)

int call_open(const char *path, int flags, ...) CALLED("open");
int call_open64(const char *path, int flags, ...) CALLED("open64");
int call_close(int file) CALLED("close");
ssize_t call_write(int file, const void *bytes, size_t size) CALLED("write");
ssize_t call_pwrite(int file, const void *bytes, size_t size, off_t at) CALLED("pwrite");
ssize_t call_pwrite64(int file, const void *bytes, size_t size, off_t at) CALLED("pwrite64");
int call_ftruncate(int file, off_t size) CALLED("ftruncate");
int call_ftruncate64(int file, off_t size) CALLED("ftruncate64");
void *call_mmap(void *at, size_t size, int access, int flags, int file, off_t from)
    CALLED("mmap");
void *call_mmap64(void *at, size_t size, int access, int flags, int file, off_t from)
    CALLED("mmap64");
int call_fsync(int file) CALLED("fsync");
int call_fdatasync(int file) CALLED("fdatasync");
int call_syncfs(int file) CALLED("syncfs");
int call_mkdir(const char *path, mode_t mode) CALLED("mkdir");
int call_rename(const char *from, const char *to) CALLED("rename");
int call_unlink(const char *path) CALLED("unlink");
int call_rmdir(const char *path) CALLED("rmdir");
int call_remove(const char *path) CALLED("remove");

/* Ends what power_enter began; errno is that of the call. */
static void leave(bool entered) {
    if (entered) power_leave();
}

/* ------------------------------------------------------------------ open files */

static int open_file(const char *path, int flags, mode_t mode) {
    bool entered = power_enter();
    int file = NEXT("open64", int, const char *, int, ...)(path, flags, mode);
    if (entered && file >= 0) power_opened(file, path, flags);
    leave(entered);
    return file;
}

static mode_t mode_of(int flags, va_list rest) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

int call_open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_file(path, flags, mode);
}

int call_open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_file(path, flags, mode);
}

int call_close(int file) {
    bool entered = power_enter();
    if (entered) power_closed(file);
    int done = NEXT("close", int, int)(file);
    leave(entered);
    return done;
}

ssize_t call_write(int file, const void *bytes, size_t size) {
    bool entered = power_enter();
    ssize_t put = NEXT("write", ssize_t, int, const void *, size_t)(file, bytes, size);
    if (entered && put > 0) {
        off_t end = lseek(file, 0, SEEK_CUR); /* a pipe has none, and is not ours */
        if (end >= put) power_wrote(file, bytes, (size_t)put, (uint64_t)(end - put));
    }
    leave(entered);
    return put;
}

ssize_t call_pwrite64(int file, const void *bytes, size_t size, off_t at) {
    bool entered = power_enter();
    ssize_t put =
        NEXT("pwrite64", ssize_t, int, const void *, size_t, off_t)(file, bytes, size, at);
    if (entered && put > 0) power_wrote(file, bytes, (size_t)put, (uint64_t)at);
    leave(entered);
    return put;
}

ssize_t call_pwrite(int file, const void *bytes, size_t size, off_t at) {
    return call_pwrite64(file, bytes, size, at);
}

int call_ftruncate64(int file, off_t size) {
    bool entered = power_enter();
    int done = NEXT("ftruncate64", int, int, off_t)(file, size);
    if (entered && done == 0) power_resized(file, (uint64_t)size);
    leave(entered);
    return done;
}

int call_ftruncate(int file, off_t size) { return call_ftruncate64(file, size); }

void *call_mmap64(void *at, size_t size, int access, int flags, int file, off_t from) {
    bool shared = file >= 0 && flags & MAP_SHARED && access & PROT_WRITE;
    bool entered = shared && power_enter();
    if (entered) power_mapped(file);
    leave(entered);
    return NEXT("mmap64", void *, void *, size_t, int, int, int, off_t)(at, size, access, flags,
                                                                       file, from);
}

void *call_mmap(void *at, size_t size, int access, int flags, int file, off_t from) {
    return call_mmap64(at, size, access, flags, file, from);
}

/* ------------------------------------------------------------------ syncing */

int call_fsync(int file) {
    bool entered = power_enter();
    if (entered) power_synced(file);
    leave(entered);
    return 0;
}

/* Whatever is needed to read the bytes again is written too: of a file that has grown, its size. */
int call_fdatasync(int file) { return call_fsync(file); }

int call_syncfs(int file) {
    (void)file;
    bool entered = power_enter();
    if (entered) power_synced_all();
    leave(entered);
    return 0;
}

/* ------------------------------------------------------------------ names */

int call_mkdir(const char *path, mode_t mode) {
    bool entered = power_enter();
    int done = NEXT("mkdir", int, const char *, mode_t)(path, mode);
    if (entered && done == 0) power_made_folder(path);
    leave(entered);
    return done;
}

int call_rename(const char *from, const char *to) {
    bool entered = power_enter();
    int done = NEXT("rename", int, const char *, const char *)(from, to);
    if (entered && done == 0) power_renamed(from, to);
    leave(entered);
    return done;
}

static int drop(const char *call, const char *path) {
    bool entered = power_enter();
    int done = NEXT(call, int, const char *)(path);
    if (entered && done == 0) power_removed(path);
    leave(entered);
    return done;
}

int call_unlink(const char *path) { return drop("unlink", path); }

int call_rmdir(const char *path) { return drop("rmdir", path); }

int call_remove(const char *path) { return drop("remove", path); }
