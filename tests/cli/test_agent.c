/* The agent: it signs what the key would, and nothing else; it answers its own user
 * alone, and keeps the key to itself. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/local.h"
#include "cli/agent_frame.h"
#include "cli/held.h"
#include "cli/runtime.h"

enum { NOBODY = 65534 };

static struct held held;

static int enter(void **state) {
    (void)state;
    held_open(&held);
    return 0;
}

static int leave(void **state) {
    (void)state;
    held_close(&held);
    return 0;
}

/* ------------------------------------------------------------------ signing */

static void test_it_signs_as_the_key_would(void **state) {
    (void)state;
    pid_t process = held_start(&held, &held.worker, HELD_LONG);
    struct agent_found found = held_find(&held, &held.worker);
    assert_memory_equal(&found.public_key, &held.worker.key, sizeof held.worker.key);
    assert_true(found.seconds_left > HELD_LONG - HELD_SOON && found.seconds_left <= HELD_LONG);
    struct error error = {0};
    struct entry by_agent = hand_entry(&held.arena, &held.worker), by_key = by_agent;
    if (!entry_sign(&held.arena, &by_agent, HAND_ORIGIN, &held.worker.id,
                    agent_signing_key(&found), &error))
        fail_msg("%s", error.text);
    assert_true(entry_sign(&held.arena, &by_key, HAND_ORIGIN, &held.worker.id,
                           signing_key_of(&held.worker.private_key), &error));
    assert_memory_equal(&by_agent.sigs[0].signature, &by_key.sigs[0].signature,
                        SIGN_SIGNATURE_SIZE);
    held_expect_end(&held, NULL, 1);
    runtime_wait_end(process, HELD_SOON);
}

static void test_it_signs_entries_of_its_investigation_alone(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "x", "cairn-entry/v1\n", "cairn-entry/v1\n" HAND_ORIGIN,
        "cairn-entry/v1\nexample.org/b\n{}",
        "cairn-entry/v1\n" HAND_ORIGIN "/b\n{}", "cairn-entry/v2\n" HAND_ORIGIN "\n{}",
        "cairn-checkpoint/v1\n" HAND_ORIGIN "\n{}"};
    held_start(&held, &held.worker, HELD_LONG);
    struct agent_found found = held_find(&held, &held.worker);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct error error = {0};
        assert_false(held_sign(&held, &found, BAD[i], strlen(BAD[i]), &error));
        assert_int_equal(error.code, ERROR_DENIED);
        assert_non_null(strstr(error.text, "nothing but entries of its investigation"));
    }
    /* From the smallest to the largest, and not one byte more. */
    char *large = arena_take(&held.arena, ENTRY_MESSAGE_MOST + 1, 1);
    memset(large, 'x', ENTRY_MESSAGE_MOST + 1);
    memcpy(large, HELD_HEAD, sizeof HELD_HEAD - 1);
    struct error error = {0};
    assert_true(held_sign(&held, &found, large, 64, &error));
    assert_true(held_sign(&held, &found, large, ENTRY_MESSAGE_MOST, &error));
    assert_false(held_sign(&held, &found, large, ENTRY_MESSAGE_MOST + 1, &error));
    held_expect_end(&held, NULL, 1);
}

/* ------------------------------------------------------------------ peers */

/* Sends bytes and expects to be left without an answer. */
static void expect_left(const struct agent_found *found, const void *bytes, size_t size,
                        bool hangs_up) {
    struct error error = {0};
    char answer;
    int peer;
    if (!local_connect(found->path, &peer, &error)) fail_msg("%s", error.text);
    assert_true(local_send(peer, bytes, size, clock_seconds() + HELD_SOON, &error));
    if (!hangs_up) {
        assert_false(local_receive(peer, &answer, 1, clock_seconds() + HELD_SOON, &error));
        assert_int_equal(error.code, ERROR_STORAGE); /* gone, not silent */
    }
    local_leave(peer);
}

