#include "store/sqlite_fault.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fault.h"

struct file {
    sqlite3_file base;
    bool log; /* a write-ahead log */
    sqlite3_file *real;
};

static struct {
    sqlite3_mem_methods memory;
    sqlite3_vfs *real;
    sqlite3_vfs files;
    atomic_bool syncs_fail, unsynced;
    atomic_long log_syncs;
} here;

static sqlite3_file *real_of(sqlite3_file *file) { return ((struct file *)file)->real; }

/* ------------------------------------------------------------------ files */

static int do_close(sqlite3_file *file) {
    sqlite3_file *real = real_of(file);
    int code = real->pMethods->xClose(real);
    free(real);
    return code;
}

static int do_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at) {
    if (fault_here(FAULT_READ)) return SQLITE_IOERR_READ;
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}

/* A write that fails has written half of it. */
static int do_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
    sqlite3_file *real = real_of(file);
    if (fault_here(FAULT_WRITE)) {
        real->pMethods->xWrite(real, bytes, size / 2, at);
        return SQLITE_FULL;
    }
    if (((struct file *)file)->log) here.unsynced = true;
    return real->pMethods->xWrite(real, bytes, size, at);
}

static int do_truncate(sqlite3_file *file, sqlite3_int64 size) {
    if (fault_here(FAULT_WRITE)) return SQLITE_IOERR_TRUNCATE;
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int do_sync(sqlite3_file *file, int flags) {
    (void)flags;
    if (fault_here(FAULT_SYNC) || here.syncs_fail) return SQLITE_IOERR_FSYNC;
    if (((struct file *)file)->log) {
        here.unsynced = false;
        here.log_syncs++;
    }
    return SQLITE_OK;
}

static int do_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int do_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int do_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int do_check_lock(sqlite3_file *file, int *reserved) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static int do_control(sqlite3_file *file, int operation, void *data) {
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, data);
}

static int do_sector(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int do_characteristics(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int do_shared_map(sqlite3_file *file, int page, int size, int extend, void volatile **at) {
    if (fault_here(FAULT_OPEN)) return SQLITE_IOERR_SHMMAP;
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int do_shared_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void do_shared_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int do_shared_unmap(sqlite3_file *file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 2,
    .xClose = do_close,
    .xRead = do_read,
    .xWrite = do_write,
    .xTruncate = do_truncate,
    .xSync = do_sync,
    .xFileSize = do_size,
    .xLock = do_lock,
    .xUnlock = do_unlock,
    .xCheckReservedLock = do_check_lock,
    .xFileControl = do_control,
    .xSectorSize = do_sector,
    .xDeviceCharacteristics = do_characteristics,
    .xShmMap = do_shared_map,
    .xShmLock = do_shared_lock,
    .xShmBarrier = do_shared_barrier,
    .xShmUnmap = do_shared_unmap,
};

static int do_open(sqlite3_vfs *files, const char *name, sqlite3_file *base, int flags, int *out) {
    (void)files;
    struct file *file = (struct file *)base;
    *file = (struct file){.log = flags & SQLITE_OPEN_WAL};
    if (fault_here(FAULT_OPEN)) return SQLITE_CANTOPEN;
    file->real = calloc(1, (size_t)here.real->szOsFile);
    if (!file->real) return SQLITE_NOMEM;
    int code = here.real->xOpen(here.real, name, file->real, flags, out);
    if (code == SQLITE_OK) file->base.pMethods = &METHODS;
    else free(file->real);
    return code;
}

static int do_delete(sqlite3_vfs *files, const char *name, int sync) {
    (void)files, (void)sync;
    if (fault_here(FAULT_REMOVE)) return SQLITE_IOERR_DELETE;
    return here.real->xDelete(here.real, name, 0);
}

static int do_sleep(sqlite3_vfs *files, int microseconds) {
    (void)files;
    return microseconds;
}

/* ------------------------------------------------------------------ memory */

static void *take(int size) {
    return fault_here(FAULT_MEMORY) ? NULL : here.memory.xMalloc(size);
}

static void *resize(void *memory, int size) {
    return fault_here(FAULT_MEMORY) ? NULL : here.memory.xRealloc(memory, size);
}

static void must(int code) {
    if (code == SQLITE_OK) return;
    fprintf(stderr, "SQLite: %s\n", sqlite3_errstr(code));
    exit(1);
}

void sqlite_fault_install(void) {
    must(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &here.memory));
    sqlite3_mem_methods memory = here.memory;
    memory.xMalloc = take;
    memory.xRealloc = resize;
    must(sqlite3_config(SQLITE_CONFIG_MALLOC, &memory));
    here.real = sqlite3_vfs_find(NULL);
    here.files = *here.real;
    here.files.zName = "faulty";
    here.files.szOsFile = sizeof(struct file);
    here.files.pNext = NULL;
    here.files.xOpen = do_open;
    here.files.xDelete = do_delete;
    here.files.xSleep = do_sleep;
    must(sqlite3_vfs_register(&here.files, 1));
}

void sqlite_fault_syncs(bool fail) { here.syncs_fail = fail; }

bool sqlite_fault_unsynced(void) { return here.unsynced; }

long sqlite_fault_log_syncs(void) { return here.log_syncs; }
