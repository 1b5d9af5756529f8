#include "identify/pairwise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/progress.h"
#include "base/workers.h"

/* What one evidence at one marker says of a missing person. */
struct tally {
    double log_ratio;
    uint64_t counts; /* loci, and exclusions in the upper half */
};

struct comparing {
    const struct casework *casework;
    double log_least;
    struct progress *progress;
    struct engine **engine;
    struct error *error;
    struct tally **tally;       /* for each worker: all markers' tables, one after the other */
    double **ratios, **without; /* for each worker: of one marker */
    uint32_t *place;            /* for each individual and marker: where its evidence is in there */
    size_t *start;              /* where each marker's table begins */
    struct pairing **found;     /* for each missing person */
    size_t *found_count;
    double *sum_left_out, *log_best;
};

bool pairing_possible(const struct casework *casework, int individual, int missing) {
    const struct dataset *dataset = casework->dataset;
    const struct missing *who = &dataset->missing[missing];
    enum sex a = casework->individuals->individual[individual].sex;
    enum sex b = dataset->family[who->family].pedigree.person[who->person].sex;
    return a == SEX_UNKNOWN || b == SEX_UNKNOWN || a == b;
}

/* The look-up tables of one missing person at every marker. */
static bool make_tables(struct comparing *comparing, int missing, int worker,
                        struct error *error) {
    const struct casework *casework = comparing->casework;
    const struct dataset *dataset = casework->dataset;
    const struct missing *who = &dataset->missing[missing];
    struct engine *engine = comparing->engine[worker];
    for (int m = 0; m < dataset->panel.count; m++) {
        const struct marker *marker = &dataset->panel.marker[m];
        const struct pedigree *pedigree = &dataset->family[who->family].pedigree;
        struct tally *tally = comparing->tally[worker] + comparing->start[m];
        int entries = casework->catalogue[m].count;
        memset(tally, 0, (size_t)entries * sizeof *tally);
        if (!likelihood_covers(marker, pedigree)) continue;
        double *ratios = comparing->ratios[worker], *without = comparing->without[worker];
        const struct evidence *members = casework->reference[who->family][m];
        if (!casework_ratios(engine, casework, who->family, m, who->person, members,
                             casework->log_reference[who->family][m], NULL, 0, ratios, error))
            return false;
        struct question question = {.marker = marker,
                                    .pedigree = pedigree,
                                    .evidence = members,
                                    .theta = dataset->theta,
                                    .without_mutation = true};
        bool mutates = marker->transmission[0] || marker->transmission[1];
        double alone = 0;
        if (mutates) {
            /* References that contradict each other say nothing against the remains. */
            if (!likelihood_with(engine, &question, who->person, casework->catalogue[m].evidence,
                                 entries, without, error))
                return false;
            alone = without[0];
        } else {
            memcpy(without, ratios, (size_t)entries * sizeof *without);
            alone = casework->log_reference[who->family][m];
        }
        for (int e = 1; e < entries; e++) {
            /* Without typed kin the ratio is 1, but where mutation is not stationary: it counts, and
             * the locus does not. */
            tally[e].log_ratio = ratios[e];
            if (!casework->kin_typed[missing][m]) continue;
            tally[e].counts = 1;
            if (without[e] == -INFINITY && alone > -INFINITY)
                tally[e].counts |= (uint64_t)1 << 32;
        }
    }
    return true;
}

/* Adds up the look-ups of several individuals at once: the whole work of a search. */
enum { TOGETHER = 4 };

static void add_up(const struct tally *tally, const uint32_t *place, int markers, int individuals,
                   struct tally sum[TOGETHER]) {
    double log_ratio[TOGETHER] = {0};
    uint64_t counts[TOGETHER] = {0};
    if (individuals == TOGETHER) {
        for (int m = 0; m < markers; m++)
            for (int k = 0; k < TOGETHER; k++) {
                const struct tally *one = &tally[place[k * markers + m]];
                log_ratio[k] += one->log_ratio;
                counts[k] += one->counts;
            }
    } else {
        for (int k = 0; k < individuals; k++)
            for (int m = 0; m < markers; m++) {
                log_ratio[k] += tally[place[k * markers + m]].log_ratio;
                counts[k] += tally[place[k * markers + m]].counts;
            }
    }
    for (int k = 0; k < individuals; k++) sum[k] = (struct tally){log_ratio[k], counts[k]};
}

/* Ratios below this add nothing that could be seen; as many of them are bounded by it. */
#define LOG_FAR (-40.0)

