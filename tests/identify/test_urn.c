/* Theta with many unknown founder alleles, against the same polynomial written out (several couples
 * of untyped parents, whose alleles and everybody else's come from one urn), and with many kinds of
 * alleles against enumeration. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "brute.h"
#include "identify/likelihood.h"

enum { ALLELES = 3, DEGREE = 24, SIDE = DEGREE + 1, MOST_COUPLES = 4, MOST_PERSONS = 40 };

/* A polynomial in how often each allele is drawn: of allele 0, of allele 1, of all three. */
struct polynomial {
    int degree;
    long double of[SIDE][SIDE]; /* by draws of 0 and of 1; the rest of the degree are of 2 */
};

static void multiply(struct polynomial *product, const struct polynomial *factor) {
    struct polynomial result = {.degree = product->degree + factor->degree};
    assert_true(result.degree <= DEGREE);
    for (int a = 0; a <= product->degree; a++)
        for (int b = 0; a + b <= product->degree; b++)
            for (int c = 0; c <= factor->degree; c++)
                for (int d = 0; c + d <= factor->degree; d++)
                    result.of[a + c][b + d] += product->of[a][b] * factor->of[c][d];
    *product = result;
}

/* The chance of a first draw, then another, …: what the urn gives for so many of each. */
static long double urn_chance(const double *frequency, double theta, const int *count) {
    long double chance = 1;
    int turn = 0;
    for (int allele = 0; allele < ALLELES; allele++)
        for (int drawn = 0; drawn < count[allele]; drawn++, turn++)
            chance *= (drawn * (long double)theta + (1 - (long double)theta) * frequency[allele]) /
                      (1 + (turn - 1) * (long double)theta);
    return chance;
}

static double log_mean(const struct polynomial *polynomial, const double *frequency, double theta) {
    long double sum = 0;
    for (int a = 0; a <= polynomial->degree; a++)
        for (int b = 0; a + b <= polynomial->degree; b++) {
            int count[ALLELES] = {a, b, polynomial->degree - a - b};
            sum += polynomial->of[a][b] * urn_chance(frequency, theta, count);
        }
    return (double)logl(sum);
}

/* What is to be solved: couples with children, and strangers; person 0 is asked about. */
struct world {
    struct arena arena;
    struct marker marker;
    double frequency[ALLELES], theta;
    struct pedigree pedigree;
    struct evidence *evidence;
    struct polynomial couple[MOST_COUPLES]; /* without person 0 */
    struct polynomial first[ALLELES * ALLELES]; /* the first with person 0 as (a, b) */
    int couples;
};

static int add_person(struct world *world, int father, int mother, enum sex sex) {
    int number = world->pedigree.count++;
    assert_true(number < MOST_PERSONS);
    world->pedigree.person[number] = (struct person){"SYNTHETIC", father, mother, sex};
    return number;
}

static void see(struct world *world, int person, int a, int b) {
    world->evidence[person] = evidence_of(&world->marker, (struct genotype){a, b}, 0, SEX_FEMALE);
}

static double handed_on(const struct world *world, int sex, int x, int y, int child) {
    const double *matrix = world->marker.transmission[sex];
    if (!matrix) return 0.5 * ((x == child) + (y == child));
    return 0.5 * (matrix[x * ALLELES + child] + matrix[y * ALLELES + child]);
}

/* P(child is a b, in this order | the parents' four alleles). */
static double child_chance(const struct world *world, const int *of, int a, int b) {
    return handed_on(world, 0, of[0], of[1], a) * handed_on(world, 1, of[2], of[3], b);
}

