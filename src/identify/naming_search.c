#include "identify/naming_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identify/naming_ratios.h"

/* Look-ups spent on one family, about, and namings listed for it, before the rest is left out
 * whatever it may add. */
enum { MOST_LOOKUPS = 8000000, MOST_NAMINGS = 400000 };

struct search {
    const struct casework *casework;
    const struct naming_bounds *bounds; /* NULL: nothing is left out */
    int family;
    struct slots slots;
    double log_factor, log_tolerance;
    double log_urn; /* how much more a name can weigh with theta than its bound says */
    double log_best; /* of one naming's weight with all its arrangements */
    struct engine *engine;
    struct arena scratch;
    struct evidence **member; /* [marker][person]: references and those named so far */
    double *log_member;       /* [marker]: ln P of that */
    struct naming_ratios ratios;
    int named[NAMING_MOST_MISSING];
    int *rank[NAMING_MOST_MISSING]; /* of each first slot of some that can be exchanged: the places
                                       of the individuals among its choices, from 1; 0: none */
    bool *used;
    struct naming_search_result *result;
    size_t room;
    struct error *error;
};

static const struct pedigree *pedigree_in(const struct search *search) {
    return &search->casework->dataset->family[search->family].pedigree;
}

/* Keeps a naming: `named` says whom each slot is named, -1 nobody. */
static void keep_naming(struct search *search, const int *named, double log_ratio) {
    struct naming_search_result *result = search->result;
    int count = 0;
    for (int s = 0; s < search->slots.count; s++) count += named[s] >= 0;
    result->found = arena_grow(&result->arena, result->found, result->count, &search->room,
                               sizeof *result->found);
    struct naming *naming = &result->found[result->count++];
    *naming = (struct naming){.family = search->family, .log_ratio = log_ratio};
    naming->individual = arena_new(&result->arena, int, count);
    naming->missing = arena_new(&result->arena, int, count);
    for (int s = 0; s < search->slots.count; s++) {
        if (named[s] < 0) continue;
        int at = naming->count++;
        for (; at > 0 && naming->missing[at - 1] > search->slots.slot[s].missing; at--) {
            naming->missing[at] = naming->missing[at - 1];
            naming->individual[at] = naming->individual[at - 1];
        }
        naming->missing[at] = search->slots.slot[s].missing;
        naming->individual[at] = named[s];
    }
}

/* Keeps what was found with those exchanged who can be: from slot `s` on, `named` is filled with
 * whom its group has left over. */
static void keep_arrangements(struct search *search, int s, int *named, unsigned placed,
                              double log_ratio) {
    const struct slots *slots = &search->slots;
    if (s == slots->count) {
        keep_naming(search, named, log_ratio);
        return;
    }
    unsigned group = 0, own = 1u << s;
    for (int g = 0; g < slots->groups; g++)
        if (slots->group[g] & own) group = slots->group[g];
    bool nobody = false; /* nobody has been tried here */
    for (int e = 0; e < slots->count; e++) {
        if (!(group >> e & 1) || placed >> e & 1 || (search->named[e] < 0 && nobody)) continue;
        nobody = nobody || search->named[e] < 0;
        named[s] = search->named[e];
        keep_arrangements(search, s + 1, named, placed | 1u << e, log_ratio);
    }
}

static void keep_found(struct search *search, double log_ratio) {
    int named[NAMING_MOST_MISSING];
    keep_arrangements(search, 0, named, 0, log_ratio);
}

/* The slots that are named so far. */
static unsigned named_pattern(const struct search *search) {
    unsigned pattern = 0;
    for (int s = 0; s < search->slots.count; s++) pattern |= (unsigned)(search->named[s] >= 0) << s;
    return pattern;
}

/* ln of the value below which one pattern of names is left out. */
static double trifle(const struct search *search) {
    return search->log_best + search->log_tolerance - search->slots.count * M_LN2;
}

/* Takes those of the patterns (which later slots get a name) out of `patterns` that can only add
 * up to a trifle, and notes what they can. `next`: the first slot not decided. Returns how many
 * are left. A pattern that is kept may have any names in its slots. */
