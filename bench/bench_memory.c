/* What verify and replay hold in memory while the log grows: the peak of the resident memory of a
 * process that does that and nothing else, at each length of the log. It must not grow: the limit
 * is that of the shortest log and 16 MiB, by which runs differ: three batches of the log are held
 * at a time, and how threads share them is chance. What is known to grow is a bit an entry (verify:
 * is it followed?) and a bit a page of the database (SQLite, when it checks its file), half a
 * megabyte at a million entries. The tables are a file in memory by design; their size is listed as
 * bytes an entry.
 *
 *     bench_memory [ENTRIES ...]
 *
 * The lengths are 40,000 and 80,000 unless others are given. The first should be of several of
 * replay's transactions (16,384 entries), after which the C library has kept of what was given back
 * all that it keeps. `build/bench_memory 40000 1000000` needs 10 GB on the disk, 4 GB in memory for
 * the tables, and a quarter of an hour on two idle cores. Every entry is made by the path
 * that all take. The exit code is 0 whatever was missed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/workers.h"
#include "made_log.h"
#include "measure.h"
#include "record/replay.h"
#include "record/verify.h"

#define MORE 16.0 /* MiB that the peak may grow by */

enum { LENGTHS_MOST = 8 };

static struct error error;

/* ------------------------------------------------------------------ in a process of its own */

static void verify(struct arena *arena, const char *path) {
    struct verify_result result;
    struct verify_plan plan = {.level = VERIFY_CONTENTS, .threads = workers_default()};
    must(verify_run(arena, path, &plan, &result, &error), &error);
    must(result.ok || error_set(&error, ERROR_INTERNAL, "the log is not whole"), &error);
}

static int64_t file_bytes(const char *path) {
    struct stat about;
    must(stat(path, &about) == 0 || error_set(&error, ERROR_STORAGE, "%s is not there", path),
         &error);
    return about.st_size;
}

/* With what the write-ahead log holds of it still. */
static int64_t database_bytes(struct arena *arena, const char *path) {
    return file_bytes(path) + file_bytes(arena_format(arena, "%s-wal", path));
}

static void replay(struct arena *arena, const char *path) {
    struct investigation investigation;
    struct tables tables;
    struct replay plan = {.threads = workers_default()};
    must(investigation_open(arena, path, INVESTIGATION_READ, &investigation, &error) &&
             replay_afresh(arena, &investigation, &plan, &tables, &error),
         &error);
    printf("tables %lld\n", (long long)database_bytes(arena, tables.path));
    must(replay_discard(&tables, &error), &error);
    investigation_close(&investigation);
}

/* The most that was resident since the program began, as the system says it: what it was started
 * from is not counted, as it would be by wait4. */
static void print_peak(void) {
    char line[128];
    long long kibibytes;
    FILE *status = fopen("/proc/self/status", "r");
    must(status || error_set(&error, ERROR_STORAGE, "/proc is not there"), &error);
    while (fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %lld", &kibibytes) == 1) printf("peak %lld\n", kibibytes);
    fclose(status);
}

static int apart(const char *what, const char *path) {
    struct arena arena;
    arena_open(&arena, 0);
    if (!strcmp(what, "verify")) verify(&arena, path);
    else replay(&arena, path);
    arena_close(&arena);
    print_peak();
    return 0;
}

/* ------------------------------------------------------------------ */

struct run {
    double seconds;
    long long kibibytes, tables; /* peak; bytes of the tables */
};

static struct run run_apart(const char *what, const char *path) {
    struct run run = {0};
    int ends[2], status;
    char line[64];
    fflush(stdout);
    must(pipe(ends) == 0 || error_set(&error, ERROR_STORAGE, "no pipe"), &error);
    double began = clock_seconds();
    pid_t child = fork();
    must(child >= 0 || error_set(&error, ERROR_STORAGE, "no further process"), &error);
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl("/proc/self/exe", "bench_memory", "--apart", what, path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    while (said && fgets(line, sizeof line, said)) {
        sscanf(line, "peak %lld", &run.kibibytes);
        sscanf(line, "tables %lld", &run.tables);
    }
    fclose(said);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    must(status == 0 || error_set(&error, ERROR_INTERNAL, "%s by itself failed", what), &error);
    run.seconds = clock_seconds() - began;
    return run;
}

static void print_length(struct made_log *made, int64_t size, double first[2], double grow) {
    static const char *const WORK[] = {"verify", "replay"};
    struct arena arena;
    arena_open(&arena, 0);
    int64_t log = file_bytes(files_join(&arena, made->path, "record.db"));
    for (int i = 0; i < 2; i++) {
        struct run run = run_apart(WORK[i], made->path);
        double mebibytes = (double)run.kibibytes / 1024;
        if (first[i] == 0) first[i] = mebibytes;
        print_amount(mebibytes, first[i] + MORE, "%s of %lld entries, peak in MiB", WORK[i],
                     (long long)size);
        print_note("%.3g s; %.0f entries a second", run.seconds, (double)size / run.seconds);
        if (run.tables)
            print_note("the tables have %.0f bytes an entry", (double)run.tables / (double)size);
    }
    print_note("the log and its vault have %.0f bytes an entry; appended in batches, %.0f a second",
               (double)log / (double)size, grow);
    fflush(stdout);
    arena_close(&arena);
}

int main(int count, char **words) {
    int64_t length[LENGTHS_MOST] = {40000, 80000}, size = 0;
    int lengths = 2;
    double first[2] = {0};
    char *folder;
    struct arena arena;
    struct made_log made;
    if (count == 4 && !strcmp(words[1], "--apart")) return apart(words[2], words[3]);
    if (count > 1) lengths = 0;
    for (int i = 1; i < count && lengths < LENGTHS_MOST; i++) length[lengths++] = atoll(words[i]);
    arena_open(&arena, 0);
    must(files_make_temporary(&arena, &folder, &error), &error);
    made_log_open(&made, files_join(&arena, folder, "log.cairn"));
    print_section("memory: an investigation of more and more entries");
    for (int i = 0; i < lengths; i++) {
        int64_t more = length[i] - size;
        double began = clock_seconds();
        size = made_log_grow(&made, more);
        print_length(&made, size, first, (double)more / (clock_seconds() - began));
    }
    machine_print();
    printf("%d over their limit\n", print_missed());
    must(replay_forget(&arena, made.path, &error) && files_remove_folder(folder, &error), &error);
    made_log_close(&made);
    arena_close(&arena);
    return 0;
}
