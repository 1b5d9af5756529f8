#include "identify/prior.h"

#include <math.h>

int prior_class(const struct prior *prior, enum sex sex) {
    return prior->by_sex && sex == SEX_FEMALE ? 1 : 0;
}

bool prior_names(const struct prior *prior, const struct casework *casework, int missing) {
    const struct dataset *dataset = casework->dataset;
    if (dataset->family[dataset->missing[missing].family].left_out) return false;
    return prior->kind == PRIOR_FLAT || casework->informative[missing];
}

/* So many pairs with untyped individuals are weighed one by one. */
enum { FEW_UNTYPED_PAIRS = 200 };

bool prior_includes(const struct prior *prior, const struct casework *casework, int individual) {
    return !prior->untyped_apart || casework->individuals->individual[individual].loci > 0;
}

static bool check_class(const struct prior *prior, int class, int found, const char *whom,
                        struct error *error) {
    double total = prior->total[class];
    int listed = prior->listed[class];
    if (total < listed)
        return error_set(error, ERROR_BAD_INPUT,
                         "missing_total: N = %.0f%s is less than the %d listed with an informative "
                         "relative; N counts everybody who may lie there, not only those reported",
                         total, whom, listed);
    if (total < found)
        return error_set(error, ERROR_BAD_INPUT,
                         "missing_total: N = %.0f%s is less than the %d individuals found; N "
                         "counts everybody who may lie there, not only those reported",
                         total, whom, found);
    return true;
}

bool prior_make(enum prior_kind kind, const struct casework *casework, struct prior *out_prior,
                struct error *error) {
    const struct dataset *dataset = casework->dataset;
    struct prior prior = {.kind = kind};
    double males = dataset->missing_total_male, females = dataset->missing_total_female;
    prior.by_sex = kind == PRIOR_INCIDENT && (males >= 0 || females >= 0);
    if (prior.by_sex && (males < 0 || females < 0))
        return error_set(error, ERROR_USAGE,
                         "missing_total by sex needs both numbers: --missing-total M=n,F=n");
    prior.total[0] = prior.by_sex ? males : dataset->missing_total;
    prior.total[1] = prior.by_sex ? females : 0;
    if (kind == PRIOR_INCIDENT && prior.total[0] < 0)
        return error_set(error, ERROR_USAGE,
                         "how many people are missing in all was not said; give --missing-total N "
                         "(everybody who may lie there, not only those reported), or --prior flat "
                         "to compare with other programs");
    int untyped = 0, found[2] = {0, 0};
    for (int i = 0; i < casework->individuals->count; i++)
        untyped += casework->individuals->individual[i].loci == 0;
    prior.untyped_apart = kind == PRIOR_INCIDENT && (long)untyped * dataset->missing_count >
                                                        FEW_UNTYPED_PAIRS;
    for (int i = 0; i < casework->individuals->count; i++) {
        const struct individual *individual = &casework->individuals->individual[i];
        if (prior.by_sex && individual->sex == SEX_UNKNOWN)
            return error_set(error, ERROR_BAD_INPUT,
                             "missing_total by sex needs the sex of every individual, and that of "
                             "%s is not certain; give one number for all",
                             dataset->remains[individual->remains[0]].code);
        int class = prior_class(&prior, individual->sex);
        found[class]++;
        prior.individuals[class] += prior_includes(&prior, casework, i);
    }
    for (int j = 0; j < dataset->missing_count; j++) {
        if (!prior_names(&prior, casework, j)) continue;
        const struct missing *missing = &dataset->missing[j];
        enum sex sex = dataset->family[missing->family].pedigree.person[missing->person].sex;
        if (prior.by_sex && sex == SEX_UNKNOWN)
            return error_set(error, ERROR_BAD_INPUT,
                             "missing_total by sex needs the sex of every missing person, and that "
                             "of %s is not given; give one number for all",
                             dataset->family[missing->family].pedigree.person[missing->person].id);
        prior.listed[prior_class(&prior, sex)]++;
    }
    if (kind == PRIOR_INCIDENT) {
        if (!check_class(&prior, 0, found[0], prior.by_sex ? " males" : "", error)) return false;
        if (prior.by_sex && !check_class(&prior, 1, found[1], " females", error)) return false;
    }
    *out_prior = prior;
    return true;
}

double prior_log_weight(const struct prior *prior, const int named[2]) {
    if (prior->kind == PRIOR_FLAT) return 0;
    double sum = 0;
    for (int class = 0; class < 1 + prior->by_sex; class++) {
        double unlisted = prior->total[class] - prior->listed[class];
        double unnamed = prior->individuals[class] - named[class];
        if (unnamed > unlisted) return -INFINITY;
        sum += lgamma(unlisted + 1) - lgamma(unlisted - unnamed + 1);
    }
    return sum;
}

double prior_name_factor(const struct prior *prior) {
    if (prior->kind == PRIOR_FLAT) return 1;
    double unlisted = 0;
    for (int class = 0; class < 1 + prior->by_sex; class++)
        unlisted += prior->total[class] - prior->listed[class];
    return 1 / (unlisted > 1 ? unlisted : 1);
}
