#include "case/probability_text.h"

const char *probability_text(struct arena *arena, double probability) {
    if (probability <= 0) return "0";
    if (probability < 1e-6) return "< 0.000001";
    if (probability > 1 - 1e-6) return "> 0.999999";
    return arena_format(arena, "%.6f", probability);
}
