#include "identify/naming_bounds.h"

#include <math.h>

#include "base/workers.h"

/* An upper bound of the chance that a parent with this evidence hands on `allele`. */
static double hands_on(const struct marker *marker, int sex, const struct evidence *parent,
                       int allele) {
    const double *matrix = marker->transmission[sex];
    int n = marker->allele_count;
    double a = matrix ? matrix[parent->a * n + allele] : parent->a == allele;
    if (parent->kind == EVIDENCE_ONE && (parent->other > 0 || parent->silent > 0))
        return 0.5 * (a + 1);
    if (parent->kind == EVIDENCE_ONE) return a;
    double b = matrix ? matrix[parent->b * n + allele] : parent->b == allele;
    return 0.5 * (a + b);
}

/* ln of an upper bound of P(child | parent, any other parent) / P(child). On X, and where the parent
 * says nothing, of the most that any genotype gives the child's evidence. */
static double log_bound(const struct marker *marker, int sex, const struct evidence *parent,
                        const struct evidence *child, double log_population) {
    if (child->kind == EVIDENCE_NONE) return 0;
    double beside = fmax(child->silent, child->other), most = fmax(child->whole, beside);
    if (marker->chromosome == AUTOSOME && parent->kind != EVIDENCE_NONE) {
        double a = hands_on(marker, sex, parent, child->a);
        double b = child->kind == EVIDENCE_PAIR ? hands_on(marker, sex, parent, child->b) : 0;
        most = fmin(most, (a + b) * child->whole + beside);
    }
    return log(most) - log_population;
}

double naming_bound_reference(const struct naming_bounds *bounds, int sex,
                              const struct evidence *parent, int marker, int entry) {
    const struct catalogue *catalogue = &bounds->casework->catalogue[marker];
    return log_bound(&bounds->casework->dataset->panel.marker[marker], sex, parent,
                     &catalogue->evidence[entry], catalogue->log_population[entry]);
}

double naming_bound_any(const struct naming_bounds *bounds, int marker, int entry) {
    static const struct evidence nothing = {.kind = EVIDENCE_NONE};
    return naming_bound_reference(bounds, MALE_PARENT, &nothing, marker, entry);
}

/* ------------------------------------------------------------------ all individuals */

struct summing {
    struct naming_bounds *bounds;
    const struct prior *prior;
    double **best[2]; /* [sex][worker][child]: the best parent met by the worker */
};

static bool fits(const struct individuals *individuals, int individual, enum sex sex) {
    enum sex own = individuals->individual[individual].sex;
    return own == SEX_UNKNOWN || sex == SEX_UNKNOWN || own == sex;
}

/* Everybody as the child of one individual. */
static void sum_children(void *data, size_t index, int worker) {
    const struct summing *summing = data;
    struct naming_bounds *bounds = summing->bounds;
    const struct casework *casework = bounds->casework;
    const struct individuals *individuals = casework->individuals;
    int markers = casework->dataset->panel.count, parent = (int)index;
    for (int sex = 0; sex < 2; sex++) {
        if (!prior_includes(summing->prior, casework, parent) ||
            !fits(individuals, parent, sex == MALE_PARENT ? SEX_MALE : SEX_FEMALE))
            continue;
        double *best = summing->best[sex][worker];
        for (int child = 0; child < individuals->count; child++) {
            if (child == parent || !prior_includes(summing->prior, casework, child)) continue;
            double log_most = 0;
            for (int m = 0; m < markers; m++)
                log_most += bounds->child[sex][m][casework->entry[parent][m] *
                                                      casework->catalogue[m].count +
                                                  casework->entry[child][m]];
            best[child] = fmax(best[child], log_most);
            double most = exp(log_most);
            for (enum sex place = SEX_UNKNOWN; place <= SEX_FEMALE; place++)
                if (fits(individuals, child, place))
                    bounds->sums[place].with[sex][parent] += most;
        }
    }
}

/* What all children come to without knowing who the parent is. */
static void sum_places(struct summing *summing, int threads) {
    struct naming_bounds *bounds = summing->bounds;
    const struct casework *casework = bounds->casework;
    for (int child = 0; child < casework->individuals->count; child++) {
        if (!prior_includes(summing->prior, casework, child)) continue;
        double log_any = 0, log_best[2] = {-INFINITY, -INFINITY};
        for (int m = 0; m < casework->dataset->panel.count; m++)
            log_any += naming_bound_any(bounds, m, casework->entry[child][m]);
        for (int sex = 0; sex < 2; sex++)
            for (int t = 0; t < threads; t++)
                log_best[sex] = fmax(log_best[sex], summing->best[sex][t][child]);
        for (enum sex place = SEX_UNKNOWN; place <= SEX_FEMALE; place++) {
            if (!fits(casework->individuals, child, place)) continue;
            bounds->sums[place].any += exp(log_any);
            for (int sex = 0; sex < 2; sex++) bounds->sums[place].best[sex] += exp(log_best[sex]);
        }
    }
}

bool naming_bounds_make(struct arena *arena, const struct casework *casework,
                        const struct prior *prior, int threads, const struct cancel *cancel,
                        struct naming_bounds *out_bounds, struct error *error) {
    struct naming_bounds bounds = {.casework = casework};
    struct summing summing = {.bounds = &bounds, .prior = prior};
    int markers = casework->dataset->panel.count, individuals = casework->individuals->count;
    for (int sex = 0; sex < 2; sex++) {
        bounds.child[sex] = arena_new(arena, double *, markers + 1);
        for (int m = 0; m < markers; m++) {
            const struct catalogue *catalogue = &casework->catalogue[m];
            int count = catalogue->count;
            bounds.child[sex][m] = arena_new(arena, double, (size_t)count * (size_t)count);
            for (int p = 0; p < count; p++)
                for (int c = 0; c < count; c++)
                    bounds.child[sex][m][p * count + c] =
                        naming_bound_reference(&bounds, sex, &catalogue->evidence[p], m, c);
        }
        for (enum sex place = SEX_UNKNOWN; place <= SEX_FEMALE; place++)
            bounds.sums[place].with[sex] = arena_new(arena, double, individuals + 1);
        summing.best[sex] = arena_new(arena, double *, threads);
        for (int t = 0; t < threads; t++) {
            summing.best[sex][t] = arena_new(arena, double, individuals + 1);
            for (int i = 0; i < individuals; i++) summing.best[sex][t][i] = -INFINITY;
        }
    }
    if (!workers_run(threads, (size_t)individuals, sum_children, &summing, cancel, error))
        return false;
    sum_places(&summing, threads);
    *out_bounds = bounds;
    return true;
}
