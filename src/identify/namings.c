#include "identify/namings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/workers.h"

enum {
    FULL_SEARCH = 20000,  /* families with no more namings than this are listed whole */
    MOST_STEPS = 60000,   /* look-up tables made for one family */
    MOST_NAMINGS = 400000 /* listed for one family */
};

/* One family being searched: its missing persons in the order in which they are named, those with
 * descendants first, since children of named parents can be bounded. */
struct search {
    const struct casework *casework;
    int family, missing; /* `missing` persons that can be named */
    int *number;         /* of each: index among all missing */
    bool *leaf;          /* no child in the family that matters */
    int *candidates;     /* of each: how many individuals fit by sex */
    int **candidate;
    double *log_crude;   /* of each: ln sum over its candidates of 1 / P(genotype) */
    double log_factor;   /* a name's worth under the prior */
    double tolerance;
    bool full;
    double log_best;     /* of the best naming seen, with its factors */
    struct engine *engine;
    struct evidence **member; /* at each marker: references and those named so far */
    double *log_member;       /* at each marker: ln P of that */
    int *named;               /* of each position: its individual, -1: nobody */
    bool *used;               /* individuals named already */
    double **ratios;          /* for each position: ln ratios of all markers' entries */
    size_t *start;            /* where each marker's begin in there */
    struct arena arena;       /* what is found */
    struct naming *found;
    size_t count, room;
    double *left;             /* left out, by number of names */
    double *product;          /* scratch */
    long steps;
    struct error error;
};

static const struct pedigree *pedigree_in(const struct search *search) {
    return &search->casework->dataset->family[search->family].pedigree;
}

static int person_of(const struct search *search, int position) {
    return search->casework->dataset->missing[search->number[position]].person;
}

static void keep_naming(struct search *search, double log_ratio) {
    int count = 0;
    for (int p = 0; p < search->missing; p++) count += search->named[p] >= 0;
    search->found = arena_grow(&search->arena, search->found, search->count, &search->room,
                               sizeof *search->found);
    struct naming *naming = &search->found[search->count++];
    naming->family = search->family;
    naming->count = 0;
    naming->log_ratio = log_ratio;
    naming->individual = arena_new(&search->arena, int, count);
    naming->missing = arena_new(&search->arena, int, count);
    for (int p = 0; p < search->missing; p++) {
        if (search->named[p] < 0) continue;
        int at = naming->count++;
        for (; at > 0 && naming->missing[at - 1] > search->number[p]; at--) {
            naming->missing[at] = naming->missing[at - 1];
            naming->individual[at] = naming->individual[at - 1];
        }
        naming->missing[at] = search->number[p];
        naming->individual[at] = search->named[p];
    }
}

/* ------------------------------------------------------------------ bounds on what may follow */

/* An upper bound of the chance that a parent with this evidence hands on `allele`. */
static double hands_on(const struct marker *marker, int sex, const struct evidence *parent,
                       int allele) {
    const double *matrix = marker->transmission[sex];
    int n = marker->allele_count;
    double a = matrix ? matrix[parent->a * n + allele] : parent->a == allele;
    if (parent->kind == EVIDENCE_ONE && (parent->other > 0 || parent->silent > 0))
        return 0.5 * (a + 1);
    if (parent->kind == EVIDENCE_ONE) return a;
    double b = matrix ? matrix[parent->b * n + allele] : parent->b == allele;
    return 0.5 * (a + b);
}

/* An upper bound of ln P(evidence of a child | this parent, whatever the other), over the chance
 * in an unrelated person. Autosomes only; elsewhere the chance is at most 1. */
static double log_child_bound(const struct casework *casework, int marker_index, int sex,
                              const struct evidence *parent, int entry) {
    const struct marker *marker = &casework->dataset->panel.marker[marker_index];
    const struct catalogue *catalogue = &casework->catalogue[marker_index];
    const struct evidence *child = &catalogue->evidence[entry];
    double log_population = catalogue->log_population[entry], most = 1;
    if (marker->chromosome == AUTOSOME && parent->kind != EVIDENCE_NONE) {
        double a = hands_on(marker, sex, parent, child->a);
        if (child->kind == EVIDENCE_PAIR)
            most = (a + hands_on(marker, sex, parent, child->b)) * child->whole;
        else
            most = a * fmax(child->whole, fmax(child->silent, child->other)) + child->other;
        if (most > 1) most = 1;
    }
    return log(most) - log_population;
}

/* The sum over the candidates of `position` of an upper bound of their ratio, whatever else is
 * named: of a leaf with a known parent what that parent can hand on, else 1 / P(genotype). */
