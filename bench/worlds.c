#include "worlds.h"

#include "identify/simulate.h"
#include "measure.h"

const struct relative COUSINS[] = {{-1, -1, 'M', 'U'}, {-1, -1, 'F', 'U'}, {0, 1, 'M', 'U'},
                                   {0, 1, 'F', 'U'},   {-1, -1, 'F', 'U'}, {-1, -1, 'M', 'U'},
                                   {2, 4, 'M', 'T'},   {5, 3, 'F', 'T'},   {0}};

const struct relative EIGHT_SIBLINGS[] = {
    {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'U'}, {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'U'},
    {0, 1, 'M', 'U'},   {2, 3, 'F', 'U'},   {4, 5, 'M', 'T'},   {4, 5, 'F', 'T'},
    {4, 5, 'M', 'T'},   {4, 5, 'F', 'T'},   {4, 5, 'M', 'T'},   {4, 5, 'F', 'T'},
    {4, 5, 'M', 'T'},   {4, 5, 'F', 'T'},   {0}};

const struct relative NUCLEAR[] = {
    {-1, -1, 'M', 'T'}, {-1, -1, 'F', 'U'}, {0, 1, 'M', 'D'}, {0, 1, 'M', 'T'}, {0}};

static const struct relative DAUGHTER_OF_HIM[] = {
    {-1, -1, 'M', 'T'}, {-1, -1, 'F', 'U'}, {0, 1, 'F', 'D'}, {0}};
static const struct relative SISTER[] = {
    {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'U'}, {0, 1, 'M', 'T'}, {0, 1, 'F', 'D'}, {0}};
static const struct relative DAUGHTER_OF_HER[] = {
    {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'T'}, {0, 1, 'F', 'D'}, {0}};
static const struct relative MOTHER[] = {
    {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'D'}, {0, 1, 'M', 'T'}, {0}};

const struct relative *const PLANECRASH[] = {DAUGHTER_OF_HIM, SISTER, DAUGHTER_OF_HER, MOTHER,
                                             SISTER};

static const struct relative BROTHER_AND_SISTER[] = {
    {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'T'}, {0, 1, 'M', 'D'},
    {0, 1, 'F', 'D'},   {0, 1, 'F', 'T'},   {0}};
static const struct relative COUPLE[] = {
    {-1, -1, 'M', 'D'}, {-1, -1, 'F', 'D'}, {0, 1, 'M', 'T'}, {0, 1, 'F', 'T'}, {0}};
static const struct relative FATHER_AND_DAUGHTER[] = {
    {-1, -1, 'M', 'D'}, {-1, -1, 'F', 'T'}, {0, 1, 'F', 'D'}, {0, 1, 'M', 'T'}, {0}};
static const struct relative MOTHER_AND_SON[] = {
    {-1, -1, 'M', 'T'}, {-1, -1, 'F', 'D'}, {0, 1, 'M', 'D'}, {0}};
static const struct relative UNCLE_AND_NIECE[] = {
    {-1, -1, 'M', 'U'}, {-1, -1, 'F', 'T'}, {0, 1, 'M', 'D'}, {0, 1, 'M', 'T'},
    {-1, -1, 'F', 'T'}, {3, 4, 'F', 'D'},   {0}};

const struct relative *const DOZEN[] = {BROTHER_AND_SISTER, COUPLE, FATHER_AND_DAUGHTER,
                                        MOTHER_AND_SON, UNCLE_AND_NIECE};

/* ------------------------------------------------------------------ loci */

static const int ALLELES[WORLD_LOCI] = {7,  8,  8,  9,  9,  10, 10, 11, 12, 12, 13, 14,
                                        14, 15, 16, 17, 18, 19, 20, 22, 26, 34, 55};

