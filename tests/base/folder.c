#define _GNU_SOURCE
#include "base/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

char *folder_make(struct arena *arena) {
    const char *where = getenv("TMPDIR");
    char *path = arena_format(arena, "%s/cairn-test-XXXXXX", where ? where : "/tmp");
    if (mkdtemp(path)) return path;
    perror(path);
    exit(1);
}

static int drop(const char *path, const struct stat *about, int kind, struct FTW *place) {
    (void)about, (void)kind, (void)place;
    return remove(path);
}

void folder_remove(const char *path) { nftw(path, drop, 16, FTW_DEPTH | FTW_PHYS); }
