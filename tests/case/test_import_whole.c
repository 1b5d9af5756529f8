/* Whole investigations: every line of the example and of the published data sets is accounted for,
 * twice and once changed, and what identification reads from the records is what it reads from the
 * tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/files.h"
#include "case/example_folder.h"
#include "case/folder.h"
#include "case/import_check.h"
#include "case/import_world.h"

enum { REMAINS = 60 };

static const char *const sets[] = {"example1",  "example2",   "fire",     "planecrash", "own_loop",
                                   "own_family", "own_weak", "symmetricSibs", "KETPchap484"};

static int lines_of(const char *path) {
    struct error error = {0};
    char *bytes;
    size_t size;
    int lines = -1; /* the first names the columns */
    assert_true(files_read(&world_arena, path, 1 << 28, &bytes, &size, &error));
    for (size_t i = 0; i < size; i++) lines += bytes[i] == '\n';
    return lines;
}

/* Every line of every table is accepted (or unchanged), as a plain count of lines has it. */
static void assert_all(bool accepted) {
    assert_true(world_plan.file_count > 0);
    for (int i = 0; i < world_plan.file_count; i++) {
        const struct import_file *file = &world_plan.file[i];
        struct import_count count = import_count(&world_plan, file);
        if (file->refused) fail_msg("%s: %s", file->path, file->reading->errors.item[0].text);
        assert_int_equal(file->read, lines_of(file->path));
        assert_int_equal(accepted ? count.accepted : count.unchanged, file->read);
    }
}

static bool same(const char *first, const char *second) {
    return first == second || (first && second && strcmp(first, second) == 0);
}

/* The rows that identification reads are the same, from the tables and from the records. */
static void assert_same_rows(const char *path) {
    struct error error = {0};
    struct rows tables = {0}, records = {0};
    struct reading reading = {.arena = &world_arena}, again = {.arena = &world_arena};
    assert_true(folder_read(&world_arena, 1, &path, &tables, &reading, &error));
    assert_int_equal(reading.errors.count, 0);
    read_back(&records, &again);
    assert_int_equal(tables.remains.count, records.remains.count);
    for (int i = 0; i < tables.remains.count; i++) {
        const struct remains_row *a = &tables.remains.row[i], *b = &records.remains.row[i];
        assert_true(same(a->code, b->code) && a->sex == b->sex && a->complete == b->complete);
        assert_true(a->dropout == b->dropout);
    }
    assert_int_equal(tables.persons.count, records.persons.count);
    for (int i = 0; i < tables.persons.count; i++) {
        const struct person_row *a = &tables.persons.row[i], *b = &records.persons.row[i];
        assert_true(same(a->family, b->family) && same(a->id, b->id) && a->role == b->role);
        assert_true(same(a->father, b->father) && same(a->mother, b->mother) && a->sex == b->sex);
    }
    assert_int_equal(tables.profiles.count, records.profiles.count);
    for (int i = 0; i < tables.profiles.count; i++) {
        const struct profile_row *a = &tables.profiles.row[i], *b = &records.profiles.row[i];
        assert_true(same(a->subject, b->subject) && same(a->marker, b->marker));
        assert_true(same(a->allele[0], b->allele[0]) && same(a->allele[1], b->allele[1]));
    }
    assert_int_equal(tables.frequencies.count, records.frequencies.count);
    for (int i = 0; i < tables.frequencies.count; i++) {
        const struct frequency_row *a = &tables.frequencies.row[i],
                                   *b = &records.frequencies.row[i];
        assert_true(same(a->marker, b->marker) && same(a->allele, b->allele));
        assert_true(a->frequency == b->frequency);
    }
    assert_int_equal(tables.mutation.count, records.mutation.count);
    for (int i = 0; i < tables.mutation.count; i++)
        for (int sex = 0; sex < 2; sex++) {
            const struct mutation_model *a = &tables.mutation.row[i].model[sex],
                                        *b = &records.mutation.row[i].model[sex];
            assert_true(a->kind == b->kind && a->rate == b->rate && a->rate2 == b->rate2);
            assert_true(a->range == b->range);
        }
    assert_int_equal(tables.samples.count, records.samples.count);
    assert_int_equal(tables.parameters.count, records.parameters.count);
}

static void twice(const char *path) {
    struct error error = {0};
    if (!plan_path(path, &error)) fail_msg("%s", error.text);
    assert_all(true);
    assert_int_equal(world_plan.revised, 0);
    take_plan();
    if (!plan_path(path, &error)) fail_msg("%s", error.text);
    assert_all(false);
    assert_int_equal(world_plan.revised, 0);
    assert_same_rows(path);
}

static void the_example(void **state) {
    struct error error = {0};
    (void)state;
    const char *path = files_join(&world_arena, world_folder, "example");
    if (!example_folder_write(&world_arena, path, EXAMPLE_SEED, REMAINS, NULL, &error))
        fail_msg("%s", error.text);
    twice(path);
    assert_int_equal(count_of("remains"), REMAINS);
    /* README.txt and truth.tsv are no tables; graves that only have a code wait. */
    bool truth = false;
    for (int i = 0; i < world_plan.skipped_count; i++)
        truth = truth || strstr(world_plan.skipped[i], "truth.tsv");
    assert_true(truth);
    /* One word is changed in one line of one table. */
    char *bytes;
    size_t size;
    const char *remains = files_join(&world_arena, path, "remains.tsv");
    assert_true(files_read(&world_arena, remains, 1 << 28, &bytes, &size, &error));
    char *sex = strstr(bytes, "\tM\t");
    assert_non_null(sex);
    sex[1] = 'F';
    assert_true(files_write(remains, bytes, size, &error));
    assert_true(plan_path(path, &error));
    assert_int_equal(world_plan.revised, 1);
    int changed = 0;
    for (int i = 0; i < world_plan.file_count; i++)
        changed += import_count(&world_plan, &world_plan.file[i]).accepted;
    assert_int_equal(changed, 1);
}

static void data_sets(void **state) {
    (void)state;
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    char folder[4096]; /* outlives the arena */
    if (data) snprintf(folder, sizeof folder, "%s/dvi", data);
    else snprintf(folder, sizeof folder, "%s/../shared/data/dvi", source ? source : ".");
    if (access(folder, R_OK) != 0) {
        fprintf(stderr,
                "\n*** SKIPPED: the identification data sets are not at %s: none was imported; set "
                "CAIRN_SHARED_DATA\n\n",
                folder);
        skip();
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        end_world(state);
        begin_world(state);
        const char *path = files_join(&world_arena, folder, sets[i]);
        twice(path);
        assert_int_equal(world_plan.wait_count, 0);
        struct import_findings findings;
        struct cancel cancel = {0};
        struct error error = {0};
        assert_true(import_check(&world_arena, &world_plan, 1 << USER_LABORATORY, 2, &cancel,
                                 &findings, &error));
        /* Families of published examples are what they are said to be. */
        if (findings.count) fail_msg("%s: %s", sets[i], findings.finding[0]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_example, begin_world, end_world),
        cmocka_unit_test_setup_teardown(data_sets, begin_world, end_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
