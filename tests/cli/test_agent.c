/* The agent: it signs what the key would, and nothing else; it keeps the key to itself; and it ends
 * when it should, leaving nothing. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
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
#include "base/folder.h"
#include "base/local.h"
#include "base/seeded.h"
#include "cli/agent.h"
#include "cli/agent_ask.h"
#include "cli/agent_frame.h"
#include "cli/runtime.h"
#include "record/hand_entry.h"

#define HEAD "cairn-entry/v1\n" HAND_ORIGIN "\n"
#define MESSAGE HEAD "{}"

enum { SOON = 20, LONG = 3600, NOBODY = 65534 };

static struct arena arena;
static struct hand_user worker, other;
static char *runtime, *investigation;

/* What an agent looks for is the database's name. */
static int enter(void **state) {
    (void)state;
    struct error error = {0};
    struct seeded seeded = seeded_from(11);
    arena_open(&arena, 0);
    runtime = runtime_make(&arena);
    worker = hand_user(&seeded.random);
    other = hand_user(&seeded.random);
    investigation = files_join(&arena, runtime, "site.cairn");
    assert_true(files_make_folder(investigation, &error));
    assert_true(files_write(files_join(&arena, investigation, "record.db"), "x", 1, &error));
    return 0;
}

/* Without its folder no agent goes on, whatever became of the test. */
static int leave(void **state) {
    (void)state;
    folder_remove(runtime);
    hand_user_close(&worker);
    hand_user_close(&other);
    arena_close(&arena);
    return 0;
}

static struct agent_plan plan_of(struct hand_user *user, double seconds) {
    return (struct agent_plan){.folder = investigation,
                               .origin = HAND_ORIGIN,
                               .user = user->id,
                               .private_key = &user->private_key,
                               .seconds = seconds};
}

static pid_t start(struct hand_user *user, double seconds) {
    struct error error = {0};
    struct agent_plan plan = plan_of(user, seconds);
    pid_t process;
    if (!agent_start(&arena, &plan, &process, &error)) fail_msg("%s", error.text);
    return process;
}

static struct agent_found find(const struct hand_user *user) {
    struct error error = {0};
    struct agent_found found;
    if (!agent_find(&arena, HAND_ORIGIN, &user->id, &found, &error)) fail_msg("%s", error.text);
    return found;
}

