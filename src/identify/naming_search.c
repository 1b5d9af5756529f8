#include "identify/naming_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Look-ups spent on one family, about, and namings listed for it, before the rest is left out
 * whatever it may add. */
enum { MOST_LOOKUPS = 8000000, MOST_NAMINGS = 400000 };

/* A person that can be named: a place to fill. Places are filled in the order in which the
 * references say most, and only bounded from above where nothing below them is known. */
struct slot {
    int missing, person;
    int candidates, *candidate;
    bool bounded;        /* no descendant is typed or filled before it */
    int parent_slot[2];  /* places of father and mother among the slots, -1 */
    double crude;        /* sum over candidates of the most that any relatives allow */
    double typed;        /* the same bounded by a typed parent; INFINITY: none is typed */
    double named[2];     /* the same bounded by the best father, mother that any individual could be */
    double *with[2];     /* [sex][individual]: bounded by that parent; 0: not made yet */
    double *ratios;      /* ln ratios of all markers' entries, given those named before */
};

struct search {
    const struct casework *casework;
    const struct prior *prior;
    const struct naming_bounds *bounds; /* NULL: nothing is left out */
    int family, slots;
    struct slot slot[NAMING_MOST_MISSING];
    double log_factor, log_tolerance, log_best;
    struct engine *engine;
    struct evidence **member; /* [marker][person]: references and those named so far */
    double *log_member;       /* [marker]: ln P of that */
    size_t *start;            /* [marker]: where its entries begin in a slot's ratios */
    int named[NAMING_MOST_MISSING];
    bool *used;
    struct naming_search_result *result;
    size_t room;
    struct error *error;
};

static const struct pedigree *pedigree_in(const struct search *search) {
    return &search->casework->dataset->family[search->family].pedigree;
}

static void keep_naming(struct search *search, double log_ratio) {
    struct naming_search_result *result = search->result;
    int count = 0;
    for (int s = 0; s < search->slots; s++) count += search->named[s] >= 0;
    result->found = arena_grow(&result->arena, result->found, result->count, &search->room,
                               sizeof *result->found);
    struct naming *naming = &result->found[result->count++];
    *naming = (struct naming){.family = search->family, .log_ratio = log_ratio};
    naming->individual = arena_new(&result->arena, int, count);
    naming->missing = arena_new(&result->arena, int, count);
    for (int s = 0; s < search->slots; s++) {
        if (search->named[s] < 0) continue;
        int at = naming->count++;
        for (; at > 0 && naming->missing[at - 1] > search->slot[s].missing; at--) {
            naming->missing[at] = naming->missing[at - 1];
            naming->individual[at] = naming->individual[at - 1];
        }
        naming->missing[at] = search->slot[s].missing;
        naming->individual[at] = search->named[s];
    }
}

/* ------------------------------------------------------------------ what may follow */

/* The sum over a slot's candidates, bounded by this individual as the parent. */
static double sum_with(struct search *search, struct slot *slot, int sex, int parent) {
    double *sum = &slot->with[sex][parent];
    if (*sum == 0) {
        for (int c = 0; c < slot->candidates; c++)
            if (slot->candidate[c] != parent)
                *sum += exp(naming_bound_child(search->bounds, sex, parent, slot->candidate[c]));
        if (*sum == 0) *sum = 1e-300;
    }
    return *sum;
}

/* An upper bound of the sum over candidates of their ratio in this slot, given what is named up to
 * slot `next` (not included), if later just the slots in `pattern` are named. */
static double bound_slot(struct search *search, int s, int next, unsigned pattern) {
    struct slot *slot = &search->slot[s];
    double bound = slot->crude;
    if (!slot->bounded) return bound;
    bound = fmin(bound, slot->typed);
    for (int sex = 0; sex < 2; sex++) {
        int parent = slot->parent_slot[sex];
        if (parent < 0) continue;
        if (parent < next && search->named[parent] >= 0)
            bound = fmin(bound, sum_with(search, slot, sex, search->named[parent]));
        else if (parent >= next && pattern >> parent & 1)
            bound = fmin(bound, slot->named[sex]);
    }
    return bound;
}

/* Takes those of the patterns (which later slots get a name) out of `patterns` that can only add
 * up to a trifle, and notes what they can. `next`: the first slot not decided. Returns how many
 * are left. A pattern that is kept may have any names in its slots. */
