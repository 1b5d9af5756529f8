/* A likelihood ratio as people read it. */
#ifndef CAIRN_CASE_RATIO_TEXT_H
#define CAIRN_CASE_RATIO_TEXT_H

#include "base/arena.h"

/* "36,600", "1.6", "1/27,000", "4.2e+15" from a common logarithm, three digits of it; "0" for
 * -INFINITY, "infinite" for INFINITY, "0/0" for NAN. In the arena. */
const char *ratio_text(struct arena *arena, double log10_ratio);

/* 0 for what is only the rounding of a ratio of exactly 1, else as it is. For programs. */
double ratio_rounded(double log10_ratio);

#endif
