/* Whole identifications against published and simulated data sets with checked results: pairwise
 * ratios, the best assignments, posteriors under both priors, generalised ratios. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/files.h"
#include "case/dataset_build.h"
#include "case/folder.h"
#include "identify/identification.h"

/* A data set and how far its numbers can agree: the published frequencies sum to 1 within 2e-10
 * only, the simulated ones exactly. */
struct set {
    const char *name;
    double logs, shares; /* of logarithms, relative to the larger of them and 1; of probabilities */
};

static const struct set sets[] = {
    {"example1", 1e-8, 1e-6},     {"example2", 1e-8, 1e-6},      {"fire", 1e-8, 1e-6},
    {"planecrash", 1e-8, 1e-6},   {"symmetricSibs", 1e-8, 1e-6}, {"KETPchap484", 1e-8, 1e-6},
    {"own_family", 1e-10, 1e-10}, {"own_loop", 1e-10, 1e-10},    {"own_weak", 1e-10, 1e-10},
};
enum { SETS = sizeof sets / sizeof sets[0], CELLS = 40 };

struct line {
    int cells;
    char *cell[CELLS];
};

struct table {
    int lines; /* without the first, the names */
    struct line *line;
    struct line names;
};

struct trial {
    struct arena arena;
    const struct set *set;
    const char *folder;
    struct dataset dataset;
    struct identification run;
};

static const char *data_folder(struct arena *arena) {
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    const char *folder = data ? arena_format(arena, "%s/dvi", data)
                              : arena_format(arena, "%s/../shared/data/dvi", source ? source : ".");
    if (access(folder, R_OK) == 0) return folder;
    fprintf(stderr,
            "\n*** SKIPPED: the identification data sets are not at %s: nothing was compared with "
            "them; set CAIRN_SHARED_DATA\n\n",
            folder);
    return NULL;
}

static struct line split(char *text) {
    struct line line = {0};
    for (char *cell; (cell = strsep(&text, "\t"));) {
        assert_true(line.cells < CELLS);
        line.cell[line.cells++] = cell;
    }
    return line;
}

/* Reads a table of expected results; without lines when it is not there and need not be. */
static struct table read_expected(struct trial *trial, const char *name, bool needed) {
    struct arena *arena = &trial->arena;
    const char *path = arena_format(arena, "%s/expected/%s", trial->folder, name);
    struct table table = {0};
    if (!needed && access(path, R_OK) != 0) return table;
    char *bytes;
    size_t size, capacity = 0;
    struct error error = {0};
    if (!files_read(arena, path, 1 << 20, &bytes, &size, &error)) fail_msg("%s", error.text);
    bool first = true;
    for (char *text; (text = strsep(&bytes, "\n")); first = false) {
        if (!*text) continue;
        struct line line = split(text);
        if (first) {
            table.names = line;
            continue;
        }
        assert_int_equal(line.cells, table.names.cells);
        table.line =
            arena_grow(arena, table.line, (size_t)table.lines, &capacity, sizeof *table.line);
        table.line[table.lines++] = line;
    }
    assert_true(table.lines > 0);
    return table;
}

static double number(const char *cell) {
    char *end;
    double value = strtod(cell, &end);
    assert_true(end > cell && !*end);
    return value;
}

static int find_individual(const struct trial *trial, const char *code) {
    for (int i = 0; i < trial->run.individuals.count; i++)
        if (strcmp(identification_code(&trial->run, i), code) == 0) return i;
    fail_msg("%s: no remains %s", trial->set->name, code);
    return -1;
}

/* -1 for nobody. */
static int find_missing(const struct trial *trial, const char *id) {
    if (strcmp(id, "*") == 0) return -1;
    for (int j = 0; j < trial->dataset.missing_count; j++)
        if (strcmp(identification_person(&trial->run, j), id) == 0) return j;
    fail_msg("%s: no missing person %s", trial->set->name, id);
    return -1;
}

