/* Sockets between processes of one user: who is there, who is not, and waits that end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/faults.h"
#include "base/files.h"
#include "base/folder.h"
#include "base/local.h"

enum { SOON = 20, LARGE = 3 << 20 };

static struct arena arena;
static char *folder, *path;
static struct local listening;

static int enter(void **state) {
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    path = files_join(&arena, folder, "socket");
    if (!local_listen(path, &listening, &error)) fail_msg("%s", error.text);
    return 0;
}

static int leave(void **state) {
    (void)state;
    local_close(&listening);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static void expect_connect(const char *to, enum error_code code) {
    struct error error = {0};
    int peer;
    assert_int_equal(local_connect(to, &peer, &error), code == ERROR_NONE);
    assert_int_equal(error.code, code);
    if (code == ERROR_NONE) local_leave(peer);
}

static void test_who_listens_is_found(void **state) {
    (void)state;
    struct error error = {0};
    struct local second;
    struct stat about;
    expect_connect(path, ERROR_NONE);
    assert_int_equal(stat(path, &about), 0);
    assert_true(S_ISSOCK(about.st_mode));
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_false(local_listen(path, &second, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    assert_true(local_is_there(&listening));
    expect_connect(files_join(&arena, folder, "other"), ERROR_NOT_FOUND);
}

static void test_a_name_may_have_107_bytes(void **state) {
    (void)state;
    struct local local;
    for (size_t size = LOCAL_PATH_MOST; size <= LOCAL_PATH_MOST + 1; size++) {
        struct error error = {0};
        char *name = arena_format(&arena, "%s/%0*d", folder, (int)(size - strlen(folder) - 1), 0);
        assert_int_equal(strlen(name), size);
        bool fits = size == LOCAL_PATH_MOST;
        assert_int_equal(local_listen(name, &local, &error), fits);
        if (!fits) assert_int_equal(error.code, ERROR_TOO_LARGE);
        expect_connect(name, fits ? ERROR_NONE : ERROR_TOO_LARGE);
        if (fits) local_close(&local);
    }
}

static void test_what_is_left_of_one_is_nobody(void **state) {
    (void)state;
    struct error error = {0};
    close(listening.socket); /* as the end of its process does */
    assert_true(local_is_there(&listening));
    expect_connect(path, ERROR_NOT_FOUND);
    assert_int_equal(unlink(path), 0);
    assert_false(local_is_there(&listening));
    assert_true(local_listen(path, &listening, &error));
}

static void test_closing_leaves_what_is_another_s(void **state) {
    (void)state;
    struct error error = {0};
    struct local first = listening;
    assert_int_equal(rename(path, files_join(&arena, folder, "aside")), 0);
    assert_true(local_listen(path, &listening, &error));
    assert_false(local_is_there(&first));
    local_close(&first);
    assert_true(local_is_there(&listening));
    expect_connect(path, ERROR_NONE);
}

/* More than a socket holds at once, there and back, by a process that answers. */
static void test_all_bytes_arrive(void **state) {
    (void)state;
    struct error error = {0};
    uint8_t *bytes = arena_take(&arena, LARGE, 1), *back = arena_take(&arena, LARGE, 1);
    double until = clock_seconds() + SOON;
    int peer, status;
    for (int i = 0; i < LARGE; i++) bytes[i] = (uint8_t)(i * 7 + i / 251);
    pid_t child = fork();
    if (child == 0) {
        struct pollfd waiting = {.fd = listening.socket, .events = POLLIN};
        poll(&waiting, 1, SOON * 1000);
        _exit(!(local_accept(&listening, &peer, &error) &&
                local_receive(peer, back, LARGE, until, &error) &&
                local_send(peer, back, LARGE, until, &error)));
    }
    assert_true(local_connect(path, &peer, &error));
    assert_true(local_send(peer, bytes, LARGE, until, &error));
    assert_true(local_receive(peer, back, LARGE, until, &error));
    assert_memory_equal(bytes, back, LARGE);
    assert_false(local_receive(peer, back, 1, until, &error));
    assert_int_equal(error.code, ERROR_STORAGE); /* it has gone */
    local_leave(peer);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_a_silent_end_is_given_up(void **state) {
    (void)state;
    struct error error = {0};
    uint8_t *bytes = arena_take(&arena, LARGE, 1);
    double began = clock_seconds();
    int peer;
    assert_true(local_connect(path, &peer, &error));
    assert_false(local_receive(peer, bytes, 1, began + 0.05, &error));
    assert_int_equal(error.code, ERROR_BUSY);
    error = (struct error){0};
    assert_false(local_send(peer, bytes, LARGE, began + 0.1, &error));
    assert_int_equal(error.code, ERROR_BUSY);
    double took = clock_seconds() - began;
    assert_true(took >= 0.1 && took < SOON);
    local_leave(peer);
}

static void test_what_the_system_refuses_is_said(void **state) {
    (void)state;
    faults_or_skip();
#ifdef CAIRN_FAULTS
    struct error error = {0};
    struct local local;
    int peer;
    char byte = 0;
    assert_true(local_connect(path, &peer, &error));
    fault_arm(1, true);
    expect_connect(path, ERROR_STORAGE);
    assert_false(local_listen(files_join(&arena, folder, "more"), &local, &error));
    assert_int_equal(error.code, ERROR_STORAGE);
    assert_false(files_is_file(files_join(&arena, folder, "more")));
    assert_false(local_send(peer, &byte, 1, clock_seconds() + SOON, &error));
    assert_false(local_receive(peer, &byte, 1, clock_seconds() + SOON, &error));
    fault_arm(0, false);
    local_leave(peer);
#endif
}

#define LISTENING(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        LISTENING(test_who_listens_is_found),
        LISTENING(test_a_name_may_have_107_bytes),
        LISTENING(test_what_is_left_of_one_is_nobody),
        LISTENING(test_closing_leaves_what_is_another_s),
        LISTENING(test_all_bytes_arrive),
        LISTENING(test_a_silent_end_is_given_up),
        LISTENING(test_what_the_system_refuses_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
