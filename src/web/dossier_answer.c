/* The answer of a dossier: in a sentence, in numbers, and who else could be meant. */
#include <math.h>
#include <string.h>

#include "http/page_dossier.h"
#include "web/dossier.h"

enum { FACTS_MOST = 12, RIVALS = 5 };

static const char *codes_shown(const struct dossier *dossier) {
    const char *text = "";
    for (int i = 0; i < dossier->count; i++)
        text =
            arena_format(dossier->visit->arena, "%s%s%s", text, i ? " + " : "", dossier->codes[i]);
    return text;
}

/* ------------------------------------------------------------------ the answer in a sentence */

static const char *summary_of(const struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    enum language language = visit->language;
    const struct comparison_pair *pair = dossier->pair;
    if (!dossier->result)
        return say(language, "What is known beside the genotypes, and what was decided.");
    if (!pair)
        return say(language, "They were not compared: the sexes differ, nothing is typed in these "
                             "remains, nobody akin to the person is typed, or the ratio is too low "
                             "to be listed.");
    double sure = comparison_result_sure(dossier->result, pair);
    const struct message_value values[] = {
        {.name = "remains", .text = dossier->codes[0]},
        {.name = "person", .text = dossier->person},
        {.name = "p", .text = posterior_shown(visit, dossier->result, pair)},
        {.name = "threshold",
         .text =
             figure_shown(visit, arena_format(visit->arena, "%g", dossier->decisions.threshold))},
        {.name = "ratio", .text = ratio_shown(visit, pair->log10_lr)},
        {.name = NULL}};
    if (!dossier->result->incident)
        return fill(visit,
                    say(language, "Under the flat prior, on which nobody is proposed, the "
                                  "posterior that {remains} is {person} is {p}."),
                    values);
    if (sure >= dossier->decisions.threshold)
        return fill(visit,
                    say(language, "The posterior that {remains} is {person} is {p}, at or "
                                  "above the threshold of {threshold}: it could be proposed. "
                                  "The likelihood ratio is {ratio}."),
                    values);
    return fill(visit,
                say(language, "The posterior that {remains} is {person} is {p}, below the "
                              "threshold of {threshold}: the genotypes alone name nobody. The "
                              "likelihood ratio is {ratio}."),
                values);
}

/* ------------------------------------------------------------------ facts */

static void add_fact(struct dossier *dossier, const char *name, const char *text) {
    struct page_dossier_facts *facts = (struct page_dossier_facts *)dossier->page->facts;
    if (!facts)
        dossier->page->facts = facts =
            arena_new(dossier->visit->arena, struct page_dossier_facts, FACTS_MOST);
    if (dossier->page->facts_count == FACTS_MOST || !text || !*text) return;
    facts[dossier->page->facts_count++] = (struct page_dossier_facts){name, text};
}

static const char *whole_shown(const struct visit *visit, long long number) {
    char text[LANGUAGE_NUMBER];
    return arena_copy(visit->arena, language_number(visit->language, number, text));
}

static const char *nobody_shown(const struct dossier *dossier) {
    const struct comparison_result *result = dossier->result;
    const struct comparison_individual *one = &result->individual[dossier->pair->individual];
    double named = 0;
    for (size_t p = one->first; p < one[1].first; p++) named += result->pair[p].posterior;
    /* Sums round: it is never said to be impossible. */
    return probability_shown(dossier->visit, fmax(1e-9, 1 - named));
}

static const char *label_shown(const struct dossier *dossier) {
    enum language language = dossier->visit->language;
    if (dossier->pair->excluded)
        return say(language, "excluded: impossible, or at least three loci impossible without "
                             "mutation and a posterior below 0.000001");
    if (dossier->pair->undisputed)
        return say(language, "undisputed: at least 10,000, and 10,000 times every other ratio of "
                             "these remains and of this person");
    return NULL;
}

static const char *bound_shown(const struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    double bound = dossier->result->bound;
    if (isnan(bound)) return say(visit->language, "not proved: the posterior is provisional");
    const char *share = figure_shown(visit, arena_format(visit->arena, "%.2g", bound));
    const struct message_value values[] = {{.name = "share", .text = share}, {.name = NULL}};
    return fill(visit, say(visit->language, "at most {share} of the posterior"), values);
}

