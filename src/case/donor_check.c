#include "case/donor_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/workers.h"
#include "identify/likelihood.h"

struct checking {
    const struct dataset *dataset;
    int families, *family;      /* those to check */
    struct donor_doubts *found; /* of each of them */
    struct arena *arena;        /* of each worker */
    struct engine **engine;
};

static bool is_typed(const struct family *family, int person, int marker) {
    const struct profile *profile = family->profile[person];
    return profile && profile->genotype[marker].a != ALLELE_UNTYPED;
}

static int count_typed(const struct family *family) {
    int count = 0;
    for (int i = 0; i < family->pedigree.count; i++) count += family->profile[i] != NULL;
    return count;
}

/* The family and one person more, related to nobody: in whose place a member is put who is none. */
static struct pedigree with_stranger(struct arena *arena, const struct pedigree *family) {
    struct pedigree pedigree = {.count = family->count + 1,
                                .person = arena_new(arena, struct person, family->count + 1)};
    memcpy(pedigree.person, family->person, (size_t)family->count * sizeof *family->person);
    pedigree.person[family->count] = (struct person){.id = "", .father = -1, .mother = -1};
    return pedigree;
}

/* ln of the ratio at one marker, added to each typed person's. */
static bool check_marker(struct engine *engine, const struct dataset *dataset,
                         const struct family *family, struct pedigree *pedigree, int marker,
                         struct evidence *evidence, double *log_ratio, int *loci,
                         struct error *error) {
    int stranger = family->pedigree.count;
    struct question question = {.marker = &dataset->panel.marker[marker],
                                .pedigree = pedigree,
                                .evidence = evidence,
                                .theta = dataset->theta};
    double declared, apart;
    /* On X the stranger's sex is that of whose place they take, so it is known when that is. */
    pedigree->person[stranger].sex = SEX_MALE;
    if (!likelihood_covers(question.marker, pedigree)) return true;
    memset(evidence, 0, (size_t)(stranger + 1) * sizeof *evidence);
    int typed = 0;
    for (int i = 0; i < stranger; i++) {
        if (!is_typed(family, i, marker)) continue;
        evidence[i] = evidence_of(question.marker, family->profile[i]->genotype[marker],
                                  family->profile[i]->dropout, family->pedigree.person[i].sex);
        typed++;
    }
    if (typed < 2) return true;
    if (!likelihood_of(engine, &question, &declared, error)) return false;
    for (int i = 0; i < stranger; i++) {
        if (!is_typed(family, i, marker)) continue;
        pedigree->person[stranger].sex = family->pedigree.person[i].sex;
        evidence[stranger] = evidence[i];
        evidence[i] = (struct evidence){.kind = EVIDENCE_NONE};
        bool done = likelihood_of(engine, &question, &apart, error);
        evidence[i] = evidence[stranger];
        evidence[stranger] = (struct evidence){.kind = EVIDENCE_NONE};
        if (!done) return false;
        loci[i]++;
        /* Where the others are impossible by themselves, this one is not to blame. */
        if (!isinf(apart)) log_ratio[i] += declared - apart;
    }
    return true;
}

static void check_family(struct checking *checking, struct engine *engine, struct arena *arena,
                         int index, struct donor_doubts *out) {
    const struct dataset *dataset = checking->dataset;
    const struct family *family = &dataset->family[index];
    int count = family->pedigree.count;
    struct pedigree pedigree = with_stranger(arena, &family->pedigree);
    struct evidence *evidence = arena_new(arena, struct evidence, count + 1);
    double *log_ratio = arena_new(arena, double, count);
    int *loci = arena_new(arena, int, count);
    struct error error = {0};
    for (int i = 0; i < dataset->panel.count; i++) {
        if (check_marker(engine, dataset, family, &pedigree, i, evidence, log_ratio, loci, &error))
            continue;
        out->unchecked = 1;
        out->why = arena_copy(arena, error.text);
        return;
    }
    out->doubt = arena_new(arena, struct donor_doubt, count);
    for (int i = 0; i < count; i++)
        if (loci[i] && log_ratio[i] <= log(DONOR_DOUBTED))
            out->doubt[out->count++] =
                (struct donor_doubt){index, i, log_ratio[i] / log(10), loci[i]};
}

static void work(void *data, size_t index, int worker) {
    struct checking *checking = data;
    check_family(checking, checking->engine[worker], &checking->arena[worker],
                 checking->family[index], &checking->found[index]);
}

static void gather(struct arena *arena, const struct checking *checking,
                   struct donor_doubts *out) {
    struct donor_doubts all = {0};
    int count = 0;
    for (int i = 0; i < checking->families; i++) count += checking->found[i].count;
    all.doubt = arena_new(arena, struct donor_doubt, count);
    for (int i = 0; i < checking->families; i++) {
        const struct donor_doubts *found = &checking->found[i];
        for (int j = 0; j < found->count; j++) all.doubt[all.count++] = found->doubt[j];
        if (found->unchecked && !all.unchecked++) all.why = arena_copy(arena, found->why);
    }
    *out = all;
}

bool donor_check(struct arena *arena, const struct dataset *dataset, const bool *wanted,
                 int threads, const struct cancel *cancel, struct donor_doubts *out_doubts,
                 struct error *error) {
    struct checking checking = {.dataset = dataset,
                                .family = arena_new(arena, int, dataset->family_count)};
    for (int i = 0; i < dataset->family_count; i++)
        if (wanted[i] && count_typed(&dataset->family[i]) > 1)
            checking.family[checking.families++] = i;
    checking.found = arena_new(arena, struct donor_doubts, checking.families);
    checking.arena = arena_new(arena, struct arena, threads);
    checking.engine = arena_new(arena, struct engine *, threads);
    for (int i = 0; i < threads; i++) {
        arena_open(&checking.arena[i], 0);
        checking.engine[i] = engine_open();
    }
    bool done = workers_run(threads, (size_t)checking.families, work, &checking, cancel, error);
    if (done) gather(arena, &checking, out_doubts);
    for (int i = 0; i < threads; i++) {
        engine_close(checking.engine[i]);
        arena_close(&checking.arena[i]);
    }
    return done;
}

double donor_same(const struct panel *panel, const struct profile *first, enum sex first_sex,
                  const struct profile *second, enum sex second_sex, int *out_loci) {
    double log_ratio = 0;
    int loci = 0;
    for (int i = 0; i < panel->count; i++) {
        const struct marker *marker = &panel->marker[i];
        if (first->genotype[i].a == ALLELE_UNTYPED || second->genotype[i].a == ALLELE_UNTYPED)
            continue;
        if (marker->chromosome == X_CHROMOSOME &&
            (first_sex == SEX_UNKNOWN || first_sex != second_sex))
            continue;
        struct evidence one = evidence_of(marker, first->genotype[i], first->dropout, first_sex);
        struct evidence two = evidence_of(marker, second->genotype[i], second->dropout, second_sex);
        struct evidence both = evidence_both(one, two);
        loci++;
        log_ratio += evidence_log_population(marker, &both, first_sex) -
                     evidence_log_population(marker, &one, first_sex) -
                     evidence_log_population(marker, &two, second_sex);
        if (isinf(log_ratio)) break;
    }
    *out_loci = loci;
    return log_ratio / log(10);
}
