#define _GNU_SOURCE /* close_range, pipe2 */
#include "base/background.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What it says to who started it, once. */
struct started {
    bool done;
    pid_t process;
    struct error error;
};

/* The pipe stands behind the standard files, and is kept out of their way; all else is closed. */
enum { PIPE = 3, FAR = 16 };

static bool failed(struct error *error, const char *what) {
    return error_set(error, ERROR_INTERNAL, "%s: %s", what, strerror(errno));
}

static void default_signals(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

static bool close_files(int pipe, struct error *error) {
    int far = fcntl(pipe, F_DUPFD, FAR), nothing = open("/dev/null", O_RDWR);
    if (far < 0 || nothing < 0) return failed(error, "/dev/null cannot be opened");
    for (int standard = 0; standard < PIPE; standard++)
        if (nothing != standard && dup2(nothing, standard) < 0)
            return failed(error, "/dev/null cannot be opened");
    if (dup2(far, PIPE) < 0 || close_range(PIPE + 1, ~0U, 0) != 0)
        return failed(error, "files cannot be closed");
    return true;
}

static bool let_nobody_look(struct error *error) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0) return true;
    return failed(error, "core dumps cannot be switched off");
}

/* In the process itself. */
static void run(const struct background *background, void *data, int pipe) {
    struct started started = {.process = getpid()};
    umask(077);
    default_signals();
    started.done = let_nobody_look(&started.error) && close_files(pipe, &started.error) &&
                   (chdir("/") == 0 || failed(&started.error, "/")) &&
                   background->begin(data, &started.error);
    ssize_t said = write(PIPE, &started, sizeof started);
    close(PIPE);
    if (started.done && said == sizeof started) background->serve(data);
    _exit(0);
}

/* The child between leads the new session; a child of its own can never get a terminal. */
static void detach(const struct background *background, void *data, int pipe) {
    setsid();
    if (fork() == 0) run(background, data, pipe);
    _exit(0);
}

static bool hear(int pipe, struct started *out) {
    ssize_t got;
    while ((got = read(pipe, out, sizeof *out)) < 0 && errno == EINTR) continue;
    return got == sizeof *out;
}

bool background_start(const struct background *background, void *data, pid_t *out_process,
                      struct error *error) {
    struct started started;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return failed(error, "no process can be started");
    pid_t between = fork();
    if (between == 0) detach(background, data, ends[1]);
    close(ends[1]);
    bool heard = between > 0 && hear(ends[0], &started);
    close(ends[0]);
    if (between < 0) return failed(error, "no process can be started");
    while (waitpid(between, NULL, 0) < 0 && errno == EINTR) continue;
    if (!heard)
        return error_set(error, ERROR_INTERNAL, "the process in the background ended before it "
                         "had begun");
    if (!started.done) return error_set(error, started.error.code, "%s", started.error.text);
    *out_process = started.process;
    return true;
}
