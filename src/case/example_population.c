/* The population of the example: the 23 usual autosomal loci with invented frequencies. Each ladder
 * is a sum of bells over its repeat numbers, roughened by draws of a fixed seed; the shapes are
 * such that the loci tell persons apart about as well as they do in reality. */
#include "case/example_plan.h"

enum { LADDER = 64, SERIES = 3, ROUGHEN_SEED = 23, LEAST_SHARE = 5 };

/* A bell over the repeats first, first + 1 and so on to last; in tenths of a repeat: 93 is 9.3. */
struct series {
    int first, last, mode, spread;
    int weight; /* of its peak */
};

struct locus {
    const char *name;
    int amplicon;
    struct series series[SERIES];
};

static const struct locus LOCI[] = {
    {"CSF1PO", 330, {{70, 150, 112, 16, 100}}},
    {"FGA", 290, {{170, 290, 225, 32, 100}, {182, 262, 222, 27, 4}}},
    {"TH01", 200, {{50, 100, 72, 19, 100}, {93, 93, 93, 10, 110}}},
    {"TPOX", 260, {{60, 130, 88, 17, 100}, {110, 110, 110, 10, 40}}},
    {"vWA", 150, {{120, 210, 170, 23, 100}}},
    {"D3S1358", 130, {{120, 200, 160, 21, 100}}},
    {"D5S818", 140, {{70, 150, 117, 16, 100}}},
    {"D7S820", 280, {{60, 150, 101, 23, 100}}},
    {"D8S1179", 120, {{80, 180, 131, 24, 100}}},
    {"D13S317", 220, {{80, 150, 113, 23, 100}}},
    {"D16S539", 240, {{80, 150, 113, 21, 100}}},
    {"D18S51", 310, {{90, 260, 151, 37, 100}, {132, 182, 152, 27, 3}}},
    {"D21S11", 210, {{260, 360, 296, 19, 100}, {282, 352, 317, 17, 55}}},
    {"D2S1338", 320, {{150, 280, 174, 20, 100}, {150, 280, 236, 27, 90}}},
    {"D19S433", 170, {{90, 170, 139, 17, 100}, {122, 172, 149, 19, 22}}},
    {"D1S1656", 180, {{100, 190, 143, 35, 100}, {143, 193, 170, 17, 80}}},
    {"D2S441", 105, {{80, 160, 118, 27, 100}, {113, 133, 113, 13, 20}}},
    {"D10S1248", 110, {{80, 190, 141, 19, 100}}},
    {"D12S391", 160, {{140, 260, 196, 37, 100}, {173, 193, 183, 13, 12}}},
    {"D22S1045", 115, {{80, 190, 155, 19, 100}, {110, 110, 110, 10, 45}}},
    {"Penta_D", 410, {{50, 170, 111, 28, 100}, {22, 22, 22, 10, 8}}},
    {"Penta_E", 400, {{50, 240, 118, 56, 100}, {184, 184, 184, 10, 2}}},
    {"SE33", 360, {{110, 360, 175, 35, 100}, {132, 372, 282, 45, 100}}},
};

enum { LOCUS_COUNT = sizeof LOCI / sizeof LOCI[0] };

struct ladder {
    int count;
    int repeat[LADDER]; /* tenths, rising */
    uint64_t weight[LADDER];
};

/* (s^2 / (s^2 + d^2))^3 times a million: a bell that needs no library's last digit. */
static uint64_t bell(int distance, int spread) {
    uint64_t square = (uint64_t)(spread * spread);
    uint64_t below = square + (uint64_t)(distance * distance);
    return 1000000 * square * square * square / (below * below * below);
}

static void ladder_add(struct ladder *ladder, int repeat, uint64_t weight) {
    int i = 0;
    while (i < ladder->count && ladder->repeat[i] < repeat) i++;
    if (i == ladder->count || ladder->repeat[i] != repeat) {
        for (int j = ladder->count++; j > i; j--) {
            ladder->repeat[j] = ladder->repeat[j - 1];
            ladder->weight[j] = ladder->weight[j - 1];
        }
        ladder->repeat[i] = repeat;
        ladder->weight[i] = 0;
    }
    ladder->weight[i] += weight;
}

/* Frequencies in EXAMPLE_SHARES-ths with the sum one; the largest takes what rounding left. */
static void ladder_shares(const struct ladder *ladder, struct simulate_random *random,
                          int *shares) {
    uint64_t rough[LADDER], sum = 0;
    for (int i = 0; i < ladder->count; i++) {
        rough[i] = ladder->weight[i] * (70 + simulate_below(random, 61));
        sum += rough[i];
    }
    uint64_t free = (uint64_t)(EXAMPLE_SHARES - LEAST_SHARE * ladder->count);
    int left = EXAMPLE_SHARES, largest = 0;
    for (int i = 0; i < ladder->count; i++) {
        shares[i] = LEAST_SHARE + (int)(free * rough[i] / sum);
        left -= shares[i];
        if (shares[i] > shares[largest]) largest = i;
    }
    shares[largest] += left;
}

static bool make_locus(struct arena *arena, struct simulate_random *random,
                       const struct locus *locus, int male_rate, struct marker *out,
                       struct error *error) {
    struct ladder ladder = {0};
    for (int i = 0; i < SERIES && locus->series[i].weight; i++) {
        const struct series *series = &locus->series[i];
        for (int repeat = series->first; repeat <= series->last; repeat += 10)
            ladder_add(&ladder, repeat,
                       bell(repeat - series->mode, series->spread) * (uint64_t)series->weight);
    }
    int shares[LADDER];
    ladder_shares(&ladder, random, shares);
    const char *names[LADDER];
    double frequencies[LADDER];
    for (int i = 0; i < ladder.count; i++) {
        int whole = ladder.repeat[i] / 10, part = ladder.repeat[i] % 10;
        names[i] = part ? arena_format(arena, "%d.%d", whole, part)
                        : arena_format(arena, "%d", whole);
        frequencies[i] = shares[i] / (double)EXAMPLE_SHARES;
    }
    struct mutation_model male = {.kind = MUTATION_STEPWISE, .rate = male_rate / 1e6,
                                  .rate2 = EXAMPLE_RATE2 / 1e6, .range = 0.1};
    struct mutation_model female = male;
    female.rate = EXAMPLE_FEMALE_RATE / 1e6;
    return marker_make(arena, locus->name, AUTOSOME, ladder.count, names, frequencies, -1, out,
                       error) &&
           marker_set_mutation(arena, out, &male, &female, error);
}

bool example_population_make(struct arena *arena, struct example_population *out,
                             struct error *error) {
    struct simulate_random random;
    simulate_seed(&random, ROUGHEN_SEED);
    struct marker *markers = arena_new(arena, struct marker, LOCUS_COUNT);
    int *amplicons = arena_new(arena, int, LOCUS_COUNT);
    int *rates = arena_new(arena, int, LOCUS_COUNT);
    for (int i = 0; i < LOCUS_COUNT; i++) {
        amplicons[i] = LOCI[i].amplicon;
        rates[i] = 1000 + 100 * (int)simulate_below(&random, 21);
        if (!make_locus(arena, &random, &LOCI[i], rates[i], &markers[i], error)) return false;
    }
    *out = (struct example_population){{LOCUS_COUNT, markers}, amplicons, rates};
    return true;
}
