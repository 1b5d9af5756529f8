/* Few families, all assignments: the shape of planecrash, planecrash itself where it is there, and
 * a dozen remains with ten missing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/files.h"
#include "case/dataset_build.h"
#include "case/folder.h"
#include "engine_parts.h"
#include "measure.h"
#include "worlds.h"

enum { COLD_RUNS = 7 };

/* ------------------------------------------------------------------ runs and their steps */

static void step_begins(void *data, const char *name, size_t work) {
    (void)work;
    struct steps *steps = data;
    double now = clock_seconds();
    steps->begun[steps->count] = now;
    if (steps->told && steps->count) steps->told(steps);
    if (steps->count < STEPS_MOST) steps->name[steps->count++] = name;
}

void steps_run(struct arena *arena, const struct dataset *dataset, struct identify_options options,
               struct steps *steps, struct identification *out) {
    struct error error = {0};
    steps->count = 0;
    options.step = step_begins;
    options.step_data = steps;
    must(identification_run(arena, dataset, &options, out, &error), &error);
    steps->begun[steps->count] = clock_seconds();
    if (steps->told) steps->told(steps);
}

const char *steps_text(const struct steps *steps) {
    static char text[160];
    bool said[STEPS_MOST] = {false};
    double all = steps->begun[steps->count] - steps->begun[0];
    size_t used = 0;
    text[0] = 0;
    for (int n = 0; n < 3 && n < steps->count; n++) {
        int largest = -1;
        double most = -1;
        for (int i = 0; i < steps->count; i++) {
            double took = steps->begun[i + 1] - steps->begun[i];
            if (!said[i] && took > most) {
                most = took;
                largest = i;
            }
        }
        said[largest] = true;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %.0f %%", n ? ", " : "",
                                 steps->name[largest], 100 * most / all);
    }
    return text;
}

struct family_asked {
    struct engine *engine;
    const struct casework *casework;
    int family;
};

static void ask_family(void *data) {
    const struct family_asked *asked = data;
    const struct dataset *dataset = asked->casework->dataset;
    struct error error = {0};
    double log_value;
    for (int m = 0; m < dataset->panel.count; m++) {
        struct question question = {.marker = &dataset->panel.marker[m],
                                    .pedigree = &dataset->family[asked->family].pedigree,
                                    .evidence = asked->casework->reference[asked->family][m]};
        must(likelihood_of(asked->engine, &question, &log_value, &error), &error);
    }
}

double likelihood_seconds(const struct casework *casework, int family) {
    struct family_asked asked = {engine_open(), casework, family};
    struct figure figure = measure(ask_family, &asked, 0.05);
    engine_close(asked.engine);
    return figure.median / casework->dataset->panel.count;
}

/* ------------------------------------------------------------------ the cases */

struct joint_case {
    struct dataset dataset;
    struct identify_options options;
    struct steps steps;
};

static void run_case(void *data) {
    struct joint_case *joint = data;
    struct arena arena;
    struct identification run;
    arena_open(&arena, 0);
    steps_run(&arena, &joint->dataset, joint->options, &joint->steps, &run);
    arena_close(&arena);
}

static struct joint_case make_case(struct arena *arena, const char *name) {
    struct joint_case joint = {.options = {.threads = 2, .prior = PRIOR_FLAT}};
    struct panel panel;
    if (!strcmp(name, "planecrash")) {
        world_panel(arena, 15, MUTATION_PROPORTIONAL, &panel);
        joint.dataset = world_dataset(arena, &panel, 1, PLANECRASH_FAMILIES, PLANECRASH,
                                      PLANECRASH_FAMILIES, 0, 3);
    } else {
        world_panel(arena, WORLD_LOCI, MUTATION_STEPWISE, &panel);
        joint.dataset =
            world_dataset(arena, &panel, 1, DOZEN_FAMILIES, DOZEN, DOZEN_FAMILIES, 2, 0);
        if (!strcmp(name, "dozen")) joint.options.prior = PRIOR_INCIDENT;
    }
    return joint;
}

void joint_apart(const char *name) {
    struct arena arena;
    arena_open(&arena, 0);
    struct joint_case joint = make_case(&arena, name);
    double start = clock_seconds();
    run_case(&joint);
    printf("run %.9f\n", clock_seconds() - start);
    arena_close(&arena);
}

/* Namings of v individuals with m persons, nobody twice: sum over k of C(v,k) C(m,k) k!. */
static double count_namings(int individuals, int missing) {
    double sum = 0, term = 1;
    for (int k = 0; k <= individuals && k <= missing; k++) {
        sum += term;
        term *= (double)(individuals - k) * (missing - k) / (k + 1);
    }
    return sum;
}

