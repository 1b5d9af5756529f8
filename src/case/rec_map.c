#include "case/rec_map.h"

#include <string.h>

enum { LEAST = 64 };

/* FNV-1a (Fowler, Noll and Vo), 64 bits. Texts are our own record's: nobody gains by collisions. */
static uint64_t hash_of(const char *key) {
    uint64_t hash = 14695981039346656037U;
    for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 1099511628211U;
    return hash;
}

/* Where the text stands, or would. */
static size_t slot_of(const struct rec_map *map, const char *key) {
    size_t at = hash_of(key) & (map->room - 1);
    while (map->key[at] && strcmp(map->key[at], key) != 0) at = (at + 1) & (map->room - 1);
    return at;
}

int rec_map_find(const struct rec_map *map, const char *key) {
    if (!key || !map->room) return -1;
    size_t at = slot_of(map, key);
    return map->key[at] ? map->place[at] : -1;
}

static void grow(struct arena *arena, struct rec_map *map) {
    struct rec_map larger = {.count = map->count, .room = map->room ? map->room * 2 : LEAST};
    larger.key = arena_new(arena, const char *, larger.room);
    larger.place = arena_new(arena, int, larger.room);
    for (size_t i = 0; i < map->room; i++) {
        if (!map->key[i]) continue;
        size_t at = slot_of(&larger, map->key[i]);
        larger.key[at] = map->key[i];
        larger.place[at] = map->place[i];
    }
    *map = larger;
}

void rec_map_put(struct arena *arena, struct rec_map *map, const char *key, int place) {
    if (map->count * 2 >= map->room) grow(arena, map);
    size_t at = slot_of(map, key);
    map->count += !map->key[at];
    map->key[at] = key;
    map->place[at] = place;
}
