/* Many remains against many missing persons: the matrix of N by N, where the families' likelihoods
 * count, and the search, where only the look-ups do. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "engine_parts.h"
#include "measure.h"
#include "worlds.h"

enum { MATRIX = 200, SEARCHED = 20000, SOUGHT = 200, ROUNDS = 7 };

static const struct relative *const FAMILIES[] = {NUCLEAR};

/* ------------------------------------------------------------------ N by N */

struct matrix {
    struct dataset dataset;
    struct individuals individuals;
    int threads;
    double prepared; /* seconds of the last run */
};

static struct matrix make_matrix(struct arena *arena, int size, enum mutation_kind kind) {
    struct matrix matrix = {.threads = 2};
    struct error error = {0};
    struct panel panel;
    world_panel(arena, WORLD_LOCI, kind, &panel);
    matrix.dataset = world_dataset(arena, &panel, 1, size, FAMILIES, 1, 0, 0);
    must(individuals_find(arena, &matrix.dataset, false, INDIVIDUALS_THRESHOLD, 1, NULL,
                          &matrix.individuals, &error),
         &error);
    return matrix;
}

static void run_matrix(void *data) {
    struct matrix *matrix = data;
    struct arena arena;
    struct error error = {0};
    struct casework casework;
    struct pairwise pairwise;
    arena_open(&arena, 0);
    double start = clock_seconds();
    must(casework_prepare(&arena, &matrix->dataset, &matrix->individuals, matrix->threads, NULL,
                          &casework, &error),
         &error);
    matrix->prepared = clock_seconds() - start;
    must(pairwise_compare(&arena, &casework, -INFINITY, matrix->threads, NULL, NULL, &pairwise,
                          &error),
         &error);
    arena_close(&arena);
}

static void take_logarithms(void *data) {
    double *sum = data;
    for (int i = 1; i <= 1000; i++) *sum += log((double)i);
}

static double logarithm_seconds(void) {
    double sum = 1;
    return measure(take_logarithms, &sum, 0.02).least / 1000;
}

static void print_matrix(struct arena *arena, enum mutation_kind kind, const char *published) {
    struct matrix matrix = make_matrix(arena, MATRIX, kind);
    struct figure figure = measure(run_matrix, &matrix, 1);
    print_time(figure, 20e-3, "%d by %d, %s", MATRIX, MATRIX, mutation_kind_name(kind));
    struct casework casework;
    struct error error = {0};
    must(casework_prepare(arena, &matrix.dataset, &matrix.individuals, 1, NULL, &casework, &error),
         &error);
    double each = likelihood_seconds(&casework, 0), logarithm = logarithm_seconds();
    /* The references, every missing person's table, and once more for the exclusions; a table is
     * one number for each genotype that occurs. */
    int tables = kind == MUTATION_NONE ? 1 : 2;
    double eliminations = MATRIX * (double)WORLD_LOCI * (tables + 1), numbers = 0;
    for (int m = 0; m < WORLD_LOCI; m++) numbers += casework.catalogue[m].count * (double)MATRIX;
    double model = (eliminations * each + numbers * tables * logarithm) / matrix.threads;
    print_note("bounded by %.0f eliminations x %s and %.0f numbers x a logarithm's %.1f ns, by two "
               "threads: %s, %.2f of what it took", eliminations, time_text(each),
               numbers * tables, 1e9 * logarithm, time_text(model), model / figure.least);
    matrix.threads = 1;
    double alone = measure(run_matrix, &matrix, 0.3).median;
    double grown[3];
    for (int i = 0; i < 3; i++) {
        struct matrix other = make_matrix(arena, 50 << i, kind);
        grown[i] = measure(run_matrix, &other, 0.2).median;
    }
    print_note("the references were %.0f %% of it; one thread %s; N = 50, 100, 200: %s, %s, %s",
               100 * matrix.prepared / alone, time_text(alone), time_text(grown[0]),
               time_text(grown[1]), time_text(grown[2]));
    print_note("published: dvir %s", published);
}

void bench_matrix(void) {
    struct arena arena;
    arena_open(&arena, 0);
    print_section("N remains by N missing, 23 loci, two threads");
    print_matrix(&arena, MUTATION_NONE, "200 s");
    print_matrix(&arena, MUTATION_EQUAL, "stopped at 330 s");
    print_matrix(&arena, MUTATION_STEPWISE, "7.1 ms a pair at N = 10");
    arena_close(&arena);
}

/* ------------------------------------------------------------------ the search */

struct search {
    struct individuals individuals; /* the same remains, several times over */
    struct casework casework;
    struct pairwise pairwise;
    double log_least;
    int threads;
};

static void run_search(void *data) {
    struct search *search = data;
    struct arena arena;
    struct error error = {0};
    arena_open(&arena, 0);
    must(pairwise_compare(&arena, &search->casework, search->log_least, search->threads, NULL, NULL,
                          &search->pairwise, &error),
         &error);
    arena_close(&arena);
}

