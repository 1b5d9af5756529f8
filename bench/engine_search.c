/* Many remains against many missing persons: the matrix of N by N, where the families' likelihoods
 * count, and the search, where only the look-ups do. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "engine_parts.h"
#include "measure.h"
#include "worlds.h"

enum { MATRIX = 200, SEARCHED = 20000, SOUGHT = 200 };

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

static void print_matrix(struct arena *arena, enum mutation_kind kind, const char *published) {
    struct matrix matrix = make_matrix(arena, MATRIX, kind);
    struct figure figure = measure(run_matrix, &matrix, 1);
    print_time(figure, 20e-3, "%d by %d, %s", MATRIX, MATRIX, mutation_kind_name(kind));
    struct casework casework;
    struct error error = {0};
    must(casework_prepare(arena, &matrix.dataset, &matrix.individuals, 1, NULL, &casework, &error),
         &error);
    double each = likelihood_seconds(&casework, 0);
    /* The references, every missing person's table, and once more for the exclusions. */
    int passes = kind == MUTATION_NONE ? 2 : 3;
    print_note("bounded by: %d families x %d loci x %d eliminations x %s / 2 threads = %s; the "
               "references were %.0f %%", MATRIX, WORLD_LOCI, passes, time_text(each),
               time_text(MATRIX * WORLD_LOCI * passes * each / 2),
               100 * matrix.prepared / figure.median);
    matrix.threads = 1;
    double alone = measure(run_matrix, &matrix, 0.3).median;
    double grown[3];
    for (int i = 0; i < 3; i++) {
        struct matrix other = make_matrix(arena, 50 << i, kind);
        grown[i] = measure(run_matrix, &other, 0.2).median;
    }
    print_note("one thread %s; N = 50, 100, 200: %s, %s, %s; published: dvir %s", time_text(alone),
               time_text(grown[0]), time_text(grown[1]), time_text(grown[2]), published);
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
    must(pairwise_compare(&arena, &search->casework, search->log_least, search->threads, NULL,
                          NULL, &search->pairwise, &error),
         &error);
    arena_close(&arena);
}

/* The remains `times` times over: more pairs, the same tables. */
static struct figure time_search(const struct dataset *dataset,
                                 const struct individuals *individuals, int times,
                                 double log_least, int threads) {
    struct arena arena;
    arena_open(&arena, 0);
    struct search search = {.log_least = log_least, .threads = threads};
    int count = individuals->count;
    search.individuals.count = count * times;
    search.individuals.individual = arena_new(&arena, struct individual, count * times);
    for (int i = 0; i < times; i++)
        memcpy(search.individuals.individual + (size_t)i * (size_t)count, individuals->individual,
               (size_t)count * sizeof *individuals->individual);
    struct error error = {0};
    must(casework_prepare(&arena, dataset, &search.individuals, threads, NULL, &search.casework,
                          &error),
         &error);
    struct figure figure = measure(run_search, &search, 0.5);
    arena_close(&arena);
    return figure;
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
    double pairs = (double)SEARCHED * SOUGHT, few = 6 * M_LN10;
    double took[3];
    print_section("Search, 23 loci stepwise, loci and exclusions counted");
    for (int i = 0; i < 3; i++)
        took[i] = time_search(&dataset, &individuals, 1 << i, few, 1).median;
    struct figure step = {(took[2] - took[1]) / (2 * pairs), (took[2] - took[1]) / (2 * pairs), 1};
    struct figure whole = time_search(&dataset, &individuals, 1, few, 1);
    struct figure near = time_near(&arena);
    print_rate(step, 50e6, "pairs", "each further pair, one core");
    print_rate(figure_share(whole, pairs), 50e6, "pairs", "%d by %d whole, one core", SEARCHED,
               SOUGHT);
    print_note("bounded by look-ups: 23 a pair, %.2f ns each; from tables in the nearest cache "
               "%.2f ns (%.0f million pairs a second): ratio %.2f",
               1e9 * step.median / WORLD_LOCI, 1e9 * near.median / WORLD_LOCI, 1e-6 / near.median,
               step.median / near.median);
    print_note("4, 8, 16 million pairs: %s, %s, %s; the tables alone about %s (%d families, as "
               "above)", time_text(took[0]), time_text(took[1]), time_text(took[2]),
               time_text(2 * took[0] - took[1]), SOUGHT);
    print_note("second half of the pairs : first half = %.2f (linear: 1)",
               (took[2] - took[1]) / (2 * (took[1] - took[0])));
    print_rate(figure_share(time_search(&dataset, &individuals, 4, few, 2), 4 * pairs), 0, "pairs",
               "16 million pairs whole, two cores");
    print_rate(figure_share(time_search(&dataset, &individuals, 1, -INFINITY, 1), pairs), 0,
               "pairs", "%d by %d whole, every pair kept, one core", SEARCHED, SOUGHT);
    arena_close(&arena);
}
