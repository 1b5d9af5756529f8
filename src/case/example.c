#include "case/example.h"

#include <string.h>

#include "case/example_story.h"

enum {
    SITES, GRAVES, REMAINS, ELEMENTS, BELONGINGS, DOCUMENTS, EXAMINATIONS, FINDINGS, CUSTODY,
    PERSONS, CONSENTS, SAMPLES, PROFILES, FREQUENCIES, MUTATION, PARAMETERS, SOURCES, STATEMENTS,
    FIGURES, RELATIONS, TRUTH, README, FILES
};

_Static_assert((int)FILES == (int)EXAMPLE_FILES, "every file has a name");

static const char *const NAMES[EXAMPLE_FILES] = {
    [SITES] = "sites.tsv",           [GRAVES] = "graves.tsv",
    [REMAINS] = "remains.tsv",       [ELEMENTS] = "elements.tsv",
    [BELONGINGS] = "belongings.tsv", [DOCUMENTS] = "documents.tsv",
    [FINDINGS] = "findings.tsv",     [EXAMINATIONS] = "examinations.tsv",
    [CUSTODY] = "custody.tsv",       [PERSONS] = "persons.tsv",
    [CONSENTS] = "consents.tsv",     [SAMPLES] = "samples.tsv",
    [PROFILES] = "profiles.tsv",     [FREQUENCIES] = "frequencies.tsv",
    [MUTATION] = "mutation.tsv",     [PARAMETERS] = "parameters.tsv",
    [SOURCES] = "sources.tsv",       [STATEMENTS] = "statements.tsv",
    [FIGURES] = "figures.tsv",       [RELATIONS] = "relations.tsv",
    [TRUTH] = "truth.tsv",           [README] = "README.txt",
};

/* The long steps are those with the laboratory: before each it is asked whether to go on. */
static bool goes_on(const struct cancel *cancel, struct error *error) {
    if (!cancel_requested(cancel)) return true;
    return error_set(error, ERROR_CANCELLED, "interrupted; nothing was written");
}

/* Everything about the dead. The order matters: objects get their numbers on the way. */
static void write_dead(struct arena *arena, uint64_t seed, struct example_families *families,
                       struct example_site *site, struct example_ground *ground,
                       struct example_file *file) {
    struct example_objects objects = {0};
    example_write_sites(site->count, &file[SITES].content);
    example_write_graves(arena, site, ground, &file[GRAVES].content);
    example_write_remains(arena, site, ground, &file[REMAINS].content);
    example_write_elements(arena, seed, site, &file[ELEMENTS].content);
    example_write_belongings(arena, seed, site, ground, &objects, &file[BELONGINGS].content);
    example_write_documents(arena, seed, families, site, ground, &objects,
                            &file[DOCUMENTS].content);
    example_write_examinations(arena, seed, site, ground, &file[EXAMINATIONS].content);
    example_write_findings(arena, site, ground, &file[FINDINGS].content);
    example_write_custody(arena, seed, families, site, ground, &objects, &file[CUSTODY].content);
    example_write_truth(site, &file[TRUTH].content);
}

static bool make(struct arena *arena, uint64_t seed, int remains, const struct cancel *cancel,
                 struct example *example, struct error *error) {
    struct example_population population;
    struct example_families families;
    struct example_site site;
    struct example_ground ground;
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
    example_lives_make(arena, seed, &families, &site);
    example_ground_make(arena, seed, &site, &ground);
    example_lying_make(arena, seed, &site, &ground);

    struct example_file *file = example->file;
    for (int i = 0; i < EXAMPLE_FILES; i++) file[i] = (struct example_file){.name = NAMES[i]};
    example_write_samples(arena, seed, &random, &panel, &families, &site, &ground,
                          &file[SAMPLES].content, &file[PROFILES].content);
    write_dead(arena, seed, &families, &site, &ground, file);
    example_write_persons(arena, seed, &families, &file[PERSONS].content);
    example_write_consents(arena, seed, &families, &file[CONSENTS].content);
    example_write_frequencies(&population, &file[FREQUENCIES].content);
    example_write_mutation(&population, &file[MUTATION].content);
    example_write_parameters(remains, &file[PARAMETERS].content);
    example_write_press(arena, remains, &file[SOURCES].content, &file[STATEMENTS].content,
                        &file[FIGURES].content, &file[RELATIONS].content);
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