static size_t find_pairing(const struct trial *trial, int individual, int missing) {
    for (size_t p = 0; p < trial->run.pairwise.count; p++)
        if (trial->run.pairwise.pairing[p].individual == individual &&
            trial->run.pairwise.pairing[p].missing == missing)
            return p;
    fail_msg("%s: %d and %d are no pair", trial->set->name, individual, missing);
    return 0;
}

static void assert_near(const struct trial *trial, const char *what, const struct line *line,
                        double found, double expected, double tolerance) {
    if (found == expected || fabs(found - expected) <= tolerance) return;
    fail_msg("%s: %s of %s %s: %.17g instead of %.17g", trial->set->name, what, line->cell[0],
             line->cell[1], found, expected);
}

/* Of logarithms, which are differences of ln L. */
static double allowed(const struct trial *trial, double expected) {
    return trial->set->logs * fmax(1, fabs(expected));
}

static void run_set(struct trial *trial, const struct set *set, const char *folder,
                    enum prior_kind prior, double missing_total) {
    *trial = (struct trial){.set = set};
    arena_open(&trial->arena, 0);
    trial->folder = arena_format(&trial->arena, "%s/%s", folder, set->name);
    struct rows rows = {0};
    struct reading reading = {.arena = &trial->arena};
    struct error error = {0};
    struct build_options build = build_options_none();
    if (!folder_read(&trial->arena, 1, &trial->folder, &rows, &reading, &error))
        fail_msg("%s: %s", set->name, error.text);
    if (!dataset_build(&trial->arena, &rows, &build, &reading, &trial->dataset))
        fail_msg("%s: %s", set->name, reading.errors.item[0].text);
    trial->dataset.missing_total = missing_total;
    struct identify_options options = {.prior = prior, .threads = 1};
    if (!identification_run(&trial->arena, &trial->dataset, &options, &trial->run, &error))
        fail_msg("%s: %s", set->name, error.text);
    assert_true(trial->run.joint.bound <= 1e-9);
}

/* remains, person, ln or probability; `*` is nobody. */
static void assert_posteriors(const struct trial *trial, const struct line *line) {
    const char *const *cell = (const char *const *)line->cell + line->cells - 3;
    int individual = find_individual(trial, cell[0]), missing = find_missing(trial, cell[1]);
    double found = missing < 0 ? trial->run.joint.nobody[individual]
                               : trial->run.posterior[find_pairing(trial, individual, missing)];
    assert_near(trial, "posterior", line, found, number(cell[2]), trial->set->shares);
}

static void assert_families(struct trial *trial) {
    struct table table = read_expected(trial, "family.tsv", false);
    for (int l = 0; l < table.lines; l++) {
        double expected = number(table.line[l].cell[1]), found = NAN;
        for (int f = 0; f < trial->dataset.family_count; f++) {
            if (strcmp(trial->dataset.family[f].name, table.line[l].cell[0]) != 0) continue;
            found = 0;
            for (int m = 0; m < trial->dataset.panel.count; m++)
                found += trial->run.casework.log_reference[f][m];
        }
        assert_near(trial, "ln L of the references", &table.line[l], found, expected,
                    allowed(trial, expected));
    }
}

