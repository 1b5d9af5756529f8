#include "random_dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "identify/likelihood.h"
#include "identify/simulate.h"

enum { MOST_ALLELES = 5, MOST_PERSONS = 32 };

const struct random_shape random_small = {
    .families = {1, 3}, .missing = {1, 4}, .remains = {1, 5}, .loci = {2, 4}, .others = 4};

static int between(struct simulate_random *random, const int limits[2]) {
    return limits[0] + (int)simulate_below(random, (uint32_t)(limits[1] - limits[0] + 1));
}

static double fraction(struct simulate_random *random) {
    return (double)(simulate_next(random) >> 11) * 0x1p-53;
}

static void make_marker(struct arena *arena, struct simulate_random *random, bool impossible,
                        int number, struct marker *out_marker) {
    static const char *const names[MOST_ALLELES] = {"10", "11", "12", "13", "11.3"};
    static const double rates[] = {0.001, 0.02, 0.1};
    static const enum mutation_kind kinds[] = {MUTATION_EQUAL, MUTATION_PROPORTIONAL,
                                               MUTATION_STEPWISE};
    int count = 3 + (int)simulate_below(random, 3);
    bool silent = simulate_chance(random, 0.1);
    enum chromosome chromosome = simulate_chance(random, 0.15) ? X_CHROMOSOME : AUTOSOME;
    double frequency[MOST_ALLELES], sum = silent ? 0.1 : 0;
    for (int i = 0; i < count; i++) sum += frequency[i] = 0.02 + fraction(random);
    for (int i = 0; i < count; i++) frequency[i] /= sum;
    struct error error = {0};
    struct mutation_model model = {.kind = MUTATION_NONE};
    if (simulate_chance(random, impossible ? 0.2 : 0.7)) {
        model.kind = kinds[simulate_below(random, 3)];
        model.rate = rates[simulate_below(random, 3)];
        model.rate2 = 0.001;
        model.range = 0.2;
    }
    if (!marker_make(arena, arena_format(arena, "L%d", number), chromosome, count, names, frequency,
                     silent ? 0.1 / sum : -1, out_marker, &error) ||
        !marker_set_mutation(arena, out_marker, &model, &model, &error))
        abort();
}

/* One of the first `count` persons with that sex, or -1. */
static int pick_parent(struct simulate_random *random, const struct person *person, int count,
                       enum sex sex) {
    if (!count || simulate_chance(random, 0.25)) return -1;
    int start = (int)simulate_below(random, (uint32_t)count);
    for (int i = 0; i < count; i++)
        if (person[(start + i) % count].sex == sex) return (start + i) % count;
    return -1;
}

static void make_pedigree(struct arena *arena, struct simulate_random *random, int count,
                          bool sexes_known, int family, struct pedigree *out_pedigree) {
    struct person *person = arena_new(arena, struct person, count);
    bool parent[MOST_PERSONS] = {false};
    for (int i = 0; i < count; i++) {
        person[i] = (struct person){.id = arena_format(arena, "F%d-%d", family, i),
                                    .father = pick_parent(random, person, i, SEX_MALE),
                                    .mother = pick_parent(random, person, i, SEX_FEMALE),
                                    .sex = simulate_chance(random, 0.5) ? SEX_MALE : SEX_FEMALE};
        if (person[i].father >= 0) parent[person[i].father] = true;
        if (person[i].mother >= 0) parent[person[i].mother] = true;
    }
    for (int i = 0; i < count; i++)
        if (!parent[i] && !sexes_known && simulate_chance(random, 0.1)) person[i].sex = SEX_UNKNOWN;
    *out_pedigree = (struct pedigree){count, person};
}

/* What a laboratory reads of a person, with gaps. */
static struct profile *observe(struct arena *arena, struct simulate_random *random,
                               const struct panel *panel, const char *subject, enum sex sex,
                               const struct genotype *truth, double dropout, double gaps) {
    struct profile *profile = arena_new(arena, struct profile, 1);
    *profile = (struct profile){subject, dropout, arena_new(arena, struct genotype, panel->count)};
    for (int m = 0; m < panel->count; m++) {
        struct genotype seen = {ALLELE_UNTYPED, ALLELE_UNTYPED};
        if (!simulate_chance(random, gaps))
            seen = simulate_observe(&panel->marker[m], random, truth[m], sex, dropout);
        if (seen.a >= 0 && simulate_chance(random, 0.03)) seen.b = ALLELE_UNKNOWN;
        profile->genotype[m] = seen;
    }
    return profile;
}

