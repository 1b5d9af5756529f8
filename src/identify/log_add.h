/* Sums of numbers of which only the logarithms have the range. */
#ifndef CAIRN_IDENTIFY_LOG_ADD_H
#define CAIRN_IDENTIFY_LOG_ADD_H

#include <math.h>

/* ln (e^a + e^b). */
static inline double log_add(double a, double b) {
    double high = fmax(a, b), low = fmin(a, b);
    return low == -INFINITY ? high : high + log1p(exp(low - high));
}

#endif
