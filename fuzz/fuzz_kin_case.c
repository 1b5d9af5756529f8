/* A kinship question in JSON: what is accepted holds together. */
#include <stdint.h>
#include <stdlib.h>

#include "input/kin_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_case(const struct kin_case *kin) {
    if (kin->hypothesis_count < 1 || kin->panel.count < 1) abort();
    if (kin->reference < 0 || kin->reference >= kin->hypothesis_count) abort();
    for (int i = 0; i < kin->person_count; i++) {
        for (int j = 0; j < kin->hypothesis_count; j++)
            if (pedigree_find(&kin->hypothesis[j].pedigree, kin->person[i]) < 0) abort();
        for (int j = 0; j < kin->panel.count; j++) {
            struct genotype genotype = kin->profile[i].genotype[j];
            if (genotype.a >= kin->panel.marker[j].allele_count ||
                genotype.b >= kin->panel.marker[j].allele_count)
                abort();
            if (genotype.a < 0 && (genotype.a != ALLELE_UNTYPED || genotype.b != ALLELE_UNTYPED))
                abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    struct error error = {0};
    struct kin_case kin;
    if (kin_case_read(&arena, bytes, size, &kin, &error)) check_case(&kin);
    else if (error.code == ERROR_NONE || !error.text[0]) abort();
    arena_close(&arena);
    return 0;
}
