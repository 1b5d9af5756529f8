#include <math.h>

#include "identify/naming_search_parts.h"

unsigned naming_named(const struct search *search) {
    unsigned pattern = 0;
    for (int s = 0; s < search->slots.count; s++) pattern |= (unsigned)(search->named[s] >= 0) << s;
    return pattern;
}

/* ln of the value below which one pattern of names is left out. */
static double trifle(const struct search *search) {
    return search->log_best + search->log_tolerance - search->slots.count * M_LN2;
}

int naming_drop_patterns(struct search *search, int next, double log_ratio, int count, bool all,
                         unsigned char *patterns) {
    int kept = 0;
    unsigned shapes = 1u << search->slots.count, before = (1u << next) - 1;
    double log_limit = trifle(search);
    unsigned named = naming_named(search);
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

int naming_drop_choices(struct search *search, int s, double log_ratio, int count,
                        struct choice *choice, int choices) {
    double arrangements = naming_slots_arrangements(&search->slots, naming_named(search) | 1u << s);
    double log_further = (count + 1) * search->log_factor + log(arrangements);
    for (int c = 0; c < choices; c++)
        search->log_best = fmax(search->log_best, log_ratio + choice[c].log_ratio + log_further);
    double log_limit = trifle(search) - log_further;
    int kept = 0;
    for (int c = 0; c < choices; c++) {
        double log_next = log_ratio + choice[c].log_ratio;
        if (log_next >= log_limit) choice[kept++] = choice[c];
        else search->result->left[count + 1] += arrangements * exp(log_next);
    }
    return kept;
}

/* The bounds hold whatever is known of the others, but for the chance of the genotype in somebody
 * unrelated, which they divide by: drawn after n alleles it is at least its own times
 * (1-theta)^2 / ((1+(n-1)theta)(1+n theta)) at every locus. Returns ln of all these in reverse. */
double naming_urn(const struct search *search) {
    const struct dataset *dataset = search->casework->dataset;
    double theta = dataset->theta, log_urn = 0;
    if (theta == 0) return 0;
    for (int m = 0; m < dataset->panel.count; m++) {
        int drawn = 2 * (search->slots.count - 1);
        for (int i = 0; i < naming_pedigree(search)->count; i++)
            if (search->member[m][i].kind != EVIDENCE_NONE) drawn += 2;
        log_urn += log1p((drawn - 1) * theta) + log1p(drawn * theta) - 2 * log1p(-theta);
    }
    return log_urn;
}
