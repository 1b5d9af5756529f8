#include "identify/casework.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/workers.h"

/* ------------------------------------------------------------------ the catalogue of evidences */

static uint64_t hash_evidence(const struct evidence *evidence, enum sex sex) {
    uint64_t hash = (uint64_t)evidence->kind * 31 + (uint64_t)sex;
    uint64_t parts[4] = {(uint64_t)(uint32_t)evidence->a << 32 | (uint32_t)evidence->b, 0, 0, 0};
    memcpy(&parts[1], &evidence->whole, sizeof(double));
    memcpy(&parts[2], &evidence->silent, sizeof(double));
    memcpy(&parts[3], &evidence->other, sizeof(double));
    for (int i = 0; i < 4; i++) {
        hash = (hash ^ parts[i]) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return hash;
}

/* Fills one marker's catalogue and its column of `entry`. */
static bool fill_catalogue(struct arena *arena, struct casework *casework, int marker_index,
                           struct error *error) {
    const struct individuals *individuals = casework->individuals;
    const struct marker *marker = &casework->dataset->panel.marker[marker_index];
    struct catalogue *catalogue = &casework->catalogue[marker_index];
    size_t slots = 64;
    while (slots < (size_t)individuals->count * 2 + 2) slots *= 2;
    struct arena_mark mark;
    int room = individuals->count + 1;
    catalogue->evidence = arena_new(arena, struct evidence, room);
    catalogue->log_population = arena_new(arena, double, room);
    catalogue->sex = arena_new(arena, enum sex, room);
    catalogue->count = 1;
    mark = arena_mark(arena);
    int *slot = arena_new(arena, int, slots);
    for (int i = 0; i < individuals->count; i++) {
        const struct evidence *evidence = &individuals->individual[i].evidence[marker_index];
        if (evidence->kind == EVIDENCE_NONE) continue;
        enum sex sex =
            marker->chromosome == X_CHROMOSOME ? individuals->individual[i].sex : SEX_UNKNOWN;
        size_t at = hash_evidence(evidence, sex) & (slots - 1);
        while (slot[at] && (!evidence_same(&catalogue->evidence[slot[at]], evidence) ||
                            catalogue->sex[slot[at]] != sex))
            at = (at + 1) & (slots - 1);
        if (!slot[at]) {
            if (catalogue->count > UINT16_MAX)
                return error_set(error, ERROR_TOO_LARGE, "more than %d different genotypes at %s",
                                 UINT16_MAX, marker->name);
            slot[at] = catalogue->count++;
            catalogue->evidence[slot[at]] = *evidence;
            catalogue->sex[slot[at]] = sex;
            catalogue->log_population[slot[at]] = evidence_log_population(marker, evidence, sex);
        }
        casework->entry[i][marker_index] = (uint16_t)slot[at];
    }
    arena_release(arena, mark);
    return true;
}

/* ------------------------------------------------------------------ kinship, yes or no */

/* Marks everybody who shares an ancestor with `person`, itself included. */
static void mark_kin(const struct pedigree *pedigree, int person, bool *kin, bool *ancestor) {
    int count = pedigree->count;
    memset(kin, 0, (size_t)count * sizeof *kin);
    memset(ancestor, 0, (size_t)count * sizeof *ancestor);
    ancestor[person] = true;
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < count; i++) {
            if (!ancestor[i]) continue;
            int parent[2] = {pedigree->person[i].father, pedigree->person[i].mother};
            for (int p = 0; p < 2; p++)
                if (parent[p] >= 0 && !ancestor[parent[p]]) more = ancestor[parent[p]] = true;
        }
    }
    memcpy(kin, ancestor, (size_t)count * sizeof *kin);
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < count; i++) {
            int father = pedigree->person[i].father, mother = pedigree->person[i].mother;
            if (!kin[i] && ((father >= 0 && kin[father]) || (mother >= 0 && kin[mother])))
                more = kin[i] = true;
        }
    }
}

static void find_informative(struct arena *arena, struct casework *casework) {
    const struct dataset *dataset = casework->dataset;
    int loci = dataset->panel.count;
    bool **kin_of = arena_new(arena, bool *, dataset->missing_count + 1);
    casework->kin_typed = arena_new(arena, bool *, dataset->missing_count + 1);
    casework->informative = arena_new(arena, bool, dataset->missing_count + 1);
    for (int i = 0; i < dataset->missing_count; i++) {
        const struct missing *missing = &dataset->missing[i];
        const struct family *family = &dataset->family[missing->family];
        bool *ancestor = arena_new(arena, bool, family->pedigree.count);
        kin_of[i] = arena_new(arena, bool, family->pedigree.count);
        casework->kin_typed[i] = arena_new(arena, bool, loci);
        mark_kin(&family->pedigree, missing->person, kin_of[i], ancestor);
        for (int m = 0; m < loci; m++)
            for (int p = 0; p < family->pedigree.count; p++)
                if (kin_of[i][p] && !family->left_out &&
                    casework->reference[missing->family][m][p].kind != EVIDENCE_NONE)
                    casework->informative[i] = casework->kin_typed[i][m] = true;
    }
    /* Kin who are missing themselves tell something once they are named. */
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < dataset->missing_count; i++)
            for (int j = 0; j < dataset->missing_count && !casework->informative[i]; j++)
                if (dataset->missing[j].family == dataset->missing[i].family &&
                    casework->informative[j] && kin_of[i][dataset->missing[j].person])
                    more = casework->informative[i] = true;
    }
}

