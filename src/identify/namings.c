#include "identify/namings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/workers.h"
#include "identify/log_add.h"
#include "identify/naming_search.h"

/* Families with no more namings than this are listed whole. */
enum { FULL_SEARCH = 20000 };

struct listing {
    const struct casework *casework;
    const struct pairwise *pairwise;
    const struct prior *prior;
    struct naming_bounds bounds;
    double tolerance;
    struct progress *progress;
    int *first_missing; /* of each family, and the end: among `number` */
    int *number;        /* missing persons that can be named, by family */
    struct naming_search_result *result; /* of each family; only those with several missing */
    struct error *error;                 /* of each family */
};

static int missing_in(const struct listing *listing, size_t family) {
    return listing->first_missing[family + 1] - listing->first_missing[family];
}

/* How many namings a family could have, about. */
static double size_of(const struct listing *listing, size_t family) {
    double size = 1;
    for (int j = listing->first_missing[family]; j < listing->first_missing[family + 1]; j++) {
        int fit = 1;
        for (int i = 0; i < listing->casework->individuals->count; i++)
            fit += pairing_possible(listing->casework, i, listing->number[j]);
        size *= fit;
    }
    return size;
}

static void refuse_many(const struct family *family, int missing, struct error *error) {
    error_set(error, ERROR_TOO_COSTLY,
              "family %s has %d missing persons, and at most %d are searched together: divide the "
              "family where nobody typed links its parts, or give some of them the role other, "
              "who are then not named in this run",
              family->name, missing, NAMING_MOST_MISSING);
    if (family->where) error_within(error, "%s", family->where);
}

static void list_family(void *data, size_t index, int worker) {
    (void)worker;
    struct listing *listing = data;
    progress_step(listing->progress, 1);
    const struct casework *casework = listing->casework;
    int missing = missing_in(listing, index);
    if (missing < 2) return;
    /* An error stays with its family: it is refused, or namings_list reports the first. */
    struct error *error = &listing->error[index];
    if (missing > NAMING_MOST_MISSING) {
        refuse_many(&casework->dataset->family[index], missing, error);
        casework_refuse(casework, (int)index, error);
        return;
    }
    bool whole = listing->tolerance <= 0 || size_of(listing, index) <= FULL_SEARCH;
    if (!naming_search(casework, listing->pairwise, listing->prior,
                       whole ? NULL : &listing->bounds, (int)index,
                       listing->number + listing->first_missing[index], missing,
                       listing->tolerance, &listing->result[index], error))
        casework_refuse(casework, (int)index, error);
}

static void order_by_family(struct arena *arena, struct listing *listing) {
    const struct casework *casework = listing->casework;
    const struct dataset *dataset = casework->dataset;
    listing->first_missing = arena_new(arena, int, dataset->family_count + 2);
    listing->number = arena_new(arena, int, dataset->missing_count + 1);
    for (int j = 0; j < dataset->missing_count; j++)
        if (prior_names(listing->prior, casework, j))
            listing->first_missing[dataset->missing[j].family + 1]++;
    for (int f = 0; f < dataset->family_count; f++)
        listing->first_missing[f + 1] += listing->first_missing[f];
    int *next = arena_new(arena, int, dataset->family_count + 1);
    memcpy(next, listing->first_missing, (size_t)dataset->family_count * sizeof *next);
    for (int j = 0; j < dataset->missing_count; j++)
        if (prior_names(listing->prior, casework, j))
            listing->number[next[dataset->missing[j].family]++] = j;
}

static bool counts(const struct listing *listing, const struct pairing *pairing) {
    return pairing->log_ratio > -INFINITY &&
           prior_includes(listing->prior, listing->casework, pairing->individual);
}

