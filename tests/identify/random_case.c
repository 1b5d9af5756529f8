#include "random_case.h"

#include "base/buffer.h"
#include "brute.h"

enum { MOST_PERSONS = 6, MOST_ALLELES = 4, MOST_COMBINATIONS = 20000 };

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t next(uint64_t *state) {
    uint64_t bits = *state += 0x9e3779b97f4a7c15u;
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111ebu;
    return bits ^ bits >> 31;
}

static double fraction(uint64_t *state) { return (double)(next(state) >> 11) * 0x1p-53; }

static int below(uint64_t *state, int limit) { return (int)(next(state) % (uint64_t)limit); }

static bool chance(uint64_t *state, double likely) { return fraction(state) < likely; }

static const char *const ladder[] = {"8", "9", "9.3", "10", "10.3", "11", "12.1", "13"};
enum { LADDER = sizeof ladder / sizeof ladder[0] };

static struct mutation_model make_model(struct arena *arena, uint64_t *state, int alleles) {
    static const double rates[] = {0, 0.002, 0.02, 0.1, 0.3};
    struct mutation_model model = {.kind = (enum mutation_kind)below(state, MUTATION_CUSTOM + 1)};
    model.rate = rates[below(state, 5)];
    model.rate2 = rates[below(state, 5)];
    model.range = 0.05 + 0.9 * fraction(state);
    if (model.kind != MUTATION_CUSTOM) return model;
    double *matrix = arena_new(arena, double, alleles * alleles);
    for (int i = 0; i < alleles; i++) {
        double sum = 0;
        for (int j = 0; j < alleles; j++)
            sum += matrix[i * alleles + j] = i == j || chance(state, 0.7) ? fraction(state) : 0;
        for (int j = 0; j < alleles; j++) matrix[i * alleles + j] /= sum;
    }
    model.matrix = matrix;
    return model;
}

/* False when the models drawn do not suit the alleles drawn. */
static bool make_marker(struct arena *arena, uint64_t *state, struct marker *out_marker) {
    int count = 1 + below(state, MOST_ALLELES);
    const char *names[LADDER];
    for (int i = 0; i < LADDER; i++) names[i] = ladder[i];
    for (int i = 0; i < count; i++) {
        int other = i + below(state, LADDER - i);
        const char *name = names[i];
        names[i] = names[other];
        names[other] = name;
    }
    bool has_silent = chance(state, 0.3);
    double frequency[MOST_ALLELES], silent = has_silent ? 0.05 + fraction(state) : 0, sum = silent;
    for (int i = 0; i < count; i++) {
        frequency[i] = i && chance(state, 0.05) ? 0 : 0.05 + fraction(state);
        sum += frequency[i];
    }
    for (int i = 0; i < count; i++) frequency[i] /= sum;
    enum chromosome chromosome = chance(state, 0.4) ? X_CHROMOSOME : AUTOSOME;
    struct error error = {0};
    if (!marker_make(arena, "SYNTHETIC", chromosome, count, names, frequency,
                     has_silent ? silent / sum : -1, out_marker, &error))
        return false;
    struct mutation_model male = {0}, female = {0};
    if (chance(state, 0.6)) male = make_model(arena, state, count + has_silent);
    if (chance(state, 0.6)) female = make_model(arena, state, count + has_silent);
    return marker_set_mutation(arena, out_marker, &male, &female, &error);
}

/* One of the first `count` persons with that sex, or -1; often -1. */
static int pick_parent(uint64_t *state, const struct person *person, int count, enum sex sex) {
    if (!count || chance(state, 0.3)) return -1;
    int start = below(state, count);
    for (int i = 0; i < count; i++)
        if (person[(start + i) % count].sex == sex) return (start + i) % count;
    return -1;
}

static void make_pedigree(struct arena *arena, uint64_t *state, struct pedigree *out_pedigree) {
    static const char *const ids[MOST_PERSONS] = {"A", "B", "C", "D", "E", "F"};
    int count = 1 + below(state, MOST_PERSONS);
    struct person *person = arena_new(arena, struct person, count);
    for (int i = 0; i < count; i++) {
        person[i] = (struct person){.id = ids[i],
                                    .father = pick_parent(state, person, i, SEX_MALE),
                                    .mother = pick_parent(state, person, i, SEX_FEMALE),
                                    .sex = chance(state, 0.5) ? SEX_MALE : SEX_FEMALE};
    }
    *out_pedigree = (struct pedigree){.count = count, .person = person};
}

/* Alleles dropped down the pedigree, parents standing before children; mutations are rare enough
 * to be left to the genotypes drawn at random. On X a male has his mother's twice. */
static void drop_alleles(uint64_t *state, const struct marker *marker,
                         const struct pedigree *pedigree, int (*allele)[2]) {
    for (int i = 0; i < pedigree->count; i++) {
        const struct person *person = &pedigree->person[i];
        int parent[2] = {person->father, person->mother};
        for (int side = 0; side < 2; side++)
            allele[i][side] = parent[side] >= 0 ? allele[parent[side]][below(state, 2)]
                                                : below(state, marker->allele_count);
        if (marker->chromosome == X_CHROMOSOME && person->sex == SEX_MALE)
            allele[i][0] = allele[i][1];
    }
}

