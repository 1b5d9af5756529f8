/* Delimited text: every cell of every row is read, and lies within the limits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct reading reading;
    struct arena arena;
    arena_open(&arena, 0);
    reading = (struct reading){.arena = &arena};
    struct table table;
    if (table_open(&arena, "fuzz.tsv", bytes, size, &reading, &table)) {
        if (table.columns < 1 || table.columns > TABLE_COLUMNS_MOST) abort();
        int line = 0;
        while (table_next(&table)) {
            for (int i = 0; i < table.columns; i++) {
                const struct cell *cell = &table.row[i];
                if (strlen(cell->text) > TABLE_CELL_MOST || cell->line < line || cell->column < 1)
                    abort();
                line = cell->line;
            }
        }
    } else if (reading.errors.count == 0) {
        abort();
    }
    struct buffer out = {0};
    messages_write(&reading.errors, &out);
    buffer_close(&out);
    arena_close(&arena);
    return 0;
}
