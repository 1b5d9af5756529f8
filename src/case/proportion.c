#include "case/proportion.h"

#include <math.h>

/* The point that a normal deviate exceeds in 2.5 % of cases. */
static const double Z = 1.959963984540054;

static const struct interval NONE = {NAN, NAN};

struct interval proportion_interval(int part, int whole) {
    if (whole <= 0 || part < 0 || part > whole) return NONE;
    double n = whole, share = part / n;
    double middle = 2 * part + Z * Z, below = 2 * (n + Z * Z);
    double reach = Z * sqrt(Z * Z + 4 * part * (1 - share));
    return (struct interval){part == 0 ? 0 : (middle - reach) / below,
                             part == whole ? 1 : (middle + reach) / below};
}

struct interval proportion_difference(int part, int whole, int other_part, int other_whole) {
    struct interval one = proportion_interval(part, whole);
    struct interval other = proportion_interval(other_part, other_whole);
    if (isnan(one.low) || isnan(other.low)) return NONE;
    double share = (double)part / whole, other_share = (double)other_part / other_whole;
    double less = hypot(share - one.low, other.high - other_share);
    double more = hypot(one.high - share, other_share - other.low);
    return (struct interval){share - other_share - less, share - other_share + more};
}
