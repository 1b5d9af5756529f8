#include "measure.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

enum { RUNS_LEAST = 5, RUNS_MOST = 1000, SAMPLES_MOST = 64, TEXTS = 8 };
#define BATCH_SECONDS 2e-4
#define NOISY 1.15 /* median : least, from which on a line is marked */

/* The only state of the program: how busy the machine was, and what missed its limit. */
static struct {
    double sample[SAMPLES_MOST];
    int samples, missed;
} seen;

static int by_size(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

struct figure figure_of(double *seconds, int runs) {
    qsort(seconds, (size_t)runs, sizeof *seconds, by_size);
    double low = seconds[(runs - 1) / 2], high = seconds[runs / 2];
    return (struct figure){(low + high) / 2, seconds[0], runs};
}

struct figure figure_share(struct figure figure, double parts) {
    return (struct figure){figure.median / parts, figure.least / parts, figure.runs};
}

static double time_batch(void (*work)(void *data), void *data, int calls) {
    double start = clock_seconds();
    for (int i = 0; i < calls; i++) work(data);
    return clock_seconds() - start;
}

struct figure measure(void (*work)(void *data), void *data, double seconds) {
    double took[RUNS_MOST];
    int calls = 1, runs = 0;
    double once = time_batch(work, data, 1);
    while (once < BATCH_SECONDS && calls < 1 << 20) once = time_batch(work, data, calls *= 2);
    for (double end = clock_seconds() + seconds;
         runs < RUNS_LEAST || (runs < RUNS_MOST && clock_seconds() < end); runs++)
        took[runs] = time_batch(work, data, calls) / calls;
    return figure_of(took, runs);
}

/* ------------------------------------------------------------------ the table */

const char *time_text(double seconds) {
    static char text[TEXTS][32];
    static int turn;
    turn = (turn + 1) % TEXTS;
    double unit = seconds < 1e-3 ? 1e-6 : seconds < 1 ? 1e-3 : 1;
    const char *name = seconds < 1e-3 ? "us" : seconds < 1 ? "ms" : "s";
    snprintf(text[turn], sizeof text[turn], "%.3g %s", seconds / unit, name);
    return text[turn];
}

void print_section(const char *title) {
    printf("\n%-56s %10s %10s %10s %9s\n", title, "median", "least", "limit", "of limit");
    machine_sample();
}

static void print_label(const char *format, va_list values) {
    char label[160];
    vsnprintf(label, sizeof label, format, values);
    printf("  %-54s", label);
}

/* The shares of the limit that the median and the shortest run took; above 1 it was missed. */
static void print_share(double median, double least) {
    seen.missed += median > 1;
    const char *word = least > 1 ? "  MISSED" : "  missed by the median";
    printf(" %9.2f%s", median, median > 1 ? word : "");
}

static void print_end(struct figure figure) {
    bool noisy = figure.least > 0 && figure.median > NOISY * figure.least;
    printf("%s\n", noisy ? "  ~ noisy" : "");
    fflush(stdout);
}

void print_time(struct figure figure, double limit, const char *format, ...) {
    va_list values;
    va_start(values, format);
    print_label(format, values);
    va_end(values);
    printf(" %10s %10s %10s", time_text(figure.median), time_text(figure.least),
           limit > 0 ? time_text(limit) : "-");
    if (limit > 0) print_share(figure.median / limit, figure.least / limit);
    else printf(" %9s", "-");
    print_end(figure);
}

void print_rate(struct figure each, double least, const char *format, ...) {
    va_list values;
    va_start(values, format);
    print_label(format, values);
    va_end(values);
    printf(" %10.3g %10.3g", 1e-6 / each.median, 1e-6 / each.least);
    if (least > 0) {
        printf(" %10.3g", least / 1e6);
        print_share(least * each.median, least * each.least);
    } else {
        printf(" %10s %9s", "-", "-");
    }
    print_end(each);
}

void print_amount(double amount, double most, const char *format, ...) {
    va_list values;
    va_start(values, format);
    print_label(format, values);
    va_end(values);
    printf(" %10.4g %10s %10.4g", amount, "", most);
    print_share(amount / most, amount / most);
    printf("\n");
}

void print_part(struct figure bound, struct figure took, double least, const char *format, ...) {
    double part = bound.median / took.median;
    va_list values;
    va_start(values, format);
    print_label(format, values);
    va_end(values);
    printf(" %10.2f %10s %10.2f", part, "", least);
    print_share(least / part, least / part);
    printf("\n");
    fflush(stdout);
}

void print_note(const char *format, ...) {
    va_list values;
    va_start(values, format);
    printf("      ");
    vprintf(format, values);
    printf("\n");
    va_end(values);
}

int print_missed(void) { return seen.missed; }

/* ------------------------------------------------------------------ the machine */

static void add_and_turn(void *data) {
    uint64_t *value = data;
    for (int i = 0; i < 1000000; i++) *value = (*value << 7 | *value >> 57) + 0x9e3779b97f4a7c15u;
}

void machine_sample(void) {
    uint64_t value = 1;
    for (int i = 0; i < 3 && seen.samples < SAMPLES_MOST; i++)
        seen.sample[seen.samples++] = time_batch(add_and_turn, &value, 1);
    if (value == 0) printf("\n");
}

void machine_print(void) {
    struct figure figure = figure_of(seen.sample, seen.samples);
    double most = seen.sample[seen.samples - 1] / figure.least;
    double load = 0;
    if (getloadavg(&load, 1) != 1) load = NAN;
    printf("\nThe machine: one loop, timed %d times in between, took 1 to %.2f of its least time "
           "(median %.2f); load %.1f%s\n",
           seen.samples, most, figure.median / figure.least, load,
           most > 1.5 ? ". It was busy with something else: read the column `least`" : "");
}

/* Records that are measured bear the same name every time: this device keeps no marks of them. */
__attribute__((constructor)) static void keep_no_marks(void) {
    setenv("XDG_STATE_HOME", "/dev/null", 1);
}

void must(bool done, const struct error *error) {
    if (done) return;
    fflush(stdout);
    fprintf(stderr, "bench: %s\n", error->text);
    exit(1);
}
