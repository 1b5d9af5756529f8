/* Runs of identification that somebody has begun on a page: one at a time, on a thread of its own,
 * with half of the cores, so that pages stay as fast as they are. A run leaves a comparison that
 * whoever began it signs; a trial leaves nothing and says what would come out with other numbers of
 * missing people. */
#ifndef CAIRN_WEB_RUNS_H
#define CAIRN_WEB_RUNS_H

#include "case/run_request.h"
#include "web/what_if.h"
#include "web/visit.h"

enum run_state {
    RUN_NONE,
    RUN_GOING,
    RUN_DONE,
    RUN_CANCELLED,
    RUN_DROPPED, /* who began it was not signed in any more */
    RUN_FAILED
};

enum { RUN_TEXT_MOST = 1000 };

/* How it stands. */
struct run_status {
    enum run_state state;
    bool trial;
    char by[RUN_TEXT_MOST];    /* the name of who began it */
    const char *step;          /* as the engine names them; "read" and "record" are ours */
    size_t done, all;          /* of the step; 0: nobody counts */
    double seconds;            /* since it began, or what it took */
    char comparison[64];       /* identifier of what it left */
    char words[RUN_TEXT_MOST]; /* why it failed */
};

struct runs;

struct runs *runs_make(struct arena *arena);

/* Begins it in the visitor's name. `totals`, of a trial, are the numbers to be tried; NULL: a run.
 * ERROR_CONFLICT: one is still going; ERROR_DENIED: this copy is a device. */
MUST_CHECK bool runs_start(struct visit *visit, const struct run_request *asked,
                           const struct what_if_totals *totals, struct error *error);

void runs_cancel(struct runs *runs);

struct run_status runs_status(struct runs *runs);

/* What the last trial found, until it is given back; NULL: there is none. */
struct what_if *runs_hold_what_if(struct runs *runs);
void runs_release_what_if(struct runs *runs, struct what_if *what_if);

/* Cancels what is going, and waits for its end. Takes NULL. */
void runs_close(struct runs *runs);

#endif