static int drop_patterns(struct search *search, int next, double log_ratio, int count, bool all,
                         unsigned char *patterns) {
    int kept = 0;
    unsigned shapes = 1u << search->slots, before = (1u << next) - 1;
    double log_limit = search->log_best + search->log_tolerance - search->slots * M_LN2;
    for (unsigned p = 0; p < shapes; p++) {
        if ((p & before) || !patterns[p]) continue;
        double bound = 1;
        int names = count;
        for (int s = next; s < search->slots; s++) {
            if (!(p >> s & 1)) continue;
            bound *= bound_slot(search, s, next, p);
            names++;
        }
        double log_bound = log_ratio + log(bound);
        if (all || log_bound + names * search->log_factor < log_limit) {
            patterns[p] = 0;
            search->result->left[names] += exp(log_bound);
        } else {
            kept++;
        }
    }
    return kept;
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

/* The ratio of every candidate in slot `s`, given the references and those named so far; best
 * first. Returns how many are possible, -1 on failure. */
static int make_choices(struct search *search, int s, struct choice *choice) {
    const struct casework *casework = search->casework;
    struct slot *slot = &search->slot[s];
    for (int c = 0; c < slot->candidates; c++)
        choice[c] = (struct choice){slot->candidate[c], 0};
    int named[NAMING_MOST_MISSING], count = 0;
    for (int before = 0; before < s; before++)
        if (search->named[before] >= 0) named[count++] = search->named[before];
    search->result->steps++;
    for (int m = 0; m < casework->dataset->panel.count; m++) {
        double *ratios = slot->ratios + search->start[m];
        if (!casework_ratios(search->engine, casework, search->family, m, slot->person,
                             search->member[m], search->log_member[m], named, count, ratios,
                             search->error))
            return -1;
        for (int c = 0; c < slot->candidates; c++)
            choice[c].log_ratio += ratios[casework->entry[choice[c].individual][m]];
    }
    int kept = 0;
    for (int c = 0; c < slot->candidates; c++)
        if (!search->used[choice[c].individual] && choice[c].log_ratio > -INFINITY)
            choice[kept++] = choice[c];
    qsort(choice, (size_t)kept, sizeof *choice, by_ratio);
    return kept;
}

/* Puts an individual's evidence on the person of slot `s`, whose ratios have been made. */
static bool name_member(struct search *search, int s, int individual) {
    const struct casework *casework = search->casework;
    const struct dataset *dataset = casework->dataset;
    for (int m = 0; m < dataset->panel.count; m++) {
        int entry = casework->entry[individual][m];
        if (!entry || !likelihood_covers(&dataset->panel.marker[m], pedigree_in(search))) continue;
        const struct catalogue *catalogue = &casework->catalogue[m];
        struct evidence *member = &search->member[m][search->slot[s].person];
        *member = evidence_both(*member, catalogue->evidence[entry]);
        search->log_member[m] += search->slot[s].ratios[search->start[m] + (size_t)entry] +
                                 catalogue->log_population[entry];
        if (dataset->theta == 0) continue;
        /* With theta the ratios were taken against a shared urn: the probability is made anew. */
        struct question question = {.marker = &dataset->panel.marker[m],
                                    .pedigree = pedigree_in(search),
                                    .evidence = search->member[m],
                                    .theta = dataset->theta};
        double log_now;
        if (!likelihood_of(search->engine, &question, &log_now, search->error)) return false;
        search->log_member[m] = log_now;
    }
    return true;
}

static void unname_member(struct search *search, int s, const double *log_before) {
    int person = search->slot[s].person;
    for (int m = 0; m < search->casework->dataset->panel.count; m++) {
        search->member[m][person] = search->casework->reference[search->family][m][person];
        search->log_member[m] = log_before[m];
    }
}

static bool search_from(struct search *search, int s, double log_ratio, int count,
                        const unsigned char *patterns);

/* Goes on with each choice for slot `s`, as far as it matters. */
static bool search_named(struct search *search, int s, double log_ratio, int count,
                         const unsigned char *patterns, const struct choice *choice, int choices,
                         const double *log_before) {
    unsigned shapes = 1u << search->slots, bit = 1u << s;
    unsigned char *later = calloc(shapes, 1);
    if (!later) abort();
    bool done = true;
    for (int c = 0; c < choices && done; c++) {
        double log_next = log_ratio + choice[c].log_ratio;
        double log_value = log_next + (count + 1) * search->log_factor;
        if (log_value > search->log_best) search->log_best = log_value;
        for (unsigned p = 0; p < shapes; p++) later[p] = 0;
        for (unsigned p = 0; p < shapes; p++)
            if (p & bit && patterns[p]) later[p & ~bit] = 1;
        search->named[s] = choice[c].individual;
        search->used[choice[c].individual] = true;
        bool all = search->bounds && (search->result->steps * search->casework->individuals->count >=
                                          MOST_LOOKUPS ||
                                      search->result->count >= MOST_NAMINGS);
        if (!search->bounds || drop_patterns(search, s + 1, log_next, count + 1, all, later)) {
            if (s + 1 == search->slots) {
                keep_naming(search, log_next);
            } else {
                done = name_member(search, s, choice[c].individual) &&
                       search_from(search, s + 1, log_next, count + 1, later);
                unname_member(search, s, log_before);
            }
        }
        search->used[choice[c].individual] = false;
        search->named[s] = -1;
    }
    free(later);
    return done;
}

static bool search_from(struct search *search, int s, double log_ratio, int count,
                        const unsigned char *patterns) {
    if (s == search->slots) {
        if (count) keep_naming(search, log_ratio);
        return true;
    }
    unsigned shapes = 1u << search->slots, bit = 1u << s, before = bit - 1;
    bool with = false, without = false;
    for (unsigned p = 0; p < shapes; p++) {
        if ((p & before) || !patterns[p]) continue;
        with = with || (p & bit);
        without = without || !(p & bit);
    }
    bool done = true;
    if (with) {
        int markers = search->casework->dataset->panel.count;
        struct choice *choice = calloc((size_t)search->slot[s].candidates + 1, sizeof *choice);
        double *log_before = calloc((size_t)markers + 1, sizeof *log_before);
        if (!choice || !log_before) abort();
        memcpy(log_before, search->log_member, (size_t)markers * sizeof *log_before);
        int choices = make_choices(search, s, choice);
        done = choices >= 0 && search_named(search, s, log_ratio, count, patterns, choice, choices,
                                            log_before);
        free(choice);
        free(log_before);
    }
    if (!done || !without) return done;
    unsigned char *later = calloc(shapes, 1);
    if (!later) abort();
    for (unsigned p = 0; p < shapes; p++) later[p] = !(p & bit) && patterns[p];
    done = search_from(search, s + 1, log_ratio, count, later);
    free(later);
    return done;
}

/* ------------------------------------------------------------------ preparation */

static bool descends(const struct pedigree *pedigree, int person, int ancestor, int depth) {
    if (person < 0 || depth > pedigree->count) return false;
    if (person == ancestor) return true;
    const struct person *self = &pedigree->person[person];
    return descends(pedigree, self->father, ancestor, depth + 1) ||
           descends(pedigree, self->mother, ancestor, depth + 1);
}

static bool is_typed(const struct search *search, int person) {
    for (int m = 0; m < search->casework->dataset->panel.count; m++)
        if (search->casework->reference[search->family][m][person].kind != EVIDENCE_NONE)
            return true;
    return false;
}

static bool has_typed_descendant(const struct search *search, int person) {
    const struct pedigree *pedigree = pedigree_in(search);
    for (int i = 0; i < pedigree->count; i++)
        if (i != person && is_typed(search, i) && descends(pedigree, i, person, 0)) return true;
    return false;
}

/* Those come first who cannot be bounded, because somebody below them is typed; then, nobody before
 * an ancestor. Among equals, those of whom the references alone say most. */
static void order_slots(struct search *search, const struct pairwise *pairwise, const int *number) {
    const struct dataset *dataset = search->casework->dataset;
    const struct pedigree *pedigree = pedigree_in(search);
    double best[NAMING_MOST_MISSING];
    bool placed[NAMING_MOST_MISSING] = {false}, first[NAMING_MOST_MISSING];
    for (int s = 0; s < search->slots; s++) {
        best[s] = -INFINITY;
        first[s] = has_typed_descendant(search, dataset->missing[number[s]].person);
    }
    for (size_t p = 0; p < pairwise->count; p++)
        for (int s = 0; s < search->slots; s++)
            if (pairwise->pairing[p].missing == number[s])
                best[s] = fmax(best[s], pairwise->pairing[p].log_ratio);
    for (int at = 0; at < search->slots; at++) {
        int next = -1;
        for (int s = 0; s < search->slots; s++) {
            if (placed[s]) continue;
            int person = dataset->missing[number[s]].person;
            bool waits = false;
            for (int e = 0; e < search->slots && !first[s]; e++) {
                int other = dataset->missing[number[e]].person;
                waits = waits || (!placed[e] && e != s &&
                                  (first[e] || descends(pedigree, person, other, 0)));
            }
            if (!waits && (next < 0 || best[s] > best[next])) next = s;
        }
        placed[next] = true;
        search->slot[at] = (struct slot){.missing = number[next],
                                         .person = dataset->missing[number[next]].person};
    }
}

static void relate_slots(struct search *search) {
    const struct pedigree *pedigree = pedigree_in(search);
    for (int s = 0; s < search->slots; s++) {
        struct slot *slot = &search->slot[s];
        slot->bounded = true;
        for (int i = 0; i < pedigree->count; i++) {
            if (i == slot->person || !descends(pedigree, i, slot->person, 0)) continue;
            if (is_typed(search, i)) slot->bounded = false;
            for (int e = 0; e < s; e++)
                if (search->slot[e].person == i) slot->bounded = false;
        }
        /* A direct reference of the person itself bounds nothing here. */
        if (is_typed(search, slot->person)) slot->bounded = false;
        const struct person *person = &pedigree->person[slot->person];
        int parent[2] = {person->father, person->mother};
        for (int sex = 0; sex < 2; sex++) {
            slot->parent_slot[sex] = -1;
            for (int e = 0; e < search->slots; e++)
                if (parent[sex] >= 0 && search->slot[e].person == parent[sex])
                    slot->parent_slot[sex] = e;
        }
    }
}

static void fill_slot(struct search *search, struct slot *slot, struct arena *arena) {
    const struct casework *casework = search->casework;
    int individuals = casework->individuals->count;
    slot->candidate = arena_new(arena, int, individuals + 1);
    for (int i = 0; i < individuals; i++)
        if (prior_includes(search->prior, casework, i) &&
            pairing_possible(casework, i, slot->missing))
            slot->candidate[slot->candidates++] = i;
    slot->typed = INFINITY;
    if (!search->bounds) return;
    const struct person *person = &pedigree_in(search)->person[slot->person];
    int parent[2] = {person->father, person->mother};
    for (int c = 0; c < slot->candidates; c++) {
        int individual = slot->candidate[c];
        slot->crude += exp(naming_bound_any(search->bounds, individual));
        for (int sex = 0; sex < 2; sex++)
            slot->named[sex] += exp(search->bounds->best_parent[sex][individual]);
    }
    for (int sex = 0; sex < 2; sex++) {
        slot->with[sex] = arena_new(arena, double, individuals + 1);
        if (parent[sex] < 0 || !is_typed(search, parent[sex])) continue;
        double sum = 0;
        for (int c = 0; c < slot->candidates; c++)
            sum += exp(naming_bound_reference(
                search->bounds, sex,
                (const struct evidence *const *)casework->reference[search->family], parent[sex],
                slot->candidate[c]));
        slot->typed = fmin(slot->typed, sum);
    }
}

bool naming_search(const struct casework *casework, const struct pairwise *pairwise,
                   const struct prior *prior, const struct naming_bounds *bounds, int family,
                   const int *number, int missing, double tolerance,
                   struct naming_search_result *out_result, struct error *error) {
    const struct dataset *dataset = casework->dataset;
    const struct pedigree *pedigree = &dataset->family[family].pedigree;
    if (missing > NAMING_MOST_MISSING)
        return error_set(error, ERROR_TOO_LARGE,
                         "family %s has %d missing persons; at most %d are searched together",
                         dataset->family[family].name, missing, NAMING_MOST_MISSING);
    int markers = dataset->panel.count, individuals = casework->individuals->count;
    struct search *search = calloc(1, sizeof *search);
    if (!search) abort();
    *search = (struct search){.casework = casework,
                              .prior = prior,
                              .bounds = bounds,
                              .family = family,
                              .slots = missing,
                              .log_factor = log(prior_name_factor(prior)),
                              .log_tolerance = log(tolerance),
                              .result = out_result,
                              .error = error};
    struct arena arena;
    arena_open(&arena, 0);
    *out_result = (struct naming_search_result){0};
    arena_open(&out_result->arena, 0);
    search->engine = engine_open();
    search->used = arena_new(&arena, bool, individuals + 1);
    search->member = arena_new(&arena, struct evidence *, markers + 1);
    search->log_member = arena_new(&arena, double, markers + 1);
    search->start = arena_new(&arena, size_t, markers + 1);
    for (int m = 0; m < markers; m++) {
        search->start[m + 1] = search->start[m] + (size_t)casework->catalogue[m].count;
        search->member[m] = arena_new(&arena, struct evidence, pedigree->count + 1);
        memcpy(search->member[m], casework->reference[family][m],
               (size_t)pedigree->count * sizeof **search->member);
        search->log_member[m] = casework->log_reference[family][m];
    }
    order_slots(search, pairwise, number);
    relate_slots(search);
    for (int s = 0; s < missing; s++) {
        search->named[s] = -1;
        fill_slot(search, &search->slot[s], &arena);
        search->slot[s].ratios = arena_new(&arena, double, search->start[markers] + 1);
    }
    unsigned char *patterns = arena_new(&arena, unsigned char, (size_t)1 << missing);
    memset(patterns, 1, (size_t)1 << missing);
    bool done = search_from(search, 0, 0, 0, patterns);
    engine_close(search->engine);
    arena_close(&arena);
    free(search);
    return done;
}

void naming_search_close(struct naming_search_result *result) { arena_close(&result->arena); }
