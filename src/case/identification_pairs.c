/* Tables of pairs: what could be proposed, and candidates below the threshold. */
#include <math.h>
#include <stdlib.h>

#include "case/identification_parts.h"
#include "case/layout.h"
#include "case/probability_text.h"

/* Whether the pair would reach the threshold by itself, as one of N strangers. */
static bool stands_alone(const struct identification_page *page, const struct verdict *verdict) {
    const struct prior *prior = &page->run->prior;
    double others = fmax(prior->total[0] + prior->total[1] - 1, 1);
    double log_ratio = page->run->pairwise.pairing[verdict->best].log_ratio;
    return 1 / (1 + others * exp(-log_ratio)) >= DECISION_THRESHOLD;
}

/* What must be seen beside a pair: "joint", and the doubts that concern the individual by their
 * numbers: "doubt 1,3". */
static const char *note_text(const struct identification_page *page, int individual) {
    const struct individuals *individuals = &page->run->individuals;
    const struct verdict *verdict = &page->verdicts->of[individual];
    const char *text = "";
    bool joint = verdict->kind == VERDICT_PROPOSED && !stands_alone(page, verdict);
    if (!verdict->doubts) return joint ? "joint" : "";
    for (int d = 0; d < individuals->doubts; d++) {
        const struct doubt *doubt = &individuals->doubt[d];
        if (doubt->first == individual || doubt->second == individual)
            text = arena_format(page->arena, "%s%s%d", *text ? text : "doubt", *text ? "," : " ",
                                d + 1);
    }
    return joint ? arena_format(page->arena, "joint, %s", text) : text;
}

/* The other numbers of an individual, below its line. */
static void write_other_parts(const struct identification_page *page, int individual) {
    const struct individual *one = &page->run->individuals.individual[individual];
    const char *list = "";
    for (int i = 1; i < one->count; i++)
        list = arena_format(page->arena, "%s%s%s", list, i > 1 ? " + " : "",
                            page->run->dataset->remains[one->remains[i]].code);
    if (one->count > 1) layout_wrap(page->out, "    + ", "      ", list);
}

static void write_pair_start(const struct identification_page *page, int individual) {
    const struct identification *run = page->run;
    int missing = run->pairwise.pairing[page->verdicts->of[individual].best].missing;
    buffer_add_text(page->out, "  ");
    layout_cell(page->out, identification_code(run, individual), page->code_width);
    layout_cell(page->out, identification_person(run, missing), page->person_width);
    layout_cell(page->out, identification_family(run, missing), page->family_width);
}

static void write_header(const struct identification_page *page, const char *columns) {
    buffer_add_text(page->out, "  ");
    layout_cell(page->out, "remains", page->code_width);
    layout_cell(page->out, "person", page->person_width);
    layout_cell(page->out, "family", page->family_width);
    buffer_format(page->out, "%s\n", columns);
}

static void write_proposal(const struct identification_page *page, int individual) {
    const struct verdict *verdict = &page->verdicts->of[individual];
    const struct pairing *pairing = &page->run->pairwise.pairing[verdict->best];
    write_pair_start(page, individual);
    buffer_format(page->out, "%8.2f%6d%6d  %10s  %s", pairing->log_ratio / M_LN10, pairing->loci,
                  pairing->exclusions, probability_text(page->arena, verdict->posterior),
                  note_text(page, individual));
    layout_end_line(page->out);
    write_other_parts(page, individual);
}

static void write_legend(struct buffer *out) {
    buffer_add_text(out, "\n");
    layout_field(out, 2, "log10 LR", 12,
                 "of this pair alone, as a power of ten: 6 says that the genotypes of remains and "
                 "relatives are a million times more probable if the remains are this person "
                 "than if they are a stranger. By itself it is no identification");
    layout_field(out, 2, "loci, excl", 12,
                 "loci typed in the remains and in an informative relative; how many of them "
                 "would need a mutation");
    layout_field(out, 2, "posterior", 12,
                 "probability that the remains are this person, given all remains, all families "
                 "and N together");
    layout_field(out, 2, "+", 12, "further numbers of the same individual");
    layout_field(out, 2, "joint", 12,
                 "as one stranger among N the pair alone would not reach 0.9995; the name also "
                 "rests on who the others are");
    layout_field(out, 2, "doubt", 12,
                 "it is unclear whether other remains are of the same person: see below");
}

