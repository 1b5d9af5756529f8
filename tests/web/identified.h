/* An invented investigation with families and profiles, made by the program's own commands and
 * served to the test, in which nothing was compared yet. */
#ifndef CAIRN_TESTS_WEB_IDENTIFIED_H
#define CAIRN_TESTS_WEB_IDENTIFIED_H

#include <jansson.h>

#include "base/arena.h"
#include "web/visitor.h"
#include "web/web.h"

struct identified {
    struct arena arena;
    char *folder, *path;
    struct web_options options;
    struct web *web;
    int port;
};

/* Makes it with 60 remains, and users with TRIAL_PASSPHRASE: "Lab" and "Second lab" (laboratory),
 * "Examiner", "Bea" and "Bob" (board; two of it have to confirm), "Both" (laboratory and board),
 * "Liaison", "administrator". */
void identified_make(struct identified *made);
void identified_start(struct identified *made);
void identified_stop(struct identified *made);

/* Ends all, and holds the record against itself. */
void identified_remove(struct identified *made);

/* Runs a command of the program on it while it is served (one that only reads), or not; fails the
 * test unless it ends with that code. What it says on stdout, in the arena. */
const char *identified_run(struct identified *made, int code, const char *command,
                           const char *rest);
json_t *identified_json(struct identified *made, int code, const char *command, const char *rest);

/* How many entries there are. */
long long identified_size(struct identified *made);

/* Begins a run for N missing on the page and waits for its end; the identifier of what it left. */
const char *identified_compare(struct identified *made, struct visitor *visitor, const char *total);

/* Waits until no run is going; the page of the run is the visitor's newest. */
void identified_wait(struct visitor *visitor);

/* The pair of that rank among those whose posterior lies between: "REMAINS PERSON" as the tail of a
 * dossier's address, "REMAINS/PERSON". Of `found`, as cairn identify --json has it. */
const char *identified_pair(struct identified *made, const json_t *found, int rank, double least,
                            double most);

#endif
