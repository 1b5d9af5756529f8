/* Likelihoods of single pedigrees under the stepwise model, whose alleles cannot be taken together.
 * One thread. */
#include <math.h>

#include "engine_parts.h"
#include "measure.h"
#include "worlds.h"

enum { DRAWS = 9 };

/* One pedigree with the genotypes of several draws. */
struct asked {
    struct engine *engine;
    const struct panel *panel;
    struct pedigree pedigree;
    struct evidence **evidence[DRAWS];
};

static struct asked ask(struct arena *arena, const struct panel *panel,
                        const struct relative *rows) {
    struct asked asked = {.panel = panel, .pedigree = world_pedigree(arena, rows)};
    for (int i = 0; i < DRAWS; i++)
        asked.evidence[i] = world_evidence(arena, panel, rows, (uint64_t)i + 1);
    return asked;
}

static void answer(struct engine *engine, const struct asked *asked, int draw) {
    struct error error = {0};
    double log_value, sum = 0;
    for (int m = 0; m < asked->panel->count; m++) {
        struct question question = {.marker = &asked->panel->marker[m],
                                    .pedigree = &asked->pedigree,
                                    .evidence = asked->evidence[draw][m]};
        must(likelihood_of(engine, &question, &log_value, &error), &error);
        sum += log_value;
    }
    if (!isfinite(sum)) must(error_set(&error, ERROR_INTERNAL, "an impossible pedigree"), &error);
}

static void answer_all(void *data) {
    const struct asked *asked = data;
    for (int i = 0; i < DRAWS; i++) answer(asked->engine, asked, i);
}

static void answer_all_anew(void *data) {
    const struct asked *asked = data;
    for (int i = 0; i < DRAWS; i++) {
        struct engine *engine = engine_open();
        answer(engine, asked, i);
        engine_close(engine);
    }
}

/* The two lines of one pedigree, and what they are worth. */
static void print_asked(struct asked *asked, double limit, double product, const char *what) {
    asked->engine = engine_open();
    struct figure warm = figure_share(measure(answer_all, asked, 0.5), DRAWS);
    struct figure cold = figure_share(measure(answer_all_anew, asked, 0.5), DRAWS);
    engine_close(asked->engine);
    print_time(warm, limit, "%s", what);
    print_time(cold, limit, "  the same in a new engine, compiling included");
    print_note("bounded by arithmetic: %.3g products of a vector and a 55 x 55 matrix (%s each) a "
               "locus; in a new engine by compiling: %.0f %%",
               warm.least / asked->panel->count / product, time_text(product),
               100 * (1 - warm.least / cold.least));
}

/* ------------------------------------------------------------------ what bounds it */

enum { WIDE = 55 };
struct product {
    double matrix[WIDE][WIDE], vector[WIDE], result[WIDE];
};

/* result = vector * matrix, by rows, as the engine adds up. */
static void multiply(void *data) {
    struct product *product = data;
    for (int j = 0; j < WIDE; j++) product->result[j] = 0;
    for (int i = 0; i < WIDE; i++)
        for (int j = 0; j < WIDE; j++)
            product->result[j] += product->vector[i] * product->matrix[i][j];
    product->vector[0] = product->result[0] * 1e-3;
}

static void print_cousins_growth(struct arena *arena) {
    static const int alleles[] = {7, 14, 28, 55};
    double took[4];
    for (int i = 0; i < 4; i++) {
        struct marker marker;
        world_marker(arena, alleles[i], MUTATION_STEPWISE, &marker);
        struct panel panel = {1, &marker};
        struct asked asked = ask(arena, &panel, COUSINS);
        asked.engine = engine_open();
        took[i] = figure_share(measure(answer_all, &asked, 0.1), DRAWS).least;
        engine_close(asked.engine);
    }
    print_note("7, 14, 28, 55 alleles: %s, %s, %s, %s: K^%.1f from 28 to 55; the first is all "
               "preparation", time_text(took[0]), time_text(took[1]), time_text(took[2]),
               time_text(took[3]), log(took[3] / took[2]) / log(55 / 28.0));
}

void bench_likelihood(void) {
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker;
    world_marker(&arena, WIDE, MUTATION_STEPWISE, &marker);
    struct panel one = {1, &marker}, all;
    world_panel(&arena, WORLD_LOCI, MUTATION_STEPWISE, &all);
    struct product product = {.vector = {1}};
    double each = measure(multiply, &product, 0.1).least;

    print_section("Likelihood, stepwise, one thread");
    struct asked asked = ask(&arena, &one, COUSINS);
    print_asked(&asked, 1e-3, each, "first cousins, one locus of 55 alleles");
    print_cousins_growth(&arena);
    print_note("published: pedprobr 16,500 ms; it peels on genotypes, about K^6");

    asked = ask(&arena, &all, COUSINS);
    print_asked(&asked, 3e-3, each, "first cousins, 23 loci of 7 to 55 alleles");
    print_note("published: pedprobr 29,800 ms");

    asked = ask(&arena, &all, EIGHT_SIBLINGS);
    print_asked(&asked, 20e-3, each, "8 siblings, grandparents untyped, 23 loci");
    print_note("published: pedprobr 2,630 ms, Familias 83,500 ms");
    arena_close(&arena);
}
