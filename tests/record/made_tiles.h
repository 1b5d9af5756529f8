/* A log that is published from nothing: entry i is {"i":i,"k":"entry"}, its key has a seed of 32 bytes
 * 0x07, and it is called example.org/exhumation/log1, as the published vectors have it. */
#ifndef CAIRN_TESTS_RECORD_MADE_TILES_H
#define CAIRN_TESTS_RECORD_MADE_TILES_H

#include "base/arena.h"
#include "base/sign.h"

#define MADE_TILES_ORIGIN "example.org/exhumation/log1"

/* Its private key, for secret_close. */
struct secret made_tiles_key(void);

/* Hands over every file of the log of `size` entries: checkpoint, tiles, bundles. */
void made_tiles(struct arena *arena, uint64_t size,
                void (*put)(void *data, const char *path, const void *bytes, size_t size),
                void *data);

/* Writes them into a folder. */
void made_tiles_write(struct arena *arena, uint64_t size, const char *folder);

#endif
