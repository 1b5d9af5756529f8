/* A probability as people read it. */
#ifndef CAIRN_CASE_PROBABILITY_TEXT_H
#define CAIRN_CASE_PROBABILITY_TEXT_H

#include "base/arena.h"

/* "0.912345", "> 0.999999", "< 0.000001", "0". In the arena. */
const char *probability_text(struct arena *arena, double probability);

#endif
