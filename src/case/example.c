#include "case/example.h"

#include <string.h>

#include "case/example_plan.h"

enum { REMAINS, SAMPLES, PERSONS, PROFILES, FREQUENCIES, MUTATION, PARAMETERS, TRUTH, README };

static const char *const NAMES[EXAMPLE_FILES] = {
    [REMAINS] = "remains.tsv",         [SAMPLES] = "samples.tsv",   [PERSONS] = "persons.tsv",
    [PROFILES] = "profiles.tsv",       [MUTATION] = "mutation.tsv", [TRUTH] = "truth.tsv",
    [FREQUENCIES] = "frequencies.tsv", [README] = "README.txt",     [PARAMETERS] = "parameters.tsv",
};

/* The long steps are those with the laboratory: before each it is asked whether to go on. */
static bool goes_on(const struct cancel *cancel, struct error *error) {
    if (!cancel_requested(cancel)) return true;
    return error_set(error, ERROR_CANCELLED, "interrupted; nothing was written");
}

static bool make(struct arena *arena, uint64_t seed, int remains, const struct cancel *cancel,
                 struct example *example, struct error *error) {
    struct example_population population;
    struct example_families families;
    struct example_site site;
    struct simulate_random random;
    simulate_seed(&random, seed);
    if (!example_population_make(arena, &population, error)) return false;
    struct simulate_panel panel = simulate_prepare(arena, &population.panel);
    if (!goes_on(cancel, error) ||
        !example_families_make(arena, &random, &panel, remains, &families, error) ||
        !goes_on(cancel, error))
        return false;
    example_site_make(arena, &random, &population, &panel, &families, remains, &site);
    if (!goes_on(cancel, error)) return false;

    struct example_file *file = example->file;
    for (int i = 0; i < EXAMPLE_FILES; i++) file[i] = (struct example_file){.name = NAMES[i]};
    example_write_remains(&site, &file[REMAINS].content);
    example_write_samples(arena, &random, &panel, &families, &site, &file[SAMPLES].content,
                          &file[PROFILES].content);
    example_write_persons(&families, &file[PERSONS].content);
    example_write_frequencies(&population, &file[FREQUENCIES].content);
    example_write_mutation(&population, &file[MUTATION].content);
    example_write_parameters(remains, &file[PARAMETERS].content);
    example_write_truth(&site, &file[TRUTH].content);
    example_write_readme(seed, remains, &file[README].content);
    return true;
}

bool example_make(uint64_t seed, int remains, const struct cancel *cancel,
                  struct example *out_example, struct error *error) {
    if (remains < EXAMPLE_REMAINS_LEAST || remains > EXAMPLE_REMAINS_MOST)
        return error_set(error, ERROR_USAGE,
                         "an example with %d remains cannot be made: ask for %d to %d", remains,
                         EXAMPLE_REMAINS_LEAST, EXAMPLE_REMAINS_MOST);
    struct arena arena;
    arena_open(&arena, 0);
    bool made = make(&arena, seed, remains, cancel, out_example, error);
    arena_close(&arena);
    return made;
}

void example_close(struct example *example) {
    for (int i = 0; i < EXAMPLE_FILES; i++) buffer_close(&example->file[i].content);
}

const struct buffer *example_find(const struct example *example, const char *name) {
    for (int i = 0; i < EXAMPLE_FILES; i++)
        if (!strcmp(example->file[i].name, name)) return &example->file[i].content;
    return NULL;
}
