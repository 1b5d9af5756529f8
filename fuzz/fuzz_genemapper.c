/* GeneMapper tables: what comes out is in one spelling, and once for each sample and marker. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/allele.h"
#include "input/genemapper.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct reading reading;
    struct arena arena;
    arena_open(&arena, 0);
    reading = (struct reading){.arena = &arena};
    struct rows rows = {0};
    bool good = genemapper_read(&arena, "fuzz.txt", bytes, size, &rows, &reading);
    if (good == (reading.errors.count > 0)) abort();
    if (!good && rows.profiles.count > 0) abort();
    for (int i = 0; i < rows.profiles.count; i++) {
        const struct profile_row *row = &rows.profiles.row[i];
        if (!*row->subject || !*row->marker || !row->allele[0]) abort();
        for (int j = 0; j < 2; j++) {
            const char *allele = row->allele[j];
            if (!allele) continue;
            if (strcmp(allele_spelling(&arena, row->marker, allele), allele) != 0) abort();
        }
        const struct profile_row *before = i ? row - 1 : NULL;
        if (before && strcmp(before->subject, row->subject) == 0 &&
            strcmp(before->marker, row->marker) == 0)
            abort();
    }
    arena_close(&arena);
    return 0;
}
