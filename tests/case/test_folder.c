/* Folders of tables: what is read, what is passed over, and the published sets as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/dataset_build.h"
#include "case/folder.h"
#include "input/reading.h"

static char folder[] = "/tmp/cairn-test-folder-XXXXXX";

static const char *const files[][2] = {
    {"remains.tsv", "code\tsex\nV1\tM\nV2\tF\n"},
    {"lab/Profiles.csv", "subject,marker,allele1,allele2\nV1,TH01,6,\"9,3\"\n"},
    {"lab/run7.txt", "Sample Name\tMarker\tAllele 1\tAllele 2\nV2\tTH01\t6\t\n"},
    {"lab/other.tsv", "name\tvalue\ntheta\t0.5\n"},
    {"truth.tsv", "remains\tperson\nV1\tA\n"},
    {"expected/profiles.tsv", "subject\tmarker\tallele1\tallele2\nV9\tTH01\t6\t6\n"},
    {"graves.tsv", "code\nABC-G001\n"},
    {"lab/custody.tsv", "number\tevent\titems\n1\tseal\tV1\n"},
    {"photo.jpg", "\xff\xd8\xff"},
    {"broken/samples.tsv", "sample\tsubject\tkind\tdropout\nS1\tV1\tbone\t7\n"},
};

enum { FILES = sizeof files / sizeof *files };

static int make_folder(void **state) {
    (void)state;
    struct arena mine;
    arena_open(&mine, 0);
    struct error error = {0};
    bool good = mkdtemp(folder) != NULL;
    static const char *const below[] = {"lab", "expected", "broken"};
    for (int i = 0; i < 3; i++)
        good = good && files_make_folder(files_join(&mine, folder, below[i]), &error);
    for (int i = 0; i < FILES; i++)
        good = good && files_write(files_join(&mine, folder, files[i][0]), files[i][1],
                                   strlen(files[i][1]), &error);
    arena_close(&mine);
    return good ? 0 : 1;
}

static int remove_folder(void **state) {
    (void)state;
    struct arena mine;
    arena_open(&mine, 0);
    for (int i = 0; i < FILES; i++) unlink(files_join(&mine, folder, files[i][0]));
    static const char *const below[] = {"lab", "expected", "broken"};
    for (int i = 0; i < 3; i++) rmdir(files_join(&mine, folder, below[i]));
    rmdir(folder);
    arena_close(&mine);
    return 0;
}

static bool is_noted(const char *name) {
    const char *path = files_join(&arena, folder, name);
    for (int i = 0; i < reading.notes.count; i++)
        if (strcmp(reading.notes.item[i].place.file, path) == 0) return true;
    return false;
}

static void test_a_folder(void **state) {
    (void)state;
    struct error error = {0};
    const char *path = folder;
    assert_true(folder_read(&arena, 1, &path, &rows, &reading, &error));
    assert_int_equal(rows.remains.count, 2);
    assert_int_equal(rows.profiles.count, 2);
    assert_string_equal(rows.profiles.row[0].allele[1], "9.3");
    assert_string_equal(rows.profiles.row[1].allele[1], "6");
    assert_int_equal(rows.parameters.count, 0);
    assert_int_equal(reading.notes.count, 5);
    assert_true(is_noted("truth.tsv") && is_noted("expected/profiles.tsv"));
    assert_true(is_noted("photo.jpg") && is_noted("lab/other.tsv"));
    /* Tables of records that have nothing for identification are no surprise: one note for all. */
    assert_false(is_noted("graves.tsv") || is_noted("lab/custody.tsv"));
    assert_string_equal(reading.notes.item[0].text,
                        "2 tables of the record that identification takes nothing from; not read: "
                        "graves.tsv, lab/custody.tsv");
    /* One file is wrong: nothing of it is taken, and where it is wrong is said. */
    assert_int_equal(rows.samples.count, 0);
    assert_int_equal(reading.errors.count, 1);
    assert_int_equal(reading.errors.item[0].place.line, 2);
    assert_int_equal(reading.errors.item[0].place.column, 12);
}

static void test_files_by_name(void **state) {
    (void)state;
    struct error error = {0};
    const char *paths[] = {files_join(&arena, folder, "lab/other.tsv"),
                           files_join(&arena, folder, "lab/run7.txt")};
    assert_true(folder_read(&arena, 2, paths, &rows, &reading, &error));
    assert_int_equal(rows.parameters.count, 1);
    assert_int_equal(rows.profiles.count, 1);
    static const char *const unknown[] = {"truth.tsv", "photo.jpg"};
    for (int i = 0; i < 2; i++) {
        paths[1] = files_join(&arena, folder, unknown[i]);
        struct error refused = {0};
        assert_false(folder_read(&arena, 2, paths, &rows, &reading, &refused));
        assert_int_equal(refused.code, ERROR_BAD_INPUT);
        assert_non_null(strstr(refused.text, unknown[i]));
        assert_int_equal(rows.parameters.count, 1);
    }
    paths[0] = files_join(&arena, folder, "none.tsv");
    assert_false(folder_read(&arena, 1, paths, &rows, &reading, &error));
    assert_int_not_equal(error.code, ERROR_NONE);
}