static double count_assignments(const struct dataset *dataset) {
    int individuals[3] = {0}, missing[3] = {0};
    for (int i = 0; i < dataset->remains_count; i++) individuals[dataset->remains[i].sex]++;
    for (int j = 0; j < dataset->missing_count; j++) {
        const struct missing *who = &dataset->missing[j];
        missing[dataset->family[who->family].pedigree.person[who->person].sex]++;
    }
    return count_namings(individuals[SEX_MALE], missing[SEX_MALE]) *
           count_namings(individuals[SEX_FEMALE], missing[SEX_FEMALE]);
}

static void print_run(struct joint_case *joint, const char *what, double limit) {
    struct arena arena;
    struct identification run;
    struct figure figure = measure(run_case, joint, 0.5);
    arena_open(&arena, 0);
    steps_run(&arena, &joint->dataset, joint->options, &joint->steps, &run);
    print_time(figure, limit, "%s", what);
    const struct dataset *dataset = &joint->dataset;
    print_note("%d remains, %d missing, %.0f assignments; %zu namings kept, %zu cut, bound of what "
               "is left out %.1g", dataset->remains_count, dataset->missing_count,
               count_assignments(dataset), run.joint.kept, run.joint.cut, run.joint.bound);
    double each = 0;
    for (int f = 0; f < dataset->family_count; f++)
        each += likelihood_seconds(&run.casework, f) / dataset->family_count;
    double families = (double)run.joint.kept + dataset->family_count;
    print_note("bounded by %.0f family likelihoods x %d loci x %s = %s, and %zu states of the sum; "
               "time goes to %s", families, dataset->panel.count, time_text(each),
               time_text(families * dataset->panel.count * each), run.joint.states,
               steps_text(&joint->steps));
    arena_close(&arena);
}

static void print_first(const char *name, double limit) {
    double took[COLD_RUNS];
    for (int i = 0; i < COLD_RUNS; i++) {
        struct apart apart;
        apart_run(name, "", "", 60, &apart);
        took[i] = apart_value(&apart, "run");
    }
    print_time(figure_of(took, COLD_RUNS), limit, "  the same, first thing in a new process");
}

/* ------------------------------------------------------------------ planecrash itself */

static const char *planecrash_folder(struct arena *arena) {
    const char *shared = getenv("CAIRN_SHARED_DATA");
    return arena_format(arena, "%s/dvi/planecrash", shared ? shared : "../shared/data");
}

static void read_case(void *data) {
    struct joint_case *joint = data;
    struct arena arena;
    struct identification run;
    struct error error = {0};
    arena_open(&arena, 0);
    const char *path = planecrash_folder(&arena);
    struct rows rows = {0};
    struct reading reading = {.arena = &arena};
    struct build_options build = build_options_none();
    must(folder_read(&arena, 1, &path, &rows, &reading, &error), &error);
    if (!dataset_build(&arena, &rows, &build, &reading, &joint->dataset))
        must(error_set(&error, ERROR_BAD_INPUT, "%s: %s", path, reading.errors.item[0].text),
             &error);
    steps_run(&arena, &joint->dataset, joint->options, &joint->steps, &run);
    if (run.joint.bound > 0)
        print_note("not exact: what was left out is bounded by %.1g", run.joint.bound);
    arena_close(&arena);
}

static void print_planecrash(void) {
    struct arena arena;
    arena_open(&arena, 0);
    const char *folder = planecrash_folder(&arena);
    if (!files_is_folder(folder)) {
        print_note("planecrash itself is not at %s: only its shape was measured", folder);
    } else {
        struct joint_case joint = {.options = {.threads = 2, .prior = PRIOR_FLAT}};
        print_time(measure(read_case, &joint, 0.5), 10e-3,
                   "planecrash itself, reading the tables included");
    }
    arena_close(&arena);
}

void bench_joint(void) {
    struct arena arena;
    arena_open(&arena, 0);
    print_section("Few families, every assignment, two threads");
    struct joint_case joint = make_case(&arena, "planecrash");
    print_run(&joint, "the shape of planecrash, 15 loci, flat prior", 10e-3);
    print_first("planecrash", 10e-3);
    print_planecrash();
    print_note("published: dvir 692 s; it makes every family again for every assignment");

    joint = make_case(&arena, "dozen");
    print_run(&joint, "a dozen remains, 23 loci stepwise, incident prior", 1);
    print_first("dozen", 1);
    joint = make_case(&arena, "dozen_flat");
    print_run(&joint, "the same under the flat prior", 1);
    print_note("dvir takes 36 ms an assignment at planecrash: %.0f hours",
               count_assignments(&joint.dataset) * 0.036 / 3600);
    arena_close(&arena);
}