/* ------------------------------------------------------------------ families */

bool casework_refuse(const struct casework *casework, int family, struct error *error) {
    if (error->code != ERROR_TOO_COSTLY) return false;
    struct refusal *refusal = &casework->refusal[family];
    if (!atomic_flag_test_and_set(&refusal->taken)) refusal->why = *error;
    *error = (struct error){0};
    return true;
}

static void fill_references(struct arena *arena, struct casework *casework, int f) {
    const struct dataset *dataset = casework->dataset;
    const struct family *family = &dataset->family[f];
    int loci = dataset->panel.count;
    casework->reference[f] = arena_new(arena, struct evidence *, loci + 1);
    casework->log_reference[f] = arena_new(arena, double, loci + 1);
    for (int m = 0; m < loci; m++) {
        const struct marker *marker = &dataset->panel.marker[m];
        casework->reference[f][m] = arena_new(arena, struct evidence, family->pedigree.count + 1);
        if (!likelihood_covers(marker, &family->pedigree)) continue;
        for (int p = 0; p < family->pedigree.count; p++) {
            const struct profile *profile = family->profile[p];
            if (profile)
                casework->reference[f][m][p] = evidence_of(
                    marker, profile->genotype[m], profile->dropout, family->pedigree.person[p].sex);
        }
    }
}

enum { TYPED_MOST = 320 }; /* bytes of a list of persons in a message */

struct preparing {
    struct casework *casework;
    struct engine **engine;
    struct error *error; /* one for each worker */
};

/* "family F at D1", with where it stands before that and what to do behind. */
static bool refuse_family(const struct dataset *dataset, int number, int m, struct error *error) {
    const struct family *family = &dataset->family[number];
    const struct marker *marker = &dataset->panel.marker[m];
    error_within(error, "family %s at %s", family->name, marker->name);
    if (family->where) error_within(error, "%s", family->where);
    if (error->code != ERROR_TOO_COSTLY) return false;
    return error_advise(error,
                        "leave out relatives through whom nobody typed is related to the missing, "
                        "or divide the family%s",
                        dataset->theta > 0 ? ", or take theta 0" : "");
}

/* "A 12/14, B 9/9" of those typed at the marker, as many as there is room for. */
static void list_typed(const struct family *family, int m, const struct marker *marker, char *text,
                       size_t size) {
    size_t length = 0;
    for (int p = 0; p < family->pedigree.count && length + 1 < size; p++) {
        const struct profile *profile = family->profile[p];
        if (!profile || profile->genotype[m].a < 0) continue;
        int a = profile->genotype[m].a, b = profile->genotype[m].b;
        int added = snprintf(text + length, size - length, "%s%s %s/%s", length ? ", " : "",
                             family->pedigree.person[p].id, marker->allele[a],
                             b < 0 ? "-" : marker->allele[b]);
        length += (size_t)(added > 0 ? added : 0);
    }
}

static void prepare_family(void *data, size_t index, int worker) {
    struct preparing *preparing = data;
    struct casework *casework = preparing->casework;
    const struct family *family = &casework->dataset->family[index];
    struct error *error = &preparing->error[worker];
    if (family->left_out) return;
    for (int m = 0; m < casework->dataset->panel.count && error->code == ERROR_NONE; m++) {
        struct question question = {.marker = &casework->dataset->panel.marker[m],
                                    .pedigree = &family->pedigree,
                                    .evidence = casework->reference[index][m],
                                    .theta = casework->dataset->theta};
        if (!likelihood_covers(question.marker, question.pedigree)) continue;
        if (!likelihood_of(preparing->engine[worker], &question, &casework->log_reference[index][m],
                           error))
            refuse_family(casework->dataset, (int)index, m, error);
        else if (casework->log_reference[index][m] == -INFINITY) {
            char typed[TYPED_MOST] = "";
            list_typed(family, m, question.marker, typed, sizeof typed);
            error_set(error, ERROR_BAD_INPUT,
                      "the typed relatives (%s) cannot be related as the pedigree says; correct "
                      "it, or give a mutation model in mutation.tsv",
                      typed);
            refuse_family(casework->dataset, (int)index, m, error);
        }
    }
    casework_refuse(casework, (int)index, error);
}