static void expect_none(const struct hand_user *user) {
    struct error error = {0};
    struct agent_found found;
    assert_false(agent_find(&arena, HAND_ORIGIN, &user->id, &found, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void expect_end(const struct hand_user *user, int count) {
    struct error error = {0};
    struct files_lock lock;
    int got;
    if (!agent_lock(&arena, &lock, &error) ||
        !agent_end(&arena, HAND_ORIGIN, user ? &user->id : NULL, &got, &error))
        fail_msg("%s", error.text);
    files_unlock(&lock);
    assert_int_equal(got, count);
}

/* ------------------------------------------------------------------ signing */

static void test_it_signs_as_the_key_would(void **state) {
    (void)state;
    pid_t process = start(&worker, LONG);
    struct agent_found found = find(&worker);
    assert_memory_equal(&found.public_key, &worker.key, sizeof worker.key);
    assert_true(found.seconds_left > LONG - SOON && found.seconds_left <= LONG);
    struct error error = {0};
    struct entry by_agent = hand_entry(&arena, &worker), by_key = by_agent;
    if (!entry_sign(&arena, &by_agent, HAND_ORIGIN, &worker.id, agent_signing_key(&found), &error))
        fail_msg("%s", error.text);
    assert_true(entry_sign(&arena, &by_key, HAND_ORIGIN, &worker.id,
                           signing_key_of(&worker.private_key), &error));
    assert_memory_equal(&by_agent.sigs[0].signature, &by_key.sigs[0].signature,
                        SIGN_SIGNATURE_SIZE);
    expect_end(NULL, 1);
    runtime_wait_end(process, SOON);
}

static bool sign(const struct agent_found *found, const char *message, size_t size,
                 struct error *error) {
    struct signature signature, right;
    struct signing_key key = agent_signing_key(found);
    if (!signing_key_sign(&key, message, size, &signature, error)) return false;
    right = sign_bytes(&worker.private_key, message, size);
    assert_memory_equal(&signature, &right, sizeof right);
    return true;
}

static void test_it_signs_entries_of_its_investigation_alone(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "x", "cairn-entry/v1\n", "cairn-entry/v1\n" HAND_ORIGIN, "cairn-entry/v1\nexample.org/b\n{}",
        "cairn-entry/v1\n" HAND_ORIGIN "/b\n{}", "cairn-entry/v2\n" HAND_ORIGIN "\n{}",
        "cairn-checkpoint/v1\n" HAND_ORIGIN "\n{}"};
    start(&worker, LONG);
    struct agent_found found = find(&worker);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct error error = {0};
        assert_false(sign(&found, BAD[i], strlen(BAD[i]), &error));
        assert_int_equal(error.code, ERROR_DENIED);
        assert_non_null(strstr(error.text, "nothing but entries of its investigation"));
    }
    /* From the smallest to the largest, and not one byte more. */
    char *large = arena_take(&arena, ENTRY_MESSAGE_MOST + 1, 1);
    memset(large, 'x', ENTRY_MESSAGE_MOST + 1);
    memcpy(large, HEAD, sizeof HEAD - 1);
    struct error error = {0};
    assert_true(sign(&found, large, 64, &error));
    assert_true(sign(&found, large, ENTRY_MESSAGE_MOST, &error));
    assert_false(sign(&found, large, ENTRY_MESSAGE_MOST + 1, &error));
    expect_end(NULL, 1);
}

/* ------------------------------------------------------------------ peers */

/* Sends bytes and expects to be left without an answer. */
static void expect_left(const struct agent_found *found, const void *bytes, size_t size,
                        bool hangs_up) {
    struct error error = {0};
    char answer;
    int peer;
    if (!local_connect(found->path, &peer, &error)) fail_msg("%s", error.text);
    assert_true(local_send(peer, bytes, size, clock_seconds() + SOON, &error));
    if (!hangs_up) {
        assert_false(local_receive(peer, &answer, 1, clock_seconds() + SOON, &error));
        assert_int_equal(error.code, ERROR_STORAGE); /* gone, not silent */
    }
    local_leave(peer);
}

static void test_what_is_no_request_is_left(void **state) {
    (void)state;
    static const uint8_t BAD[][AGENT_HEAD] = {
        {'x', 0, 0, 0, 0}, {'k', 0, 0, 0, 1}, {'e', 1, 0, 0, 0}, {'s', 0, 0, 0, 0},
        {'s', 0, 1, 1, 15}, {'s', 255, 255, 255, 255}, {0, 0, 0, 0, 0}};
    pid_t process = start(&worker, LONG);
    struct agent_found found = find(&worker);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        expect_left(&found, BAD[i], AGENT_HEAD, false);
    for (size_t size = 0; size <= AGENT_HEAD; size++)
        expect_left(&found, "s\0\0\0\1", size, true);
    find(&worker);
    assert_true(runtime_is_running(process));
    expect_end(NULL, 1);
}

static void test_who_is_silent_keeps_nobody_waiting(void **state) {
    (void)state;
    struct error error = {0};
    int silent;
    start(&worker, LONG);
    struct agent_found found = find(&worker);
    if (!local_connect(found.path, &silent, &error)) fail_msg("%s", error.text);
    assert_true(local_send(silent, "s\0\0", 3, clock_seconds() + SOON, &error));
    find(&worker);
    local_leave(silent);
    expect_end(NULL, 1);
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
    struct agent_plan plan = plan_of(&worker, LONG);
    if (stat("/proc/self/mem", &about) != 0 || about.st_uid != NOBODY) _exit(3);
    if (!agent_start(&arena, &plan, &process, &error)) _exit(4);
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
    (void)!local_send(peer, head, sizeof head, clock_seconds() + SOON, &error);
    bool answered = local_receive(peer, &answer, 1, clock_seconds() + SOON, &error);
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
    char *theirs = files_join(&arena, runtime, "theirs");
    assert_true(files_make_folder(theirs, &error));
    assert_int_equal(chown(theirs, NOBODY, NOBODY), 0);
    assert_int_equal(chmod(theirs, 0700) | chmod(runtime, 0711) | chmod(investigation, 0711), 0);
    pid_t child = fork();
    if (child == 0) try_as_nobody(theirs);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    char *path;
    assert_true(agent_path(&arena, HAND_ORIGIN, &worker.id, &path, &error));
    path = arena_format(&arena, "%s/cairn-%d/%s", theirs, NOBODY, strrchr(path, '/') + 1);
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
    pid_t process = start(&worker, LONG);
    struct agent_found found = find(&worker);
    assert_true(sign(&found, MESSAGE, sizeof MESSAGE - 1, &error));
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
        int here = count_in(memory, from, to - from, worker.private_key.bytes, 32);
        count += here;
        if (here && !strstr(line, " dd")) fail_msg("the key could be dumped: %s", line);
#ifndef __SANITIZE_ADDRESS__ /* which makes nothing of mlock */
        if (here && !strstr(line, " lo")) fail_msg("the key could be swapped: %s", line);
#endif
    }
    fclose(smaps);
    close(memory);
    assert_int_equal(count, 1);
    expect_end(NULL, 1);
}

