/* A temporary folder for one test, and paths in it. */
#ifndef CAIRN_TESTS_BASE_FOLDER_H
#define CAIRN_TESTS_BASE_FOLDER_H

#include "base/arena.h"

/* Makes an empty folder; its path is in the arena. */
char *folder_make(struct arena *arena);

/* Removes it with everything in it. */
void folder_remove(const char *path);

#endif
