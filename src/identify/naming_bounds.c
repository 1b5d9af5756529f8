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

double naming_bound_any(const struct naming_bounds *bounds, int child) {
    static const struct evidence nothing = {.kind = EVIDENCE_NONE};
    const struct casework *casework = bounds->casework;
    double sum = 0;
    for (int m = 0; m < casework->dataset->panel.count; m++) {
        int entry = casework->entry[child][m];
        sum += log_bound(&casework->dataset->panel.marker[m], MALE_PARENT, &nothing,
                         &casework->catalogue[m].evidence[entry],
                         casework->catalogue[m].log_population[entry]);
    }
    return sum;
}

double naming_bound_child(const struct naming_bounds *bounds, int sex, int parent, int child) {
    const struct casework *casework = bounds->casework;
    double sum = 0;
    for (int m = 0; m < casework->dataset->panel.count; m++)
        sum += bounds->child[sex][m][casework->entry[parent][m] * casework->catalogue[m].count +
                                     casework->entry[child][m]];
    return sum;
}

double naming_bound_reference(const struct naming_bounds *bounds, int sex,
                              const struct evidence *const *parent, int person, int child) {
    const struct casework *casework = bounds->casework;
    double sum = 0;
    for (int m = 0; m < casework->dataset->panel.count; m++) {
        int entry = casework->entry[child][m];
        sum += log_bound(&casework->dataset->panel.marker[m], sex, &parent[m][person],
                         &casework->catalogue[m].evidence[entry],
                         casework->catalogue[m].log_population[entry]);
    }
    return sum;
}

static void find_best_parent(void *data, size_t index, int worker) {
    (void)worker;
    struct naming_bounds *bounds = data;
    const struct individuals *individuals = bounds->casework->individuals;
    for (int sex = 0; sex < 2; sex++) {
        enum sex own = sex == MALE_PARENT ? SEX_MALE : SEX_FEMALE;
        double best = -INFINITY;
        for (int i = 0; i < individuals->count; i++) {
            enum sex has = individuals->individual[i].sex;
            if (i == (int)index || (has != own && has != SEX_UNKNOWN)) continue;
            best = fmax(best, naming_bound_child(bounds, sex, i, (int)index));
        }
        bounds->best_parent[sex][index] = best;
    }
}

bool naming_bounds_make(struct arena *arena, const struct casework *casework, int threads,
                        const struct cancel *cancel, struct naming_bounds *out_bounds,
                        struct error *error) {
    struct naming_bounds bounds = {.casework = casework};
    int markers = casework->dataset->panel.count, individuals = casework->individuals->count;
    for (int sex = 0; sex < 2; sex++) {
        bounds.child[sex] = arena_new(arena, double *, markers + 1);
        bounds.best_parent[sex] = arena_new(arena, double, individuals + 1);
        for (int m = 0; m < markers; m++) {
            const struct catalogue *catalogue = &casework->catalogue[m];
            size_t count = (size_t)catalogue->count;
            bounds.child[sex][m] = arena_new(arena, double, count * count);
            for (size_t p = 0; p < count; p++)
                for (size_t c = 0; c < count; c++)
                    bounds.child[sex][m][p * count + c] =
                        log_bound(&casework->dataset->panel.marker[m], sex,
                                  &catalogue->evidence[p], &catalogue->evidence[c],
                                  catalogue->log_population[c]);
        }
    }
    if (!workers_run(threads, (size_t)individuals, find_best_parent, &bounds, cancel, error))
        return false;
    *out_bounds = bounds;
    return true;
}
