/* Numbers that neither underflow nor overflow, for products of more factors than a double has the
 * range for: a double beside the exponent of a large power of two. As exact as a double. */
#ifndef CAIRN_IDENTIFY_WIDE_H
#define CAIRN_IDENTIFY_WIDE_H

#include <math.h>
#include <stdint.h>

/* part * 2^(512 power), |part| in [2^-256, 2^256) or 0. Only what is not negative is needed. */
struct wide {
    double part;
    int64_t power;
};

/* Brings a part in [2^-1022, 2^768) into its range. */
static inline struct wide wide_settle(double part, int64_t power) {
    if (part >= 0x1p256) return (struct wide){part * 0x1p-512, power + 1};
    if (part >= 0x1p-256 || part == 0) return (struct wide){part, power};
    if (part >= 0x1p-768) return (struct wide){part * 0x1p512, power - 1};
    return (struct wide){part * 0x1p512 * 0x1p512, power - 2};
}

static inline struct wide wide_of(double number) { return wide_settle(number, 0); }

static inline struct wide wide_times(struct wide a, struct wide b) {
    return wide_settle(a.part * b.part, a.power + b.power);
}

static inline struct wide wide_plus(struct wide a, struct wide b) {
    if (a.power == b.power) return wide_settle(a.part + b.part, a.power);
    if (a.part == 0 || (b.part != 0 && a.power < b.power)) {
        struct wide swap = a;
        a = b;
        b = swap;
    }
    if (b.part == 0 || a.power > b.power + 1) return a;
    return wide_settle(a.part + b.part * 0x1p-512, a.power);
}

/* a / b, for a <= b. */
static inline double wide_ratio(struct wide a, struct wide b) {
    if (a.part == 0 || b.part == 0 || a.power < b.power - 1) return 0;
    return a.power == b.power ? a.part / b.part : a.part * 0x1p-512 / b.part;
}

static inline double wide_log(struct wide number) {
    return log(number.part) + 512.0 * (double)number.power * M_LN2;
}

#endif
