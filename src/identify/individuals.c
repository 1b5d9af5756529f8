#include "identify/individuals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/workers.h"
#include "identify/likelihood.h"
#include "identify/union_find.h"

/* A group of remains that are taken as one person so far, kept at the first of them. */
struct cluster {
    bool complete; /* has a complete body */
    enum sex sex;
    struct evidence *evidence;
    double *log_population; /* ln P(evidence), for each marker */
    double log_whole;       /* their sum */
};

struct pair {
    int first, second;
    double log_same;
};

struct pairs {
    struct pair *pair;
    size_t count, capacity;
};

struct comparing {
    const struct dataset *dataset;
    struct cluster *cluster;
    int *root;    /* of each remains: leads to the first of its group (union_find.h) */
    double least; /* ln LR from which on a pair is kept */
    struct pairs *row; /* for each remains: its pairs with later ones */
};

static bool can_be_one(const struct cluster *a, const struct cluster *b) {
    bool sexes = a->sex == SEX_UNKNOWN || b->sex == SEX_UNKNOWN || a->sex == b->sex;
    return sexes && !(a->complete && b->complete);
}

/* ln LR of one person against two unrelated ones; gives up with -INFINITY as soon as it cannot
 * reach `least`: at the loci still to come it is at most 1 / P(evidence). */
static double log_same(const struct panel *panel, const struct cluster *a, const struct cluster *b,
                       double least) {
    double sum = 0, rest = -a->log_whole;
    enum sex sex = a->sex != SEX_UNKNOWN ? a->sex : b->sex;
    for (int m = 0; m < panel->count; m++) {
        rest += a->log_population[m];
        if (a->evidence[m].kind == EVIDENCE_NONE || b->evidence[m].kind == EVIDENCE_NONE) continue;
        struct evidence both = evidence_both(a->evidence[m], b->evidence[m]);
        if (both.kind == EVIDENCE_IMPOSSIBLE) return -INFINITY;
        sum += evidence_log_population(&panel->marker[m], &both, sex) - a->log_population[m] -
               b->log_population[m];
        if (sum + rest < least) return -INFINITY;
    }
    return sum;
}

static void compare_row(void *data, size_t index, int worker) {
    (void)worker;
    struct comparing *comparing = data;
    const struct dataset *dataset = comparing->dataset;
    struct cluster *cluster = comparing->cluster;
    struct pairs *row = &comparing->row[index];
    for (int j = (int)index + 1; j < dataset->remains_count; j++) {
        if (!can_be_one(&cluster[index], &cluster[j])) continue;
        double same =
            log_same(&dataset->panel, &cluster[index], &cluster[j], comparing->least);
        if (same < comparing->least) continue;
        row->pair = memory_grow(row->pair, row->count, &row->capacity, sizeof *row->pair);
        row->pair[row->count++] = (struct pair){(int)index, j, same};
    }
}

static int by_likelihood(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    if (a->log_same != b->log_same) return a->log_same < b->log_same ? 1 : -1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->second < b->second ? -1 : a->second > b->second;
}

static void refresh(const struct panel *panel, struct cluster *cluster) {
    cluster->log_whole = 0;
    for (int m = 0; m < panel->count; m++) {
        cluster->log_population[m] =
            evidence_log_population(&panel->marker[m], &cluster->evidence[m], cluster->sex);
        cluster->log_whole += cluster->log_population[m];
    }
}

/* ln LR of full siblings against unrelated persons. */
static double log_siblings(struct engine *engine, const struct panel *panel,
                           const struct cluster *a, const struct cluster *b) {
    struct person person[4] = {{"father", -1, -1, SEX_MALE},
                               {"mother", -1, -1, SEX_FEMALE},
                               {"first", 0, 1, a->sex},
                               {"second", 0, 1, b->sex}};
    struct pedigree pedigree = {4, person};
    double sum = 0;
    for (int m = 0; m < panel->count; m++) {
        if (a->evidence[m].kind == EVIDENCE_NONE || b->evidence[m].kind == EVIDENCE_NONE) continue;
        if (!likelihood_covers(&panel->marker[m], &pedigree)) continue;
        struct evidence evidence[4] = {{0}, {0}, a->evidence[m], b->evidence[m]};
        struct question question = {
            .marker = &panel->marker[m], .pedigree = &pedigree, .evidence = evidence};
        struct error error = {0};
        double found;
        if (likelihood_of(engine, &question, &found, &error))
            sum += found - a->log_population[m] - b->log_population[m];
    }
    return sum;
}

/* Joins what is surely one person, most certain pairs first. A pair is judged by all that is known
 * of both groups by then, so that a chain of likenesses does not join what contradicts each
 * other. */
static void join(const struct panel *panel, struct cluster *cluster, int *root,
                 const struct pair *pair, size_t count, double least, struct engine *engine) {
    for (size_t i = 0; i < count && pair[i].log_same >= least; i++) {
        int a = union_find_root(root, pair[i].first), b = union_find_root(root, pair[i].second);
        if (a == b || !can_be_one(&cluster[a], &cluster[b])) continue;
        double same = log_same(panel, &cluster[a], &cluster[b], least);
        if (same < least) continue;
        if (log_siblings(engine, panel, &cluster[a], &cluster[b]) > same) continue;
        union_find_join(root, a, b);
        if (b < a) {
            int swap = a;
            a = b;
            b = swap;
        }
        for (int m = 0; m < panel->count; m++)
            cluster[a].evidence[m] = evidence_both(cluster[a].evidence[m], cluster[b].evidence[m]);
        cluster[a].complete = cluster[a].complete || cluster[b].complete;
        if (cluster[a].sex == SEX_UNKNOWN) cluster[a].sex = cluster[b].sex;
        refresh(panel, &cluster[a]);
    }
}