/* Whether the references are possible at all: a contradiction among them is not what these data
 * sets are for. */
static bool is_possible(const struct panel *panel, const struct family *family) {
    struct engine *engine = engine_open();
    bool possible = true;
    for (int m = 0; m < panel->count && possible; m++) {
        struct evidence evidence[MOST_PERSONS] = {{0}};
        const struct marker *marker = &panel->marker[m];
        for (int p = 0; p < family->pedigree.count; p++)
            if (family->profile[p])
                evidence[p] =
                    evidence_of(marker, family->profile[p]->genotype[m],
                                family->profile[p]->dropout, family->pedigree.person[p].sex);
        struct question question = {marker, &family->pedigree, evidence, 0, false};
        struct error error = {0};
        double found = 0;
        if (likelihood_covers(marker, &family->pedigree))
            possible = likelihood_of(engine, &question, &found, &error) && found > -INFINITY;
    }
    engine_close(engine);
    return possible;
}

/* A family with the genotypes that everybody really has. */
static struct genotype *make_family(struct arena *arena, struct simulate_random *random,
                                    const struct simulate_panel *simulated,
                                    const struct random_shape *shape, int number, int missing,
                                    struct family *out_family) {
    const struct panel *panel = simulated->panel;
    int count = missing + 1 + (int)simulate_below(random, (uint32_t)shape->others);
    struct family family = {.name = arena_format(arena, "F%d", number)};
    make_pedigree(arena, random, count, shape->sexes_known, number, &family.pedigree);
    struct genotype *truth = arena_new(arena, struct genotype, count * panel->count);
    simulate_pedigree(simulated, random, &family.pedigree, truth);
    family.role = arena_new(arena, enum role, count);
    int order[MOST_PERSONS];
    for (int i = 0; i < count; i++) order[i] = i;
    simulate_shuffle(random, order, count);
    for (int i = 0; i < count; i++) {
        if (i < missing) family.role[order[i]] = ROLE_MISSING;
        else family.role[order[i]] = simulate_chance(random, 0.75) ? ROLE_REFERENCE : ROLE_OTHER;
    }
    do {
        family.profile = arena_new(arena, struct profile *, count);
        for (int i = 0; i < count; i++) {
            const struct person *person = &family.pedigree.person[i];
            bool direct = family.role[i] == ROLE_MISSING && simulate_chance(random, 0.1);
            double dropout = simulate_chance(random, 0.2) ? 0.1 : 0;
            if (family.role[i] == ROLE_REFERENCE || direct)
                family.profile[i] = observe(arena, random, panel, person->id, person->sex,
                                            truth + i * panel->count, dropout, 0.1);
        }
    } while (!is_possible(panel, &family));
    *out_family = family;
    return truth;
}

static void make_remains(struct arena *arena, struct simulate_random *random,
                         const struct simulate_panel *simulated, struct genotype *const *truth,
                         const struct random_shape *shape, const struct dataset *dataset,
                         int number, struct remains *out_remains) {
    static const double dropouts[] = {0, 0, 0.05, 0.3};
    const struct panel *panel = &dataset->panel;
    struct remains remains = {.code = arena_format(arena, "V%d", number)};
    const struct genotype *own;
    if (simulate_chance(random, 0.7)) {
        const struct missing *who =
            &dataset->missing[simulate_below(random, (uint32_t)dataset->missing_count)];
        own = truth[who->family] + who->person * panel->count;
        remains.sex = dataset->family[who->family].pedigree.person[who->person].sex;
    } else {
        remains.sex = simulate_chance(random, 0.5) ? SEX_MALE : SEX_FEMALE;
        struct genotype *drawn = arena_new(arena, struct genotype, panel->count);
        simulate_person(simulated, random, remains.sex, NULL, NULL, drawn);
        own = drawn;
    }
    if (!simulate_chance(random, 0.08))
        remains.profile = observe(arena, random, panel, remains.code, remains.sex, own,
                                  dropouts[simulate_below(random, 4)], 0.15);
    if (!shape->sexes_known && simulate_chance(random, 0.25)) remains.sex = SEX_UNKNOWN;
    *out_remains = remains;
}

