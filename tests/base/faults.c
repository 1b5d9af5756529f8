#include "base/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"

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

static size_t held(void) { return __sanitizer_get_current_allocated_bytes(); }
/* Looking for leaks takes a hundred times as long as a run, so only where memory was kept. */
static bool leaks_since(size_t before) {
    return held() > before && __lsan_do_recoverable_leak_check();
}
#else
static size_t held(void) { return 0; }
static bool leaks_since(size_t before) { return before != 0; }
#endif

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
#else
enum { RUNS_MOST = 100000, SECONDS_MOST = 60 };

void faults_or_skip(void) {}

/* What a run came to, as the child left it. */
struct outcome {
    bool returned, done, fired;
    enum fault kind;
    struct error error;
};

struct run {
    const struct faults *faults;
    struct outcome *outcome;
    FILE *said; /* the child's stderr, shown only when something is wrong */
    long nth;
    bool stays;
};

static _Noreturn void be_child(const struct run *run) {
    dup2(fileno(run->said), STDERR_FILENO);
    alarm(SECONDS_MOST);
    struct error error = {0};
    size_t before = held();
    fault_arm(run->nth, run->stays);
    bool done = run->faults->body(run->faults->data, &error);
    struct outcome *outcome = run->outcome;
    outcome->fired = fault_fired(&outcome->kind);
    fault_arm(0, false);
    outcome->done = done;
    outcome->error = error;
    outcome->returned = true;
    fflush(NULL);
    _exit(leaks_since(before));
}

static _Noreturn void wrong(const struct run *run, const char *what) {
    char line[1000];
    rewind(run->said);
    while (fgets(line, sizeof line, run->said)) fputs(line, stderr);
    fail_msg("fault %ld (%s%s): %s%s%s", run->nth,
             run->outcome->fired ? fault_name(run->outcome->kind) : "none",
             run->stays ? ", and all after it" : "", what, run->outcome->error.code ? ": " : "",
             run->outcome->error.text);
    abort();
}

static bool said_something(const struct run *run) {
    char line[8] = "";
    rewind(run->said);
    return fgets(line, sizeof line, run->said) && !strncmp(line, "cairn: ", 7);
}

/* Runs the body once. Returns whether a fault was met. */
static bool run_once(const struct run *run) {
    const struct faults *faults = run->faults;
    struct outcome *outcome = run->outcome;
    *outcome = (struct outcome){0};
    if (faults->prepare) faults->prepare(faults->data);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) be_child(run);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!outcome->returned && WIFEXITED(status) && WEXITSTATUS(status) == 70 &&
        said_something(run)) {
        faults->check(faults->data, false);
        return true;
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !outcome->returned)
        wrong(run, "the program did not end properly");
    if (!outcome->done && (outcome->error.code == ERROR_NONE || !outcome->error.text[0]))
        wrong(run, "it failed without saying why");
    if (!outcome->done && !outcome->fired) wrong(run, "it failed without a fault");
    if (strchr(outcome->error.text, '\n')) wrong(run, "its error is more than a line");
    faults->check(faults->data, outcome->done);
    return outcome->fired;
}

void faults_run(const struct faults *faults) {
    struct run run = {.faults = faults, .outcome = faults_share(sizeof *run.outcome)};
    for (int stays = 0; stays < 2; stays++) {
        run.stays = stays;
        bool fired = true;
        for (run.nth = 1; fired; run.nth++) {
            assert_true(run.nth < RUNS_MOST);
            run.said = tmpfile();
            assert_non_null(run.said);
            fired = run_once(&run);
            fclose(run.said);
        }
        assert_true(run.nth > 2); /* there was something to fail */
    }
    munmap(run.outcome, sizeof *run.outcome);
}
#endif