static void start_clusters(struct arena *arena, const struct dataset *dataset,
                           struct cluster *cluster) {
    const struct panel *panel = &dataset->panel;
    for (int i = 0; i < dataset->remains_count; i++) {
        const struct remains *remains = &dataset->remains[i];
        cluster[i] = (struct cluster){
            .complete = remains->complete_body, .sex = remains->sex};
        cluster[i].evidence = arena_new(arena, struct evidence, panel->count);
        cluster[i].log_population = arena_new(arena, double, panel->count);
        for (int m = 0; remains->profile && m < panel->count; m++) {
            /* On X nothing can be said of remains of unknown sex. */
            if (panel->marker[m].chromosome == X_CHROMOSOME && remains->sex == SEX_UNKNOWN)
                continue;
            cluster[i].evidence[m] =
                evidence_of(&panel->marker[m], remains->profile->genotype[m],
                            remains->profile->dropout, remains->sex);
        }
        refresh(panel, &cluster[i]);
    }
}

static void list_individuals(struct arena *arena, const struct dataset *dataset,
                             const struct cluster *cluster, int *root,
                             struct individuals *out) {
    int count = dataset->remains_count;
    out->of_remains = arena_new(arena, int, count);
    out->individual = arena_new(arena, struct individual, count);
    for (int i = 0; i < count; i++) {
        int first = union_find_root(root, i);
        if (first == i) out->of_remains[i] = out->count++;
        else out->of_remains[i] = out->of_remains[first];
        out->individual[out->of_remains[i]].count++;
    }
    for (int i = 0; i < count; i++) {
        struct individual *individual = &out->individual[out->of_remains[i]];
        if (!individual->remains) {
            individual->remains = arena_new(arena, int, individual->count);
            individual->count = 0;
            individual->sex = cluster[i].sex;
            individual->evidence = cluster[i].evidence;
            for (int m = 0; m < dataset->panel.count; m++)
                individual->loci += cluster[i].evidence[m].kind != EVIDENCE_NONE;
        }
        individual->remains[individual->count++] = i;
    }
}

/* What stays unclear: groups that have pairs above the lower threshold and were not joined. */
static void list_doubts(struct arena *arena, const struct panel *panel,
                        const struct cluster *cluster, int *root, const struct pair *pair,
                        size_t count, struct engine *engine, struct individuals *out) {
    size_t capacity = 0;
    for (size_t i = 0; i < count; i++) {
        int a = union_find_root(root, pair[i].first), b = union_find_root(root, pair[i].second);
        if (a == b) continue;
        int first = out->of_remains[a], second = out->of_remains[b];
        bool listed = false;
        for (int d = 0; d < out->doubts && !listed; d++)
            listed = (out->doubt[d].first == first && out->doubt[d].second == second) ||
                     (out->doubt[d].first == second && out->doubt[d].second == first);
        if (listed || !can_be_one(&cluster[a], &cluster[b])) continue;
        double same = log_same(panel, &cluster[a], &cluster[b], log(INDIVIDUALS_UNCLEAR));
        if (same < log(INDIVIDUALS_UNCLEAR)) continue;
        out->doubt = arena_grow(arena, out->doubt, (size_t)out->doubts, &capacity,
                                sizeof *out->doubt);
        out->doubt[out->doubts++] = (struct doubt){
            .first = first,
            .second = second,
            .log10_same = same / M_LN10,
            .log10_siblings = log_siblings(engine, panel, &cluster[a], &cluster[b]) / M_LN10};
    }
}

bool individuals_find(struct arena *arena, const struct dataset *dataset, bool group,
                      double threshold, int threads, const struct cancel *cancel,
                      struct individuals *out_individuals, struct error *error) {
    size_t count = (size_t)dataset->remains_count;
    struct individuals out = {0};
    struct comparing comparing = {.dataset = dataset, .least = log(INDIVIDUALS_UNCLEAR)};
    comparing.cluster = arena_new(arena, struct cluster, count + 1);
    start_clusters(arena, dataset, comparing.cluster);
    comparing.root = arena_new(arena, int, count + 1);
    for (size_t i = 0; i < count; i++) comparing.root[i] = (int)i;
    struct pairs all = {0};
    bool done = true;
    if (group) {
        comparing.row = arena_new(arena, struct pairs, count + 1);
        done = workers_run(threads, count, compare_row, &comparing, cancel, error);
        for (size_t i = 0; i < count; i++) all.count += comparing.row[i].count;
        all.pair = arena_new(arena, struct pair, all.count + 1);
        all.count = 0;
        for (size_t i = 0; i < count; i++) {
            struct pairs *row = &comparing.row[i];
            if (row->count)
                memcpy(all.pair + all.count, row->pair, row->count * sizeof *row->pair);
            all.count += row->count;
            free(row->pair);
        }
    }
    if (!done) return false;
    struct engine *engine = engine_open();
    if (all.count) qsort(all.pair, all.count, sizeof *all.pair, by_likelihood);
    join(&dataset->panel, comparing.cluster, comparing.root, all.pair, all.count, log(threshold), engine);
    list_individuals(arena, dataset, comparing.cluster, comparing.root, &out);
    list_doubts(arena, &dataset->panel, comparing.cluster, comparing.root, all.pair, all.count,
                engine, &out);
    engine_close(engine);
    *out_individuals = out;
    return true;
}
