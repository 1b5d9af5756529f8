/* What the families and individuals of a data set are to the engine, made once for a run, and the
 * ratios at one marker that all searches begin with. */
#ifndef CAIRN_IDENTIFY_CASEWORK_H
#define CAIRN_IDENTIFY_CASEWORK_H

#include <stdatomic.h>
#include <stdint.h>

#include "identify/individuals.h"
#include "identify/likelihood.h"

/* The different evidences that occur among the individuals at one marker; number 0 is "nothing".
 * On X those of males (one allele) and females stand apart. */
struct catalogue {
    int count;
    struct evidence *evidence;
    double *log_population; /* ln P(evidence) of an unrelated person */
    enum sex *sex;          /* on X */
};

/* A family whose exact likelihoods would take too long, found out at any time during the run. */
struct refusal {
    atomic_flag taken;
    struct error why; /* written by who took it; without a code: none */
};

/* What the families and individuals are to the engine, made once for a run. */
struct casework {
    const struct dataset *dataset;
    const struct individuals *individuals;
    struct catalogue *catalogue;  /* for each marker */
    uint16_t **entry;             /* entry[individual][marker]: number in the catalogue */
    double *log_population;       /* for each individual: ln P(its genotypes), unrelated */
    struct evidence ***reference; /* reference[family][marker][person] */
    double **log_reference;       /* log_reference[family][marker]: ln P(references) */
    bool **kin_typed;             /* kin_typed[missing][marker]: a relative by blood is typed there */
    bool *informative;            /* for each missing person: typed kin, also through others missing */
    struct refusal *refusal;      /* of each family */
};

/* Takes an ERROR_TOO_COSTLY back and notes it as the family's refusal, so that the others can go on;
 * false for any other error. For the worker whose error it is; the first of a family is kept. */
bool casework_refuse(const struct casework *casework, int family, struct error *error);

/* Prepares a run: individual evidences are catalogued, the likelihood of every family's references
 * computed but of those left out. Where that takes too long, the family is refused. */
MUST_CHECK bool casework_prepare(struct arena *arena, const struct dataset *dataset,
                                 const struct individuals *individuals, int threads,
                                 const struct cancel *cancel, struct casework *out_casework,
                                 struct error *error);

/* ln LR of the evidences of one marker as `person` of a family, whose members have the evidence
 * `members` with ln P `log_members`: the references, and the `named_count` individuals in `named` as
 * who they are named. With theta the ratio is against all of these unrelated, one urn for all. `out`
 * has one entry for each of the catalogue. */
MUST_CHECK bool casework_ratios(struct engine *engine, const struct casework *casework, int family,
                                int marker, int person, const struct evidence *members,
                                double log_members, const int *named, int named_count,
                                double *out_log_ratio, struct error *error);

#endif
