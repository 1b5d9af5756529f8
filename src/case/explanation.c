#include "case/explanation.h"

#include <math.h>

#include "identify/likelihood.h"

const struct family *explanation_family(const struct explanation *explanation) {
    const struct dataset *dataset = explanation->run->dataset;
    return &dataset->family[dataset->missing[explanation->missing].family];
}

int explanation_person(const struct explanation *explanation) {
    return explanation->run->dataset->missing[explanation->missing].person;
}

/* ------------------------------------------------------------------ loci */

static bool is_typed(const struct identification *run, int individual, int marker) {
    return run->individuals.individual[individual].evidence[marker].kind != EVIDENCE_NONE;
}

/* Remains typed there although the individual has no evidence: on X of unknown sex. */
static bool has_reading(const struct identification *run, int individual, int marker) {
    const struct individual *parts = &run->individuals.individual[individual];
    for (int i = 0; i < parts->count; i++) {
        const struct profile *profile = run->dataset->remains[parts->remains[i]].profile;
        if (profile && profile->genotype[marker].a != ALLELE_UNTYPED) return true;
    }
    return false;
}

static const char *why_left_out(const struct explanation *explanation, int marker) {
    const struct identification *run = explanation->run;
    const struct pedigree *pedigree = &explanation_family(explanation)->pedigree;
    if (!likelihood_covers(&run->dataset->panel.marker[marker], pedigree))
        return "on X, and the sex of somebody in the family is not known";
    if (!is_typed(run, explanation->individual, marker))
        return has_reading(run, explanation->individual, marker)
                   ? "on X, and the sex of the remains is not certain"
                   : "not typed in the remains";
    return NULL;
}

/* Where no relative by blood is typed the ratio is 1, but for a model of mutation that is not
 * stationary: it then stands in the product, though the locus is not counted as compared. */
static bool is_compared(const struct explanation *explanation, int marker) {
    return explanation->run->casework.kin_typed[explanation->missing][marker];
}

/* Whether the locus is impossible without mutation: the remains contradict relatives who do not
 * contradict each other. */
static bool find_exclusion(struct engine *engine, const struct explanation *explanation,
                           int marker, bool *out_excluded, struct error *error) {
    const struct identification *run = explanation->run;
    const struct casework *casework = &run->casework;
    const struct missing *who = &run->dataset->missing[explanation->missing];
    int entry = casework->entry[explanation->individual][marker];
    struct evidence further[2] = {{.kind = EVIDENCE_NONE},
                                  casework->catalogue[marker].evidence[entry]};
    struct question question = {.marker = &run->dataset->panel.marker[marker],
                                .pedigree = &explanation_family(explanation)->pedigree,
                                .evidence = casework->reference[who->family][marker],
                                .theta = run->dataset->theta,
                                .without_mutation = true};
    double log[2];
    if (!likelihood_with(engine, &question, who->person, further, 2, log, error)) return false;
    *out_excluded = log[1] == -INFINITY && log[0] > -INFINITY;
    return true;
}

static bool explain_loci(struct arena *arena, struct engine *engine,
                         struct explanation *explanation, struct error *error) {
    const struct identification *run = explanation->run;
    const struct casework *casework = &run->casework;
    const struct missing *who = &run->dataset->missing[explanation->missing];
    double log_sum = 0;
    for (int m = 0; m < run->dataset->panel.count; m++) {
        struct explained_locus *locus = &explanation->locus[m];
        locus->left_out = why_left_out(explanation, m);
        if (locus->left_out) continue;
        struct arena_mark mark = arena_mark(arena);
        double *ratios = arena_new(arena, double, casework->catalogue[m].count);
        if (!casework_ratios(engine, casework, who->family, m, who->person,
                             casework->reference[who->family][m],
                             casework->log_reference[who->family][m], NULL, 0, ratios, error) ||
            !find_exclusion(engine, explanation, m, &locus->excluded, error))
            return false;
        double log_ratio = ratios[casework->entry[explanation->individual][m]];
        arena_release(arena, mark);
        bool compared = is_compared(explanation, m);
        locus->excluded = locus->excluded && compared;
        if (!compared) locus->left_out = "no relative by blood is typed there";
        locus->log10_ratio = log_ratio / M_LN10;
        log_sum += log_ratio;
        explanation->loci += compared;
        explanation->exclusions += locus->excluded;
    }
    explanation->log10_ratio = log_sum / M_LN10;
    return true;
}

/* ------------------------------------------------------------------ rivals */

static bool is_better(const struct identification *run, size_t one, size_t other) {
    if (run->posterior[one] != run->posterior[other])
        return run->posterior[one] > run->posterior[other];
    return run->pairwise.pairing[one].log_ratio > run->pairwise.pairing[other].log_ratio;
}

/* Keeps the best, in their order; equals stay in the order of the files. */
static void add_rival(const struct identification *run, size_t place, size_t *list, int *count) {
    int at = *count;
    while (at > 0 && is_better(run, place, list[at - 1])) at--;
    if (at == EXPLANATION_RIVALS) return;
    if (*count < EXPLANATION_RIVALS) ++*count;
    for (int i = *count - 1; i > at; i--) list[i] = list[i - 1];
    list[at] = place;
}

