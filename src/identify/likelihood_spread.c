#include "identify/likelihood_parts.h"

/* Where what mutates does so to any allele by its frequency, all alleles that nobody shows differ
 * in nothing but that: an allele of theirs at the person asked about came from a founder, or arose
 * by mutation, and is each of them in proportion to its share s of their frequencies. Two of them
 * are the same allele handed down twice, and then with s the allele z both times, or drawn and
 * mutated apart from each other. So of a table T over ordered pairs, with the urn's copies among
 * the first:
 *     T(a, z) = s_z T(a, all of them),  T(y, z) = X s_y s_z + [y = z] Y s_z,
 * and X and Y can be told from one of them, the lone one u, against the rest:
 *     T(u, rest) = X s_u (1 - s_u),  T(u, u) = X s_u^2 + Y s_u.
 * With u the rarest, the difference that gives Y loses no digit that any T(z, z) needs. Where
 * both are draws from the urn and nothing else, no lone one is needed: given how often all of them
 * together are drawn, which of them is drawn is an urn of its own, of weight w, and
 *     X = T(all, all) w / (w + theta),  Y = T(all, all) theta / (w + theta). */
struct spread {
    const struct scale *scale;
    const struct wide *from;
    double *share; /* of each allele; 1: it has a state of its own */
    struct wide apart, same; /* X, Y */
};

static bool is_lumped(const struct spread *spread, int allele) {
    int state = spread->scale->state_of[allele];
    return state == spread->scale->lone || state == spread->scale->rest;
}

static struct wide at(const struct spread *spread, int row, int column) {
    if (row < 0 || column < 0) return wide_of(0);
    return spread->from[row * spread->scale->states + column];
}

/* T(a, all that are lumped), or the other way round. */
static struct wide with_lumped(const struct spread *spread, int state, bool first) {
    int lone = spread->scale->lone, rest = spread->scale->rest;
    return first ? wide_plus(at(spread, state, lone), at(spread, state, rest))
                 : wide_plus(at(spread, lone, state), at(spread, rest, state));
}

static void find_shares(const struct marker *marker, struct spread *spread) {
    double all = 0;
    for (int i = 0; i < marker->allele_count; i++)
        if (is_lumped(spread, i)) all += marker->frequency[i];
    for (int i = 0; i < marker->allele_count; i++)
        spread->share[i] = !is_lumped(spread, i) ? 1 : all > 0 ? marker->frequency[i] / all : 0;
}

static void find_both(const struct question *question, struct spread *spread) {
    const struct marker *marker = question->marker;
    int lone = spread->scale->lone, rest = spread->scale->rest;
    if (lone < 0) {
        double weight = 0;
        for (int i = 0; i < marker->allele_count; i++)
            if (is_lumped(spread, i)) weight += (1 - question->theta) * marker->frequency[i];
        double copied = question->theta / (weight + question->theta);
        spread->apart = wide_times(at(spread, rest, rest), wide_of(1 - copied));
        spread->same = wide_times(at(spread, rest, rest), wide_of(copied));
        return;
    }
    double share = 0;
    for (int i = 0; i < marker->allele_count; i++)
        if (spread->scale->state_of[i] == lone) share = spread->share[i];
    struct wide both = at(spread, lone, lone);
    spread->apart = wide_times(at(spread, lone, rest), wide_of(1 / (share * (1 - share))));
    double of_both = wide_ratio(wide_times(spread->apart, wide_of(share * share)), both);
    spread->same = wide_times(both, wide_of(of_both < 1 ? (1 - of_both) / share : 0));
}

static struct wide spread_pair(const struct spread *spread, int a, int b) {
    const int *state_of = spread->scale->state_of;
    bool first = is_lumped(spread, a), second = is_lumped(spread, b);
    if (!first && !second) return at(spread, state_of[a], state_of[b]);
    double shares = spread->share[a] * spread->share[b];
    if (!first || !second)
        return wide_times(with_lumped(spread, state_of[first ? b : a], !first), wide_of(shares));
    struct wide number = wide_times(spread->apart, wide_of(shares));
    if (a != b) return number;
    return wide_plus(number, wide_times(spread->same, wide_of(spread->share[a])));
}

static struct wide spread_single(const struct spread *spread, int a) {
    int lone = spread->scale->lone, rest = spread->scale->rest;
    if (!is_lumped(spread, a)) return spread->from[spread->scale->state_of[a]];
    struct wide all = wide_of(0);
    if (lone >= 0) all = wide_plus(all, spread->from[lone]);
    if (rest >= 0) all = wide_plus(all, spread->from[rest]);
    return wide_times(all, wide_of(spread->share[a]));
}

void table_spread(const struct question *question, struct arena *arena, struct scale *scale,
                  struct table *table) {
    const struct marker *marker = question->marker;
    size_t n = (size_t)marker->allele_count;
    bool single = table->dimensions == 1;
    struct spread spread = {
        .scale = scale, .from = table->wide, .share = arena_new(arena, double, n)};
    find_shares(marker, &spread);
    if (!single) find_both(question, &spread);
    size_t size = table_size(table, marker->allele_count);
    struct wide *to = arena_take(arena, size, sizeof *to);
    for (size_t i = 0; i < size; i++)
        to[i] = single ? spread_single(&spread, (int)i)
                       : spread_pair(&spread, (int)(i / n), (int)(i % n));
    table->wide = to;
    int *state_of = arena_new(arena, int, n);
    for (size_t i = 0; i < n; i++) state_of[i] = (int)i;
    *scale = (struct scale){.states = (int)n,
                            .silent = marker->has_silent ? (int)n - 1 : -1,
                            .state_of = state_of,
                            .lone = -1,
                            .rest = -1};
}