struct dataset random_dataset_make(struct arena *arena, uint64_t seed,
                                   const struct random_shape *shape) {
    struct simulate_random stream, *random = &stream;
    simulate_seed(random, seed);
    struct dataset dataset = {.missing_total_male = -1, .missing_total_female = -1};
    dataset.panel.count = between(random, shape->loci);
    dataset.panel.marker = arena_new(arena, struct marker, dataset.panel.count);
    for (int m = 0; m < dataset.panel.count; m++)
        make_marker(arena, random, shape->impossible, m, &dataset.panel.marker[m]);
    struct simulate_panel simulated = simulate_prepare(arena, &dataset.panel);

    dataset.family_count = between(random, shape->families);
    dataset.family = arena_new(arena, struct family, dataset.family_count);
    dataset.missing_count = between(random, shape->missing);
    dataset.missing = arena_new(arena, struct missing, dataset.missing_count);
    int *missing_in = arena_new(arena, int, dataset.family_count);
    for (int i = 0; i < dataset.missing_count; i++)
        missing_in[i < dataset.family_count && dataset.missing_count >= dataset.family_count
                       ? i
                       : (int)simulate_below(random, (uint32_t)dataset.family_count)]++;
    struct genotype **truth = arena_new(arena, struct genotype *, dataset.family_count);
    for (int f = 0, next = 0; f < dataset.family_count; f++) {
        struct family *family = &dataset.family[f];
        truth[f] = make_family(arena, random, &simulated, shape, f, missing_in[f], family);
        for (int p = 0; p < family->pedigree.count; p++)
            if (family->role[p] == ROLE_MISSING) dataset.missing[next++] = (struct missing){f, p};
    }

    dataset.remains_count = between(random, shape->remains);
    dataset.remains = arena_new(arena, struct remains, dataset.remains_count);
    for (int i = 0; i < dataset.remains_count; i++)
        make_remains(arena, random, &simulated, truth, shape, &dataset, i, &dataset.remains[i]);
    int least = dataset.missing_count > dataset.remains_count ? dataset.missing_count
                                                              : dataset.remains_count;
    dataset.missing_total = least + (int)simulate_below(random, 8);
    return dataset;
}

static void add_profile(struct buffer *text, const struct panel *panel,
                        const struct profile *profile) {
    if (!profile) buffer_add_text(text, " not typed");
    for (int m = 0; profile && m < panel->count; m++)
        buffer_format(text, " %d,%d", profile->genotype[m].a, profile->genotype[m].b);
    if (profile) buffer_format(text, " dropout %g", profile->dropout);
    buffer_add_text(text, "\n");
}

const char *random_dataset_text(struct arena *arena, const struct dataset *dataset) {
    static const char *const roles[] = {"other", "missing", "reference"};
    const struct panel *panel = &dataset->panel;
    struct buffer text = {0};
    buffer_format(&text, "theta %g, missing in all %g\n", dataset->theta, dataset->missing_total);
    for (int m = 0; m < panel->count; m++) {
        const struct marker *marker = &panel->marker[m];
        buffer_format(&text, "%s%s%s %s %g:", marker->name,
                      marker->chromosome == X_CHROMOSOME ? " X" : "",
                      marker->has_silent ? " silent" : "",
                      mutation_kind_name(marker->model[0].kind), marker->model[0].rate);
        for (int i = 0; i < marker->allele_count; i++)
            buffer_format(&text, " %.17g", marker->frequency[i]);
        buffer_add_text(&text, "\n");
    }
    for (int f = 0; f < dataset->family_count; f++)
        for (int p = 0; p < dataset->family[f].pedigree.count; p++) {
            const struct person *person = &dataset->family[f].pedigree.person[p];
            buffer_format(&text, "%s father %d mother %d %c %s:", person->id, person->father,
                          person->mother, "?MF"[person->sex], roles[dataset->family[f].role[p]]);
            add_profile(&text, panel, dataset->family[f].profile[p]);
        }
    for (int i = 0; i < dataset->remains_count; i++) {
        buffer_format(&text, "%s %c:", dataset->remains[i].code, "?MF"[dataset->remains[i].sex]);
        add_profile(&text, panel, dataset->remains[i].profile);
    }
    const char *copy = arena_copy(arena, buffer_text(&text));
    buffer_close(&text);
    return copy;
}
