#include "identify/naming_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identify/naming_search_parts.h"

/* Look-ups spent on one family, about, and namings listed for it, before the rest is left out
 * whatever it may add. */
enum { MOST_LOOKUPS = 8000000, MOST_NAMINGS = 400000 };

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

/* Puts an individual's evidence on the person of slot `s`, whose ratios have been made. */
static bool name_member(struct search *search, int s, int individual) {
    const struct casework *casework = search->casework;
    const struct dataset *dataset = casework->dataset;
    for (int m = 0; m < dataset->panel.count; m++) {
        int entry = casework->entry[individual][m];
        if (!entry || !likelihood_covers(&dataset->panel.marker[m], naming_pedigree(search)))
            continue;
        const struct catalogue *catalogue = &casework->catalogue[m];
        struct evidence *member = &search->member[m][search->slots.slot[s].person];
        *member = evidence_both(*member, catalogue->evidence[entry]);
        search->log_member[m] += search->ratios.of[s][m][entry] + catalogue->log_population[entry];
        if (dataset->theta == 0) continue;
        /* With theta the ratios were taken against a shared urn: the probability is made anew. */
        struct question question = {.marker = &dataset->panel.marker[m],
                                    .pedigree = naming_pedigree(search),
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
    double arrangements = naming_slots_arrangements(&search->slots, naming_named(search) | bit);
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
        if (!search->bounds ||
            naming_drop_patterns(search, s + 1, log_next, count + 1, all, later)) {
            if (s + 1 == search->slots.count) {
                naming_keep(search, log_next);
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
        if (count) naming_keep(search, log_ratio);
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
                                  search->slots.slot[s].person, search->member, search->log_member,
                                  search->named, search->error);
        int choices = done ? make_choices(search, s, choice) : 0;
        if (search->bounds && s + 1 == search->slots.count)
            choices = naming_drop_choices(search, s, log_ratio, count, choice, choices);
        qsort(choice, (size_t)choices, sizeof *choice, by_ratio);
        done = done &&
               search_named(search, s, log_ratio, count, patterns, choice, choices, log_before);
    }
    if (done && without) {
        unsigned char *later = arena_new(scratch, unsigned char, shapes);
        for (unsigned p = 0; p < shapes; p++) later[p] = !(p & bit) && patterns[p];
        done = search_from(search, s + 1, log_ratio, count, later);
    }
    arena_release(&search->scratch, mark);
    return done;
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
    search->log_urn = naming_urn(search);
    bool done = search_from(search, 0, 0, 0, patterns);
    engine_close(search->engine);
    naming_ratios_close(&search->ratios, missing);
    arena_close(&search->scratch);
    arena_close(&arena);
    return done;
}

void naming_search_close(struct naming_search_result *result) { arena_close(&result->arena); }
