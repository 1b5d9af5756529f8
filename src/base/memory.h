/* Memory from the system for what cannot lie in an arena: never NULL. Where there is no more, the
 * program says so on stderr and leaves with exit code 70. To be given back with free(). */
#ifndef CAIRN_BASE_MEMORY_H
#define CAIRN_BASE_MEMORY_H

#include <stddef.h>

/* Zeroed memory for `count` things of `size` bytes. */
void *memory_take(size_t count, size_t size) __attribute__((returns_nonnull, malloc));

/* Room for one more element at the end of a growing array, as arena_grow: doubles `*capacity` and
 * moves the elements when `count` has reached it. Returns the array. */
void *memory_grow(void *array, size_t count, size_t *capacity, size_t size)
    __attribute__((returns_nonnull));

#endif