static void compare_missing(void *data, size_t index, int worker) {
    struct comparing *comparing = data;
    const struct casework *casework = comparing->casework;
    struct error *error = &comparing->error[worker];
    int missing = (int)index, individuals = casework->individuals->count;
    int markers = casework->dataset->panel.count;
    int family = casework->dataset->missing[missing].family;
    if (error->code != ERROR_NONE || casework->dataset->family[family].left_out) return;
    if (!make_tables(comparing, missing, worker, error)) {
        casework_refuse(casework, family, error);
        return;
    }
    size_t room = 0, count = 0, far = 0;
    double left_out = 0, log_best = -INFINITY;
    struct tally sums[TOGETHER];
    struct pairing *found = NULL;
    const struct tally *tally = comparing->tally[worker];
    for (int i = 0; i < individuals; i++) {
        int together = individuals - i < TOGETHER ? individuals - i : TOGETHER;
        if (i % TOGETHER == 0)
            add_up(tally, comparing->place + (size_t)i * markers, markers, together, sums);
        if (!pairing_possible(casework, i, missing)) continue;
        struct tally sum = sums[i % TOGETHER];
        log_best = fmax(log_best, sum.log_ratio);
        if (sum.log_ratio < comparing->log_least) {
            if (sum.log_ratio > LOG_FAR) left_out += exp(sum.log_ratio);
            else far++;
            continue;
        }
        found = memory_grow(found, count, &room, sizeof *found);
        found[count++] = (struct pairing){.individual = i,
                                          .missing = missing,
                                          .log_ratio = sum.log_ratio,
                                          .loci = (int)(sum.counts & 0xffffffff),
                                          .exclusions = (int)(sum.counts >> 32)};
    }
    comparing->sum_left_out[missing] = left_out + (double)far * exp(LOG_FAR);
    comparing->log_best[missing] = log_best;
    comparing->found[missing] = found;
    comparing->found_count[missing] = count;
    progress_step(comparing->progress, 1);
}

/* By individual, then by missing person. */
static void collect(struct arena *arena, struct comparing *comparing, struct pairwise *out) {
    const struct casework *casework = comparing->casework;
    int individuals = casework->individuals->count, missing = casework->dataset->missing_count;
    size_t *first = arena_new(arena, size_t, individuals + 2);
    for (int j = 0; j < missing; j++)
        for (size_t k = 0; k < comparing->found_count[j]; k++)
            first[comparing->found[j][k].individual + 1]++;
    for (int i = 0; i < individuals; i++) first[i + 1] += first[i];
    out->count = first[individuals];
    out->pairing = arena_new(arena, struct pairing, out->count + 1);
    size_t *next = arena_new(arena, size_t, individuals + 1);
    memcpy(next, first, (size_t)individuals * sizeof *next);
    for (int j = 0; j < missing; j++)
        for (size_t k = 0; k < comparing->found_count[j]; k++) {
            struct pairing *pairing = &comparing->found[j][k];
            out->pairing[next[pairing->individual]++] = *pairing;
        }
    out->first_of_individual = first;
}

bool pairwise_compare(struct arena *arena, const struct casework *casework, double log_least,
                      int threads, const struct cancel *cancel, struct progress *progress,
                      struct pairwise *out_pairwise, struct error *error) {
    const struct dataset *dataset = casework->dataset;
    size_t missing = (size_t)dataset->missing_count;
    int markers = dataset->panel.count, individuals = casework->individuals->count;
    struct comparing comparing = {
        .casework = casework, .log_least = log_least, .progress = progress};
    comparing.engine = arena_new(arena, struct engine *, threads);
    comparing.error = arena_new(arena, struct error, threads);
    comparing.tally = arena_new(arena, struct tally *, threads);
    comparing.ratios = arena_new(arena, double *, threads);
    comparing.without = arena_new(arena, double *, threads);
    comparing.start = arena_new(arena, size_t, markers + 1);
    comparing.found = arena_new(arena, struct pairing *, missing + 1);
    comparing.found_count = arena_new(arena, size_t, missing + 1);
    comparing.sum_left_out = arena_new(arena, double, missing + 1);
    comparing.log_best = arena_new(arena, double, missing + 1);
    size_t largest = 1;
    for (int m = 0; m < markers; m++) {
        size_t entries = (size_t)casework->catalogue[m].count;
        comparing.start[m + 1] = comparing.start[m] + entries;
        if (entries > largest) largest = entries;
    }
    comparing.place = arena_new(arena, uint32_t, (size_t)individuals * (size_t)markers + 1);
    for (int i = 0; i < individuals; i++)
        for (int m = 0; m < markers; m++)
            comparing.place[(size_t)i * markers + m] =
                (uint32_t)(comparing.start[m] + casework->entry[i][m]);
    for (int t = 0; t < threads; t++) {
        comparing.engine[t] = engine_open();
        comparing.tally[t] = arena_new(arena, struct tally, comparing.start[markers] + 1);
        comparing.ratios[t] = arena_new(arena, double, largest);
        comparing.without[t] = arena_new(arena, double, largest);
    }
    bool done = workers_run(threads, missing, compare_missing, &comparing, cancel, error);
    done = done && workers_agree(comparing.error, threads, error);
    for (int t = 0; t < threads; t++) engine_close(comparing.engine[t]);
    if (done) {
        *out_pairwise = (struct pairwise){.log_least = log_least,
                                          .sum_left_out = comparing.sum_left_out,
                                          .log_best = comparing.log_best};
        collect(arena, &comparing, out_pairwise);
    }
    for (size_t j = 0; j < missing; j++) free(comparing.found[j]);
    return done;
}
