#include "base/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"

void *faults_share(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) return memory;
    perror("mmap");
    exit(1);
}

#ifndef CAIRN_FAULTS
void faults_or_skip(void) {
    fputs("SKIPPED: a release build cannot make operations fail\n", stderr);
    skip();
}

void faults_run(const struct faults *faults) { (void)faults; }
void faults_run_sparsely(const struct faults *faults, long stride) { (void)faults, (void)stride; }
#else
#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/lsan_interface.h>
/* gcc has no header for it. */
size_t __sanitizer_get_current_allocated_bytes(void);

/* Thousands of runs would touch ever new memory while the old is kept aside. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "quarantine_size_mb=4"; }

static size_t held(void) { return __sanitizer_get_current_allocated_bytes(); }
/* Looking for leaks takes a hundred times as long as a run, so only where memory was kept. */
static bool leaks_since(size_t before) {
    return held() > before && __lsan_do_recoverable_leak_check();
}
#else
static size_t held(void) { return 0; }
static bool leaks_since(size_t before) { return before != 0; }
#endif

enum { RUNS_MOST = 1 << 21, SECONDS_MOST = 60, LAST = 20, CALLS = 6 };

void faults_or_skip(void) {}

/* What both processes see: what shall fail in this run, and what the run came to. */
struct shared {
    long nth;
    bool stays, watched;
    bool done, fired, leaked;
    enum fault kind;
    struct error error;
};

/* How each operation of the watched run was reached: a digest of its kind and the calls. */
static struct {
    long count;
    uint64_t way[RUNS_MOST];
} *ways;

static void note_way(enum fault kind, long nth) {
    void *call[CALLS + 2] = {0};
    backtrace(call, CALLS + 2); /* this one and fault_here first */
    uint64_t way = 14695981039346656037u + (uint64_t)kind; /* FNV-1a */
    for (int i = 2; i < CALLS + 2; i++) way = (way ^ (uint64_t)(uintptr_t)call[i]) * 1099511628211u;
    if (nth < RUNS_MOST) ways->way[nth] = way;
    ways->count = nth;
}

/* Runs the body again and again in a child, until one run ends the child. */
struct runner {
    const struct faults *faults;
    struct shared *shared;
    FILE *said; /* the child's stderr, shown only when something is wrong */
    pid_t child; /* 0: none */
    int begin, ended; /* pipes: a byte to it begins a run, a byte from it says that it ended */
};

static _Noreturn void be_child(const struct runner *runner, int begin, int ended) {
    struct shared *shared = runner->shared;
    char byte;
    dup2(fileno(runner->said), STDERR_FILENO);
    while (read(begin, &byte, 1) == 1) {
        alarm(SECONDS_MOST);
        struct error error = {0};
        size_t before = held();
        fault_arm(shared->nth, shared->stays);
        fault_watch(shared->watched ? note_way : NULL);
        shared->done = runner->faults->body(runner->faults->data, &error);
        shared->fired = fault_fired(&shared->kind);
        fault_watch(NULL);
        fault_arm(0, false);
        shared->leaked = leaks_since(before);
        shared->error = error;
        fflush(NULL);
        if (write(ended, &byte, 1) != 1) break;
    }
    _exit(0);
}

static void start_child(struct runner *runner) {
    int begin[2], ended[2];
    assert_int_equal(pipe(begin) | pipe(ended), 0);
    fflush(NULL);
    runner->child = fork();
    assert_true(runner->child >= 0);
    if (runner->child == 0) {
        close(begin[1]);
        close(ended[0]);
        be_child(runner, begin[0], ended[1]);
    }
    close(begin[0]);
    close(ended[1]);
    runner->begin = begin[1];
    runner->ended = ended[0];
}

/* Returns the status that the child ended with. */
static int end_child(struct runner *runner) {
    int status;
    close(runner->begin);
    close(runner->ended);
    assert_int_equal(waitpid(runner->child, &status, 0), runner->child);
    runner->child = 0;
    return status;
}

static _Noreturn void wrong(const struct runner *runner, const char *what) {
    const struct shared *shared = runner->shared;
    char line[1000];
    rewind(runner->said);
    while (fgets(line, sizeof line, runner->said)) fputs(line, stderr);
    fail_msg("fault %ld (%s%s): %s%s%s", shared->nth,
             shared->fired ? fault_name(shared->kind) : "none",
             shared->stays ? ", and all after it" : "", what, shared->error.code ? ": " : "",
             shared->error.text);
    abort();
}

static bool said_something(const struct runner *runner) {
    char line[8] = "";
    rewind(runner->said);
    return fgets(line, sizeof line, runner->said) && !strncmp(line, "cairn: ", 7);
}