void identification_proposals(const struct identification_page *page) {
    const struct verdicts *verdicts = page->verdicts;
    struct buffer *out = page->out;
    int count = verdicts->count[VERDICT_PROPOSED], individuals = page->run->individuals.count;
    buffer_format(out, "\nCould be proposed: %d of %d individuals\n\n", count, individuals);
    if (page->run->prior.kind == PRIOR_FLAT) {
        layout_wrap(out, "  ", "  ",
                    "Nobody, whatever the numbers: the flat prior weighs all assignments alike and "
                    "so names nearly everybody. It serves to compare with other programs. A "
                    "proposal needs the incident prior: --missing-total N, without --prior flat.");
        return;
    }
    if (!count) {
        layout_wrap(out, "  ", "  ",
                    "No pair has a posterior of at least 0.9995 under the incident prior.");
        return;
    }
    bool proved = !isnan(page->run->joint.bound);
    double wrong = 0, left_out = proved ? page->run->joint.bound : 0;
    for (int i = 0; i < individuals; i++)
        if (verdicts->of[i].kind == VERDICT_PROPOSED)
            wrong += fmax(1 - verdicts->of[i].posterior * (1 - left_out), 0);
    layout_wrap(out, "  ", "  ",
                arena_format(page->arena,
                             "Posterior at least 0.9995 under the incident prior. These are "
                             "proposals for people to examine and decide, beside all else that is "
                             "known; none is an identification yet. %sIf model, tables and N "
                             "hold, %s %.2g wrong ones are to be expected among them.",
                             proved ? ""
                                    : "What was left out of the sum is not bounded by proof: these "
                                      "posteriors are provisional, and each is lowered by what "
                                      "was left out against it. ",
                             proved ? "at most" : "about", wrong));
    buffer_add_text(out, "\n");
    write_header(page, "log10 LR  loci  excl   posterior  note");
    for (int i = 0; i < individuals; i++)
        if (verdicts->of[i].kind == VERDICT_PROPOSED) write_proposal(page, i);
    write_legend(out);
}

/* ------------------------------------------------------------------ candidates */

struct ranked {
    double posterior;
    int individual;
};

static int by_posterior(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->posterior != b->posterior) return a->posterior < b->posterior ? 1 : -1;
    return a->individual - b->individual;
}

void identification_candidates(const struct identification_page *page) {
    const struct verdicts *verdicts = page->verdicts;
    struct ranked *ranked =
        arena_new(page->arena, struct ranked, verdicts->count[VERDICT_CANDIDATE] + 1);
    int count = 0;
    for (int i = 0; i < page->run->individuals.count; i++)
        if (verdicts->of[i].kind == VERDICT_CANDIDATE)
            ranked[count++] = (struct ranked){verdicts->of[i].posterior, i};
    qsort(ranked, (size_t)count, sizeof *ranked, by_posterior);
    write_header(page, "log10 LR  loci   posterior  of family  note");
    for (int k = 0; k < count; k++) {
        int individual = ranked[k].individual;
        const struct verdict *verdict = &verdicts->of[individual];
        const struct pairing *pairing = &page->run->pairwise.pairing[verdict->best];
        write_pair_start(page, individual);
        buffer_format(page->out, "%8.2f%6d  %10s %10s  %s", pairing->log_ratio / M_LN10,
                      pairing->loci, probability_text(page->arena, verdict->posterior),
                      probability_text(page->arena, verdict->family), note_text(page, individual));
        layout_end_line(page->out);
        write_other_parts(page, individual);
    }
    buffer_add_text(page->out, "\n");
    layout_wrap(page->out, "  of family   ", "              ",
                "probability that the remains are anybody of that family");
}
