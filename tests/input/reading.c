#include "input/reading.h"

struct arena arena;
struct reading reading;
struct rows rows;

int begin_reading(void **state) {
    (void)state;
    arena_open(&arena, 0);
    reading = (struct reading){.arena = &arena};
    rows = (struct rows){0};
    return 0;
}

int end_reading(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}
