#include "identify/identification.h"

#include <math.h>
#include <string.h>

#include "base/workers.h"
#include "identify/union_find.h"

/* Of a family with several missing, as much of its sum may be left out of the list. */
#define NAMING_TOLERANCE 1e-10

/* Beyond so many pairs only those are kept one by one that could matter. */
enum { MANY_PAIRS = 20000000 };

static void begin(const struct identify_options *options, const char *step, size_t work) {
    if (options->step) options->step(options->step_data, step, work);
}

const char *identification_code(const struct identification *run, int individual) {
    return run->dataset->remains[run->individuals.individual[individual].remains[0]].code;
}

const char *identification_person(const struct identification *run, int missing) {
    const struct missing *who = &run->dataset->missing[missing];
    return run->dataset->family[who->family].pedigree.person[who->person].id;
}

const char *identification_family(const struct identification *run, int missing) {
    return run->dataset->family[run->dataset->missing[missing].family].name;
}

/* ------------------------------------------------------------------ labels */

/* An individual of whom nothing is typed is anybody whom no other was named, with equal chance. */
static double untyped_posterior(const struct identification *run, const struct pairing *pairing,
                                const double *named) {
    const struct prior *prior = &run->prior;
    if (!prior_names(prior, &run->casework, pairing->missing)) return 0;
    int class = prior_class(prior, run->individuals.individual[pairing->individual].sex);
    double left = prior->total[class] - prior->individuals[class];
    return left > 0 ? fmax(0, 1 - named[pairing->missing]) / left : 0;
}

static void spread_posteriors(struct arena *arena, struct identification *run) {
    const struct pairwise *pairwise = &run->pairwise;
    double *named = arena_new(arena, double, run->dataset->missing_count + 1);
    for (size_t p = 0; p < run->joint.pairs; p++)
        named[run->joint.pair[p].missing] += run->joint.pair[p].posterior;
    run->posterior = arena_new(arena, double, pairwise->count + 1);
    run->log_glr = arena_new(arena, double, pairwise->count + 1);
    for (size_t p = 0; p < pairwise->count; p++) {
        const struct pairing *pairing = &pairwise->pairing[p];
        const struct pair_result *found =
            joint_find_pair(&run->joint, pairing->individual, pairing->missing);
        run->posterior[p] = found ? fmin(found->posterior, 1) : 0; /* sums round */
        run->log_glr[p] = found ? found->log_glr : -INFINITY;
        if (!prior_includes(&run->prior, &run->casework, pairing->individual))
            run->posterior[p] = untyped_posterior(run, pairing, named);
        bool listed = prior_names(&run->prior, &run->casework, pairing->missing);
        if (!found && (run->joint.cut || !listed)) run->log_glr[p] = NAN;
    }
}

/* Undisputed: at least 10^4, and 10^4 times every other of the individual and of the person. */
static void find_undisputed(struct arena *arena, struct identification *run) {
    const struct pairwise *pairwise = &run->pairwise;
    const double log_limit = 4 * M_LN10;
    int individuals = run->individuals.count, missing = run->dataset->missing_count;
    struct top {
        double best, second;
    } *row = arena_take(arena, (size_t)individuals + 1, sizeof *row),
      *column = arena_take(arena, (size_t)missing + 1, sizeof *column);
    for (int i = 0; i < individuals; i++) row[i] = (struct top){-INFINITY, -INFINITY};
    for (int j = 0; j < missing; j++) column[j] = (struct top){-INFINITY, -INFINITY};
    for (size_t p = 0; p < pairwise->count; p++) {
        const struct pairing *pairing = &pairwise->pairing[p];
        struct top *both[2] = {&row[pairing->individual], &column[pairing->missing]};
        for (int k = 0; k < 2; k++) {
            double low = fmin(pairing->log_ratio, both[k]->best);
            both[k]->second = fmax(both[k]->second, low);
            both[k]->best = fmax(both[k]->best, pairing->log_ratio);
        }
    }
    run->undisputed = arena_new(arena, bool, pairwise->count + 1);
    for (size_t p = 0; p < pairwise->count; p++) {
        const struct pairing *pairing = &pairwise->pairing[p];
        const struct top *in_row = &row[pairing->individual];
        const struct top *in_column = &column[pairing->missing];
        double ratio = pairing->log_ratio;
        run->undisputed[p] = ratio >= log_limit && ratio >= in_row->best &&
                             ratio >= in_column->best && ratio - in_row->second >= log_limit &&
                             ratio - in_column->second >= log_limit;
    }
}

/* Excluded: impossible, or three loci that need a mutation and no posterior to speak of. */
static void find_excluded(struct arena *arena, struct identification *run) {
    const struct pairwise *pairwise = &run->pairwise;
    run->excluded = arena_new(arena, bool, pairwise->count + 1);
    for (size_t p = 0; p < pairwise->count; p++)
        run->excluded[p] = pairwise->pairing[p].log_ratio == -INFINITY ||
                           (pairwise->pairing[p].exclusions >= 3 && run->posterior[p] < 1e-6);
}