/* A couple whose children have these genotypes; `asked`: person 0 is one more child. */
static void add_couple(struct world *world, int children, const int (*child)[2], bool asked) {
    struct polynomial *couple = &world->couple[world->couples++];
    int father = add_person(world, -1, -1, SEX_MALE);
    int mother = add_person(world, -1, -1, SEX_FEMALE);
    if (asked) world->pedigree.person[0] = (struct person){"ASKED", father, mother, SEX_FEMALE};
    for (int c = 0; c < children; c++)
        see(world, add_person(world, father, mother, SEX_FEMALE), child[c][0], child[c][1]);
    couple->degree = 4;
    for (int i = 0; asked && i < ALLELES * ALLELES; i++) world->first[i].degree = 4;
    for (int i = 0; i < 81; i++) {
        int of[4] = {i % 3, i / 3 % 3, i / 9 % 3, i / 27}, count[ALLELES] = {0};
        for (int k = 0; k < 4; k++) count[of[k]]++;
        long double chance = 1;
        for (int c = 0; c < children; c++) {
            int a = child[c][0], b = child[c][1];
            chance *= child_chance(world, of, a, b) + (a != b ? child_chance(world, of, b, a) : 0);
        }
        couple->of[count[0]][count[1]] += chance;
        for (int j = 0; asked && j < ALLELES * ALLELES; j++)
            world->first[j].of[count[0]][count[1]] +=
                chance * child_chance(world, of, j / ALLELES, j % ALLELES);
    }
}

static void open_world(struct world *world, const double *frequency, double theta,
                       enum mutation_kind kind) {
    static const char *const names[ALLELES] = {"8", "9", "11"};
    *world = (struct world){.theta = theta};
    arena_open(&world->arena, 0);
    memcpy(world->frequency, frequency, sizeof world->frequency);
    struct mutation_model male = {.kind = kind, .rate = 0.01, .range = 0.3},
                          female = {.kind = kind, .rate = 0.002, .range = 0.3};
    struct error error = {0};
    assert_true(marker_make(&world->arena, "SYNTHETIC", AUTOSOME, ALLELES, names, frequency, -1,
                            &world->marker, &error));
    assert_true(marker_set_mutation(&world->arena, &world->marker, &male, &female, &error));
    world->pedigree.person = arena_new(&world->arena, struct person, MOST_PERSONS);
    world->evidence = arena_new(&world->arena, struct evidence, MOST_PERSONS);
    add_person(world, -1, -1, SEX_FEMALE);
}

static void assert_near(double found, double expected, const char *what) {
    if (expected == -INFINITY && found == -INFINITY) return;
    if (!(fabs(found - expected) <= 1e-10 * fmax(1, fabs(expected))))
        fail_msg("%s: ln L %.17g instead of %.17g", what, found, expected);
}

/* All genotypes of person 0 at once, each by itself, and none. */
static void check(struct world *world, bool asked, const char *what) {
    struct evidence further[ALLELES * ALLELES + 1] = {{0}};
    double expected[ALLELES * ALLELES + 1], found[ALLELES * ALLELES + 1];
    int count = 1;
    struct polynomial others = {.degree = 0, .of = {{1}}};
    for (int c = asked; c < world->couples; c++) multiply(&others, &world->couple[c]);
    struct polynomial all = others;
    if (asked) multiply(&all, &world->couple[0]);
    expected[0] = log_mean(&all, world->frequency, world->theta);
    for (int a = 0; a < ALLELES; a++)
        for (int b = a; b < ALLELES; b++) {
            further[count] = evidence_of(&world->marker, (struct genotype){a, b}, 0, SEX_FEMALE);
            struct polynomial genotype = {.degree = 2};
            int drawn[ALLELES] = {0};
            drawn[a]++;
            drawn[b]++;
            genotype.of[drawn[0]][drawn[1]] = a == b ? 1 : 2;
            if (asked) {
                genotype = world->first[a * ALLELES + b];
                for (int i = 0; i <= 4 && a != b; i++)
                    for (int j = 0; i + j <= 4; j++)
                        genotype.of[i][j] += world->first[b * ALLELES + a].of[i][j];
            }
            struct polynomial whole = others;
            multiply(&whole, &genotype);
            expected[count++] = log_mean(&whole, world->frequency, world->theta);
        }
    assert_true(expected[0] > -INFINITY);
    struct engine *engine = engine_open();
    struct question question = {&world->marker, &world->pedigree, world->evidence, world->theta,
                                false};
    struct error error = {0};
    if (!likelihood_with(engine, &question, 0, further, count, found, &error))
        fail_msg("%s: %s", what, error.text);
    for (int i = 0; i < count; i++) assert_near(found[i], expected[i], what);
    for (int i = 0; i < count; i++) {
        world->evidence[0] = further[i];
        if (!likelihood_of(engine, &question, &found[i], &error))
            fail_msg("%s: %s", what, error.text);
        assert_near(found[i], expected[i], what);
    }
    engine_close(engine);
}