static void test_what_is_no_request_is_left(void **state) {
    (void)state;
    static const uint8_t BAD[][AGENT_HEAD] = {
        {'x', 0, 0, 0, 0}, {'k', 0, 0, 0, 1}, {'e', 1, 0, 0, 0}, {'s', 0, 0, 0, 0},
        {'s', 0, 1, 1, 15}, {'s', 255, 255, 255, 255}, {0, 0, 0, 0, 0}};
    pid_t process = held_start(&held, &held.worker, HELD_LONG);
    struct agent_found found = held_find(&held, &held.worker);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        expect_left(&found, BAD[i], AGENT_HEAD, false);
    for (size_t size = 0; size <= AGENT_HEAD; size++)
        expect_left(&found, "s\0\0\0\1", size, true);
    held_find(&held, &held.worker);
    assert_true(runtime_is_running(process));
    held_expect_end(&held, NULL, 1);
}

static void test_who_is_silent_keeps_nobody_waiting(void **state) {
    (void)state;
    struct error error = {0};
    int silent;
    held_start(&held, &held.worker, HELD_LONG);
    struct agent_found found = held_find(&held, &held.worker);
    if (!local_connect(found.path, &silent, &error)) fail_msg("%s", error.text);
    assert_true(local_send(silent, "s\0\0", 3, clock_seconds() + HELD_SOON, &error));
    held_find(&held, &held.worker);
    local_leave(silent);
    held_expect_end(&held, NULL, 1);
}

/* An agent of another user, in a folder of theirs: nobody looks into it, and it answers nobody
 * else, root neither. Runs in a child, which shows by its exit code that all held. */
static void try_as_nobody(const char *path) {
    struct error error = {0};
    struct stat about;
    pid_t process;
    char home[4096];
    snprintf(home, sizeof home, "%s", path);
    if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0) _exit(2);
    prctl(PR_SET_DUMPABLE, 1); /* as after exec; changing the user took it away */
    setenv("XDG_RUNTIME_DIR", home, 1);
    struct agent_plan plan = held_plan(&held, &held.worker, HELD_LONG);
    if (stat("/proc/self/mem", &about) != 0 || about.st_uid != NOBODY) _exit(3);
    if (!agent_start(&held.arena, &plan, &process, &error)) _exit(4);
    /* What is in a process that may not be looked into is root's. */
    char place[64];
    snprintf(place, sizeof place, "/proc/%ld/mem", (long)process);
    _exit(stat(place, &about) == 0 && about.st_uid == 0 ? 0 : 5);
}

/* Asks without looking who is at the other end; false: it left without an answer. */
static bool ask_key(const char *path) {
    struct error error = {0};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    uint8_t head[AGENT_HEAD], answer;
    int peer = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    assert_int_equal(connect(peer, (struct sockaddr *)&address, sizeof address), 0);
    agent_head_write(AGENT_KEY, 0, head);
    (void)!local_send(peer, head, sizeof head, clock_seconds() + HELD_SOON, &error);
    bool answered = local_receive(peer, &answer, 1, clock_seconds() + HELD_SOON, &error);
    local_leave(peer);
    return answered;
}