static double bound_position(struct search *search, int position) {
    const struct casework *casework = search->casework;
    const struct pedigree *pedigree = pedigree_in(search);
    const struct person *person = &pedigree->person[person_of(search, position)];
    if (!search->leaf[position]) return exp(search->log_crude[position]);
    double best = exp(search->log_crude[position]);
    int parent[2] = {person->father, person->mother};
    for (int sex = 0; sex < 2; sex++) {
        if (parent[sex] < 0) continue;
        bool known = false;
        for (int m = 0; m < casework->dataset->panel.count && !known; m++)
            known = search->member[m][parent[sex]].kind != EVIDENCE_NONE;
        if (!known) continue;
        double sum = 0;
        for (int c = 0; c < search->candidates[position]; c++) {
            int individual = search->candidate[position][c];
            double log_bound = 0;
            for (int m = 0; m < casework->dataset->panel.count; m++) {
                int entry = casework->entry[individual][m];
                if (entry)
                    log_bound += log_child_bound(casework, m, sex,
                                                 &search->member[m][parent[sex]], entry);
            }
            sum += exp(log_bound);
        }
        if (sum < best) best = sum;
    }
    return best;
}

/* Everything from `position` on, with what is named so far, is left out if it can only add up to a
 * trifle; its bound goes into `left`. First by the crude bounds, which cost nothing; `tight` has
 * those of leaves made from what is known of their parents. */
static bool leave_out(struct search *search, int position, double log_ratio, int count,
                      bool tight, bool forced) {
    if (search->full) return false;
    double *sum = search->product; /* of the product of (1 + B x) over the positions still to come */
    int most = 0;
    sum[0] = 1;
    for (int p = position; p < search->missing; p++) {
        double bound = tight ? bound_position(search, p) : exp(search->log_crude[p]);
        sum[++most] = 0;
        for (int k = most; k > 0; k--) sum[k] += sum[k - 1] * bound;
    }
    double all = 0;
    for (int k = 0; k <= most; k++) all += sum[k] * exp(k * search->log_factor);
    double log_all = log(all) + log_ratio + count * search->log_factor;
    if (!forced && !(log_all < search->log_best + log(search->tolerance))) return false;
    for (int k = 0; k <= most; k++) search->left[count + k] += sum[k] * exp(log_ratio);
    return true;
}

/* ------------------------------------------------------------------ the search */

struct choice {
    int individual;
    double log_ratio;
};

static int by_ratio(const void *left, const void *right) {
    const struct choice *a = left, *b = right;
    if (a->log_ratio != b->log_ratio) return a->log_ratio < b->log_ratio ? 1 : -1;
    return a->individual - b->individual;
}

/* The ratio of every candidate as the person at `position`, given the references and those named
 * so far; sorted, best first. Returns how many are possible, -1 on failure. */
static int make_choices(struct search *search, int position, struct choice *choice) {
    const struct casework *casework = search->casework;
    const struct dataset *dataset = casework->dataset;
    int person = person_of(search, position), count = search->candidates[position];
    for (int c = 0; c < count; c++)
        choice[c] = (struct choice){search->candidate[position][c], 0};
    search->steps++;
    for (int m = 0; m < dataset->panel.count; m++) {
        double *ratios = search->ratios[position] + search->start[m];
        if (!casework_ratios(search->engine, casework, search->family, m, person,
                             search->member[m], search->log_member[m], ratios, &search->error))
            return -1;
        for (int c = 0; c < count; c++)
            choice[c].log_ratio += ratios[casework->entry[choice[c].individual][m]];
    }
    int kept = 0;
    for (int c = 0; c < count; c++)
        if (!search->used[choice[c].individual] && choice[c].log_ratio > -INFINITY)
            choice[kept++] = choice[c];
    qsort(choice, (size_t)kept, sizeof *choice, by_ratio);
    return kept;
}

/* Puts an individual's evidence on the person at `position`, whose ratios have been made. */
static void name_member(struct search *search, int position, int individual) {
    const struct casework *casework = search->casework;
    const struct dataset *dataset = casework->dataset;
    int person = person_of(search, position);
    for (int m = 0; m < dataset->panel.count && search->error.code == ERROR_NONE; m++) {
        int entry = casework->entry[individual][m];
        if (!entry || !likelihood_covers(&dataset->panel.marker[m], pedigree_in(search))) continue;
        const struct catalogue *catalogue = &casework->catalogue[m];
        struct evidence *member = &search->member[m][person];
        *member = evidence_both(*member, catalogue->evidence[entry]);
        search->log_member[m] += search->ratios[position][search->start[m] + (size_t)entry] +
                                 catalogue->log_population[entry];
        if (dataset->theta == 0) continue;
        struct question question = {.marker = &dataset->panel.marker[m],
                                    .pedigree = pedigree_in(search),
                                    .evidence = search->member[m],
                                    .theta = dataset->theta};
        double log_now;
        if (likelihood_of(search->engine, &question, &log_now, &search->error))
            search->log_member[m] = log_now;
    }
}

