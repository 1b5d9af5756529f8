/* What the laboratory of the example can read from bone. */
#include "case/example_plan.h"

enum {
    LOST_MOST = 11,      /* loci that fail in a poor profile */
    WEAK_MOST = 4,       /* loci that are left in a weak one */
    SHORTEST = 60        /* below the shortest amplicon, in base pairs */
};

/* In hundredths: of remains with a whole skeleton, and of parts. */
struct quality {
    uint32_t full, weak; /* the rest is poor */
};

static const struct quality BODY = {66, 2}, PART = {30, 5};

/* Takes `lost` loci away, long ones sooner. */
static void lose_loci(struct simulate_random *random, const struct example_population *population,
                      int lost, struct genotype *genotype) {
    int count = population->panel.count;
    for (; lost > 0; lost--) {
        uint32_t sum = 0;
        for (int i = 0; i < count; i++)
            if (genotype[i].a >= 0) sum += (uint32_t)(population->amplicon[i] - SHORTEST);
        if (!sum) return;
        uint32_t number = simulate_below(random, sum);
        for (int i = 0; i < count; i++) {
            if (genotype[i].a < 0) continue;
            uint32_t weight = (uint32_t)(population->amplicon[i] - SHORTEST);
            if (number < weight) {
                genotype[i] = (struct genotype){ALLELE_UNTYPED, ALLELE_UNTYPED};
                break;
            }
            number -= weight;
        }
    }
}

void example_type_remains(struct arena *arena, struct simulate_random *random,
                          const struct example_population *population,
                          struct example_remains *remains) {
    const struct quality *quality = remains->body ? &BODY : &PART;
    int count = population->panel.count, lost = 0;
    uint32_t luck = simulate_below(random, 100);
    bool weak = luck >= 100 - quality->weak;
    if (weak) {
        int left = 1 + (int)simulate_below(random, WEAK_MOST);
        lost = simulate_below(random, 2) ? count : count - left;
        remains->dropout = 10;
    } else if (luck >= quality->full) {
        /* The smaller of two draws: a few loci fail more often than many. */
        int one = 1 + (int)simulate_below(random, LOST_MOST);
        int other = 1 + (int)simulate_below(random, LOST_MOST);
        lost = one < other ? one : other;
        remains->dropout = 2 + 8 * lost / LOST_MOST;
    }
    remains->typed = lost < count;
    remains->genotype = arena_new(arena, struct genotype, count);
    for (int i = 0; i < count; i++)
        remains->genotype[i] =
            simulate_observe(&population->panel.marker[i], random, remains->individual->truth[i],
                             remains->individual->sex, remains->dropout / 100.0);
    lose_loci(random, population, lost, remains->genotype);
    /* Both fragments of amelogenin are short and alike: it is there whole or not at all. */
    uint32_t failing = (uint32_t)(weak ? 20 : lost);
    remains->amelogenin = remains->typed && simulate_below(random, 40) >= failing;
}
