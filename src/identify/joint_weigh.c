#include <math.h>
#include <string.h>

#include "identify/joint_parts.h"
#include "identify/log_add.h"

/* About how the prior's weight changes with one name more, where the sum will lie: as many named
 * as have a naming that is worth more than nobody. */
static void choose_factors(struct problem *problem) {
    const struct prior *prior = problem->prior;
    if (prior->kind == PRIOR_FLAT) return;
    double first = log(prior_name_factor(prior));
    int named[2] = {0, 0};
    for (int f = 0; f < problem->families; f++) {
        double best = 0;
        struct count2 count = {{0, 0}};
        for (size_t n = problem->namings->first[f]; n < problem->namings->first[f + 1]; n++) {
            const struct naming *naming = &problem->namings->naming[n];
            double value = naming->log_ratio + naming->count * first;
            if (value <= best) continue;
            best = value;
            count = problem->named[n];
        }
        for (int class = 0; class < 2; class ++) named[class] += count.of[class];
    }
    for (int class = 0; class < 1 + prior->by_sex; class ++) {
        double unlisted = prior->total[class] - prior->listed[class];
        double unnamed = prior->individuals[class] - named[class];
        double choices = unlisted - fmax(unnamed, 0) + 1;
        problem->log_factor[class] = -log(fmax(choices, 1));
    }
}

static void add_claim(struct claim *claim, int family, double log_wanted) {
    if (log_wanted > claim->log_first) {
        claim->log_second = claim->log_first;
        claim->log_first = log_wanted;
        claim->family = family;
    } else {
        claim->log_second = fmax(claim->log_second, log_wanted);
    }
}

void joint_weigh(struct problem *problem) {
    const struct namings *namings = problem->namings;
    for (size_t n = 0; n < namings->count; n++) {
        const struct naming *naming = &namings->naming[n];
        for (int i = 0; i < naming->count; i++) {
            int individual = naming->individual[i];
            enum sex sex = problem->casework->individuals->individual[individual].sex;
            problem->named[n].of[prior_class(problem->prior, sex)]++;
        }
    }
    choose_factors(problem);
    for (size_t n = 0; n < namings->count; n++)
        problem->log_weight[n] = namings->naming[n].log_ratio +
                                 problem->named[n].of[0] * problem->log_factor[0] +
                                 problem->named[n].of[1] * problem->log_factor[1];
    double *with = arena_new(problem->arena, double, problem->individuals + 1);
    for (int i = 0; i < problem->individuals; i++) with[i] = -INFINITY;
    for (int f = 0; f < problem->families; f++) {
        double all = 0, best = 0;
        for (size_t n = namings->first[f]; n < namings->first[f + 1]; n++) {
            all = log_add(all, problem->log_weight[n]);
            best = fmax(best, problem->log_weight[n]);
            const struct naming *naming = &namings->naming[n];
            for (int i = 0; i < naming->count; i++) {
                double *sum = &with[naming->individual[i]];
                *sum = log_add(*sum, problem->log_weight[n]);
            }
        }
        problem->log_whole[f] = all;
        problem->log_scale[f] = best;
        /* How much the family wants an individual: with it against without it. */
        for (size_t n = namings->first[f]; n < namings->first[f + 1]; n++) {
            const struct naming *naming = &namings->naming[n];
            for (int i = 0; i < naming->count; i++) {
                int individual = naming->individual[i];
                if (with[individual] == -INFINITY) continue;
                double share = exp(with[individual] - all);
                double without = share < 0.5 ? all + log1p(-share) : -INFINITY;
                if (share >= 0.5) {
                    without = 0;
                    for (size_t k = namings->first[f]; k < namings->first[f + 1]; k++) {
                        const struct naming *other = &namings->naming[k];
                        bool has = false;
                        for (int j = 0; j < other->count; j++)
                            has = has || other->individual[j] == individual;
                        if (!has) without = log_add(without, problem->log_weight[k]);
                    }
                }
                add_claim(&problem->claim[individual], f, log_add(0, with[individual] - without));
                with[individual] = -INFINITY;
            }
        }
    }
}

/* ------------------------------------------------------------------ kept and cut */

double joint_consequence(const struct problem *problem, size_t n, int *out_vertex) {
    const struct naming *naming = &problem->namings->naming[n];
    double most = problem->log_whole[naming->family];
    *out_vertex = naming->family;
    for (int i = 0; i < naming->count; i++) {
        /* What its own family wants it for does not speak against its own family's naming. */
        const struct claim *claim = &problem->claim[naming->individual[i]];
        double wanted = claim->family == naming->family ? claim->log_second : claim->log_first;
        if (wanted <= most) continue;
        most = wanted;
        *out_vertex = problem->families + naming->individual[i];
    }
    return exp(problem->log_weight[n] - most);
}

void joint_choose_kept(struct problem *problem, int family) {
    const size_t *first = problem->namings->first;
    double limit = problem->threshold[family];
    for (size_t n = first[family]; n < first[family + 1]; n++) {
        int vertex;
        problem->kept[n] = limit <= 0 || joint_consequence(problem, n, &vertex) >= limit;
    }
}

static void add_cut(struct arena *arena, struct cuts *cuts, struct count2 named,
                    double log_weight) {
    for (int c = 0; c < cuts->count; c++) {
        struct cut *cut = &cuts->cut[c];
        if (cut->named.of[0] != named.of[0] || cut->named.of[1] != named.of[1]) continue;
        cut->log_weight = log_add(cut->log_weight, log_weight);
        return;
    }
    struct cut *wider = arena_new(arena, struct cut, cuts->count + 1);
    if (cuts->count) memcpy(wider, cuts->cut, (size_t)cuts->count * sizeof *wider);
    wider[cuts->count++] = (struct cut){named, log_weight};
    cuts->cut = wider;
}

size_t joint_collect_cuts(const struct problem *problem, struct cuts *cuts, bool *out_anything,
                          bool *out_proved) {
    size_t count = 0;
    *out_anything = false;
    *out_proved = true;
    for (size_t n = 0; n < problem->namings->count; n++) {
        if (problem->kept[n]) continue;
        int vertex;
        joint_consequence(problem, n, &vertex);
        add_cut(problem->arena, &cuts[vertex], problem->named[n], problem->log_weight[n]);
        count++;
    }
    for (int f = 0; f < problem->families; f++) {
        const struct left_out *left = &problem->namings->left[f];
        for (int k = 0; k <= left->most; k++) {
            if (!(left->sum[k] > 0)) continue;
            *out_anything = true;
            *out_proved = *out_proved && isfinite(left->sum[k]);
            if (!isfinite(left->sum[k])) continue;
            /* Left-out namings are known by their number of names only: each way to split it
             * between the classes is counted. */
            for (int b = 0; b <= (problem->prior->by_sex ? k : 0); b++) {
                struct count2 named = {{k - b, b}};
                add_cut(problem->arena, &cuts[f], named,
                        log(left->sum[k]) + (k - b) * problem->log_factor[0] +
                            b * problem->log_factor[1]);
            }
        }
    }
    *out_anything = *out_anything || count;
    return count;
}

double joint_cut_share(const struct problem *problem, const int *vertex, int vertices) {
    double share = 0;
    for (int v = 0; v < vertices; v++) {
        int family = vertex[v], at;
        if (family >= problem->families) continue;
        for (size_t n = problem->namings->first[family]; n < problem->namings->first[family + 1];
             n++)
            if (!problem->kept[n]) share += joint_consequence(problem, n, &at);
    }
    return share;
}
