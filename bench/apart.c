/* The bench as a program of its own: started, read line by line, stopped when it takes too long. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine_parts.h"
#include "measure.h"

/* Keeps the newest value of each name. */
static void take_line(struct apart *apart, const char *line) {
    char name[24];
    double value;
    if (sscanf(line, "%23s %lf", name, &value) != 2) return;
    int at = 0;
    while (at < apart->count && strcmp(apart->name[at], name)) at++;
    if (at == VALUES_MOST) return;
    if (at == apart->count) strcpy(apart->name[apart->count++], name);
    apart->value[at] = value;
}

static void read_until(int pipe_end, double end, struct apart *out) {
    char line[256];
    size_t used = 0;
    for (;;) {
        double left = end - clock_seconds();
        struct pollfd waiting = {.fd = pipe_end, .events = POLLIN};
        int ready = left > 0 ? poll(&waiting, 1, (int)(left * 1000) + 1) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            out->cut_off = true;
            return;
        }
        char byte;
        if (read(pipe_end, &byte, 1) <= 0) return;
        if (byte == '\n') {
            line[used] = 0;
            take_line(out, line);
            used = 0;
        } else if (used + 1 < sizeof line) {
            line[used++] = byte;
        }
    }
}

void apart_run(const char *what, const char *first, const char *second, double most,
               struct apart *out) {
    struct error error = {0};
    int ends[2];
    *out = (struct apart){0};
    fflush(stdout);
    if (pipe(ends) != 0) must(error_set(&error, ERROR_STORAGE, "no pipe"), &error);
    pid_t child = fork();
    if (child < 0) must(error_set(&error, ERROR_STORAGE, "no further process"), &error);
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl("/proc/self/exe", "bench_engine", "--apart", what, first, second, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    read_until(ends[0], clock_seconds() + most, out);
    close(ends[0]);
    if (out->cut_off) kill(child, SIGKILL);
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (!out->cut_off && status != 0)
        must(error_set(&error, ERROR_INTERNAL, "the run of %s by itself failed", what), &error);
}

double apart_value(const struct apart *apart, const char *name) {
    for (int i = 0; i < apart->count; i++)
        if (!strcmp(apart->name[i], name)) return apart->value[i];
    return NAN;
}