static void test_another_user_gets_no_answer_and_sees_nothing(void **state) {
    (void)state;
    struct error error = {0};
    int status, peer;
    if (geteuid() != 0) {
        fputs("SKIPPED: only root can be another user\n", stderr);
        skip();
    }
    char *theirs = files_join(&held.arena, held.runtime, "theirs");
    assert_true(files_make_folder(theirs, &error));
    assert_int_equal(chown(theirs, NOBODY, NOBODY), 0);
    assert_int_equal(chmod(theirs, 0700), 0);
    assert_int_equal(chmod(held.runtime, 0711), 0);
    assert_int_equal(chmod(held.investigation, 0711), 0);
    pid_t child = fork();
    if (child == 0) try_as_nobody(theirs);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    char *path;
    assert_true(agent_path(&held.arena, HAND_ORIGIN, &held.worker.id, &path, &error));
    path = arena_format(&held.arena, "%s/cairn-%d/%s", theirs, NOBODY, strrchr(path, '/') + 1);
    /* We do not trust it, and it does not trust us. */
    assert_false(local_connect(path, &peer, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_false(ask_key(path));
    assert_int_equal(seteuid(NOBODY), 0);
    bool answered = ask_key(path);
    assert_int_equal(seteuid(0), 0);
    assert_true(answered);
}

/* ------------------------------------------------------------------ the key */

static void expect_line(pid_t process, const char *file, const char *start_of_line,
                        const char *words) {
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)process, file);
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    bool found = false;
    while (!found && fgets(line, sizeof line, stream))
        found = strncmp(line, start_of_line, strlen(start_of_line)) == 0;
    fclose(stream);
    if (!found || !strstr(line, words)) fail_msg("%s: %s", path, found ? line : "no such line");
}

/* How often the bytes stand in a piece of another process's memory. */
static int count_in(int memory, uint64_t from, uint64_t size, const uint8_t *bytes, size_t length) {
    int count = 0;
    uint8_t *copy = malloc(size);
    ssize_t got = copy ? pread(memory, copy, size, (off_t)from) : -1;
    for (uint8_t *at = copy; got > 0 && (at = memmem(at, (size_t)(copy + got - at), bytes, length));
         at++)
        count++;
    free(copy);
    return count;
}

/* All of the memory that is used; a piece in which the key stands must be left out of dumps, and
 * locked where that can be seen. */
static void test_the_key_is_in_one_place_that_is_kept(void **state) {
    (void)state;
    struct error error = {0};
    pid_t process = held_start(&held, &held.worker, HELD_LONG);
    struct agent_found found = held_find(&held, &held.worker);
    assert_true(held_sign(&held, &found, HELD_MESSAGE, sizeof HELD_MESSAGE - 1, &error));
    expect_line(process, "limits", "Max core file size", "0                    0 ");
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%ld/mem", (long)process);
    int memory = open(path, O_RDONLY | O_CLOEXEC), count = 0;
    if (memory < 0) {
        fputs("SKIPPED: the memory of an agent cannot be read, as it should be\n", stderr);
        skip();
    }
    snprintf(path, sizeof path, "/proc/%ld/smaps", (long)process);
    FILE *smaps = fopen(path, "r");
    assert_non_null(smaps);
    uint64_t from = 0, to = 0, used = 0;
    while (fgets(line, sizeof line, smaps)) {
        uint64_t begins, ends;
        if (sscanf(line, "%lx-%lx ", &begins, &ends) == 2) from = begins, to = ends;
        sscanf(line, "Rss: %lu kB", &used);
        if (strncmp(line, "VmFlags:", 8) != 0 || !used || to - from > 1UL << 30) continue;
        int here = count_in(memory, from, to - from, held.worker.private_key.bytes, 32);
        count += here;
        if (here && !strstr(line, " dd")) fail_msg("the key could be dumped: %s", line);
#ifndef __SANITIZE_ADDRESS__ /* which makes nothing of mlock */
        if (here && !strstr(line, " lo")) fail_msg("the key could be swapped: %s", line);
#endif
    }
    fclose(smaps);
    close(memory);
    assert_int_equal(count, 1);
    held_expect_end(&held, NULL, 1);
}

#define IN_PLACE(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_it_signs_as_the_key_would),
        IN_PLACE(test_it_signs_entries_of_its_investigation_alone),
        IN_PLACE(test_what_is_no_request_is_left),
        IN_PLACE(test_who_is_silent_keeps_nobody_waiting),
        IN_PLACE(test_another_user_gets_no_answer_and_sees_nothing),
        IN_PLACE(test_the_key_is_in_one_place_that_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