/* Copies what was found, with the families of one missing person from the pairwise table. */
static void gather_namings(struct arena *arena, const struct listing *listing,
                           const struct pairwise *pairwise, struct namings *out) {
    const struct dataset *dataset = listing->casework->dataset;
    int families = dataset->family_count;
    out->first = arena_new(arena, size_t, families + 2);
    out->left = arena_new(arena, struct left_out, families + 1);
    out->log_sum = arena_new(arena, double, families + 1);
    int *only = arena_new(arena, int, dataset->missing_count + 1); /* family of a lone missing */
    for (int j = 0; j < dataset->missing_count; j++) only[j] = -1;
    for (int f = 0; f < families; f++) {
        int missing = missing_in(listing, (size_t)f);
        if (missing == 1) only[listing->number[listing->first_missing[f]]] = f;
        else out->first[f + 1] = listing->result[f].count;
    }
    for (size_t p = 0; p < pairwise->count; p++) {
        int f = only[pairwise->pairing[p].missing];
        if (f >= 0 && counts(listing, &pairwise->pairing[p])) out->first[f + 1]++;
    }
    for (int f = 0; f < families; f++) out->first[f + 1] += out->first[f];
    out->count = out->first[families];
    out->naming = arena_new(arena, struct naming, out->count + 1);
    size_t *next = arena_new(arena, size_t, families + 1);
    memcpy(next, out->first, (size_t)families * sizeof *next);
    for (size_t p = 0; p < pairwise->count; p++) {
        const struct pairing *pairing = &pairwise->pairing[p];
        int f = only[pairing->missing];
        if (f < 0 || !counts(listing, pairing)) continue;
        struct naming *naming = &out->naming[next[f]++];
        *naming = (struct naming){.family = f, .count = 1, .log_ratio = pairing->log_ratio};
        naming->individual = arena_new(arena, int, 1);
        naming->missing = arena_new(arena, int, 1);
        naming->individual[0] = pairing->individual;
        naming->missing[0] = pairing->missing;
    }
    double log_factor = log(prior_name_factor(listing->prior));
    for (int f = 0; f < families; f++) {
        bool refused = listing->casework->refusal[f].why.code != ERROR_NONE;
        int missing = refused ? 0 : missing_in(listing, (size_t)f);
        struct left_out *left = &out->left[f];
        left->most = missing;
        left->sum = arena_new(arena, double, missing + 1);
        if (missing == 1)
            left->sum[1] = pairwise->sum_left_out[listing->number[listing->first_missing[f]]];
        for (size_t n = 0; missing > 1 && n < listing->result[f].count; n++) {
            const struct naming *from = &listing->result[f].found[n];
            struct naming *naming = &out->naming[next[f]++];
            *naming = *from;
            naming->individual = arena_new(arena, int, from->count);
            naming->missing = arena_new(arena, int, from->count);
            memcpy(naming->individual, from->individual, (size_t)from->count * sizeof(int));
            memcpy(naming->missing, from->missing, (size_t)from->count * sizeof(int));
        }
        for (int k = 0; missing > 1 && k <= missing; k++)
            left->sum[k] = listing->result[f].left[k];
        for (size_t n = out->first[f]; n < out->first[f + 1]; n++)
            out->log_sum[f] = log_add(out->log_sum[f], out->naming[n].log_ratio +
                                                           out->naming[n].count * log_factor);
    }
}

/* Whether any family is too large to be listed whole, so that bounds are needed. */
static bool needs_bounds(const struct listing *listing) {
    for (int f = 0; f < listing->casework->dataset->family_count; f++)
        if (missing_in(listing, (size_t)f) > 1 && listing->tolerance > 0 &&
            size_of(listing, (size_t)f) > FULL_SEARCH)
            return true;
    return false;
}

bool namings_list(struct arena *arena, const struct casework *casework,
                  const struct pairwise *pairwise, const struct prior *prior, double tolerance,
                  int threads, const struct cancel *cancel, struct progress *progress,
                  struct namings *out_namings, struct error *error) {
    size_t families = (size_t)casework->dataset->family_count;
    struct listing listing = {.casework = casework,
                              .pairwise = pairwise,
                              .prior = prior,
                              .tolerance = tolerance,
                              .progress = progress};
    order_by_family(arena, &listing);
    if (needs_bounds(&listing) &&
        !naming_bounds_make(arena, casework, prior, threads, cancel, &listing.bounds, error))
        return false;
    listing.result = arena_new(arena, struct naming_search_result, families + 1);
    listing.error = arena_new(arena, struct error, families + 1);
    bool done = workers_run(threads, families, list_family, &listing, cancel, error);
    for (size_t f = 0; done && f < families; f++)
        if (listing.error[f].code != ERROR_NONE) {
            *error = listing.error[f];
            done = false;
        }
    if (done) {
        struct namings out = {0};
        gather_namings(arena, &listing, pairwise, &out);
        *out_namings = out;
    }
    for (size_t f = 0; f < families; f++) naming_search_close(&listing.result[f]);
    return done;
}