/* Runs the body once. Returns whether a fault was met. */
static bool run_once(struct runner *runner) {
    const struct faults *faults = runner->faults;
    struct shared *shared = runner->shared;
    char byte = 0;
    *shared = (struct shared){
        .nth = shared->nth, .stays = shared->stays, .watched = shared->watched};
    if (faults->prepare) faults->prepare(faults->data);
    if (!runner->child) start_child(runner);
    rewind(runner->said);
    assert_int_equal(ftruncate(fileno(runner->said), 0), 0);
    assert_int_equal(write(runner->begin, &byte, 1), 1);
    if (read(runner->ended, &byte, 1) != 1) {
        int status = end_child(runner);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 70 || !said_something(runner))
            wrong(runner, "the program did not end properly");
        faults->check(faults->data, false);
        return true;
    }
    if (shared->leaked) wrong(runner, "memory was lost");
    if (!shared->done && (shared->error.code == ERROR_NONE || !shared->error.text[0]))
        wrong(runner, "it failed without saying why");
    if (!shared->done && !shared->fired) wrong(runner, "it failed without a fault");
    if (strchr(shared->error.text, '\n')) wrong(runner, "its error is more than a line");
    faults->check(faults->data, shared->done);
    return shared->fired;
}

/* Until a run meets no fault. */
static void run_from(struct runner *runner, long nth) {
    struct shared *shared = runner->shared;
    for (shared->nth = nth; run_once(runner); shared->nth++) assert_true(shared->nth < RUNS_MOST);
    assert_true(shared->nth > 1); /* there was something to fail */
}

static struct runner open_runner(const struct faults *faults) {
    struct runner runner = {.faults = faults, .said = tmpfile(),
                            .shared = faults_share(sizeof *runner.shared)};
    assert_non_null(runner.said);
    return runner;
}

static void close_runner(struct runner *runner) {
    if (runner->child) assert_int_equal(end_child(runner), 0);
    fclose(runner->said);
    munmap(runner->shared, sizeof *runner->shared);
}

void faults_run(const struct faults *faults) {
    struct runner runner = open_runner(faults);
    for (int stays = 0; stays < 2; stays++) {
        runner.shared->stays = stays;
        run_from(&runner, 1);
    }
    close_runner(&runner);
}

/* ------------------------------------------------------------------ sparsely */

static void watch(struct runner *runner) {
    void *call[1];
    backtrace(call, 1); /* which loads a library the first time */
    ways->count = 0;
    runner->shared->nth = 0;
    runner->shared->watched = true;
    if (run_once(runner)) wrong(runner, "it failed without a fault");
    runner->shared->watched = false;
    assert_in_range(ways->count, 1, RUNS_MOST - 1);
}

static int by_way(const void *left, const void *right) {
    uint64_t one = ways->way[*(const long *)left], other = ways->way[*(const long *)right];
    long first = *(const long *)left, second = *(const long *)right;
    return one != other ? (one > other) - (one < other) : (first > second) - (first < second);
}

/* Marks the first operation of each way; returns how many there are. */
static long mark_firsts(bool *chosen) {
    long *order = calloc((size_t)ways->count, sizeof *order), found = 0;
    assert_non_null(order);
    for (long i = 0; i < ways->count; i++) order[i] = i + 1;
    qsort(order, (size_t)ways->count, sizeof *order, by_way);
    for (long i = 0; i < ways->count; i++) {
        if (i > 0 && ways->way[order[i]] == ways->way[order[i - 1]]) continue;
        chosen[order[i]] = true;
        found++;
    }
    free(order);
    return found;
}

void faults_run_sparsely(const struct faults *faults, long stride) {
    ways = faults_share(sizeof *ways);
    struct runner runner = open_runner(faults);
    watch(&runner);
    long last = ways->count, tried = last < LAST ? last : LAST;
    bool *chosen = calloc((size_t)last + 1, 1);
    assert_non_null(chosen);
    long firsts = mark_firsts(chosen);
    for (long nth = 1; nth <= last - LAST; nth++)
        tried += chosen[nth] = chosen[nth] || nth % stride == 0;
    fprintf(stderr, "faults: of %ld operations, reached in %ld ways, %ld are made to fail\n", last,
            firsts, tried);
    for (int stays = 0; stays < 2; stays++) {
        runner.shared->stays = stays;
        for (long nth = 1; nth <= last - LAST; nth++) {
            if (!chosen[nth]) continue;
            runner.shared->nth = nth;
            run_once(&runner);
        }
        run_from(&runner, last > LAST ? last - LAST + 1 : 1);
    }
    free(chosen);
    close_runner(&runner);
    munmap(ways, sizeof *ways);
}
#endif