static const int families[MOST_COUPLES][3][2] = {{{0, 1}, {1, 1}, {0, 1}},
                                                 {{1, 2}, {2, 2}, {1, 1}},
                                                 {{0, 2}, {2, 2}, {0, 2}},
                                                 {{1, 1}, {1, 2}, {1, 1}}};

static void solve(int couples, const double *frequency, double theta, enum mutation_kind kind,
                  bool asked) {
    struct world world;
    char what[80];
    snprintf(what, sizeof what, "%d couples, %s, theta %g, frequency %g%s", couples,
             mutation_kind_name(kind), theta, frequency[0], asked ? ", a child" : ", a stranger");
    open_world(&world, frequency, theta, kind);
    for (int c = 0; c < couples; c++) add_couple(&world, 3, families[c], asked && c == 0);
    check(&world, asked, what);
    arena_close(&world.arena);
}

static const double common[ALLELES] = {0.2, 0.3, 0.5};

/* Sixteen unknown founder alleles where alleles mutate alike, or not at all. */
static void sixteen_unknown_alleles(void **state) {
    (void)state;
    static const enum mutation_kind kinds[] = {MUTATION_NONE, MUTATION_EQUAL,
                                               MUTATION_PROPORTIONAL};
    for (int k = 0; k < 3; k++)
        for (int couples = 1; couples <= MOST_COUPLES; couples++)
            for (int asked = 0; asked < 2; asked++)
                solve(couples, common, 0.03, kinds[k], asked);
}

/* Where they do not, three are few all the same. */
static void stepwise(void **state) {
    (void)state;
    for (int couples = 1; couples <= MOST_COUPLES; couples++)
        for (int asked = 0; asked < 2; asked++)
            solve(couples, common, 0.03, MUTATION_STEPWISE, asked);
}

static void rare_alleles_and_all_thetas(void **state) {
    (void)state;
    static const double thetas[] = {1e-9, 1e-4, 0.01, 0.5}, rare[] = {1e-3, 1e-6, 1e-12};
    for (int t = 0; t < 4; t++)
        for (int r = 0; r < 3; r++)
            for (int couples = 2; couples <= 3; couples++) {
                double frequency[ALLELES] = {rare[r], 0.3, 0.7 - rare[r]};
                solve(couples, frequency, thetas[t], MUTATION_PROPORTIONAL, couples == 2);
            }
}

/* So many alleles that it takes less to sum over who is a copy of whom: a couple of untyped
 * parents, two children and one of the father's alone, a stranger of whom an allele may not have
 * been seen, and one that is asked about, a child or a stranger too, or the father; by enumeration.
 * */
static void many_alleles(void **state) {
    (void)state;
    enum { MANY = 7, PERSONS = 7 };
    static const char *const names[MANY] = {"7", "8", "9", "9.3", "10", "11", "13"};
    static const double frequency[MANY] = {0.05, 0.1, 0.15, 0.2, 0.1, 0.15, 0.25};
    static const enum mutation_kind kinds[] = {MUTATION_STEPWISE, MUTATION_PROPORTIONAL};
    static const struct genotype asked[] = {
        {ALLELE_UNTYPED, ALLELE_UNTYPED}, {1, 1}, {2, 5}, {0, 6}};
    enum { ASKED = sizeof asked / sizeof asked[0] };
    for (int round = 0; round < 5; round++) {
        int whom = round < 4 ? 0 : 1;
        struct arena arena;
        arena_open(&arena, 0);
        struct mutation_model model = {
            .kind = kinds[round % 2], .rate = 0.02, .rate2 = 0.001, .range = 0.2};
        struct marker marker;
        struct error error = {0};
        assert_true(marker_make(&arena, "SYNTHETIC", AUTOSOME, MANY, names, frequency, -1, &marker,
                                &error));
        assert_true(marker_set_mutation(&arena, &marker, &model, &model, &error));
        struct person person[PERSONS] = {
            {"asked", -1, -1, SEX_FEMALE}, {"father", -1, -1, SEX_MALE},
            {"mother", -1, -1, SEX_FEMALE}, {"child", 1, 2, SEX_MALE}, {"child", 1, 2, SEX_MALE},
            {"father's", 1, -1, SEX_MALE}, {"stranger", -1, -1, SEX_MALE}};
        if (round < 2) person[0] = (struct person){"asked", 1, 2, SEX_FEMALE};
        struct pedigree pedigree = {PERSONS, person};
        struct genotype seen[PERSONS] = {asked[0], asked[0], asked[0], {1, 2},
                                         {1, 5},   {2, 3},   {5, 5}};
        double dropout[PERSONS] = {[6] = 0.1};
        struct evidence evidence[PERSONS], further[ASKED];
        for (int i = 0; i < PERSONS; i++)
            evidence[i] = evidence_of(&marker, seen[i], dropout[i], person[i].sex);
        for (int i = 0; i < ASKED; i++)
            further[i] = evidence_of(&marker, asked[i], 0, SEX_FEMALE);
        struct engine *engine = engine_open();
        struct question question = {&marker, &pedigree, evidence, 0.05, false};
        double found[ASKED], alone;
        assert_true(likelihood_with(engine, &question, whom, further, ASKED, found, &error));
        for (int i = 0; i < ASKED; i++) {
            seen[whom] = asked[i];
            double expected = log(brute_likelihood(&marker, &pedigree, seen, dropout, 0.05));
            assert_near(found[i], expected, mutation_kind_name(model.kind));
            evidence[whom] = further[i];
            assert_true(likelihood_of(engine, &question, &alone, &error));
            assert_near(alone, expected, mutation_kind_name(model.kind));
        }
        engine_close(engine);
        arena_close(&arena);
    }
}

