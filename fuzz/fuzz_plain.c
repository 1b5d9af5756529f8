/* Plain tables, one after another with a line of "=" between them, and the data set built from
 * them. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "case/dataset_build.h"
#include "input/genemapper.h"
#include "input/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_table(struct arena *arena, const uint8_t *bytes, size_t size, struct rows *rows,
                       struct reading *reading) {
    enum table_kind kind = table_detect(arena, bytes, size);
    if (kind == TABLE_UNKNOWN) return;
    int errors = reading->errors.count;
    struct rows before = *rows;
    bool good = kind == TABLE_GENEMAPPER
                    ? genemapper_read(arena, "fuzz.txt", bytes, size, rows, reading)
                    : plain_read(arena, kind, "fuzz.tsv", bytes, size, rows, reading);
    if (good == (reading->errors.count > errors)) abort();
    if (!good && memcmp(&before, rows, sizeof before) != 0) abort();
}

/* What the engine takes for granted. */
static void check_dataset(const struct dataset *dataset) {
    for (int i = 0; i < dataset->remains_count; i++) {
        const struct profile *profile = dataset->remains[i].profile;
        for (int j = 0; profile && j < dataset->panel.count; j++) {
            struct genotype genotype = profile->genotype[j];
            if (genotype.a >= dataset->panel.marker[j].allele_count ||
                genotype.b >= dataset->panel.marker[j].allele_count)
                abort();
            if (genotype.a < 0 && (genotype.a != ALLELE_UNTYPED || genotype.b != ALLELE_UNTYPED))
                abort();
        }
    }
    for (int i = 0; i < dataset->missing_count; i++) {
        const struct missing *missing = &dataset->missing[i];
        if (dataset->family[missing->family].role[missing->person] != ROLE_MISSING) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct reading reading;
    struct arena arena;
    arena_open(&arena, 0);
    reading = (struct reading){.arena = &arena};
    struct rows rows = {0};
    while (size > 0) {
        const uint8_t *rule = memmem(bytes, size, "=\n", 2);
        size_t length = rule ? (size_t)(rule - bytes) : size;
        read_table(&arena, bytes, length, &rows, &reading);
        length = rule ? length + 2 : length;
        bytes += length;
        size -= length;
    }
    struct build_options options = build_options_none();
    struct dataset dataset;
    if (dataset_build(&arena, &rows, &options, &reading, &dataset)) check_dataset(&dataset);
    else if (reading.errors.count == 0) abort();
    arena_close(&arena);
    return 0;
}
