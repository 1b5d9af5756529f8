/* One run of identification: from a data set to who may be whom. The steps in their order, each of
 * which can be looked at: individuals, pairwise ratios, the joint sum, and what people call the
 * results: undisputed, excluded, indistinguishable. */
#ifndef CAIRN_IDENTIFY_IDENTIFICATION_H
#define CAIRN_IDENTIFY_IDENTIFICATION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/cancel.h"
#include "base/error.h"
#include "identify/dataset.h"
#include "identify/individuals.h"
#include "identify/joint.h"
#include "identify/namings.h"
#include "identify/pairwise.h"
#include "identify/prior.h"

/* The engine's version, part of every result: changed whenever a result may change. */
#define ENGINE_VERSION "1"

/* The usual threshold of a decision under the incident prior. */
#define DECISION_THRESHOLD 0.9995

struct identify_options {
    enum prior_kind prior;
    bool group;             /* remains into individuals first */
    double group_threshold; /* LR; 0: INDIVIDUALS_THRESHOLD */
    int threads;            /* 0: as many as there are cores */
    const struct cancel *cancel;
    /* Called, where not NULL, when a step begins ("individuals", "pairwise", "joint"), with how
     * much of it will be counted on `progress` (NULL: nobody looks); 0: nothing. */
    void (*step)(void *data, const char *name, size_t work);
    void *step_data;
    struct progress *progress;
};

/* Persons (with the individuals named as them) whose exchange changes nothing. */
struct alike {
    int individuals, persons;
    int *individual; /* ascending */
    int *missing;    /* ascending */
};

struct identification {
    struct identify_options options; /* the threshold decided */
    const struct dataset *dataset;
    struct individuals individuals;
    struct casework casework;
    struct pairwise pairwise;
    struct prior prior;
    struct namings namings;
    struct joint joint;
    double *posterior;    /* of each pairing of the pairwise table */
    double *log_glr;      /* of each pairing; NAN: not computed */
    bool *undisputed;     /* of each pairing */
    bool *excluded;       /* of each pairing */
    int alike_count;
    struct alike *alike;
    double log_nobody;    /* ln L of naming nobody */
};

/* Runs all steps. A family whose exact likelihoods would take too long is left out of the run: its
 * missing are among those who are not listed. Everything is in the arena and refers to the data
 * set, and to `*out`, which is not to be moved; the run's data set is the given one, but that it
 * says which families were left out. */
MUST_CHECK bool identification_run(struct arena *arena, const struct dataset *dataset,
                                   const struct identify_options *options,
                                   struct identification *out, struct error *error);

/* A run weighed anew, as if `total` were missing in all (by sex: in the same proportion).
 * Individuals and ratios are those of the run, which must live as long: what differs are namings, joint sum and
 * posteriors, which come out as a run with that number would have them. ERROR_BAD_INPUT: so few
 * cannot be; ERROR_TOO_COSTLY: a family would have to be left out now. In the arena; `*out` is not
 * to be moved. */
MUST_CHECK bool identification_reweigh(struct arena *arena, const struct identification *run,
                                       double total, struct identification *out,
                                       struct error *error);

/* The individual's name: the code of its first remains. */
const char *identification_code(const struct identification *run, int individual);

/* The missing person's id. */
const char *identification_person(const struct identification *run, int missing);
const char *identification_family(const struct identification *run, int missing);

#endif