/* Twelve kinds asked for together are too many, those of each genotype are not: a list is then the
 * same as its genotypes one by one. */
static void lists_of_many_kinds(void **state) {
    (void)state;
    enum { MANY = 12, COUPLES = 3, PERSONS = 1 + 5 * COUPLES, FURTHER = 1 + MANY / 2 };
    char name[MANY][16];
    const char *names[MANY];
    double frequency[MANY];
    for (int i = 0; i < MANY; i++) {
        snprintf(name[i], sizeof name[i], "%d", 5 + i);
        names[i] = name[i];
        frequency[i] = 1.0 / MANY;
    }
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker;
    struct error error = {0};
    struct mutation_model model = {.kind = MUTATION_EQUAL, .rate = 0.01};
    assert_true(marker_make(&arena, "SYNTHETIC", AUTOSOME, MANY, names, frequency, -1, &marker,
                            &error));
    assert_true(marker_set_mutation(&arena, &marker, &model, &model, &error));
    struct person person[PERSONS] = {{"asked", 1, 2, SEX_FEMALE}};
    struct evidence evidence[PERSONS] = {{0}}, further[FURTHER] = {{0}};
    for (int c = 0; c < COUPLES; c++) {
        int father = 1 + 5 * c, mother = father + 1;
        person[father] = (struct person){"father", -1, -1, SEX_MALE};
        person[mother] = (struct person){"mother", -1, -1, SEX_FEMALE};
        for (int i = 0; i < 3; i++) {
            struct genotype seen = {families[c][i][0], families[c][i][1]};
            person[mother + 1 + i] = (struct person){"child", father, mother, SEX_MALE};
            evidence[mother + 1 + i] = evidence_of(&marker, seen, 0, SEX_MALE);
        }
    }
    for (int i = 1; i < FURTHER; i++)
        further[i] =
            evidence_of(&marker, (struct genotype){2 * i - 2, 2 * i - 1}, 0, SEX_FEMALE);
    struct pedigree pedigree = {PERSONS, person};
    struct engine *engine = engine_open();
    struct question question = {&marker, &pedigree, evidence, 0.02, false};
    double found[FURTHER], alone;
    if (!likelihood_with(engine, &question, 0, further, FURTHER, found, &error))
        fail_msg("%s", error.text);
    for (int i = 0; i < FURTHER; i++) {
        evidence[0] = further[i];
        assert_true(likelihood_of(engine, &question, &alone, &error));
        assert_near(found[i], alone, "list");
    }
    assert_true(found[1] > found[2] && found[2] > found[3]); /* 0 1 was seen, 2 once, 4 5 nowhere */
    engine_close(engine);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixteen_unknown_alleles),
        cmocka_unit_test(stepwise),
        cmocka_unit_test(rare_alleles_and_all_thetas),
        cmocka_unit_test(many_alleles),
        cmocka_unit_test(lists_of_many_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