/* The best by likelihood, in any order among equals; the last of them may be others as good. */
static void assert_joint(struct trial *trial) {
    struct table table = read_expected(trial, "joint.tsv", true);
    const struct joint *joint = &trial->run.joint;
    int individuals = trial->run.individuals.count;
    assert_int_equal(joint->best_count, table.lines);
    double last = number(table.line[table.lines - 1].cell[individuals]);
    for (int l = 0; l < table.lines; l++) {
        struct line *line = &table.line[l];
        double expected = number(line->cell[individuals]);
        double near = allowed(trial, expected);
        assert_near(trial, "ln L by rank", line, trial->run.log_nobody + joint->best[l].log_ratio,
                    expected, near);
        assert_near(trial, "ratio to nobody by rank", line, joint->best[l].log_ratio / M_LN10,
                    number(line->cell[individuals + 1]), near);
        assert_near(trial, "posterior by rank", line, joint->best[l].posterior,
                    number(line->cell[individuals + 2]), trial->set->shares);
        bool found = false;
        for (int k = 0; k < joint->best_count; k++) {
            bool same = true;
            for (int c = 0; c < individuals && same; c++)
                same = joint->best[k].missing[find_individual(trial, table.names.cell[c])] ==
                       find_missing(trial, line->cell[c]);
            if (!same) continue;
            found = true;
            assert_near(trial, "ln L", line, trial->run.log_nobody + joint->best[k].log_ratio,
                        expected, near);
        }
        /* Only those as likely as the last may be missing from the list. */
        if (!found) assert_near(trial, "place in the list", line, expected, last, near);
    }
}

static void flat_prior(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    const char *folder = data_folder(&arena);
    for (int s = 0; folder && s < SETS; s++) {
        struct trial trial;
        run_set(&trial, &sets[s], folder, PRIOR_FLAT, -1);
        assert_families(&trial);
        struct table table = read_expected(&trial, "meta.tsv", true);
        double nobody = number(table.line[0].cell[2]);
        assert_near(&trial, "ln L of nobody", &table.line[0], trial.run.log_nobody, nobody,
                    allowed(&trial, nobody));
        table = read_expected(&trial, "pairwise.tsv", true);
        assert_int_equal(trial.run.pairwise.count, table.lines);
        for (int l = 0; l < table.lines; l++) {
            const struct line *line = &table.line[l];
            size_t p = find_pairing(&trial, find_individual(&trial, line->cell[0]),
                                    find_missing(&trial, line->cell[1]));
            double expected = number(line->cell[2]);
            assert_near(&trial, "log10 LR", line, trial.run.pairwise.pairing[p].log_ratio / M_LN10,
                        expected, allowed(&trial, expected));
        }
        table = read_expected(&trial, "glr.tsv", true);
        assert_true(table.lines > 0);
        for (int l = 0; l < table.lines; l++) {
            const struct line *line = &table.line[l];
            size_t p = find_pairing(&trial, find_individual(&trial, line->cell[0]),
                                    find_missing(&trial, line->cell[1]));
            double expected = number(line->cell[2]);
            assert_near(&trial, "log10 GLR", line, trial.run.log_glr[p] / M_LN10, expected,
                        allowed(&trial, expected));
        }
        table = read_expected(&trial, "posterior.tsv", true);
        for (int l = 0; l < table.lines; l++) assert_posteriors(&trial, &table.line[l]);
        assert_joint(&trial);
        arena_close(&trial.arena);
    }
    arena_close(&arena);
    if (!folder) skip();
}

/* For every N of the table, its first column. */
static void incident_prior(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    const char *folder = data_folder(&arena);
    int compared = 0;
    for (int s = 0; folder && s < SETS; s++) {
        struct trial trial;
        double total = -1;
        struct trial reader = {.set = &sets[s]};
        arena_open(&reader.arena, 0);
        reader.folder = arena_format(&reader.arena, "%s/%s", folder, sets[s].name);
        struct table table = read_expected(&reader, "posterior_incident.tsv", false);
        for (int l = 0; l < table.lines; l++) {
            if (number(table.line[l].cell[0]) != total) {
                if (total >= 0) arena_close(&trial.arena);
                total = number(table.line[l].cell[0]);
                run_set(&trial, &sets[s], folder, PRIOR_INCIDENT, total);
            }
            assert_posteriors(&trial, &table.line[l]);
            compared++;
        }
        if (total >= 0) arena_close(&trial.arena);
        arena_close(&reader.arena);
    }
    arena_close(&arena);
    if (!folder) skip();
    assert_true(compared > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flat_prior),
        cmocka_unit_test(incident_prior),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
