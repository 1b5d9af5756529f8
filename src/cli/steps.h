/* The steps of long work: each is shown on a terminal while it goes on, and its time is kept. */
#ifndef CAIRN_CLI_STEPS_H
#define CAIRN_CLI_STEPS_H

#include "base/progress.h"
#include "identify/identification.h"

enum { STEPS_MOST = 16 };

struct step {
    const char *name; /* belongs to the caller */
    double seconds;
};

struct steps {
    int count;
    struct step step[STEPS_MOST];
    double began;
    bool open; /* the last one still goes on */
    struct progress progress;
};

/* Begins a step; ends the one before. `work`: how much of it will be counted on the progress, 0:
 * nothing. More than STEPS_MOST are not kept. */
void steps_begin(struct steps *steps, const char *name, size_t work);

/* Ends the last step and clears the line. To be called before anything is printed. */
void steps_end(struct steps *steps);

/* Has the engine's own steps shown and timed. `steps` must outlive the run. */
void steps_watch(struct steps *steps, struct identify_options *options);

/* Adds a step that was timed elsewhere. */
void steps_add(struct steps *steps, const char *name, double seconds);

/* The seconds of the step of that name, 0 when there was none. */
double steps_seconds(const struct steps *steps, const char *name);

#endif
