/* The example investigation, from its files to every posterior, at growing sizes. Every run is a
 * program of its own, so that its memory is its own. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/files.h"
#include "case/dataset_build.h"
#include "case/example.h"
#include "case/folder.h"
#include "engine_parts.h"
#include "measure.h"

enum { RUNS = 5 };
#define CUT_OFF 1200.0 /* seconds a run */
#define LONG 15.0    /* seconds; what takes longer is not run once more on one thread */
#define SECONDS_LIMIT 2.0
#define MEGABYTES_LIMIT 500.0

/* ------------------------------------------------------------------ one run, in its own process */

static double peak_megabytes(void) {
    char line[128];
    double kilobytes = NAN;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %lf", &kilobytes) == 1) break;
    if (file) fclose(file);
    return kilobytes / 1024;
}

static void tell(const char *name, double value) {
    printf("%s %.9g\n", name, value);
    fflush(stdout);
}

static void tell_step(const struct steps *steps) {
    int ended = steps->count - 1;
    tell(steps->name[ended], steps->begun[ended + 1] - steps->begun[ended]);
    tell("peak", peak_megabytes());
}

static void example_apart(const char *folder, int threads) {
    struct arena arena;
    struct error error = {0};
    struct rows rows = {0};
    struct reading reading = {.arena = &arena};
    struct build_options build = build_options_none();
    struct dataset dataset;
    struct identification run;
    arena_open(&arena, 0);
    double start = clock_seconds();
    must(folder_read(&arena, 1, &folder, &rows, &reading, &error), &error);
    double read = clock_seconds();
    tell("read", read - start);
    if (!dataset_build(&arena, &rows, &build, &reading, &dataset))
        must(error_set(&error, ERROR_BAD_INPUT, "%s", reading.errors.item[0].text), &error);
    tell("build", clock_seconds() - read);
    tell("missing", dataset.missing_count);
    struct identify_options options = {.group = true, .threads = threads};
    struct steps steps = {.told = tell_step};
    steps_run(&arena, &dataset, options, &steps, &run);
    tell("whole", clock_seconds() - start);
    tell("persons", run.individuals.count);
    tell("pairs", (double)run.pairwise.count);
    tell("kept", (double)run.joint.kept);
    tell("states", (double)run.joint.states);
    tell("bound", run.joint.bound);
    tell("peak", peak_megabytes());
    arena_close(&arena);
}

int apart_main(int count, char **words) {
    if (count == 3 && !strcmp(words[0], "example")) example_apart(words[1], atoi(words[2]));
    else if (count >= 1) joint_apart(words[0]);
    return 0;
}

/* ------------------------------------------------------------------ the table */

static void write_example(struct arena *arena, int remains, char **out_folder) {
    struct example example;
    struct error error = {0};
    must(files_make_temporary(arena, out_folder, &error), &error);
    must(example_make(EXAMPLE_SEED, remains, NULL, &example, &error), &error);
    for (int i = 0; i < EXAMPLE_FILES; i++) {
        const struct buffer *content = &example.file[i].content;
        must(files_write(files_join(arena, *out_folder, example.file[i].name), content->bytes,
                         content->size, &error),
             &error);
    }
    example_close(&example);
}

static const char *const COLUMNS[] = {"read",     "build",   "individuals", "families",
                                      "pairwise", "namings", "joint",       "labels"};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

