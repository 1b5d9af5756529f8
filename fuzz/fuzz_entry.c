/* Entries: what is taken is written again as the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    struct error error = {0};
    struct entry entry;
    if (entry_read(&arena, bytes, size, &entry, &error)) {
        char *again;
        size_t again_size;
        if (size > ENTRY_MOST || !entry_write(&arena, &entry, &again, &again_size, &error)) abort();
        if (again_size != size || memcmp(again, bytes, size) != 0) abort();
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    arena_close(&arena);
    return 0;
}