/* The remains `times` times over: more pairs, the same tables. */
static void make_search(struct arena *arena, const struct dataset *dataset,
                        const struct individuals *once, int times, struct search *search) {
    struct error error = {0};
    *search = (struct search){.log_least = 6 * M_LN10, .threads = 1};
    search->individuals.count = once->count * times;
    search->individuals.individual = arena_new(arena, struct individual, once->count * times);
    for (int i = 0; i < times; i++)
        memcpy(search->individuals.individual + (size_t)i * (size_t)once->count, once->individual,
               (size_t)once->count * sizeof *once->individual);
    must(casework_prepare(arena, dataset, &search->individuals, 1, NULL, &search->casework,
                          &error),
         &error);
}

static double time_search(struct search *search) {
    double start = clock_seconds();
    run_search(search);
    return clock_seconds() - start;
}

/* The same sums from tables that lie in the first level of the cache: what the machine can do. */
enum { NEAR_ENTRIES = 16, NEAR_PERSONS = 20000 };
struct near {
    struct {
        double log_ratio;
        uint64_t counts;
    } entry[WORLD_LOCI * NEAR_ENTRIES];
    uint32_t *place;
    double sum;
};

static void look_near(void *data) {
    struct near *near = data;
    for (int i = 0; i < NEAR_PERSONS; i++) {
        const uint32_t *place = near->place + (size_t)i * WORLD_LOCI;
        double sum = 0;
        uint64_t counts = 0;
        for (int m = 0; m < WORLD_LOCI; m++) {
            sum += near->entry[place[m]].log_ratio;
            counts += near->entry[place[m]].counts;
        }
        near->sum += sum + (double)counts;
    }
}

static struct figure time_near(struct arena *arena) {
    struct near *near = arena_new(arena, struct near, 1);
    near->place = arena_new(arena, uint32_t, NEAR_PERSONS * WORLD_LOCI);
    for (uint32_t i = 0; i < NEAR_PERSONS * WORLD_LOCI; i++)
        near->place[i] = i % WORLD_LOCI * NEAR_ENTRIES + (i * 2654435761u >> 28);
    return figure_share(measure(look_near, near, 0.2), NEAR_PERSONS);
}

void bench_search(void) {
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel;
    struct error error = {0};
    struct individuals individuals;
    world_panel(&arena, WORLD_LOCI, MUTATION_STEPWISE, &panel);
    struct dataset dataset =
        world_dataset(&arena, &panel, 1, SOUGHT, FAMILIES, 1, SEARCHED - SOUGHT, 0);
    must(individuals_find(&arena, &dataset, false, INDIVIDUALS_THRESHOLD, 2, NULL, &individuals,
                          &error),
         &error);
    /* By turns, so that what disturbs one disturbs the others: once, three and five times over. */
    struct search search[3];
    for (int i = 0; i < 3; i++)
        make_search(&arena, &dataset, &individuals, 1 + 2 * i, &search[i]);
    double pairs = (double)SEARCHED * SOUGHT, took[3][ROUNDS], each[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        for (int i = 0; i < 3; i++) took[i][r] = time_search(&search[i]);
        each[r] = (took[2][r] - took[0][r]) / (4 * pairs);
    }
    struct figure further = figure_of(each, ROUNDS), whole = figure_of(took[0], ROUNDS);
    struct figure middle = figure_of(took[1], ROUNDS), most = figure_of(took[2], ROUNDS);
    struct figure near = time_near(&arena);
    print_section("Search, 23 loci stepwise (million pairs a second)");
    print_rate(further, 50e6, "each further pair, one core");
    print_rate(figure_share(whole, pairs), 50e6, "%d by %d whole, one core", SEARCHED, SOUGHT);
    print_rate(figure_share(most, 5 * pairs), 50e6, "%d by %d whole, one core", 5 * SEARCHED,
               SOUGHT);
    print_note("bounded by 23 look-ups a pair of %.2f ns; from tables in the nearest cache %.2f "
               "ns, %.0f million pairs a second: ratio %.2f", 1e9 * further.median / WORLD_LOCI,
               1e9 * near.least / WORLD_LOCI, 1e-6 / near.least, further.median / near.least);
    print_note("4, 12, 20 million pairs at least %s, %s, %s: the last 8 million : the 8 before = "
               "%.2f (linear: 1); making the tables about %s", time_text(whole.least),
               time_text(middle.least), time_text(most.least),
               (most.least - middle.least) / (middle.least - whole.least),
               time_text(whole.least - (most.least - whole.least) / 4));
    search[2].threads = 2;
    print_rate(figure_share(measure(run_search, &search[2], 1), 5 * pairs), 0,
               "%d by %d whole, two cores", 5 * SEARCHED, SOUGHT);
    search[0].log_least = -INFINITY;
    print_rate(figure_share(measure(run_search, &search[0], 1), pairs), 0,
               "%d by %d, every pair kept, one core", SEARCHED, SOUGHT);
    arena_close(&arena);
}
