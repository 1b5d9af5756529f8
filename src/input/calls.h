/* Several readings of one locus of one subject made into one. What was seen adds up: readings agree
 * or complete each other, or they contradict each other, in whatever order they come. */
#ifndef CAIRN_INPUT_CALLS_H
#define CAIRN_INPUT_CALLS_H

#include <stdbool.h>

#include "input/messages.h"

enum calls_state {
    CALLS_NONE,      /* nothing was read */
    CALLS_AGREE,     /* one reading, or all the same */
    CALLS_COMPLETED, /* different, and they fit together */
    CALLS_CONTRADICT /* they do not: none is used */
};

struct calls {
    const char *seen[2];   /* the different alleles seen, NULL: none */
    bool more;             /* a third was seen */
    bool one_peak;         /* a reading had one peak and named it twice */
    bool nothing_else;     /* … without drop-out, so that there is no second allele */
    bool partial;          /* a reading left the second allele open */
    bool pair;             /* a reading had two */
    struct place place[2]; /* of the first reading, and of the first that brought something new */
};

/* Adds a reading: alleles as in struct profile_row, in the one spelling. `can_drop` says whether
 * the drop-out of its profile is above 0, so that one peak may be one of two. */
void calls_add(struct calls *calls, const char *const allele[2], bool can_drop, struct place place);

/* What they come to, as in struct profile_row; both NULL when nothing was read or they
 * contradict. */
enum calls_state calls_result(const struct calls *calls, const char **out_allele);

#endif
