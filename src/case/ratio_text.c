#include "case/ratio_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Three digits, in groups: 36600 is "36,600". Of at least 1. */
static const char *large_text(struct arena *arena, double log10_ratio) {
    if (log10_ratio >= 9) {
        double exponent = floor(log10_ratio), lead = pow(10, log10_ratio - exponent);
        if (lead >= 9.995) {
            lead = 1;
            exponent++;
        }
        return arena_format(arena, "%.2fe+%.0f", lead, exponent);
    }
    double ratio = pow(10, log10_ratio);
    if (ratio < 99.95) return arena_format(arena, "%.3g", ratio);
    double unit = pow(10, floor(log10_ratio) - 2);
    long long whole = llround(unit > 1 ? round(ratio / unit) * unit : ratio);
    char digits[24], grouped[32];
    int count = snprintf(digits, sizeof digits, "%lld", whole), size = 0;
    for (int i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0) grouped[size++] = ',';
        grouped[size++] = digits[i];
    }
    return arena_copy_part(arena, grouped, (size_t)size);
}

const char *ratio_text(struct arena *arena, double log10_ratio) {
    if (isnan(log10_ratio)) return "0/0";
    if (isinf(log10_ratio)) return log10_ratio > 0 ? "infinite" : "0";
    if (log10_ratio > -0.0004 && log10_ratio < 0.0004) return "1";
    if (log10_ratio > 0) return large_text(arena, log10_ratio);
    if (log10_ratio > -1) return arena_format(arena, "%.3g", pow(10, log10_ratio));
    return arena_format(arena, "1/%s", large_text(arena, -log10_ratio));
}

double ratio_rounded(double log10_ratio) { return fabs(log10_ratio) < 1e-13 ? 0 : log10_ratio; }
