/* The ratios of all evidences in the slots of one family, while its namings are searched. Many
 * individuals have the same genotype at one marker: while the names before a slot stand, the ratios
 * of a later slot are remembered by the entry of whom the slot is named. */
#ifndef CAIRN_IDENTIFY_NAMING_RATIOS_H
#define CAIRN_IDENTIFY_NAMING_RATIOS_H

#include "identify/naming_slots.h"

struct naming_ratios {
    const struct casework *casework;
    size_t *start; /* [marker]: where its entries begin among those of all markers */
    const double **of[NAMING_MOST_MISSING]; /* [slot][marker][entry]: ln ratios, given those named
                                               before */
    double *own[NAMING_MOST_MISSING];       /* of each slot: room for them */
    struct arena arena[NAMING_MOST_MISSING]; /* of each slot: what is remembered while its name
                                                stands */
    double **known[NAMING_MOST_MISSING][NAMING_MOST_MISSING]; /* [slot][later slot], NULL: none */
};

/* Makes room for `slots` slots, in the arena; naming_ratios_close gives back what is remembered. */
void naming_ratios_open(struct arena *arena, const struct casework *casework, int slots,
                        struct naming_ratios *out_ratios);
void naming_ratios_close(struct naming_ratios *ratios, int slots);

/* Fills ratios->of[s], by casework_ratios, for `person` in slot `s` of the family, whose members
 * have the evidence `member` ([marker][person]) with ln P `log_member` ([marker]), references and
 * those `named` in the slots before (-1: nobody). */
MUST_CHECK bool naming_ratios_make(struct naming_ratios *ratios, struct engine *engine, int family,
                                   int s, int person, struct evidence *const *member,
                                   const double *log_member, const int *named,
                                   struct error *error);

/* Forgets what was remembered since `mark`, for the name of slot `s` is another; `slots` in all. */
void naming_ratios_forget(struct naming_ratios *ratios, int s, int slots, struct arena_mark mark);

#endif
