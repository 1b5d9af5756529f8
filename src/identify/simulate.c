#include "identify/simulate.h"

/* Probabilities are compared as whole numbers of 2^-32. */
#define UNIT ((uint64_t)1 << 32)

static const struct genotype UNTYPED = {ALLELE_UNTYPED, ALLELE_UNTYPED};

static uint64_t rotate(uint64_t word, int bits) { return (word << bits) | (word >> (64 - bits)); }

void simulate_seed(struct simulate_random *random, uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t word = seed += 0x9e3779b97f4a7c15u;
        word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
        word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
        random->state[i] = word ^ (word >> 31);
    }
}

uint64_t simulate_next(struct simulate_random *random) {
    uint64_t *state = random->state;
    uint64_t result = rotate(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 45);
    return result;
}

/* The high half of a draw: 32 bits. */
static uint64_t draw(struct simulate_random *random) { return simulate_next(random) >> 32; }

uint32_t simulate_below(struct simulate_random *random, uint32_t count) {
    /* What does not fill the range evenly is drawn again. */
    uint64_t even = UNIT - UNIT % count;
    uint64_t number;
    do number = draw(random);
    while (number >= even);
    return (uint32_t)(number % count);
}

static uint64_t to_units(double probability) {
    return (uint64_t)(probability * (double)UNIT + 0.5);
}

bool simulate_chance(struct simulate_random *random, double probability) {
    return draw(random) < to_units(probability);
}

void simulate_shuffle(struct simulate_random *random, int *numbers, int count) {
    for (int i = count - 1; i > 0; i--) {
        int j = (int)simulate_below(random, (uint32_t)i + 1);
        int held = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = held;
    }
}

/* Running sums of `count` probabilities. The last that is not zero takes what rounding left. */
static void sum_up(const double *probabilities, int count, uint64_t *sums) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
        sum += probabilities[i];
        sums[i] = to_units(sum);
        if (probabilities[i] > 0) last = i;
    }
    for (int i = last; i < count; i++) sums[i] = UNIT;
}

struct simulate_panel simulate_prepare(struct arena *arena, const struct panel *panel) {
    struct simulate_panel result = {
        .panel = panel,
        .marker = arena_new(arena, struct simulate_marker, panel->count),
    };
    for (int i = 0; i < panel->count; i++) {
        const struct marker *marker = &panel->marker[i];
        int count = marker->allele_count;
        uint64_t *founder = arena_new(arena, uint64_t, count);
        sum_up(marker->frequency, count, founder);
        result.marker[i].founder = founder;
        for (int parent = 0; parent < 2; parent++) {
            if (!marker->transmission[parent]) continue;
            uint64_t *rows = arena_take(arena, (size_t)count * (size_t)count, sizeof *rows);
            for (int from = 0; from < count; from++) {
                size_t row = (size_t)from * (size_t)count;
                sum_up(marker->transmission[parent] + row, count, rows + row);
            }
            result.marker[i].transmission[parent] = rows;
        }
    }
    return result;
}

static int pick(struct simulate_random *random, const uint64_t *sums) {
    uint64_t number = draw(random);
    int i = 0;
    while (sums[i] <= number) i++;
    return i;
}

/* The allele that a parent hands on. */
static int hand_on(const struct simulate_marker *marker, int count, struct simulate_random *random,
                   struct genotype genotype, enum parent_sex parent) {
    int allele = simulate_below(random, 2) ? genotype.b : genotype.a;
    const uint64_t *rows = marker->transmission[parent];
    return rows ? pick(random, rows + (size_t)allele * (size_t)count) : allele;
}

void simulate_person(const struct simulate_panel *panel, struct simulate_random *random,
                     enum sex sex, const struct genotype *father, const struct genotype *mother,
                     struct genotype *out) {
    for (int i = 0; i < panel->panel->count; i++) {
        const struct simulate_marker *marker = &panel->marker[i];
        int count = panel->panel->marker[i].allele_count;
        bool on_x = panel->panel->marker[i].chromosome == X_CHROMOSOME;
        if (on_x && sex == SEX_UNKNOWN) {
            out[i] = UNTYPED;
            continue;
        }
        bool from_mother = mother && mother[i].a >= 0;
        bool from_father = father && father[i].a >= 0;
        int b = from_mother ? hand_on(marker, count, random, mother[i], FEMALE_PARENT)
                            : pick(random, marker->founder);
        int a = b;
        if (!on_x || sex == SEX_FEMALE)
            a = from_father ? hand_on(marker, count, random, father[i], MALE_PARENT)
                            : pick(random, marker->founder);
        out[i] = (struct genotype){a, b};
    }
}

void simulate_pedigree(const struct simulate_panel *panel, struct simulate_random *random,
                       const struct pedigree *pedigree, struct genotype *out) {
    size_t width = (size_t)panel->panel->count;
    /* A person is drawn once both parents are; the first genotype marks who waits. */
    enum { WAITING = -3 };
    if (!width) return;
    for (int i = 0; i < pedigree->count; i++) out[(size_t)i * width].a = WAITING;
    bool more = true;
    while (more) {
        more = false;
        for (int i = 0; i < pedigree->count; i++) {
            const struct person *person = &pedigree->person[i];
            struct genotype *own = out + (size_t)i * width;
            const struct genotype *father =
                person->father < 0 ? NULL : out + (size_t)person->father * width;
            const struct genotype *mother =
                person->mother < 0 ? NULL : out + (size_t)person->mother * width;
            if (own->a != WAITING || (father && father->a == WAITING) ||
                (mother && mother->a == WAITING))
                continue;
            simulate_person(panel, random, person->sex, father, mother, own);
            more = true;
        }
    }
}

struct genotype simulate_observe(const struct marker *marker, struct simulate_random *random,
                                 struct genotype truth, enum sex sex, double dropout) {
    if (truth.a < 0) return UNTYPED;
    int silent = marker->has_silent ? marker->allele_count - 1 : -1;
    bool single = marker->chromosome == X_CHROMOSOME && sex == SEX_MALE;
    bool sees_a = !simulate_chance(random, dropout) && truth.a != silent;
    bool sees_b = single ? false : !simulate_chance(random, dropout) && truth.b != silent;
    if (!sees_a && !sees_b) return UNTYPED;
    int a = sees_a ? truth.a : truth.b, b = sees_b ? truth.b : truth.a;
    return a < b ? (struct genotype){a, b} : (struct genotype){b, a};
}