/* Not what is impossible, nor what nothing speaks for because nothing was compared. */
static bool is_worth_listing(const struct identification *run, size_t place) {
    const struct pairing *pairing = &run->pairwise.pairing[place];
    return pairing->log_ratio > -INFINITY && (pairing->loci > 0 || run->posterior[place] > 0);
}

static void find_rivals(struct explanation *explanation) {
    const struct pairwise *pairwise = &explanation->run->pairwise;
    for (size_t p = 0; p < pairwise->count; p++) {
        const struct pairing *pairing = &pairwise->pairing[p];
        bool individual = pairing->individual == explanation->individual;
        bool person = pairing->missing == explanation->missing;
        if (individual && person) {
            explanation->kept = true;
            explanation->place = p;
        } else if (!is_worth_listing(explanation->run, p)) {
            continue;
        } else if (individual) {
            add_rival(explanation->run, p, explanation->other_person, &explanation->other_persons);
        } else if (person) {
            add_rival(explanation->run, p, explanation->other_individual,
                      &explanation->other_individuals);
        }
    }
}

bool explanation_make(struct arena *arena, const struct identification *run, int individual,
                      int missing, struct explanation *out_explanation, struct error *error) {
    struct explanation explanation = {.run = run, .individual = individual, .missing = missing};
    const struct family *family = explanation_family(&explanation);
    if (family->left_out)
        return error_set(error, ERROR_TOO_COSTLY, "family %s was left out of the run: %s",
                         family->name, family->left_out);
    explanation.locus = arena_new(arena, struct explained_locus, run->dataset->panel.count);
    explanation.compared = pairing_possible(&run->casework, individual, missing);
    find_rivals(&explanation);
    if (explanation.compared) {
        struct engine *engine = engine_open();
        bool done = explain_loci(arena, engine, &explanation, error);
        engine_close(engine);
        if (!done) return false;
    }
    *out_explanation = explanation;
    return true;
}

/* ------------------------------------------------------------------ readings and notes */

const char *explanation_genotype(struct arena *arena, const struct marker *marker,
                                 struct genotype genotype) {
    int a = genotype.a, b = genotype.b;
    if (a < 0) return ".";
    return arena_format(arena, "%s/%s", marker->allele[a],
                        b == ALLELE_UNKNOWN ? "-" : marker->allele[b < 0 ? a : b]);
}

static const struct profile *part_of(const struct explanation *explanation, int part) {
    const struct identification *run = explanation->run;
    int remains = run->individuals.individual[explanation->individual].remains[part];
    return run->dataset->remains[remains].profile;
}

static bool same_genotype(struct genotype one, struct genotype other) {
    return (one.a == other.a && one.b == other.b) || (one.a == other.b && one.b == other.a);
}

bool explanation_parts_differ(const struct explanation *explanation, int marker) {
    int count = explanation->run->individuals.individual[explanation->individual].count;
    const struct genotype *first = NULL;
    for (int i = 0; i < count; i++) {
        const struct profile *profile = part_of(explanation, i);
        if (!profile || profile->genotype[marker].a == ALLELE_UNTYPED) continue;
        if (first && !same_genotype(*first, profile->genotype[marker])) return true;
        first = &profile->genotype[marker];
    }
    return false;
}

struct genotype explanation_together(const struct explanation *explanation, int marker) {
    const struct genotype untyped = {ALLELE_UNTYPED, ALLELE_UNTYPED};
    const struct individual *individual =
        &explanation->run->individuals.individual[explanation->individual];
    const struct evidence *evidence = &individual->evidence[marker];
    if (explanation_parts_differ(explanation, marker)) {
        if (evidence->kind == EVIDENCE_PAIR) return (struct genotype){evidence->a, evidence->b};
        if (evidence->kind != EVIDENCE_ONE) return untyped;
        return (struct genotype){evidence->a,
                                 evidence->other > 0 ? ALLELE_UNKNOWN : evidence->a};
    }
    for (int i = 0; i < individual->count; i++) {
        const struct profile *profile = part_of(explanation, i);
        if (profile && profile->genotype[marker].a != ALLELE_UNTYPED)
            return profile->genotype[marker];
    }
    return untyped;
}

int explanation_notes(const struct explanation *explanation, int marker,
                      const char *out_phrase[EXPLANATION_NOTES]) {
    const struct identification *run = explanation->run;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    const struct explained_locus *locus = &explanation->locus[marker];
    const struct evidence *evidence = &individual->evidence[marker];
    int count = 0;
    if (locus->left_out) out_phrase[count++] = locus->left_out;
    else if (locus->log10_ratio == -INFINITY)
        out_phrase[count++] = marker_mutates(&run->dataset->panel.marker[marker])
                                  ? "impossible, also with the mutation model"
                                  : "impossible; nothing mutates here";
    else if (locus->excluded) out_phrase[count++] = "excluded without mutation";
    if (evidence->kind == EVIDENCE_ONE && evidence->other > 0)
        out_phrase[count++] = "one allele seen, a second one is allowed for";
    if (evidence->kind == EVIDENCE_IMPOSSIBLE) out_phrase[count++] = "readings contradict";
    return count;
}

const char *explanation_note(struct arena *arena, const struct explanation *explanation,
                             int marker) {
    const char *phrase[EXPLANATION_NOTES], *note = NULL;
    int count = explanation_notes(explanation, marker, phrase);
    for (int i = 0; i < count; i++)
        note = note ? arena_format(arena, "%s; %s", note, phrase[i]) : phrase[i];
    return note;
}
