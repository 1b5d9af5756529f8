/* Measuring, and the table that it is printed as. A figure is the median of several runs with the
 * shortest beside it: where the two lie apart, the machine was busy with something else. */
#ifndef CAIRN_BENCH_MEASURE_H
#define CAIRN_BENCH_MEASURE_H

#include "base/error.h"

struct figure {
    double median, least; /* seconds */
    int runs;
};

/* Calls work(data) for about so many seconds, at least five times and after one call that does not
 * count. Calls of less than 0.2 ms are timed many at a time. */
struct figure measure(void (*work)(void *data), void *data, double seconds);

/* The figure of runs timed elsewhere; brings `seconds` into order. */
struct figure figure_of(double *seconds, int runs);

/* What one of `parts` equal parts of the work took. */
struct figure figure_share(struct figure figure, double parts);

/* Lines of the table: a heading; a time with the limit that it must keep (0: none), in seconds; a
 * rate in millions a second, of what takes so long each, with the least that it must reach;
 * anything else with its most; and what explains a line. */
void print_section(const char *title);
void print_time(struct figure figure, double limit, const char *format, ...) PRINTF_LIKE(3, 4);
void print_rate(struct figure each, double least, const char *format, ...) PRINTF_LIKE(3, 4);
void print_amount(double amount, double most, const char *format, ...) PRINTF_LIKE(3, 4);
/* What part of its bound's rate something came to, and the least that it must. */
void print_part(struct figure bound, struct figure took, double least, const char *format, ...)
    PRINTF_LIKE(4, 5);
void print_note(const char *format, ...) PRINTF_LIKE(1, 2);

/* A time for the eye, "12.3 ms"; one of a few texts that are used in turn. */
const char *time_text(double seconds);

/* Times one and the same loop; to be called now and then. The last line says how much it varied. */
void machine_sample(void);
void machine_print(void);

/* How many lines went over their limit with their median. */
int print_missed(void);

/* Leaves the program with the reason when something that is measured fails. */
void must(bool done, const struct error *error);

#endif
