/* The laboratory of the example: what can be read from bone, and the tables of samples and
 * profiles. */
#include <stdio.h>

#include "case/example_plan.h"

enum {
    LOST_MOST = 11,      /* loci that fail in a poor profile */
    WEAK_MOST = 4,       /* loci that are left in a weak one */
    SHORTEST = 60,       /* below the shortest amplicon, in base pairs */
    BATCH = 40,          /* samples on a plate, before its ladder and controls */
    CONTROL_SEED = 2800  /* the control is the same cell line in every investigation */
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

/* What stands on the tubes. */
struct sample {
    const char *subject, *kind;
    const struct genotype *genotype; /* NULL: no profile */
    enum sex amelogenin;             /* unknown: not read */
};

static const char *bone_kind(struct simulate_random *random) {
    uint32_t number = simulate_below(random, 100);
    return number < 60 ? "bone" : number < 90 ? "tooth" : "muscle";
}

/* A sample of every remains and of everybody typed; returns how many. */
static int collect(struct simulate_random *random, const struct simulate_panel *panel,
                   const struct example_families *families, const struct example_site *site,
                   struct sample *out) {
    int count = 0;
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        out[count++] = (struct sample){
            remains->code, bone_kind(random), remains->typed ? remains->genotype : NULL,
            remains->amelogenin ? remains->individual->sex : SEX_UNKNOWN};
    }
    for (int i = 0; i < families->count; i++) {
        const struct example_family *family = &families->family[i];
        for (int j = 0; j < family->pedigree.count; j++) {
            const struct example_person *person = &family->person[j];
            if (!person->typed) continue;
            out[count++] = (struct sample){
                family->pedigree.person[j].id,
                person->role == ROLE_MISSING ? "toothbrush" : "buccal",
                family->truth + (size_t)j * (size_t)panel->panel->count,
                family->pedigree.person[j].sex};
        }
    }
    return count;
}

static int count_samples(const struct example_families *families,
                         const struct example_site *site) {
    int count = site->count;
    for (int i = 0; i < families->count; i++)
        for (int j = 0; j < families->family[i].pedigree.count; j++)
            count += families->family[i].person[j].typed;
    return count;
}

static void write_profile(const struct panel *panel, const char *barcode,
                          const struct sample *sample, struct buffer *out) {
    if (sample->amelogenin != SEX_UNKNOWN)
        buffer_format(out, "%s\tAMEL\tX\t%s\n", barcode,
                      sample->amelogenin == SEX_MALE ? "Y" : "X");
    for (int i = 0; i < panel->count; i++) {
        struct genotype genotype = sample->genotype[i];
        if (genotype.a < 0) continue;
        const struct marker *marker = &panel->marker[i];
        int small = genotype.a < genotype.b ? genotype.a : genotype.b;
        int large = genotype.a < genotype.b ? genotype.b : genotype.a;
        buffer_format(out, "%s\t%s\t%s\t%s\n", barcode, marker->name, marker->allele[small],
                      marker->allele[large]);
    }
}

static void write_sample(const struct panel *panel, int number, const struct sample *sample,
                         struct buffer *samples, struct buffer *profiles) {
    char barcode[16];
    snprintf(barcode, sizeof barcode, "LB%06d", number);
    buffer_format(samples, "%s\t%s\t%s\n", barcode, sample->subject, sample->kind);
    if (sample->genotype) write_profile(panel, barcode, sample, profiles);
}

void example_write_samples(struct arena *arena, struct simulate_random *random,
                           const struct simulate_panel *panel,
                           const struct example_families *families,
                           const struct example_site *site, struct buffer *samples,
                           struct buffer *profiles) {
    int count = count_samples(families, site), barcode = 0;
    struct sample *tubes = arena_new(arena, struct sample, count);
    collect(random, panel, families, site, tubes);
    int *order = arena_new(arena, int, count);
    for (int i = 0; i < count; i++) order[i] = i;
    simulate_shuffle(random, order, count);
    struct simulate_random own;
    simulate_seed(&own, CONTROL_SEED);
    struct genotype *cells = arena_new(arena, struct genotype, panel->panel->count);
    simulate_person(panel, &own, SEX_MALE, NULL, NULL, cells);
    const struct sample ladder = {"", "ladder", NULL, SEX_UNKNOWN};
    const struct sample positive = {"", "control", cells, SEX_MALE};
    const struct sample negative = {"", "control", NULL, SEX_UNKNOWN};

    buffer_add_text(samples, "sample\tsubject\tkind\n");
    buffer_add_text(profiles, "subject\tmarker\tallele1\tallele2\n");
    for (int i = 0; i < count; i++) {
        if (i % BATCH == 0) {
            write_sample(panel->panel, ++barcode, &ladder, samples, profiles);
            write_sample(panel->panel, ++barcode, &positive, samples, profiles);
            write_sample(panel->panel, ++barcode, &negative, samples, profiles);
        }
        write_sample(panel->panel, ++barcode, &tubes[order[i]], samples, profiles);
    }
}