static int drop_patterns(struct search *search, int next, double log_ratio, int count, bool all,
                         unsigned char *patterns) {
    int kept = 0;
    unsigned shapes = 1u << search->slots.count, before = (1u << next) - 1;
    double log_limit = trifle(search);
    unsigned named = named_pattern(search);
    for (unsigned p = 0; p < shapes; p++) {
        if ((p & before) || !patterns[p]) continue;
        double bound = naming_slots_arrangements(&search->slots, named | p);
        int names = count;
        for (int s = next; s < search->slots.count; s++) {
            if (!(p >> s & 1)) continue;
            bound *= naming_slot_bound(&search->slots, s, search->named, next, p);
            names++;
        }
        double log_bound = log_ratio + log(bound) + (names - count) * search->log_urn;
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

/* The candidates in slot `s` that are free and possible, with their ratios. Returns how many. */
static int make_choices(const struct search *search, int s, struct choice *choice) {
    const struct slot *slot = &search->slots.slot[s];
    int markers = search->casework->dataset->panel.count, count = 0;
    /* Slots that can be exchanged are searched in one order only, the best first. */
    const int *rank = slot->twin >= 0 ? search->rank[slot->first] : NULL;
    int after = rank ? rank[search->named[slot->twin]] : 0;
    for (int c = 0; c < slot->candidates; c++) {
        int individual = slot->candidate[c];
        if (rank && rank[individual] <= after) continue;
        const uint16_t *entry = search->casework->entry[individual];
        double log_ratio = 0;
        for (int m = 0; m < markers; m++) log_ratio += search->ratios.of[s][m][entry[m]];
        if (!search->used[individual] && log_ratio > -INFINITY)
            choice[count++] = (struct choice){individual, log_ratio};
    }
    return count;
}

/* Of the choices for the last slot, takes out those that are a trifle, and notes them. Returns how
 * many are left. */
static int drop_choices(struct search *search, int s, double log_ratio, int count,
                        struct choice *choice, int choices) {
    double arrangements =
        naming_slots_arrangements(&search->slots, named_pattern(search) | 1u << s);
    double log_further = (count + 1) * search->log_factor + log(arrangements);
    for (int c = 0; c < choices; c++)
        search->log_best =
            fmax(search->log_best, log_ratio + choice[c].log_ratio + log_further);
    double log_limit = trifle(search) - log_further;
    int kept = 0;
    for (int c = 0; c < choices; c++) {
        double log_next = log_ratio + choice[c].log_ratio;
        if (log_next >= log_limit) choice[kept++] = choice[c];
        else search->result->left[count + 1] += arrangements * exp(log_next);
    }
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
        struct evidence *member = &search->member[m][search->slots.slot[s].person];
        *member = evidence_both(*member, catalogue->evidence[entry]);
        search->log_member[m] += search->ratios.of[s][m][entry] +
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
    int person = search->slots.slot[s].person;
    for (int m = 0; m < search->casework->dataset->panel.count; m++) {
        search->member[m][person] = search->casework->reference[search->family][m][person];
        search->log_member[m] = log_before[m];
    }
}

/* Whether the family has had its share of work, so that the rest is left out: `arrangements` more
 * namings would be too many. */
static bool is_spent(const struct search *search, double arrangements) {
    return search->result->steps * search->casework->individuals->count >= MOST_LOOKUPS ||
           (double)search->result->count + arrangements > MOST_NAMINGS;
}

static bool search_from(struct search *search, int s, double log_ratio, int count,
                        const unsigned char *patterns);

/* Goes on with each choice for slot `s`, as far as it matters. */
static bool search_named(struct search *search, int s, double log_ratio, int count,
                         const unsigned char *patterns, const struct choice *choice, int choices,
                         const double *log_before) {
    unsigned shapes = 1u << search->slots.count, bit = 1u << s;
    struct arena_mark mark = arena_mark(&search->scratch);
    unsigned char *later = arena_new(&search->scratch, unsigned char, shapes);
    struct arena_mark known_mark = arena_mark(&search->ratios.arena[s]);
    memset(search->rank[s], 0, (size_t)search->casework->individuals->count * sizeof(int));
    for (int c = 0; c < choices; c++) search->rank[s][choice[c].individual] = c + 1;
    double arrangements =
        naming_slots_arrangements(&search->slots, named_pattern(search) | bit);
    double log_further = (count + 1) * search->log_factor + log(arrangements);
    bool done = true;
    for (int c = 0; c < choices && done; c++) {
        double log_next = log_ratio + choice[c].log_ratio;
        double log_value = log_next + log_further;
        if (log_value > search->log_best) search->log_best = log_value;
        for (unsigned p = 0; p < shapes; p++) later[p] = 0;
        for (unsigned p = 0; p < shapes; p++)
            if (p & bit && patterns[p]) later[p & ~bit] = 1;
        search->named[s] = choice[c].individual;
        search->used[choice[c].individual] = true;
        bool all = search->bounds && is_spent(search, arrangements);
        if (!search->bounds || drop_patterns(search, s + 1, log_next, count + 1, all, later)) {
            if (s + 1 == search->slots.count) {
                keep_found(search, log_next);
            } else {
                done = name_member(search, s, choice[c].individual) &&
                       search_from(search, s + 1, log_next, count + 1, later);
                unname_member(search, s, log_before);
            }
        }
        search->used[choice[c].individual] = false;
        search->named[s] = -1;
    }
    naming_ratios_forget(&search->ratios, s, search->slots.count, known_mark);
    arena_release(&search->scratch, mark);
    return done;
}

/* Goes on from slot `s`: `log_ratio` is that of the `count` names given so far, `patterns` says
 * which of the slots from here on may still get a name together. */
static bool search_from(struct search *search, int s, double log_ratio, int count,
                        const unsigned char *patterns) {
    if (s == search->slots.count) {
        if (count) keep_found(search, log_ratio);
        return true;
    }
    unsigned shapes = 1u << search->slots.count, bit = 1u << s, before = bit - 1;
    bool with = false, without = false;
    for (unsigned p = 0; p < shapes; p++) {
        if ((p & before) || !patterns[p]) continue;
        with = with || (p & bit);
        without = without || !(p & bit);
    }
    struct arena *scratch = &search->scratch;
    struct arena_mark mark = arena_mark(scratch);
    bool done = true;
    if (with) {
        int markers = search->casework->dataset->panel.count;
        struct choice *choice =
            arena_new(scratch, struct choice, search->slots.slot[s].candidates + 1);
        double *log_before = arena_new(scratch, double, markers + 1);
        memcpy(log_before, search->log_member, (size_t)markers * sizeof *log_before);
        search->result->steps++;
        done = naming_ratios_make(&search->ratios, search->engine, search->family, s,
                                  search->slots.slot[s].person, search->member,
                                  search->log_member, search->named, search->error);
        int choices = done ? make_choices(search, s, choice) : 0;
        if (search->bounds && s + 1 == search->slots.count)
            choices = drop_choices(search, s, log_ratio, count, choice, choices);
        qsort(choice, (size_t)choices, sizeof *choice, by_ratio);
        done = done && search_named(search, s, log_ratio, count, patterns, choice, choices,
                                    log_before);
    }
    if (done && without) {
        unsigned char *later = arena_new(scratch, unsigned char, shapes);
        for (unsigned p = 0; p < shapes; p++) later[p] = !(p & bit) && patterns[p];
        done = search_from(search, s + 1, log_ratio, count, later);
    }
    arena_release(&search->scratch, mark);
    return done;
}

/* The bounds hold whatever is known of the others, but for the chance of the genotype in somebody
 * unrelated, which they divide by: drawn after n alleles it is at least its own times
 * (1-theta)^2 / ((1+(n-1)theta)(1+n theta)) at every locus. Returns ln of all these in reverse. */
static double urn_of(const struct search *search) {
    const struct dataset *dataset = search->casework->dataset;
    double theta = dataset->theta, log_urn = 0;
    if (theta == 0) return 0;
    for (int m = 0; m < dataset->panel.count; m++) {
        int drawn = 2 * (search->slots.count - 1);
        for (int i = 0; i < pedigree_in(search)->count; i++)
            if (search->member[m][i].kind != EVIDENCE_NONE) drawn += 2;
        log_urn += log1p((drawn - 1) * theta) + log1p(drawn * theta) - 2 * log1p(-theta);
    }
    return log_urn;
}

bool naming_search(const struct casework *casework, const struct pairwise *pairwise,
                   const struct prior *prior, const struct naming_bounds *bounds, int family,
                   const int *number, int missing, double tolerance,
                   struct naming_search_result *out_result, struct error *error) {
    const struct dataset *dataset = casework->dataset;
    const struct pedigree *pedigree = &dataset->family[family].pedigree;
    *out_result = (struct naming_search_result){0};
    int markers = dataset->panel.count, individuals = casework->individuals->count;
    struct arena arena;
    arena_open(&arena, 0);
    arena_open(&out_result->arena, 0);
    struct search *search = arena_new(&arena, struct search, 1);
    *search = (struct search){.casework = casework,
                              .bounds = bounds,
                              .family = family,
                              .log_factor = log(prior_name_factor(prior)),
                              .log_tolerance = log(tolerance),
                              .result = out_result,
                              .error = error};
    arena_open(&search->scratch, 0);
    search->engine = engine_open();
    search->used = arena_new(&arena, bool, individuals + 1);
    search->member = arena_new(&arena, struct evidence *, markers + 1);
    search->log_member = arena_new(&arena, double, markers + 1);
    for (int m = 0; m < markers; m++) {
        search->member[m] = arena_new(&arena, struct evidence, pedigree->count + 1);
        memcpy(search->member[m], casework->reference[family][m],
               (size_t)pedigree->count * sizeof **search->member);
        search->log_member[m] = casework->log_reference[family][m];
    }
    naming_slots_make(&arena, casework, pairwise, prior, bounds, family, number, missing,
                      &search->slots);
    naming_ratios_open(&arena, casework, missing, &search->ratios);
    for (int s = 0; s < missing; s++) {
        search->named[s] = -1;
        search->rank[s] = arena_new(&arena, int, individuals + 1);
    }
    unsigned char *patterns = arena_new(&arena, unsigned char, (size_t)1 << missing);
    /* A slot is only named when the one that it can be exchanged with is. */
    for (unsigned p = 0; p < 1u << missing; p++) {
        patterns[p] = 1;
        for (int s = 0; s < missing; s++) {
            int twin = search->slots.slot[s].twin;
            if (p >> s & 1 && twin >= 0 && !(p >> twin & 1)) patterns[p] = 0;
        }
    }
    search->log_urn = urn_of(search);
    bool done = search_from(search, 0, 0, 0, patterns);
    engine_close(search->engine);
    naming_ratios_close(&search->ratios, missing);
    arena_close(&search->scratch);
    arena_close(&arena);
    return done;
}

void naming_search_close(struct naming_search_result *result) { arena_close(&result->arena); }
