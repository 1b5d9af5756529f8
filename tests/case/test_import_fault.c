/* Every operation made to fail in turn while tables are imported: what was appended is there, whole,
 * and the same import again brings the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/faults.h"
#include "base/folder.h"
#include "case/import_apply.h"
#include "case/import_check.h"
#include "case/import_record.h"
#include "record/replay.h"
#include "record/trial.h"
#include "store/sqlite_fault.h"

struct importing {
    struct trial trial;
    const char *tables; /* the folder with them */
    const char *database;
    char *before; /* the record before any of it, as bytes */
    size_t before_size;
    uint64_t size; /* entries before it, and after all of it */
    uint64_t full;
};

/* Of every sort of import: records of one line and of several, references within the import and to
 * what is not there yet, and a file. */
static const struct {
    const char *name, *text;
} FILES[] = {
    {"sites.tsv", "code\tname\nABC\tWood\n"},
    {"graves.tsv", "code\tsite\nABC-G001\tABC\n"},
    {"remains.tsv", "code\tsex\tgrave\nABC-0001-B\tM\tABC-G001\nABC-0002-B\t?\tABC-G002\n"},
    {"persons.tsv", "family\tid\tfather\tsex\trole\nF1\tF1-01\t0\tM\treference\n"
                    "F1\tF1-02\tF1-01\tM\tmissing\n"},
    {"profiles.tsv", "subject\tmarker\tallele1\tallele2\nABC-0001-B\tTH01\t6\t9.3\n"
                     "ABC-0001-B\tvWA\t17\t18\nF1-01\tTH01\t6\t7\n"},
    {"media.tsv", "number\tview\tfile\nIMG1\tclose\t1.jpg\n"},
    {"1.jpg", "not really a photograph"},
};

static void put(const char *folder, const char *name, const char *text) {
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    if (!files_write(files_join(&arena, folder, name), text, strlen(text), &error))
        fail_msg("%s", error.text);
    arena_close(&arena);
}

/* What cairn import does, without its words. */
static bool import_once(struct arena *arena, const struct importing *importing,
                        struct investigation *investigation, struct tables *tables,
                        struct appender **appender, struct import_plan *plan,
                        struct error *error) {
    struct random random;
    struct import_findings findings;
    struct import_signer signer = {.signer = {importing->trial.worker.signer}};
    struct import_request request = {
        .path_count = 1, .path = &importing->tables, .random = &random,
        .roles = 1U << USER_FIELD | 1U << USER_LABORATORY | 1U << USER_LIAISON};
    if (!random_open(&random, error) ||
        !investigation_open(arena, importing->trial.path, INVESTIGATION_APPEND, investigation,
                            error) ||
        !replay_open(arena, investigation, &(struct replay){.threads = 1}, tables, error) ||
        !store_begin(tables->store, STORE_READ, error) ||
        !store_begin(investigation->store, STORE_READ, error))
        return false;
    struct import_known known = import_record_known(arena, investigation, tables);
    if (!import_plan_make(arena, &request, &known, plan, error) ||
        !import_check(arena, plan, request.roles, 1, NULL, &findings, error))
        return false;
    store_rollback(investigation->store);
    store_rollback(tables->store);
    return append_open(arena, investigation, &random, appender, error) &&
           import_apply(plan, *appender, &signer, NULL, NULL, error);
}

static bool import_all(void *data, struct error *error) {
    struct arena arena;
    struct investigation investigation = {0};
    struct tables tables = {0};
    struct appender *appender = NULL;
    struct import_plan plan = {0};
    arena_open(&arena, 0);
    bool done = import_once(&arena, data, &investigation, &tables, &appender, &plan, error);
    /* A file that the record has refused is what the command answers with, and why. */
    for (int i = 0; done && i < plan.file_count; i++)
        if (plan.file[i].refused)
            done = error_set(error, ERROR_BAD_INPUT, "%s was refused", plan.file[i].path);
    append_close(appender);
    import_plan_close(&plan);
    tables_close(&tables);
    investigation_close(&investigation);
    arena_close(&arena);
    return done;
}

/* The record as it was before. */
static void begin_again(void *data) {
    struct importing *importing = data;
    struct error error = {0};
    if (!store_remove(importing->database, &error) ||
        !files_create(importing->database, importing->before, importing->before_size, &error))
        fail_msg("%s", error.text);
}

static void expect_whole(void *data, bool done) {
    struct importing *importing = data;
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    uint64_t size = trial_check(&arena, importing->trial.path);
    assert_in_range(size, importing->size, importing->full);
    if (done) assert_int_equal(size, importing->full);
    if (!import_all(importing, &error)) fail_msg("%s", error.text);
    assert_int_equal(trial_check(&arena, importing->trial.path), importing->full);
    arena_close(&arena);
}

static void test_whatever_fails_the_same_import_goes_on(void **state) {
    (void)state;
    faults_or_skip();
    static struct importing importing;
    struct error error = {0};
    struct trial *trial = &importing.trial;
    trial_open(trial);
    trial_release(trial);
    importing.tables = files_join(&trial->arena, trial->folder, "tables");
    importing.database = files_join(&trial->arena, trial->path, "record.db");
    assert_true(files_make_folder(importing.tables, &error));
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        put(importing.tables, FILES[i].name, FILES[i].text);
    assert_true(files_read(&trial->arena, importing.database, 1 << 26, &importing.before,
                           &importing.before_size, &error));
    importing.size = trial_check(&trial->arena, trial->path);
    if (!import_all(&importing, &error)) fail_msg("%s", error.text);
    importing.full = trial_check(&trial->arena, trial->path);
    assert_int_equal(importing.full, importing.size + 9);
    faults_run_sparsely(
        &(struct faults){begin_again, import_all, expect_whole, &importing}, 997);
    assert_true(replay_forget(&trial->arena, trial->path, &error));
    trial_close(trial);
}

int main(void) {
    /* Thousands of runs, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whatever_fails_the_same_import_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
