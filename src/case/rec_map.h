/* Places by texts that name them: identifiers, leaf hashes. Records come by the ten thousand, and
 * name each other. */
#ifndef CAIRN_CASE_REC_MAP_H
#define CAIRN_CASE_REC_MAP_H

#include <stdint.h>

#include "base/arena.h"

/* Of zeroes: empty. */
struct rec_map {
    const char **key; /* open addressing: NULL is free */
    int *place;
    size_t count, room; /* room is a power of two */
};

/* The place of a text (NULL: of none); -1: it has none. */
int rec_map_find(const struct rec_map *map, const char *key);

/* Gives a text a place, also in place of another. The text must live as long as the map, which is
 * in the arena. */
void rec_map_put(struct arena *arena, struct rec_map *map, const char *key, int place);

#endif