static bool prepare_families(struct arena *arena, struct casework *casework, int threads,
                             const struct cancel *cancel, struct error *error) {
    const struct dataset *dataset = casework->dataset;
    casework->reference = arena_new(arena, struct evidence **, dataset->family_count + 1);
    casework->log_reference = arena_new(arena, double *, dataset->family_count + 1);
    for (int f = 0; f < dataset->family_count; f++) fill_references(arena, casework, f);
    struct preparing preparing = {.casework = casework};
    preparing.engine = arena_new(arena, struct engine *, threads);
    preparing.error = arena_new(arena, struct error, threads);
    for (int t = 0; t < threads; t++) preparing.engine[t] = engine_open();
    bool done = workers_run(threads, (size_t)dataset->family_count, prepare_family, &preparing,
                            cancel, error);
    done = done && workers_agree(preparing.error, threads, error);
    for (int t = 0; t < threads; t++) engine_close(preparing.engine[t]);
    return done;
}

bool casework_prepare(struct arena *arena, const struct dataset *dataset,
                      const struct individuals *individuals, int threads,
                      const struct cancel *cancel, struct casework *out_casework,
                      struct error *error) {
    struct casework casework = {.dataset = dataset, .individuals = individuals};
    casework.refusal = arena_new(arena, struct refusal, dataset->family_count + 1);
    int loci = dataset->panel.count;
    casework.catalogue = arena_new(arena, struct catalogue, loci + 1);
    casework.entry = arena_new(arena, uint16_t *, individuals->count + 1);
    casework.log_population = arena_new(arena, double, individuals->count + 1);
    uint16_t *entries = arena_new(arena, uint16_t, (size_t)individuals->count * (size_t)loci + 1);
    for (int i = 0; i < individuals->count; i++) casework.entry[i] = entries + (size_t)i * loci;
    for (int m = 0; m < loci; m++)
        if (!fill_catalogue(arena, &casework, m, error)) return false;
    for (int i = 0; i < individuals->count; i++)
        for (int m = 0; m < loci; m++)
            casework.log_population[i] +=
                casework.catalogue[m].log_population[casework.entry[i][m]];
    if (!prepare_families(arena, &casework, threads, cancel, error)) return false;
    find_informative(arena, &casework);
    *out_casework = casework;
    return true;
}

/* ------------------------------------------------------------------ ratios at one marker */

/* With theta, the alleles of unrelated persons come from the same urn as the family's: those of the
 * references, of the individuals named so far, and of the one in question, all founders. */
static bool unrelated_logs(struct engine *engine, const struct casework *casework, int family,
                           int marker, enum sex sex, const int *named, int named_count,
                           double *out_log, struct error *error) {
    const struct pedigree *pedigree = &casework->dataset->family[family].pedigree;
    const struct catalogue *catalogue = &casework->catalogue[marker];
    int count = pedigree->count, all = count + named_count + 1;
    struct person *person = memory_take((size_t)all, sizeof *person);
    struct evidence *evidence = memory_take((size_t)all, sizeof *evidence);
    memcpy(person, pedigree->person, (size_t)count * sizeof *person);
    memcpy(evidence, casework->reference[family][marker], (size_t)count * sizeof *evidence);
    for (int i = 0; i <= named_count; i++)
        person[count + i] = (struct person){"unrelated", -1, -1, sex};
    for (int i = 0; i < named_count; i++) {
        person[count + i].sex = casework->individuals->individual[named[i]].sex;
        evidence[count + i] = catalogue->evidence[casework->entry[named[i]][marker]];
    }
    struct pedigree apart = {all, person};
    struct question question = {.marker = &casework->dataset->panel.marker[marker],
                                .pedigree = &apart,
                                .evidence = evidence,
                                .theta = casework->dataset->theta};
    bool done = likelihood_with(engine, &question, all - 1, catalogue->evidence, catalogue->count,
                                out_log, error);
    free(person);
    free(evidence);
    return done;
}

bool casework_ratios(struct engine *engine, const struct casework *casework, int family, int marker,
                     int person, const struct evidence *members, double log_members,
                     const int *named, int named_count, double *out_log_ratio,
                     struct error *error) {
    const struct dataset *dataset = casework->dataset;
    const struct catalogue *catalogue = &casework->catalogue[marker];
    const struct pedigree *pedigree = &dataset->family[family].pedigree;
    struct question question = {.marker = &dataset->panel.marker[marker],
                                .pedigree = pedigree,
                                .evidence = members,
                                .theta = dataset->theta};
    if (!likelihood_covers(question.marker, pedigree)) {
        memset(out_log_ratio, 0, (size_t)catalogue->count * sizeof *out_log_ratio);
        return true;
    }
    bool done = likelihood_with(engine, &question, person, catalogue->evidence, catalogue->count,
                                out_log_ratio, error);
    if (done && dataset->theta > 0) {
        double *apart = memory_take((size_t)catalogue->count, sizeof *apart);
        done = unrelated_logs(engine, casework, family, marker, pedigree->person[person].sex, named,
                              named_count, apart, error);
        double log_with = out_log_ratio[0];
        for (int e = 0; done && e < catalogue->count; e++)
            out_log_ratio[e] = (out_log_ratio[e] - log_with) - (apart[e] - apart[0]);
        free(apart);
    } else if (done) {
        for (int e = 0; e < catalogue->count; e++)
            out_log_ratio[e] -= log_members + catalogue->log_population[e];
    }
    if (!done) return refuse_family(dataset, family, marker, error);
    out_log_ratio[0] = 0;
    return true;
}