static struct genotype make_genotype(uint64_t *state, const struct marker *marker,
                                     const struct person *person, const int allele[2]) {
    static const struct genotype untyped = {ALLELE_UNTYPED, ALLELE_UNTYPED};
    int visible = marker->allele_count - marker->has_silent;
    struct genotype seen = {allele[0], allele[1]};
    if (chance(state, 0.25)) return untyped;
    if (chance(state, 0.2)) seen = (struct genotype){below(state, visible), below(state, visible)};
    if (chance(state, 0.2)) seen.b = seen.a;
    if (seen.a >= visible) seen.a = seen.b;
    if (seen.b >= visible) seen.b = seen.a;
    if (seen.a >= visible) return untyped;
    if (marker->chromosome == X_CHROMOSOME && person->sex == SEX_MALE) seen.b = seen.a;
    if (chance(state, 0.1)) seen.b = ALLELE_UNKNOWN;
    return seen;
}

/* Now and then the sex of a person without children is not known. (On X callers leave such loci
 * out.) */
static void forget_sexes(uint64_t *state, struct pedigree *pedigree) {
    for (int i = 0; i < pedigree->count; i++) {
        bool parent = false;
        for (int j = 0; j < pedigree->count; j++)
            parent |= pedigree->person[j].father == i || pedigree->person[j].mother == i;
        if (!parent && chance(state, 0.1)) pedigree->person[i].sex = SEX_UNKNOWN;
    }
}

/* Persons in another order, so that nobody may count on parents standing first. */
static void shuffle(uint64_t *state, struct random_case *random) {
    struct person *person = random->pedigree.person;
    int count = random->pedigree.count;
    for (int i = count - 1; i > 0; i--) {
        int j = below(state, i + 1);
        struct person moved = person[i];
        person[i] = person[j];
        person[j] = moved;
        struct genotype seen = random->genotype[i];
        random->genotype[i] = random->genotype[j];
        random->genotype[j] = seen;
        for (int k = 0; k < count; k++) {
            int *parent[2] = {&person[k].father, &person[k].mother};
            for (int side = 0; side < 2; side++) {
                if (*parent[side] == i) *parent[side] = j;
                else if (*parent[side] == j) *parent[side] = i;
            }
        }
    }
}

struct random_case random_case_make(struct arena *arena, uint64_t seed) {
    static const double dropouts[] = {0, 0.05, 0.3}, thetas[] = {0, 0.01, 0.1};
    uint64_t state = seed;
    struct random_case random;
    do {
        while (!make_marker(arena, &state, &random.marker)) continue;
        make_pedigree(arena, &state, &random.pedigree);
        int count = random.pedigree.count;
        int allele[MOST_PERSONS][2];
        drop_alleles(&state, &random.marker, &random.pedigree, allele);
        random.genotype = arena_new(arena, struct genotype, count);
        random.dropout = arena_new(arena, double, count);
        for (int i = 0; i < count; i++) {
            random.genotype[i] = make_genotype(&state, &random.marker, &random.pedigree.person[i],
                                               allele[i]);
            random.dropout[i] = dropouts[below(&state, 3)];
        }
        shuffle(&state, &random);
        random.theta = thetas[below(&state, 3)];
        if (random.marker.chromosome == AUTOSOME) forget_sexes(&state, &random.pedigree);
    } while (brute_size(&random.marker, &random.pedigree, random.genotype) > MOST_COMBINATIONS);
    return random;
}

static void add_model(struct buffer *text, const struct marker *marker, enum parent_sex sex) {
    const struct mutation_model *model = &marker->model[sex];
    buffer_format(text, "%s %s rate %g rate2 %g range %g\n", sex == MALE_PARENT ? "male" : "female",
                  mutation_kind_name(model->kind), model->rate, model->rate2, model->range);
    for (int i = 0; i < marker->allele_count && model->kind == MUTATION_CUSTOM; i++)
        for (int j = 0; j < marker->allele_count; j++)
            buffer_format(text, "%.17g%s", model->matrix[i * marker->allele_count + j],
                          j + 1 < marker->allele_count ? " " : "\n");
}

const char *random_case_text(struct arena *arena, const struct random_case *random) {
    const struct marker *marker = &random->marker;
    struct buffer text = {0};
    buffer_format(&text, "%s, theta %g\n", marker->chromosome == X_CHROMOSOME ? "X" : "autosome",
                  random->theta);
    for (int i = 0; i < marker->allele_count; i++)
        buffer_format(&text, "allele %d: %s %.17g\n", i, marker->allele[i], marker->frequency[i]);
    add_model(&text, marker, MALE_PARENT);
    add_model(&text, marker, FEMALE_PARENT);
    for (int i = 0; i < random->pedigree.count; i++) {
        const struct person *person = &random->pedigree.person[i];
        buffer_format(&text, "%d: %s father %d mother %d sex %c seen %d,%d dropout %g\n", i,
                      person->id, person->father, person->mother, "?MF"[person->sex],
                      random->genotype[i].a, random->genotype[i].b, random->dropout[i]);
    }
    const char *copy = arena_copy(arena, buffer_text(&text));
    buffer_close(&text);
    return copy;
}
