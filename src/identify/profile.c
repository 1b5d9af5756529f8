#include "identify/profile.h"

#include <math.h>

static const struct evidence nothing = {.kind = EVIDENCE_NONE};
static const struct evidence impossible = {.kind = EVIDENCE_IMPOSSIBLE};

static struct evidence pair_of(int a, int b, double whole) {
    if (!(whole > 0)) return impossible;
    return (struct evidence){
        .kind = EVIDENCE_PAIR, .a = a < b ? a : b, .b = a < b ? b : a, .whole = whole};
}

static struct evidence one_of(int a, double whole, double silent, double other) {
    if (!(whole > 0 || silent > 0 || other > 0)) return impossible;
    return (struct evidence){
        .kind = EVIDENCE_ONE, .a = a, .whole = whole, .silent = silent, .other = other};
}

static int silent_of(const struct marker *marker) {
    return marker->has_silent ? marker->allele_count - 1 : -1;
}

static bool is_hemizygous(const struct marker *marker, enum sex sex) {
    return marker->chromosome == X_CHROMOSOME && sex == SEX_MALE;
}

struct evidence evidence_of(const struct marker *marker, struct genotype genotype, double dropout,
                            enum sex sex) {
    int a = genotype.a, b = genotype.b;
    if (a < 0) {
        a = genotype.b;
        b = genotype.a;
    }
    if (a < 0) return nothing;
    int silent = silent_of(marker);
    if (silent >= 0 && (a == silent || b == silent)) return impossible;

    double seen = 1 - dropout;
    if (is_hemizygous(marker, sex))
        return b >= 0 && b != a ? impossible : one_of(a, seen, 0, 0);
    if (b >= 0 && b != a) return pair_of(a, b, seen * seen);
    /* One peak says that the other allele was not seen; an unknown second allele says nothing. */
    double other = b == a ? dropout * seen : seen;
    return one_of(a, 1 - dropout * dropout, silent >= 0 ? seen : 0, other);
}

struct evidence evidence_both(struct evidence first, struct evidence second) {
    if (first.kind == EVIDENCE_NONE) return second;
    if (second.kind == EVIDENCE_NONE) return first;
    if (first.kind == EVIDENCE_IMPOSSIBLE || second.kind == EVIDENCE_IMPOSSIBLE) return impossible;
    if (first.kind == EVIDENCE_ONE && second.kind == EVIDENCE_ONE) {
        if (first.a != second.a) return pair_of(first.a, second.a, first.other * second.other);
        return one_of(first.a, first.whole * second.whole, first.silent * second.silent,
                      first.other * second.other);
    }
    if (first.kind == EVIDENCE_ONE) return evidence_both(second, first);
    bool same = second.kind == EVIDENCE_PAIR ? first.a == second.a && first.b == second.b
                                             : first.a == second.a || first.b == second.a;
    if (!same) return impossible;
    double weight = second.kind == EVIDENCE_PAIR ? second.whole : second.other;
    return pair_of(first.a, first.b, first.whole * weight);
}

bool evidence_same(const struct evidence *first, const struct evidence *second) {
    return first->kind == second->kind && first->a == second->a && first->b == second->b &&
           first->whole == second->whole && first->silent == second->silent &&
           first->other == second->other;
}

double evidence_log_population(const struct marker *marker, const struct evidence *evidence,
                               enum sex sex) {
    const double *frequency = marker->frequency;
    switch (evidence->kind) {
    case EVIDENCE_NONE: return 0;
    case EVIDENCE_IMPOSSIBLE: break;
    case EVIDENCE_PAIR:
        return log(2) + log(frequency[evidence->a]) + log(frequency[evidence->b]) +
               log(evidence->whole);
    case EVIDENCE_ONE: {
        /* What stands beside a: a again, silent, or any other; the others are added one by one,
         * because frequencies need not sum to 1 to the last digit. */
        double a = frequency[evidence->a], beside = a * evidence->whole;
        if (is_hemizygous(marker, sex)) return log(beside);
        int silent = silent_of(marker);
        double others = 0;
        for (int i = 0; i < marker->allele_count; i++)
            if (i != evidence->a && i != silent) others += frequency[i];
        if (silent >= 0) beside += 2 * frequency[silent] * evidence->silent;
        return log(a) + log(beside + 2 * others * evidence->other);
    }
    }
    return -INFINITY;
}