/* Without mutation.tsv the run goes on without mutation: a table that cannot be read is not passed
 * over. */
static void test_a_table_that_is_no_file(void **state) {
    (void)state;
    char *own = folder_make(&arena), *table = files_join(&arena, own, "Mutation.csv");
    struct error error = {0};
    const char *path = own;
    assert_int_equal(symlink(files_join(&arena, own, "absent"), table), 0);
    assert_int_equal(symlink("absent", files_join(&arena, own, "notes\033[31m\n")), 0);
    assert_int_equal(mkfifo(files_join(&arena, own, "pipe.tsv"), 0600), 0);
    assert_true(folder_read(&arena, 1, &path, &rows, &reading, &error));
    assert_int_equal(reading.errors.count, 1);
    assert_string_equal(reading.errors.item[0].place.file, table);
    assert_non_null(strstr(reading.errors.item[0].text, "a link that leads nowhere"));
    assert_int_equal(reading.notes.count, 2);
    assert_non_null(strstr(reading.notes.item[0].text, "a link that leads nowhere; not read"));
    assert_string_equal(reading.notes.item[0].place.file, files_join(&arena, own, "notes?[31m?"));
    assert_non_null(strstr(reading.notes.item[1].text, "a pipe, a device or a socket; not read"));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(remove(table), 0);
        assert_int_equal(i ? mkdir(table, 0700) : mkfifo(table, 0600), 0);
        reading.errors.count = 0;
        assert_true(folder_read(&arena, 1, &path, &rows, &reading, &error));
        assert_int_equal(reading.errors.count, 1);
        assert_non_null(strstr(reading.errors.item[0].text, i ? "a folder" : "a pipe"));
    }
    folder_remove(own);
}

static void test_the_published_sets(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int remains, missing, families, loci;
        enum mutation_kind mutation;
        double rate;
    } sets[] = {{"example1", 3, 3, 1, 1, MUTATION_NONE, 0},
                {"example2", 3, 3, 2, 1, MUTATION_NONE, 0},
                {"fire", 3, 3, 1, 23, MUTATION_PROPORTIONAL, 0.001},
                {"planecrash", 8, 5, 5, 15, MUTATION_PROPORTIONAL, 0.001},
                {"symmetricSibs", 5, 5, 3, 13, MUTATION_NONE, 0},
                {"KETPchap484", 4, 4, 3, 21, MUTATION_EQUAL, 0.005},
                {"own_family", 7, 5, 1, 16, MUTATION_NONE, 0},
                {"own_loop", 5, 3, 1, 16, MUTATION_EQUAL, 0.001},
                {"own_weak", 7, 5, 1, 16, MUTATION_NONE, 0}};
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    const char *all = data ? arena_format(&arena, "%s/dvi", data)
                           : arena_format(&arena, "%s/../shared/data/dvi", source ? source : ".");
    if (!files_is_folder(all)) {
        fprintf(stderr, "\n*** SKIPPED: no published sets at %s; set CAIRN_SHARED_DATA\n\n", all);
        skip();
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        end_reading(NULL);
        begin_reading(NULL);
        struct error error = {0};
        struct build_options options = build_options_none();
        struct dataset dataset;
        const char *path = data ? arena_format(&arena, "%s/dvi/%s", data, sets[i].name)
                                : arena_format(&arena, "%s/../shared/data/dvi/%s",
                                               source ? source : ".", sets[i].name);
        if (!folder_read(&arena, 1, &path, &rows, &reading, &error)) fail_msg("%s", error.text);
        if (!dataset_build(&arena, &rows, &options, &reading, &dataset))
            fail_msg("%s: %s", sets[i].name, reading.errors.item[0].text);
        assert_int_equal(dataset.remains_count, sets[i].remains);
        assert_int_equal(dataset.missing_count, sets[i].missing);
        assert_int_equal(dataset.family_count, sets[i].families);
        assert_int_equal(dataset.panel.count, sets[i].loci);
        for (int j = 0; j < dataset.panel.count; j++) {
            const struct mutation_model *model = &dataset.panel.marker[j].model[FEMALE_PARENT];
            assert_int_equal(model->kind, sets[i].mutation);
            assert_true(model->rate == sets[i].rate);
        }
        for (int j = 0; j < dataset.remains_count; j++) assert_non_null(dataset.remains[j].profile);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_folder, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_files_by_name, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_a_table_that_is_no_file, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_the_published_sets, begin_reading, end_reading),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
