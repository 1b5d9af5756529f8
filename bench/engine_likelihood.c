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

/* The two lines of one pedigree; returns the figure of a running engine. */
static struct figure print_asked(struct asked *asked, const char *what, double limit) {
    asked->engine = engine_open();
    struct figure warm = figure_share(measure(answer_all, asked, 0.5), DRAWS);
    struct figure cold = figure_share(measure(answer_all_anew, asked, 0.5), DRAWS);
    engine_close(asked->engine);
    print_time(warm, limit, "%s", what);
    print_time(cold, limit, "  the same in a new engine, compiling included");
    return warm;
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

static double exponent(double small, double large, double at_small, double at_large) {
    return log(at_large / at_small) / log(large / small);
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
        took[i] = figure_share(measure(answer_all, &asked, 0.1), DRAWS).median;
        engine_close(asked.engine);
    }
    print_note("7, 14, 28, 55 alleles: %s, %s, %s, %s; grows as K^%.1f from 28 to 55",
               time_text(took[0]), time_text(took[1]), time_text(took[2]), time_text(took[3]),
               exponent(28, 55, took[2], took[3]));
}

void bench_likelihood(void) {
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker;
    world_marker(&arena, WIDE, MUTATION_STEPWISE, &marker);
    struct panel one = {1, &marker}, all;
    world_panel(&arena, WORLD_LOCI, MUTATION_STEPWISE, &all);
    struct product product = {.vector = {1}};
    struct figure product_figure = measure(multiply, &product, 0.1);

    print_section("Likelihood, stepwise, one thread");
    struct asked asked = ask(&arena, &one, COUSINS);
    struct figure figure = print_asked(&asked, "first cousins, one locus of 55 alleles", 1e-3);
    print_note("bounded by arithmetic: worth %.0f products of a vector and a 55 x 55 matrix (%s "
               "each)", figure.median / product_figure.median, time_text(product_figure.median));
    print_cousins_growth(&arena);
    print_note("published: pedprobr 16,500 ms; it peels on genotypes, about K^6");

    asked = ask(&arena, &all, COUSINS);
    figure = print_asked(&asked, "first cousins, 23 loci of 7 to 55 alleles", 3e-3);
    print_note("bounded by arithmetic: %s a locus on average; the locus of 55 alleles is most of "
               "it", time_text(figure.median / WORLD_LOCI));
    print_note("published: pedprobr 29,800 ms");

    asked = ask(&arena, &all, EIGHT_SIBLINGS);
    figure = print_asked(&asked, "8 siblings, grandparents untyped, 23 loci", 20e-3);
    print_note("bounded by arithmetic: %s a locus on average", time_text(figure.median / 23));
    print_note("published: pedprobr 2,630 ms, Familias 83,500 ms");
    arena_close(&arena);
}
