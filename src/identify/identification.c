#include "identify/identification.h"

#include <math.h>
#include <string.h>

#include "base/workers.h"
#include "identify/identification_alike.h"

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

/* ------------------------------------------------------------------ naming nobody */

/* ln P of the evidences of one marker in unrelated persons of one sex, each with an urn of their
 * own. */
static bool alone_logs(struct engine *engine, const struct identification *run, int marker,
                       enum sex sex, double *out_log, struct error *error) {
    struct person person = {"unrelated", -1, -1, sex};
    struct pedigree pedigree = {1, &person};
    const struct evidence nothing = {.kind = EVIDENCE_NONE};
    const struct catalogue *catalogue = &run->casework.catalogue[marker];
    struct question question = {.marker = &run->dataset->panel.marker[marker],
                                .pedigree = &pedigree,
                                .evidence = &nothing,
                                .theta = run->dataset->theta};
    return likelihood_with(engine, &question, 0, catalogue->evidence, catalogue->count, out_log,
                           error);
}

/* ln L of naming nobody: the families' references, and every individual by itself. */
static bool find_nobody(struct identification *run, struct error *error) {
    const struct dataset *dataset = run->dataset;
    double log_nobody = 0;
    for (int f = 0; f < dataset->family_count; f++)
        for (int m = 0; m < dataset->panel.count; m++)
            log_nobody += run->casework.log_reference[f][m];
    struct arena scratch;
    arena_open(&scratch, 0);
    struct engine *engine = engine_open();
    bool done = true;
    for (int m = 0; done && dataset->theta > 0 && m < dataset->panel.count; m++) {
        const struct catalogue *catalogue = &run->casework.catalogue[m];
        double *male = arena_new(&scratch, double, catalogue->count + 1);
        double *female = arena_new(&scratch, double, catalogue->count + 1);
        done = alone_logs(engine, run, m, SEX_MALE, male, error) &&
               alone_logs(engine, run, m, SEX_FEMALE, female, error);
        for (int i = 0; done && i < run->individuals.count; i++) {
            int entry = run->casework.entry[i][m];
            log_nobody += catalogue->sex[entry] == SEX_MALE ? male[entry] : female[entry];
        }
    }
    for (int i = 0; dataset->theta == 0 && i < run->individuals.count; i++)
        log_nobody += run->casework.log_population[i];
    engine_close(engine);
    arena_close(&scratch);
    if (done) run->log_nobody = log_nobody;
    return done;
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

/* The joint sum, and what follows from it alone. */
static bool weigh(struct arena *arena, struct identification *run, struct error *error) {
    const struct identify_options *options = &run->options;
    begin(options, "joint",
          (size_t)run->dataset->family_count + (size_t)run->individuals.count);
    if (!joint_solve(arena, &run->casework, &run->namings, &run->prior, options->cancel,
                     options->progress, &run->joint, error))
        return false;
    begin(options, "labels", 0);
    spread_posteriors(arena, run);
    find_excluded(arena, run);
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
    if (!weigh(arena, &run, error)) return false;
    find_undisputed(arena, &run);
    identification_find_alike(arena, &run);
    if (!find_nobody(&run, error)) return false;
    *out = run;
    out->casework.individuals = &out->individuals;
    return true;
}

static struct dataset *with_total(struct arena *arena, const struct dataset *dataset,
                                  double total) {
    struct dataset *own = arena_new(arena, struct dataset, 1);
    *own = *dataset;
    if (dataset->missing_total_male >= 0 && dataset->missing_total_female >= 0) {
        double before = dataset->missing_total_male + dataset->missing_total_female;
        own->missing_total_male = round(total * dataset->missing_total_male / before);
        own->missing_total_female = total - own->missing_total_male;
    }
    own->missing_total = total;
    return own;
}

bool identification_reweigh(struct arena *arena, const struct identification *run, double total,
                            struct identification *out, struct error *error) {
    const struct identify_options *options = &run->options;
    int threads = options->threads > 0 ? options->threads : workers_default();
    *out = *run;
    out->dataset = with_total(arena, run->dataset, total);
    out->casework.dataset = out->dataset;
    out->casework.individuals = &out->individuals;
    begin(options, "namings", (size_t)run->dataset->family_count);
    if (!prior_make(options->prior, &out->casework, &out->prior, error) ||
        !namings_list(arena, &out->casework, &out->pairwise, &out->prior, NAMING_TOLERANCE,
                      threads, options->cancel, options->progress, &out->namings, error))
        return false;
    for (int f = 0; f < run->dataset->family_count; f++)
        if (!run->dataset->family[f].left_out &&
            out->casework.refusal[f].why.code != ERROR_NONE)
            return error_set(error, ERROR_TOO_COSTLY, "with N = %.0f family %s would be left out",
                             total, run->dataset->family[f].name);
    return weigh(arena, out, error);
}
