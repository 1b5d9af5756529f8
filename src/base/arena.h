/* Memory that is given back all at once: one arena a command, a request or a worker. Nothing that
 * comes from an arena is freed by itself. */
#ifndef CAIRN_BASE_ARENA_H
#define CAIRN_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"

struct arena_block;

struct arena {
    struct arena_block *last;  /* blocks, newest first */
    struct arena_block *spare; /* the largest block given back, for the next one that is needed */
    size_t held;              /* bytes asked of the system */
    size_t limit;             /* at most so many; 0: no limit */
    void (*full)(void *);     /* called instead of returning when the limit is reached or the
                                 system has no more; must not return */
    void *full_data;
};

/* A place in an arena to go back to. */
struct arena_mark {
    struct arena_block *block;
    size_t used;
};

/* Makes an empty arena that may hold `limit` bytes (0: no limit). Without a `full` of its maker it
 * says so on stderr and leaves with exit code 70. */
void arena_open(struct arena *arena, size_t limit);

/* Gives everything back. The arena may be used again. Takes an arena of zeroes. */
void arena_close(struct arena *arena);

/* Zeroed memory for `count` things of `size` bytes, aligned to 64 bytes for arrays of at least
 * that size, to 16 otherwise. Never NULL; a product that overflows counts as full. */
void *arena_take(struct arena *arena, size_t count, size_t size)
    __attribute__((returns_nonnull, malloc));

#define arena_new(arena, type, count) ((type *)arena_take((arena), (size_t)(count), sizeof(type)))

/* Copies of text; the second formats as printf does. */
char *arena_copy(struct arena *arena, const char *text);
char *arena_copy_part(struct arena *arena, const char *text, size_t length);
char *arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Remembers where the arena stands, and gives back all that was taken since. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

/* Room for one more element at the end of a growing array in the arena: doubles `*capacity` and
 * moves the elements when `count` has reached it. Returns the array. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size);

#endif
