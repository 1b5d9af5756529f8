#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
/* Memory that nobody has taken is poisoned, so that running over the end of an array is seen. */
#define POISON(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#define GAP 32
#else
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#define GAP 0
#endif

enum { FIRST_BLOCK = 1 << 16, LARGEST_STEP = 1 << 24, ALIGNMENT = 64 };

struct arena_block {
    struct arena_block *before;
    size_t size, used; /* of the bytes that follow the header */
    char pad[ALIGNMENT - sizeof(void *) - 2 * sizeof(size_t)];
};

static char *block_bytes(struct arena_block *block) { return (char *)(block + 1); }

static _Noreturn void leave_full(struct arena *arena) {
    if (arena->full) arena->full(arena->full_data);
    fprintf(stderr, "cairn: out of memory: %zu bytes are in use; try a smaller input\n",
            arena->held);
    exit(70);
}

void arena_open(struct arena *arena, size_t limit) {
    *arena = (struct arena){.limit = limit};
}

static void drop_block(struct arena *arena, struct arena_block *block) {
    arena->held -= block->size + sizeof *block;
    UNPOISON(block_bytes(block), block->size);
    free(block);
}

void arena_close(struct arena *arena) {
    while (arena->last) {
        struct arena_block *before = arena->last->before;
        drop_block(arena, arena->last);
        arena->last = before;
    }
    if (arena->spare) drop_block(arena, arena->spare);
    arena->spare = NULL;
}

static void add_block(struct arena *arena, size_t least) {
    size_t size = arena->last ? arena->last->size : FIRST_BLOCK / 2;
    if (size < LARGEST_STEP) size *= 2;
    if (size < least) size = least;
    struct arena_block *spare = arena->spare;
    if (spare && spare->size >= least) {
        arena->spare = NULL;
        spare->before = arena->last;
        spare->used = 0;
        arena->last = spare;
        return;
    }
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t whole = size + sizeof(struct arena_block);
    if (whole < size || (arena->limit && arena->held + whole > arena->limit)) leave_full(arena);
    struct arena_block *block = fault_here(FAULT_MEMORY) ? NULL : aligned_alloc(ALIGNMENT, whole);
    if (!block) leave_full(arena);
    *block = (struct arena_block){.before = arena->last, .size = size};
    POISON(block_bytes(block), size);
    arena->last = block;
    arena->held += whole;
}

void *arena_take(struct arena *arena, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 4) leave_full(arena);
    size_t align = bytes >= ALIGNMENT ? ALIGNMENT : 16;
    struct arena_block *block = arena->last;
    size_t start = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || start > block->size || block->size - start < bytes + GAP) {
        add_block(arena, bytes + GAP);
        block = arena->last;
        start = 0;
    }
    char *at = block_bytes(block) + start;
    block->used = start + bytes + GAP;
    UNPOISON(at, bytes);
    memset(at, 0, bytes);
    return at;
}

char *arena_copy_part(struct arena *arena, const char *text, size_t length) {
    char *copy = arena_take(arena, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_copy(struct arena *arena, const char *text) {
    return arena_copy_part(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = arena_take(arena, (size_t)(length < 0 ? 0 : length) + 1, 1);
    if (length >= 0) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

struct arena_mark arena_mark(const struct arena *arena) {
    return (struct arena_mark){.block = arena->last, .used = arena->last ? arena->last->used : 0};
}

void arena_release(struct arena *arena, struct arena_mark mark) {
    /* The largest block is kept, so that a loop which takes and releases does not ask the system
     * each time. */
    while (arena->last != mark.block) {
        struct arena_block *block = arena->last;
        arena->last = block->before;
        POISON(block_bytes(block), block->size);
        if (!arena->spare || arena->spare->size < block->size) {
            if (arena->spare) drop_block(arena, arena->spare);
            arena->spare = block;
        } else {
            drop_block(arena, block);
        }
    }
    if (mark.block) {
        mark.block->used = mark.used;
        POISON(block_bytes(mark.block) + mark.used, mark.block->size - mark.used);
    }
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return array;
    size_t wider = *capacity ? *capacity * 2 : 16;
    void *moved = arena_take(arena, wider, size);
    if (count) memcpy(moved, array, count * size);
    *capacity = wider;
    return moved;
}
