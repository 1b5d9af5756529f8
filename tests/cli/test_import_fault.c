/* Every operation made to fail in turn while tables are imported: the record is whole afterwards, it
 * has each file or nothing of it, what was there before is there still, and the same import again
 * brings what is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/faults.h"
#include "base/folder.h"
#include "cli/command.h"
#include "record/trial.h"

extern const struct command IMPORT_COMMAND;

enum { STRIDE = 47 };

/* Entries of the second import. */
enum {
    SITES = 1,
    GRAVES = 2,
    REMAINS = 2,
    MEDIA = 1,
    COMPLETED = 1,
    WHOLE = SITES + GRAVES + REMAINS + MEDIA + COMPLETED
};

struct importing {
    struct arena arena;
    const char *folder, *kept, *path, *passphrase, *tables;
    uint64_t before; /* entries before the run */
};

static void put(struct importing *importing, const char *name, const char *text) {
    struct error error = {0};
    const char *path = files_join(&importing->arena, importing->tables, name);
    assert_true(files_write(path, text, strlen(text), &error));
}

/* The command, in this process. */
static bool import(void *data, struct error *error) {
    const struct importing *importing = data;
    struct cancel cancel = {0};
    struct buffer out = {0};
    struct arena arena;
    static bool quiet;
    if (!quiet) quiet = freopen("/dev/null", "w", stdout) != NULL;
    arena_open(&arena, 0);
    char *words[] = {arena_copy(&arena, importing->path), arena_copy(&arena, importing->tables),
                     arena_copy(&arena, "--reason"), arena_copy(&arena, "seen again"),
                     arena_copy(&arena, "--passphrase-file"),
                     arena_copy(&arena, importing->passphrase)};
    struct command_line line = {.words = words,
                                .count = sizeof words / sizeof *words,
                                .arena = &arena,
                                .cancel = &cancel,
                                .out = &out};
    bool done = IMPORT_COMMAND.run(&line, error);
    buffer_close(&out);
    arena_close(&arena);
    return done;
}

/* In a child: what it holds open when it fails is gone with it. */
static void import_well(struct importing *importing) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        struct error error = {0};
        bool done = import(importing, &error);
        if (!done) fprintf(stderr, "%s\n", error.text);
        _exit(!done);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void see_nothing(void *data, const void *bytes, size_t size) {
    (void)data, (void)bytes, (void)size;
}

/* The record as it was after the first import. */
static void take_kept(void *data) {
    struct importing *importing = data;
    struct error error = {0};
    struct arena arena;
    char **name;
    size_t count;
    arena_open(&arena, 0);
    if (files_is_folder(importing->path))
        assert_true(files_remove_folder(importing->path, &error));
    assert_true(files_make_folder(importing->path, &error));
    assert_true(files_list(&arena, importing->kept, &name, &count, &error));
    for (size_t i = 0; i < count; i++) {
        const char *from = files_join(&arena, importing->kept, name[i]),
                   *to = files_join(&arena, importing->path, name[i]);
        assert_true(files_is_folder(from) ? files_make_folder(to, &error)
                                          : files_copy(from, to, see_nothing, NULL, &error));
    }
    arena_close(&arena);
}

/* Files go in order of what they refer to: the site, its graves, the remains, their picture, and
 * then what waited. */
static bool is_whole_files(uint64_t more) {
    static const uint64_t steps[] = {SITES, GRAVES, REMAINS, MEDIA, COMPLETED};
    for (size_t i = 0; i < sizeof steps / sizeof *steps && more; i++) {
        if (more < steps[i]) return false;
        more -= steps[i];
    }
    return more == 0;
}

static void expect_whole(void *data, bool done) {
    struct importing *importing = data;
    struct arena arena;
    arena_open(&arena, 0);
    uint64_t size = trial_check(&arena, importing->path);
    assert_true(size >= importing->before && is_whole_files(size - importing->before));
    if (done) assert_int_equal(size - importing->before, WHOLE);
    else if (size - importing->before < WHOLE) {
        import_well(importing);
        assert_int_equal(trial_check(&arena, importing->path) - importing->before, WHOLE);
    }
    arena_close(&arena);
}

static void an_import_is_there_file_by_file(void **state) {
    struct importing importing = {0};
    struct trial_plan plan;
    struct investigation_root root;
    struct random random;
    struct error error = {0};
    (void)state;
    faults_or_skip();
    arena_open(&importing.arena, 0);
    importing.folder = folder_make(&importing.arena);
    importing.kept = files_join(&importing.arena, importing.folder, "kept.cairn");
    importing.tables = files_join(&importing.arena, importing.folder, "tables");
    importing.passphrase = files_join(&importing.arena, importing.folder, "passphrase");
    assert_true(files_make_folder(importing.tables, &error));
    assert_true(files_write(importing.passphrase, TRIAL_PASSPHRASE "\n",
                            sizeof TRIAL_PASSPHRASE, &error));
    trial_plan_open(&plan, importing.kept);
    assert_true(random_open(&random, &error) &&
                investigation_create(&importing.arena, &random, &plan.plan, &root, &error));
    trial_plan_close(&plan);
    /* Remains, one of which lies in a grave that is not there yet. */
    put(&importing, "remains.tsv",
        "code\tsex\tgrave\nABC-0001-B\tM\t\nABC-0002-B\tM\tABC-G001\nABC-0003-B\t\t\n");
    importing.path = importing.kept;
    import_well(&importing);
    /* The graves come; of the remains one changes and one is new. */
    put(&importing, "sites.tsv", "code\tname\nABC\tWood\n");
    put(&importing, "graves.tsv", "code\tsite\nABC-G001\tABC\nABC-G002\tABC\n");
    put(&importing, "remains.tsv", "code\tsex\tgrave\nABC-0001-B\tF\tABC-G002\nABC-0004-B\tM\t\n");
    put(&importing, "1.jpg", "a picture");
    put(&importing, "media.tsv", "number\tview\tfile\tsubjects\nIMG1\tclose\t1.jpg\tABC-0004-B\n");
    importing.path = files_join(&importing.arena, importing.folder, "site.cairn");
    take_kept(&importing);
    importing.before = trial_check(&importing.arena, importing.path);
    faults_run_sparsely(&(struct faults){.prepare = take_kept,
                                         .body = import,
                                         .check = expect_whole,
                                         .data = &importing},
                        STRIDE);
    folder_remove(importing.folder);
    arena_close(&importing.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_import_is_there_file_by_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