static void list_facts(struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    enum language language = visit->language;
    const struct comparison_pair *pair = dossier->pair;
    if (dossier->count > 1)
        add_fact(dossier, say(language, "Taken as one individual"), codes_shown(dossier));
    if (!pair) return;
    const struct comparison_individual *one = &dossier->result->individual[pair->individual];
    add_fact(dossier, say(language, "Family"),
             comparison_result_person(dossier->result, pair)->family);
    add_fact(dossier, say(language, "Likelihood ratio"),
             arena_format(visit->arena, "%s (log10 %s)", ratio_shown(visit, pair->log10_lr),
                          log_shown(visit, pair->log10_lr)));
    add_fact(dossier, say(language, "Loci compared"), whole_shown(visit, pair->loci));
    add_fact(dossier, say(language, "Of them excluded without mutation"),
             whole_shown(visit, pair->exclusions));
    add_fact(dossier, say(language, "Posterior"), posterior_shown(visit, dossier->result, pair));
    add_fact(dossier, say(language, "Nobody who is listed"), nobody_shown(dossier));
    add_fact(dossier, say(language, "Left out of the sum"), bound_shown(dossier));
    add_fact(dossier, say(language, "Missing in all (N)"), dossier->line.total);
    add_fact(dossier, say(language, "Best assignment of everybody"),
             one->best < 0 ? say(language, "names these remains nobody")
                           : dossier->result->person[one->best].id);
    add_fact(dossier, say(language, "Result"), label_shown(dossier));
}

/* ------------------------------------------------------------------ rivals */

static bool is_better(const struct comparison_pair *one, const struct comparison_pair *other) {
    return one->posterior != other->posterior ? one->posterior > other->posterior
                                              : one->log10_lr > other->log10_lr;
}

/* The best of those that are not this pair: of these remains, or of this person. */
static int find_rivals(const struct dossier *dossier, bool persons,
                       const struct comparison_pair *rival[RIVALS]) {
    const struct comparison_result *result = dossier->result;
    int count = 0;
    for (size_t p = 0; p < result->pairs; p++) {
        const struct comparison_pair *pair = &result->pair[p];
        bool same = persons ? pair->individual == dossier->pair->individual
                            : pair->person == dossier->pair->person;
        if (!same || pair == dossier->pair || pair->log10_lr == -INFINITY ||
            (!pair->loci && !(pair->posterior > 0)))
            continue;
        int at = count;
        while (at > 0 && is_better(pair, rival[at - 1])) at--;
        if (at == RIVALS) continue;
        if (count < RIVALS) count++;
        for (int i = count - 1; i > at; i--) rival[i] = rival[i - 1];
        rival[at] = pair;
    }
    return count;
}

static void list_rivals(struct dossier *dossier) {
    struct visit *visit = dossier->visit;
    enum language language = visit->language;
    struct page_dossier_rivals *rivals = arena_new(visit->arena, struct page_dossier_rivals, 2);
    for (int side = 0; side < 2; side++) {
        const struct comparison_pair *rival[RIVALS];
        int count = find_rivals(dossier, side == 0, rival);
        struct page_dossier_rivals_pairs *pairs =
            arena_new(visit->arena, struct page_dossier_rivals_pairs, count);
        for (int i = 0; i < count; i++) {
            const char *code = comparison_result_code(dossier->result, rival[i]->individual);
            const char *person = comparison_result_person(dossier->result, rival[i])->id;
            pairs[i] = (struct page_dossier_rivals_pairs){
                .who = side ? code : person,
                .posterior = posterior_shown(visit, dossier->result, rival[i]),
                .ratio = log_shown(visit, rival[i]->log10_lr),
                .loci = whole_shown(visit, rival[i]->loci),
                .exclusions = whole_shown(visit, rival[i]->exclusions),
                .address = dossier_address(visit->arena, dossier->line.rec, code, person)};
        }
        rivals[side] = (struct page_dossier_rivals){
            .name = side ? say(language, "Other remains for this person")
                         : say(language, "Other persons for these remains"),
            .head = side ? say(language, "Remains") : say(language, "Person"),
            .pairs = pairs,
            .pairs_count = (size_t)count};
    }
    dossier->page->rivals = rivals;
    dossier->page->rivals_count = 2;
}

void dossier_show_answer(struct dossier *dossier) {
    dossier->page->summary = summary_of(dossier);
    list_facts(dossier);
    if (dossier->pair) list_rivals(dossier);
}
