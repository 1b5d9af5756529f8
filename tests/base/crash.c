#include "base/crash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_MS = 60000 };

struct heard {
    uint64_t *numbers;
    size_t count, capacity;
};

void crash_acknowledge(int pipe, uint64_t number) {
    if (write(pipe, &number, sizeof number) != sizeof number) _exit(1);
}

static void hear(struct heard *heard, int pipe) {
    uint64_t number;
    while (read(pipe, &number, sizeof number) == sizeof number) {
        if (heard->count == heard->capacity) {
            heard->capacity = heard->capacity ? 2 * heard->capacity : 1024;
            heard->numbers = realloc(heard->numbers, heard->capacity * sizeof number);
            assert_non_null(heard->numbers);
        }
        heard->numbers[heard->count++] = number;
    }
}

/* Half of the rounds are counted from the first acknowledgement, so that a slow machine gets to
 * one; the others from the start, so that opening is cut off too. */
static void run_round(const struct crash *crash, int delay_us, bool from_first,
                      struct heard *heard) {
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        crash->work(crash->data, ends[1]);
        _exit(1);
    }
    close(ends[1]);
    struct pollfd first = {.fd = ends[0], .events = POLLIN};
    if (from_first) assert_int_equal(poll(&first, 1, FIRST_MS), 1);
    usleep((useconds_t)delay_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    hear(heard, ends[0]);
    close(ends[0]);
    /* Not ended by itself, and not by a fault of its own. */
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

void crash_run(const struct crash *crash) {
    fprintf(stderr, "crash: %d rounds, seed %u\n", crash->rounds, crash->seed);
    unsigned state = crash->seed;
    struct heard heard = {0};
    for (int round = 0; round < crash->rounds; round++) {
        int delay_us = rand_r(&state) % crash->longest_us;
        run_round(crash, delay_us, round % 2, &heard);
        crash->check(crash->data, heard.numbers, heard.count);
    }
    assert_true(heard.count > 0); /* or nothing was tried */
    free(heard.numbers);
}
