/* What a run of identification is asked for, as people say it: on a command line, in a form, and in
 * the entry of a comparison. */
#ifndef CAIRN_CASE_RUN_REQUEST_H
#define CAIRN_CASE_RUN_REQUEST_H

#include "case/comparison.h"
#include "case/dataset_build.h"
#include "identify/identification.h"

struct run_request {
    int prior, group;          /* places in the lists below */
    const char *missing_total; /* "N" or "M=n,F=n"; NULL: as the tables say */
    double theta, dropout;     /* negative: as the tables say */
    int64_t threads;           /* 0: all cores */
};

extern const char *const RUN_PRIORS[], *const RUN_GROUPS[];

/* When nothing is said. */
struct run_request run_request_none(void);

/* What a comparison was asked for. */
struct run_request run_request_of(const struct comparison *comparison);

/* Puts N into the data set. ERROR_USAGE: the text is no number of people. */
MUST_CHECK bool run_request_put_total(const struct run_request *request, struct dataset *dataset,
                                      struct error *error);

/* What was said, as words behind another command that should run the same: "" or
 * " --missing-total 480 --theta 0.01". Not the threads. In the arena. */
const char *run_request_words(struct arena *arena, const struct run_request *request);

/* The engine's options. */
struct identify_options run_request_engine(const struct run_request *request,
                                           const struct cancel *cancel);

#endif