/* ------------------------------------------------------------------ indistinguishable */

/* The listed naming of a family that names exactly these, or NULL. */
static const struct naming *find_naming(const struct namings *namings, int family, int count,
                                        const int *individual, const int *missing) {
    for (size_t n = namings->first[family]; n < namings->first[family + 1]; n++) {
        const struct naming *naming = &namings->naming[n];
        if (naming->count == count &&
            memcmp(naming->missing, missing, (size_t)count * sizeof *missing) == 0 &&
            memcmp(naming->individual, individual, (size_t)count * sizeof *individual) == 0)
            return naming;
    }
    return NULL;
}

/* Puts what `assigned` (of each missing person: its individual, -1) says of a family in the form of
 * a naming; returns how many are named. */
static int family_naming(const struct identification *run, int family, const int *assigned,
                         int *individual, int *missing) {
    int count = 0;
    for (int j = 0; j < run->dataset->missing_count; j++)
        if (run->dataset->missing[j].family == family && assigned[j] >= 0) {
            individual[count] = assigned[j];
            missing[count++] = j;
        }
    return count;
}

static double log_members(const struct identification *run, const struct naming *naming) {
    double sum = 0;
    for (int m = 0; m < run->dataset->panel.count; m++)
        sum += run->casework.log_reference[naming->family][m];
    for (int i = 0; i < naming->count; i++)
        sum += run->casework.log_population[naming->individual[i]];
    return sum + naming->log_ratio;
}

/* Two of a family whose individuals can be exchanged (one of them may be nobody's) in the best
 * assignment, with ln L the same within 1e-9 relative. */
static void join_persons(struct identification *run, int *assigned, int *root, int *individual,
                         int *missing) {
    const struct dataset *dataset = run->dataset;
    for (int a = 0; a < dataset->missing_count; a++)
        for (int b = a + 1; b < dataset->missing_count; b++) {
            int family = dataset->missing[a].family;
            if (dataset->missing[b].family != family) break;
            if (assigned[a] < 0 && assigned[b] < 0) continue;
            int count = family_naming(run, family, assigned, individual, missing);
            const struct naming *before =
                find_naming(&run->namings, family, count, individual, missing);
            int first = assigned[a], second = assigned[b];
            assigned[a] = second;
            assigned[b] = first;
            count = family_naming(run, family, assigned, individual, missing);
            const struct naming *after =
                find_naming(&run->namings, family, count, individual, missing);
            assigned[a] = first;
            assigned[b] = second;
            if (!before || !after) continue;
            double difference = fabs(before->log_ratio - after->log_ratio);
            if (difference > 1e-9 * fabs(log_members(run, before))) continue;
            union_find_join(root, run->individuals.count + a, run->individuals.count + b);
            if (first >= 0) union_find_join(root, first, run->individuals.count + a);
            if (second >= 0) union_find_join(root, second, run->individuals.count + a);
        }
}

/* An individual whom nobody is named with, in place of one that is. */
static void join_individuals(struct identification *run, int *assigned, int *root, int *individual,
                             int *missing) {
    const struct assignment *best = &run->joint.best[0];
    for (int j = 0; j < run->dataset->missing_count; j++) {
        if (assigned[j] < 0) continue;
        int family = run->dataset->missing[j].family, own = assigned[j];
        int count = family_naming(run, family, assigned, individual, missing);
        const struct naming *before =
            find_naming(&run->namings, family, count, individual, missing);
        for (size_t n = run->namings.first[family];
             before && n < run->namings.first[family + 1]; n++) {
            const struct naming *after = &run->namings.naming[n];
            int other = -1, differences = 0;
            for (int i = 0; after->count == count && i < count; i++) {
                if (after->missing[i] != before->missing[i]) differences = 2;
                if (after->individual[i] == before->individual[i]) continue;
                differences++;
                if (before->individual[i] == own) other = after->individual[i];
            }
            if (differences != 1 || other < 0 || best->missing[other] >= 0) continue;
            double difference = fabs(before->log_ratio - after->log_ratio);
            if (difference > 1e-9 * fabs(log_members(run, before))) continue;
            union_find_join(root, own, other);
            union_find_join(root, own, run->individuals.count + j);
        }
    }
}

