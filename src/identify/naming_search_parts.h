/* Inside of naming_search.h: what a search knows, what it keeps and what it leaves out. Shared by
 * the files of the search, nobody else: naming_search.c goes through the slots, naming_keep.c lists
 * what was found, naming_drop.c leaves out what is a trifle. */
#ifndef CAIRN_IDENTIFY_NAMING_SEARCH_PARTS_H
#define CAIRN_IDENTIFY_NAMING_SEARCH_PARTS_H

#include "identify/naming_ratios.h"

struct search {
    const struct casework *casework;
    const struct naming_bounds *bounds; /* NULL: nothing is left out */
    int family;
    struct slots slots;
    double log_factor, log_tolerance;
    double log_urn;  /* how much more a name can weigh with theta than its bound says */
    double log_best; /* of one naming's weight with all its arrangements */
    struct engine *engine;
    struct arena scratch;
    struct evidence **member; /* [marker][person]: references and those named so far */
    double *log_member;       /* [marker]: ln P of that */
    struct naming_ratios ratios;
    int named[NAMING_MOST_MISSING];
    int *rank[NAMING_MOST_MISSING]; /* of each first slot of some that can be exchanged: the places
                                       of the individuals among its choices, from 1; 0: none */
    bool *used;
    struct naming_search_result *result;
    size_t room;
    struct error *error;
};

struct choice {
    int individual;
    double log_ratio;
};

static inline const struct pedigree *naming_pedigree(const struct search *search) {
    return &search->casework->dataset->family[search->family].pedigree;
}

/* ------------------------------------------------------------------ naming_keep.c */

/* Lists the naming that the search stands at, with those exchanged who can be. */
void naming_keep(struct search *search, double log_ratio);

/* ------------------------------------------------------------------ naming_drop.c */

/* The slots that are named so far, a bit for each. */
unsigned naming_named(const struct search *search);

/* Takes those of the patterns (which later slots get a name) out of `patterns` that can only add
 * up to a trifle, or `all`, and notes what they can. `next`: the first slot not decided. Returns
 * how many are left. A pattern that is kept may have any names in its slots. */
int naming_drop_patterns(struct search *search, int next, double log_ratio, int count, bool all,
                         unsigned char *patterns);

/* Of the choices for the last slot, takes out those that are a trifle, and notes them. Returns how
 * many are left. */
int naming_drop_choices(struct search *search, int s, double log_ratio, int count,
                        struct choice *choice, int choices);

/* How much more a name can weigh with theta than its bound says, ln. */
double naming_urn(const struct search *search);

#endif