static void unname_member(struct search *search, int position, const double *log_before) {
    int person = person_of(search, position);
    for (int m = 0; m < search->casework->dataset->panel.count; m++) {
        search->member[m][person] = search->casework->reference[search->family][m][person];
        search->log_member[m] = log_before[m];
    }
}

static void search_from(struct search *search, int position, double log_ratio, int count) {
    if (search->error.code != ERROR_NONE) return;
    if (position == search->missing) {
        if (count) keep_naming(search, log_ratio);
        return;
    }
    size_t room = (size_t)search->candidates[position];
    struct choice *choice = calloc(room + 1, sizeof *choice);
    int markers = search->casework->dataset->panel.count;
    double *log_before = calloc((size_t)markers + 1, sizeof *log_before);
    if (!choice || !log_before) abort();
    memcpy(log_before, search->log_member, (size_t)markers * sizeof *log_before);
    int choices = make_choices(search, position, choice);
    for (int c = 0; c < choices && search->error.code == ERROR_NONE; c++) {
        double log_next = log_ratio + choice[c].log_ratio;
        double log_value = log_next + (count + 1) * search->log_factor;
        if (log_value > search->log_best) search->log_best = log_value;
        bool forced = search->steps >= MOST_STEPS || search->count >= MOST_NAMINGS;
        if (leave_out(search, position + 1, log_next, count + 1, false, forced)) continue;
        search->named[position] = choice[c].individual;
        search->used[choice[c].individual] = true;
        if (position + 1 == search->missing) {
            keep_naming(search, log_next);
        } else {
            name_member(search, position, choice[c].individual);
            if (!leave_out(search, position + 1, log_next, count + 1, true, false))
                search_from(search, position + 1, log_next, count + 1);
            unname_member(search, position, log_before);
        }
        search->used[choice[c].individual] = false;
        search->named[position] = -1;
    }
    free(choice);
    free(log_before);
    search_from(search, position + 1, log_ratio, count);
}

/* ------------------------------------------------------------------ one family after the other */

static bool is_leaf(const struct search *search, int person) {
    const struct pedigree *pedigree = pedigree_in(search);
    for (int i = 0; i < pedigree->count; i++)
        if (pedigree->person[i].father == person || pedigree->person[i].mother == person)
            return false;
    return true;
}

static void open_search(struct search *search, const struct casework *casework,
                        const struct prior *prior, int family, const int *number, int missing,
                        double tolerance) {
    const struct dataset *dataset = casework->dataset;
    int individuals = casework->individuals->count, markers = dataset->panel.count;
    int persons = dataset->family[family].pedigree.count;
    *search = (struct search){.casework = casework,
                              .family = family,
                              .missing = missing,
                              .log_factor = log(prior_name_factor(prior)),
                              .tolerance = tolerance};
    struct arena *arena = &search->arena;
    arena_open(arena, 0);
    search->engine = engine_open();
    search->number = arena_new(arena, int, missing);
    search->leaf = arena_new(arena, bool, missing);
    search->candidates = arena_new(arena, int, missing);
    search->candidate = arena_new(arena, int *, missing);
    search->log_crude = arena_new(arena, double, missing);
    search->named = arena_new(arena, int, missing);
    search->left = arena_new(arena, double, missing + 1);
    search->product = arena_new(arena, double, missing + 2);
    search->used = arena_new(arena, bool, individuals + 1);
    search->member = arena_new(arena, struct evidence *, markers + 1);
    search->log_member = arena_new(arena, double, markers + 1);
    search->start = arena_new(arena, size_t, markers + 1);
    for (int m = 0; m < markers; m++) {
        search->start[m + 1] = search->start[m] + (size_t)casework->catalogue[m].count;
        search->member[m] = arena_new(arena, struct evidence, persons + 1);
        memcpy(search->member[m], casework->reference[family][m],
               (size_t)persons * sizeof **search->member);
        search->log_member[m] = casework->log_reference[family][m];
    }
    search->ratios = arena_new(arena, double *, missing);
    for (int p = 0; p < missing; p++)
        search->ratios[p] = arena_new(arena, double, search->start[markers] + 1);
    int position = 0;
    for (int leaf = 0; leaf < 2; leaf++)
        for (int j = 0; j < missing; j++)
            if (is_leaf(search, dataset->missing[number[j]].person) == (leaf == 1)) {
                search->leaf[position] = leaf == 1;
                search->number[position++] = number[j];
            }
    double all = 1;
    for (int p = 0; p < missing; p++) {
        search->named[p] = -1;
        search->candidate[p] = arena_new(arena, int, individuals + 1);
        double sum = 0;
        for (int i = 0; i < individuals; i++)
            if (pairing_possible(casework, i, search->number[p])) {
                search->candidate[p][search->candidates[p]++] = i;
                sum += exp(-casework->log_population[i]);
            }
        search->log_crude[p] = log(sum);
        all *= 1 + search->candidates[p];
    }
    search->full = tolerance <= 0 || all <= FULL_SEARCH;
}

