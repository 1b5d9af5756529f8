/* A probability as people read it. */
#ifndef CAIRN_CASE_PROBABILITY_TEXT_H
#define CAIRN_CASE_PROBABILITY_TEXT_H

#include <stdbool.h>

#include "base/arena.h"

/* "0.912345", "> 0.999999", "< 0.000001", "0". In the arena. */
const char *probability_text(struct arena *arena, double probability);

/* The posterior of a pair: one that is possible (its ratio is not 0) but was not among the namings
 * that the joint run kept has at most the posterior left out (`bound`; NAN: not proved), and is not
 * said to be 0. In the arena. */
const char *posterior_text(struct arena *arena, double posterior, bool possible, double bound);

#endif