/* ------------------------------------------------------------------ its end */

static void expect_gone(pid_t process) {
    runtime_wait_end(process, SOON);
    assert_int_equal(runtime_sockets(&arena, runtime), 0);
    expect_none(&worker);
}

static void test_it_ends_when_it_is_asked_to(void **state) {
    (void)state;
    pid_t one = start(&worker, LONG), two = start(&other, LONG);
    assert_int_equal(runtime_sockets(&arena, runtime), 2);
    expect_end(&worker, 1);
    runtime_wait_end(one, SOON);
    expect_none(&worker);
    find(&other);
    expect_end(&worker, 0);
    start(&worker, LONG);
    expect_end(NULL, 2);
    expect_gone(two);
    expect_end(NULL, 0);
}

static void test_it_ends_at_its_time(void **state) {
    (void)state;
    double began = clock_seconds();
    pid_t process = start(&worker, 1);
    struct agent_found found = find(&worker);
    expect_gone(process);
    assert_true(clock_seconds() - began >= 1);
    struct error error = {0};
    assert_false(sign(&found, MESSAGE, sizeof MESSAGE - 1, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_non_null(strstr(error.text, "unlock again"));
}

static void test_it_ends_at_a_signal(void **state) {
    (void)state;
    static const int SIGNALS[] = {SIGTERM, SIGINT, SIGHUP};
    for (int i = 0; i < 3; i++) {
        pid_t process = start(&worker, LONG);
        assert_int_equal(kill(process, SIGNALS[i]), 0);
        expect_gone(process);
    }
}

static void test_it_ends_with_the_folder(void **state) {
    (void)state;
    pid_t process = start(&worker, LONG);
    struct error error = {0};
    char *away = files_join(&arena, runtime, "away.cairn");
    assert_true(files_rename(investigation, away, &error));
    expect_gone(process);
    assert_true(files_rename(away, investigation, &error));
}

static void test_it_ends_when_nobody_can_find_it(void **state) {
    (void)state;
    pid_t process = start(&worker, LONG);
    files_undo(find(&worker).path);
    expect_gone(process);
}

static void test_what_a_killed_one_left_is_cleared(void **state) {
    (void)state;
    struct error error = {0};
    struct agent_plan plan = plan_of(&worker, LONG);
    pid_t process = start(&worker, LONG);
    kill(process, SIGKILL);
    runtime_wait_end(process, SOON);
    assert_int_equal(runtime_sockets(&arena, runtime), 1);
    expect_none(&worker);
    assert_false(agent_start(&arena, &plan, &process, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    expect_end(&worker, 0);
    process = start(&worker, LONG);
    find(&worker);
    expect_end(NULL, 1);
    expect_gone(process);
}

static void test_a_second_one_leaves_the_first(void **state) {
    (void)state;
    struct error error = {0};
    struct agent_plan plan = plan_of(&worker, LONG);
    pid_t process;
    start(&worker, LONG);
    assert_false(agent_start(&arena, &plan, &process, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    find(&worker);
    expect_end(NULL, 1);
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
        IN_PLACE(test_it_ends_when_it_is_asked_to),
        IN_PLACE(test_it_ends_at_its_time),
        IN_PLACE(test_it_ends_at_a_signal),
        IN_PLACE(test_it_ends_with_the_folder),
        IN_PLACE(test_it_ends_when_nobody_can_find_it),
        IN_PLACE(test_what_a_killed_one_left_is_cleared),
        IN_PLACE(test_a_second_one_leaves_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
