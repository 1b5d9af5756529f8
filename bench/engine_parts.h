/* The parts of bench_engine: each prints its section of the table. */
#ifndef CAIRN_BENCH_ENGINE_PARTS_H
#define CAIRN_BENCH_ENGINE_PARTS_H

#include "identify/identification.h"

void bench_likelihood(void);
void bench_joint(void);
void bench_matrix(void);
void bench_search(void);
void bench_example(void);

/* A run of identification with the time of each of its steps. */
enum { STEPS_MOST = 8 };
struct steps {
    int count;
    const char *name[STEPS_MOST];
    double begun[STEPS_MOST + 1]; /* and the end */
    void (*told)(const struct steps *steps); /* where not NULL, when a step has ended */
};

/* Runs it in a fresh arena, which the caller closes. */
void steps_run(struct arena *arena, const struct dataset *dataset, struct identify_options options,
               struct steps *steps, struct identification *out);

/* "pairwise 40 %, joint 35 %, ...": the three largest. The text is valid until the next call. */
const char *steps_text(const struct steps *steps);

/* What a likelihood of this family's references takes at an average locus, in a running engine. */
double likelihood_seconds(const struct casework *casework, int family);

/* The same program once more, by itself, so that memory and first calls are its own: measures one
 * case and writes "name value" lines. */
int apart_main(int count, char **words);

/* What such a program wrote. */
enum { VALUES_MOST = 24 };
struct apart {
    int count;
    char name[VALUES_MOST][24];
    double value[VALUES_MOST];
    bool cut_off; /* it had not come to its end after `most` seconds and was stopped */
};
void apart_run(const char *what, const char *first, const char *second, double most,
               struct apart *out);
double apart_value(const struct apart *apart, const char *name); /* NAN: not there */

/* The two cases of few families, for a first run in a program of its own. */
void joint_apart(const char *name);

#endif
