#include "case/probability_text.h"

#include <math.h>

const char *probability_text(struct arena *arena, double probability) {
    if (probability <= 0) return "0";
    if (probability < 1e-6) return "< 0.000001";
    if (probability > 1 - 1e-6) return "> 0.999999";
    return arena_format(arena, "%.6f", probability);
}

const char *posterior_text(struct arena *arena, double posterior, bool possible, double bound) {
    if (posterior > 0 || !possible) return probability_text(arena, posterior);
    if (isnan(bound)) return "not listed";
    return bound < 1e-6 ? "< 0.000001" : arena_format(arena, "< %.1g", bound);
}
