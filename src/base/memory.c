#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/fault.h"

static _Noreturn void leave(size_t count, size_t size) {
    fprintf(stderr, "cairn: out of memory: no room for %zu times %zu bytes; try a smaller input\n",
            count, size);
    exit(70);
}

void *memory_take(size_t count, size_t size) {
    void *taken = fault_here(FAULT_MEMORY) ? NULL : calloc(count ? count : 1, size);
    if (!taken) leave(count, size);
    return taken;
}

void *memory_grow(void *array, size_t count, size_t *capacity, size_t size) {
    if (array && count < *capacity) return array;
    size_t room = *capacity ? *capacity : 8, bytes;
    if (array) room *= 2;
    void *moved = NULL;
    if (!__builtin_mul_overflow(room, size, &bytes) && !fault_here(FAULT_MEMORY))
        moved = realloc(array, bytes);
    if (!moved) leave(room, size);
    *capacity = room;
    return moved;
}