static void print_usual(void) {
    struct arena arena;
    char *folder;
    arena_open(&arena, 0);
    write_example(&arena, EXAMPLE_REMAINS, &folder);
    for (int threads = 2; threads >= 1; threads--) {
        double took[RUNS], peak = 0;
        struct apart apart = {0};
        int runs = 0;
        while (runs < RUNS && !apart.cut_off) {
            apart_run("example", folder, threads == 1 ? "1" : "2", CUT_OFF, &apart);
            took[runs++] = apart.cut_off ? CUT_OFF : apart_value(&apart, "whole");
            peak = fmax(peak, apart_value(&apart, "peak"));
        }
        print_time(figure_of(took, runs), SECONDS_LIMIT, "%d remains, from files, %d thread%s%s",
                   EXAMPLE_REMAINS, threads, threads > 1 ? "s" : "",
                   apart.cut_off ? ", CUT OFF" : "");
        print_amount(peak, MEGABYTES_LIMIT, "  its peak memory (MB)");
        print_note("%.0f individuals, %.0f missing, %.0f namings, %.0f states; bound of what is "
                   "left out %.1g", apart_value(&apart, "persons"), apart_value(&apart, "missing"),
                   apart_value(&apart, "kept"), apart_value(&apart, "states"),
                   apart_value(&apart, "bound"));
    }
    struct error error = {0};
    must(files_remove_folder(folder, &error), &error);
    arena_close(&arena);
}

static void print_cell(double seconds) {
    printf(" %8s", isnan(seconds) ? "-" : time_text(seconds));
}

static void print_grown(int remains, int threads, const struct apart *apart) {
    printf("  %7d %7.0f %7d", remains, apart_value(apart, "missing"), threads);
    for (int i = 0; i < COLUMN_COUNT; i++) print_cell(apart_value(apart, COLUMNS[i]));
    print_cell(apart_value(apart, "whole"));
    printf(" %7.0f", apart_value(apart, "peak"));
    double bound = apart_value(apart, "bound");
    if (apart->cut_off) printf("  cut off after %.0f s", CUT_OFF);
    else if (isnan(bound)) printf("  not proved");
    else printf("  %.1g", bound);
    printf("\n");
    fflush(stdout);
}

/* Runs one size and says whether it came to its end. */
static bool grow(int remains, struct apart *out) {
    struct arena arena;
    struct error error = {0};
    struct apart alone;
    char *folder;
    arena_open(&arena, 0);
    write_example(&arena, remains, &folder);
    apart_run("example", folder, "2", CUT_OFF, out);
    print_grown(remains, 2, out);
    if (!out->cut_off && apart_value(out, "whole") < LONG) {
        apart_run("example", folder, "1", CUT_OFF, &alone);
        print_grown(remains, 1, &alone);
    }
    must(files_remove_folder(folder, &error), &error);
    arena_close(&arena);
    return !out->cut_off;
}

static void print_growth(void) {
    static const int sizes[] = {100, 300, 1000, 3000, 10000};
    enum { SIZES = sizeof sizes / sizeof sizes[0] };
    struct apart apart[SIZES];
    int done = 0;
    printf("\n  %7s %7s %7s", "remains", "missing", "threads");
    for (int i = 0; i < COLUMN_COUNT; i++) printf(" %8.8s", COLUMNS[i]);
    printf(" %8s %7s  %s\n", "whole", "peak MB", "bound of what is left out");
    while (done < SIZES && grow(sizes[done], &apart[done])) done++;
    if (done < SIZES - 1) print_note("larger ones were not tried");
    for (int i = 1; i < done; i++) {
        double ratio = log((double)sizes[i] / sizes[i - 1]);
        printf("  from %d to %d it grows as the remains to the power of", sizes[i - 1], sizes[i]);
        for (int c = 0; c < COLUMN_COUNT; c++)
            printf(" %s %.1f,", COLUMNS[c],
                   log(apart_value(&apart[i], COLUMNS[c]) /
                       apart_value(&apart[i - 1], COLUMNS[c])) / ratio);
        printf(" whole %.1f\n", log(apart_value(&apart[i], "whole") /
                                    apart_value(&apart[i - 1], "whole")) / ratio);
    }
    print_note("bounded by: pairwise at first by the families' tables (linear), then by look-ups "
               "as above (square), as is");
    print_note("individuals, remains against remains; namings and joint by how far the families "
               "hang together");
}

void bench_example(void) {
    print_section("The example, identification whole, exact with a bound");
    print_usual();
    print_growth();
}
