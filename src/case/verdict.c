#include "case/verdict.h"

#include <math.h>

/* The most probable pair; among equals the one with the higher ratio, then the first. */
static void find_best(const struct identification *run, int individual, struct verdict *verdict) {
    const struct pairwise *pairwise = &run->pairwise;
    size_t begin = pairwise->first_of_individual[individual];
    size_t end = pairwise->first_of_individual[individual + 1];
    size_t best = VERDICT_NO_PAIR;
    for (size_t p = begin; p < end; p++) {
        if (pairwise->pairing[p].log_ratio == -INFINITY) continue;
        bool better = best == VERDICT_NO_PAIR || run->posterior[p] > run->posterior[best] ||
                      (run->posterior[p] == run->posterior[best] &&
                       pairwise->pairing[p].log_ratio > pairwise->pairing[best].log_ratio);
        if (better) best = p;
    }
    verdict->best = best;
    if (best == VERDICT_NO_PAIR) return;
    verdict->posterior = run->posterior[best];
    const struct missing *missing = run->dataset->missing;
    for (size_t p = begin; p < end; p++)
        if (missing[pairwise->pairing[p].missing].family ==
            missing[pairwise->pairing[best].missing].family)
            verdict->family += run->posterior[p];
}

static bool could_be_proposed(const struct identification *run, const struct verdict *verdict) {
    double left_out = isnan(run->joint.bound) ? 0 : run->joint.bound;
    return run->prior.kind == PRIOR_INCIDENT &&
           verdict->posterior * (1 - left_out) >= DECISION_THRESHOLD;
}

static enum verdict_kind kind_of(const struct identification *run, int individual,
                                 const struct verdict *verdict) {
    int loci = run->individuals.individual[individual].loci;
    if (could_be_proposed(run, verdict)) return VERDICT_PROPOSED;
    if (!loci) return VERDICT_NO_PROFILE;
    if (verdict->alike >= 0) return VERDICT_ALIKE;
    if (verdict->posterior >= VERDICT_CANDIDATE_LEAST) return VERDICT_CANDIDATE;
    if (verdict->doubts) return VERDICT_UNCLEAR;
    if (loci < VERDICT_LOCI_LEAST) return VERDICT_FEW_LOCI;
    return VERDICT_NOBODY;
}

struct verdicts verdicts_make(struct arena *arena, const struct identification *run) {
    int count = run->individuals.count;
    struct verdicts verdicts = {.of = arena_new(arena, struct verdict, count + 1)};
    for (int i = 0; i < count; i++) verdicts.of[i].alike = -1;
    for (int a = 0; a < run->alike_count; a++)
        for (int i = 0; i < run->alike[a].individuals; i++)
            verdicts.of[run->alike[a].individual[i]].alike = a;
    for (int d = 0; d < run->individuals.doubts; d++) {
        verdicts.of[run->individuals.doubt[d].first].doubts++;
        verdicts.of[run->individuals.doubt[d].second].doubts++;
    }
    for (int i = 0; i < count; i++) {
        find_best(run, i, &verdicts.of[i]);
        verdicts.of[i].kind = kind_of(run, i, &verdicts.of[i]);
        verdicts.count[verdicts.of[i].kind]++;
    }
    return verdicts;
}

const enum verdict_kind VERDICTS_WITHOUT_NAME[VERDICT_KINDS_WITHOUT_NAME] = {
    VERDICT_ALIKE,    VERDICT_CANDIDATE,  VERDICT_UNCLEAR,
    VERDICT_FEW_LOCI, VERDICT_NO_PROFILE, VERDICT_NOBODY};

const char *verdict_name(enum verdict_kind kind) {
    static const char *const names[VERDICT_KINDS] = {
        [VERDICT_PROPOSED] = "could be proposed",
        [VERDICT_NO_PROFILE] = "no profile",
        [VERDICT_ALIKE] = "indistinguishable",
        [VERDICT_CANDIDATE] = "below threshold",
        [VERDICT_UNCLEAR] = "unclear parts",
        [VERDICT_FEW_LOCI] = "too few loci",
        [VERDICT_NOBODY] = "fits nobody",
    };
    return names[kind];
}

const char *verdict_reason(enum verdict_kind kind) {
    static const char *const reasons[VERDICT_KINDS] = {
        [VERDICT_PROPOSED] = "posterior at least 0.9995 under the incident prior",
        [VERDICT_NO_PROFILE] = "nothing was typed, or could be",
        [VERDICT_ALIKE] = "exchange changes no likelihood, as with brothers without a typed child",
        [VERDICT_CANDIDATE] = "somebody listed has a posterior of 0.1 and more, but not enough",
        [VERDICT_UNCLEAR] = "may be the same person as other remains, and has no candidate",
        [VERDICT_FEW_LOCI] = "fewer than 8 loci typed, and no candidate",
        [VERDICT_NOBODY] = "nobody listed with an informative relative reaches a posterior of 0.1",
    };
    return reasons[kind];
}