void world_marker(struct arena *arena, int alleles, enum mutation_kind kind,
                  struct marker *out_marker) {
    const char **name = arena_new(arena, const char *, alleles);
    double *frequency = arena_new(arena, double, alleles);
    int whole = alleles - alleles / 3;
    double sum = 0;
    for (int i = 0; i < alleles; i++) {
        bool variant = i >= whole;
        int repeat = variant ? 5 + whole / 2 + (i - whole) : 5 + i;
        name[i] = arena_format(arena, variant ? "%d.2" : "%d", repeat);
        double off = (repeat - 5 - 0.45 * whole) / (0.22 * whole);
        frequency[i] = (variant ? 0.3 : 1) / (1 + off * off * off * off) + 0.002;
        sum += frequency[i];
    }
    for (int i = 0; i < alleles; i++) frequency[i] /= sum;
    struct error error = {0};
    struct mutation_model model = {.kind = kind, .rate = 1e-3, .rate2 = 1e-5, .range = 0.1};
    must(marker_make(arena, arena_format(arena, "L%d", alleles), AUTOSOME, alleles, name,
                     frequency, -1, out_marker, &error) &&
             marker_set_mutation(arena, out_marker, &model, &model, &error),
         &error);
}

void world_panel(struct arena *arena, int loci, enum mutation_kind kind, struct panel *out_panel) {
    *out_panel = (struct panel){loci, arena_new(arena, struct marker, loci)};
    for (int i = 0; i < loci; i++) {
        int alleles = ALLELES[i * (WORLD_LOCI - 1) / (loci - 1)];
        world_marker(arena, alleles, kind, &out_panel->marker[i]);
        out_panel->marker[i].name = arena_format(arena, "L%02d", i + 1);
    }
}

/* ------------------------------------------------------------------ people */

static enum sex sex_of(char letter) { return letter == 'M' ? SEX_MALE : SEX_FEMALE; }

struct pedigree world_pedigree(struct arena *arena, const struct relative *rows) {
    struct pedigree pedigree = {0};
    while (rows[pedigree.count].sex) pedigree.count++;
    pedigree.person = arena_new(arena, struct person, pedigree.count);
    for (int i = 0; i < pedigree.count; i++)
        pedigree.person[i] = (struct person){arena_format(arena, "P%d", i + 1), rows[i].father,
                                             rows[i].mother, sex_of(rows[i].sex)};
    struct error error = {0};
    must(pedigree_check(&pedigree, NULL, &error), &error);
    return pedigree;
}

static struct profile *observe(struct arena *arena, const struct panel *panel,
                               struct simulate_random *random, const char *subject, enum sex sex,
                               const struct genotype *truth) {
    struct profile *profile = arena_new(arena, struct profile, 1);
    profile->subject = subject;
    profile->genotype = arena_new(arena, struct genotype, panel->count);
    for (int m = 0; m < panel->count; m++)
        profile->genotype[m] = simulate_observe(&panel->marker[m], random, truth[m], sex, 0);
    return profile;
}

struct evidence **world_evidence(struct arena *arena, const struct panel *panel,
                                 const struct relative *rows, uint64_t seed) {
    struct simulate_random random;
    simulate_seed(&random, seed);
    struct simulate_panel drawn = simulate_prepare(arena, panel);
    struct pedigree pedigree = world_pedigree(arena, rows);
    struct genotype *truth = arena_new(arena, struct genotype, pedigree.count * panel->count);
    simulate_pedigree(&drawn, &random, &pedigree, truth);
    struct evidence **evidence = arena_new(arena, struct evidence *, panel->count);
    for (int m = 0; m < panel->count; m++) {
        evidence[m] = arena_new(arena, struct evidence, pedigree.count);
        for (int p = 0; p < pedigree.count; p++) {
            if (rows[p].part != 'T') continue;
            enum sex sex = pedigree.person[p].sex;
            struct genotype shown = simulate_observe(&panel->marker[m], &random,
                                                     truth[p * panel->count + m], sex, 0);
            evidence[m][p] = evidence_of(&panel->marker[m], shown, 0, sex);
        }
    }
    return evidence;
}

