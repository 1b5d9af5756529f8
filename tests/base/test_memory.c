/* Memory that must be there: zeroed, growing, and a clear end where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"

static void what_is_taken_is_zeroed(void **state) {
    (void)state;
    int *numbers = memory_take(1000, sizeof *numbers);
    for (int i = 0; i < 1000; i++) assert_int_equal(numbers[i], 0);
    free(numbers);
    free(memory_take(0, 8));
}

static void arrays_grow_and_keep_what_they_hold(void **state) {
    (void)state;
    int *numbers = NULL;
    size_t capacity = 0, moved = 0;
    for (size_t count = 0; count < 10000; count++) {
        size_t before = capacity;
        numbers = memory_grow(numbers, count, &capacity, sizeof *numbers);
        moved += capacity != before;
        assert_true(count < capacity);
        numbers[count] = (int)count;
    }
    for (int i = 0; i < 10000; i++) assert_int_equal(numbers[i], i);
    assert_true(moved < 20); /* it doubles */
    free(numbers);
}

/* What a child that asks for too much says, and how it ends. */
static int ask_for_too_much(bool grow, char *said, size_t size) {
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        size_t capacity = SIZE_MAX / 2;
        dup2(ends[1], STDERR_FILENO);
        if (grow) memory_grow(NULL, 0, &capacity, 16);
        else memory_take(SIZE_MAX / 2, 16);
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], said, size - 1);
    said[got > 0 ? got : 0] = 0;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void too_much_is_said_and_ends_the_program(void **state) {
    (void)state;
    char said[200];
    assert_int_equal(ask_for_too_much(true, said, sizeof said), 70);
    assert_memory_equal(said, "cairn: out of memory", 20);
#ifndef __SANITIZE_ADDRESS__ /* which ends the program in words of its own */
    assert_int_equal(ask_for_too_much(false, said, sizeof said), 70);
    assert_memory_equal(said, "cairn: out of memory", 20);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_is_zeroed),
        cmocka_unit_test(arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(too_much_is_said_and_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