static void find_alike(struct arena *arena, struct identification *run) {
    const struct dataset *dataset = run->dataset;
    int individuals = run->individuals.count, all = individuals + dataset->missing_count;
    if (!run->joint.best_count) return;
    int *root = arena_new(arena, int, all + 1);
    int *assigned = arena_new(arena, int, dataset->missing_count + 1);
    int *individual = arena_new(arena, int, dataset->missing_count + 1);
    int *missing = arena_new(arena, int, dataset->missing_count + 1);
    for (int i = 0; i < all; i++) root[i] = i;
    for (int j = 0; j < dataset->missing_count; j++) assigned[j] = -1;
    for (int i = 0; i < individuals; i++)
        if (run->joint.best[0].missing[i] >= 0) assigned[run->joint.best[0].missing[i]] = i;
    join_persons(run, assigned, root, individual, missing);
    join_individuals(run, assigned, root, individual, missing);
    run->alike = arena_new(arena, struct alike, all + 1);
    int *number = arena_new(arena, int, all + 1); /* of each root: its group, from 1 */
    int *size = arena_new(arena, int, all + 1);
    for (int i = 0; i < all; i++) size[union_find_root(root, i)]++;
    for (int i = 0; i < all; i++) {
        int at = union_find_root(root, i);
        if (size[at] < 2) continue;
        if (!number[at]) {
            number[at] = ++run->alike_count;
            struct alike *alike = &run->alike[number[at] - 1];
            alike->individual = arena_new(arena, int, size[at]);
            alike->missing = arena_new(arena, int, size[at]);
        }
        struct alike *alike = &run->alike[number[at] - 1];
        if (i < individuals) alike->individual[alike->individuals++] = i;
        else alike->missing[alike->persons++] = i - individuals;
    }
}

/* ------------------------------------------------------------------ the run */

/* Families refused so far are left out from now on; whether there are any. */
static bool leave_out(struct arena *arena, const struct identification *run,
                      struct family *family) {
    bool any = false;
    for (int f = 0; f < run->dataset->family_count; f++) {
        const struct error *why = &run->casework.refusal[f].why;
        if (why->code == ERROR_NONE) continue;
        family[f].left_out = arena_copy(arena, why->text);
        any = true;
    }
    return any;
}

/* The steps that ask for likelihoods. `*out_again`: families were refused, and it is to be done
 * again without them. */
static bool compare(struct arena *arena, struct identification *run, struct family *family,
                    int threads, bool *out_again, struct error *error) {
    const struct dataset *dataset = run->dataset;
    const struct identify_options *options = &run->options;
    begin(options, "families", 0);
    if (!casework_prepare(arena, dataset, &run->individuals, threads, options->cancel,
                          &run->casework, error))
        return false;
    if ((*out_again = leave_out(arena, run, family))) return true;
    if (!prior_make(options->prior, &run->casework, &run->prior, error)) return false;
    begin(options, "pairwise", (size_t)dataset->missing_count);
    double pairs = (double)run->individuals.count * dataset->missing_count;
    if (!pairwise_compare(arena, &run->casework, pairs > MANY_PAIRS ? -6 * M_LN10 : -INFINITY,
                          threads, options->cancel, options->progress, &run->pairwise, error))
        return false;
    if ((*out_again = leave_out(arena, run, family))) return true;
    begin(options, "namings", (size_t)dataset->family_count);
    if (!namings_list(arena, &run->casework, &run->pairwise, &run->prior, NAMING_TOLERANCE, threads,
                      options->cancel, options->progress, &run->namings, error))
        return false;
    *out_again = leave_out(arena, run, family);
    return true;
}

bool identification_run(struct arena *arena, const struct dataset *dataset,
                        const struct identify_options *options, struct identification *out,
                        struct error *error) {
    struct dataset *own = arena_new(arena, struct dataset, 1);
    *own = *dataset;
    own->family = arena_new(arena, struct family, dataset->family_count + 1);
    for (int f = 0; f < dataset->family_count; f++) own->family[f] = dataset->family[f];
    struct identification run = {.options = *options, .dataset = own};
    int threads = options->threads > 0 ? options->threads : workers_default();
    if (run.options.group_threshold <= 0) run.options.group_threshold = INDIVIDUALS_THRESHOLD;
    begin(options, "individuals", 0);
    if (!individuals_find(arena, own, options->group, run.options.group_threshold, threads,
                          options->cancel, &run.individuals, error))
        return false;
    for (bool again = true; again;)
        if (!compare(arena, &run, own->family, threads, &again, error)) return false;
    begin(options, "joint", (size_t)dataset->family_count + (size_t)run.individuals.count);
    if (!joint_solve(arena, &run.casework, &run.namings, &run.prior, options->cancel,
                     options->progress, &run.joint, error))
        return false;
    begin(options, "labels", 0);
    spread_posteriors(arena, &run);
    find_undisputed(arena, &run);
    find_excluded(arena, &run);
    find_alike(arena, &run);
    for (int f = 0; f < own->family_count; f++)
        for (int m = 0; m < own->panel.count; m++)
            run.log_nobody += run.casework.log_reference[f][m];
    for (int i = 0; i < run.individuals.count; i++)
        run.log_nobody += run.casework.log_population[i];
    *out = run;
    out->casework.individuals = &out->individuals;
    return true;
}