/* ------------------------------------------------------------------ a whole case */

struct growing {
    struct arena *arena;
    struct simulate_random random;
    struct simulate_panel drawn;
    struct dataset dataset;
    size_t remains_room, missing_room;
};

static void add_remains(struct growing *growing, enum sex sex, const struct genotype *truth) {
    struct dataset *dataset = &growing->dataset;
    dataset->remains = arena_grow(growing->arena, dataset->remains,
                                  (size_t)dataset->remains_count, &growing->remains_room,
                                  sizeof *dataset->remains);
    dataset->remains[dataset->remains_count++] = (struct remains){
        .sex = sex,
        .complete_body = true,
        .profile = observe(growing->arena, &dataset->panel, &growing->random, "remains", sex,
                           truth)};
}

static void add_family(struct growing *growing, int f, const struct relative *rows) {
    struct arena *arena = growing->arena;
    struct dataset *dataset = &growing->dataset;
    struct family *family = &dataset->family[f];
    int loci = dataset->panel.count;
    family->name = arena_format(arena, "F%d", f + 1);
    family->pedigree = world_pedigree(arena, rows);
    int count = family->pedigree.count;
    family->role = arena_new(arena, enum role, count);
    family->profile = arena_new(arena, struct profile *, count);
    struct genotype *truth = arena_new(arena, struct genotype, count * loci);
    simulate_pedigree(&growing->drawn, &growing->random, &family->pedigree, truth);
    for (int p = 0; p < count; p++) {
        enum sex sex = family->pedigree.person[p].sex;
        if (rows[p].part == 'T') {
            family->role[p] = ROLE_REFERENCE;
            family->profile[p] = observe(arena, &dataset->panel, &growing->random,
                                         family->pedigree.person[p].id, sex, truth + p * loci);
        } else if (rows[p].part == 'D') {
            family->role[p] = ROLE_MISSING;
            dataset->missing = arena_grow(arena, dataset->missing, (size_t)dataset->missing_count,
                                          &growing->missing_room, sizeof *dataset->missing);
            dataset->missing[dataset->missing_count++] = (struct missing){f, p};
            add_remains(growing, sex, truth + p * loci);
        }
    }
}

struct dataset world_dataset(struct arena *arena, const struct panel *panel, uint64_t seed,
                             int families, const struct relative *const *plan, int plans,
                             int men, int women) {
    struct growing growing = {.arena = arena,
                              .drawn = simulate_prepare(arena, panel),
                              .dataset = {.panel = *panel,
                                          .family_count = families,
                                          .family = arena_new(arena, struct family, families),
                                          .missing_total_male = -1,
                                          .missing_total_female = -1}};
    struct dataset *dataset = &growing.dataset;
    simulate_seed(&growing.random, seed);
    for (int f = 0; f < families; f++) add_family(&growing, f, plan[f % plans]);
    struct genotype *truth = arena_new(arena, struct genotype, panel->count);
    for (int i = 0; i < men + women; i++) {
        enum sex sex = i < men ? SEX_MALE : SEX_FEMALE;
        simulate_person(&growing.drawn, &growing.random, sex, NULL, NULL, truth);
        add_remains(&growing, sex, truth);
    }
    int *order = arena_new(arena, int, dataset->remains_count);
    for (int i = 0; i < dataset->remains_count; i++) order[i] = i;
    simulate_shuffle(&growing.random, order, dataset->remains_count);
    struct remains *ordered = arena_new(arena, struct remains, dataset->remains_count);
    for (int i = 0; i < dataset->remains_count; i++) {
        ordered[i] = dataset->remains[order[i]];
        ordered[i].code = arena_format(arena, "V%d", i + 1);
    }
    dataset->remains = ordered;
    dataset->missing_total = dataset->remains_count;
    return *dataset;
}