static void close_search(struct search *search) {
    engine_close(search->engine);
    arena_close(&search->arena);
}

struct listing {
    const struct casework *casework;
    const struct prior *prior;
    double tolerance;
    int *first_missing; /* of each family, and the end: among `number` */
    int *number;        /* missing persons that can be named, by family */
    struct search *search; /* of each family; only those with several missing are opened */
};

static void list_family(void *data, size_t index, int worker) {
    (void)worker;
    struct listing *listing = data;
    int first = listing->first_missing[index];
    int missing = listing->first_missing[index + 1] - first;
    if (missing < 2) return;
    struct search *search = &listing->search[index];
    open_search(search, listing->casework, listing->prior, (int)index, listing->number + first,
                missing, listing->tolerance);
    search_from(search, 0, 0, 0);
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

static double log_add(double a, double b) {
    double high = fmax(a, b), low = fmin(a, b);
    return low == -INFINITY ? high : high + log1p(exp(low - high));
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
        int missing = listing->first_missing[f + 1] - listing->first_missing[f];
        if (missing == 1) only[listing->number[listing->first_missing[f]]] = f;
        else out->first[f + 1] = listing->search[f].count;
    }
    for (size_t p = 0; p < pairwise->count; p++) {
        int f = only[pairwise->pairing[p].missing];
        if (f >= 0 && pairwise->pairing[p].log_ratio > -INFINITY) out->first[f + 1]++;
    }
    for (int f = 0; f < families; f++) out->first[f + 1] += out->first[f];
    out->count = out->first[families];
    out->naming = arena_new(arena, struct naming, out->count + 1);
    size_t *next = arena_new(arena, size_t, families + 1);
    memcpy(next, out->first, (size_t)families * sizeof *next);
    for (size_t p = 0; p < pairwise->count; p++) {
        const struct pairing *pairing = &pairwise->pairing[p];
        int f = only[pairing->missing];
        if (f < 0 || pairing->log_ratio == -INFINITY) continue;
        struct naming *naming = &out->naming[next[f]++];
        *naming = (struct naming){.family = f, .count = 1, .log_ratio = pairing->log_ratio};
        naming->individual = arena_new(arena, int, 1);
        naming->missing = arena_new(arena, int, 1);
        naming->individual[0] = pairing->individual;
        naming->missing[0] = pairing->missing;
    }
    double log_factor = log(prior_name_factor(listing->prior));
    for (int f = 0; f < families; f++) {
        int missing = listing->first_missing[f + 1] - listing->first_missing[f];
        struct left_out *left = &out->left[f];
        left->most = missing;
        left->sum = arena_new(arena, double, missing + 1);
        if (missing == 1)
            left->sum[1] = pairwise->sum_left_out[listing->number[listing->first_missing[f]]];
        for (size_t n = 0; missing > 1 && n < listing->search[f].count; n++) {
            const struct naming *from = &listing->search[f].found[n];
            struct naming *naming = &out->naming[next[f]++];
            *naming = *from;
            naming->individual = arena_new(arena, int, from->count);
            naming->missing = arena_new(arena, int, from->count);
            memcpy(naming->individual, from->individual, (size_t)from->count * sizeof(int));
            memcpy(naming->missing, from->missing, (size_t)from->count * sizeof(int));
        }
        for (int k = 0; missing > 1 && k <= missing; k++)
            left->sum[k] = listing->search[f].left[k];
        for (size_t n = out->first[f]; n < out->first[f + 1]; n++)
            out->log_sum[f] = log_add(out->log_sum[f], out->naming[n].log_ratio +
                                                           out->naming[n].count * log_factor);
    }
}

bool namings_list(struct arena *arena, const struct casework *casework,
                  const struct pairwise *pairwise, const struct prior *prior, double tolerance,
                  int threads, const struct cancel *cancel, struct namings *out_namings,
                  struct error *error) {
    size_t families = (size_t)casework->dataset->family_count;
    struct listing listing = {.casework = casework, .prior = prior, .tolerance = tolerance};
    order_by_family(arena, &listing);
    listing.search = arena_new(arena, struct search, families + 1);
    bool done = workers_run(threads, families, list_family, &listing, cancel, error);
    for (size_t f = 0; done && f < families; f++)
        if (listing.search[f].error.code != ERROR_NONE) {
            *error = listing.search[f].error;
            done = false;
        }
    struct namings out = {0};
    if (done) {
        gather_namings(arena, &listing, pairwise, &out);
        *out_namings = out;
    }
    for (size_t f = 0; f < families; f++)
        if (listing.search[f].engine) close_search(&listing.search[f]);
    return done;
}
