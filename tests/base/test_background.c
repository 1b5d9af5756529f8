/* A process in the background: what it has of the one that started it, and what not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/background.h"
#include "base/files.h"
#include "base/folder.h"

/* How it is to be looked at, and where it says that it has served. */
struct look {
    struct arena arena;
    char *folder, *said;
    pid_t parent, session;
    bool fails;
};

static bool expect(bool holds, const char *what, struct error *error) {
    return holds || error_set(error, ERROR_INTERNAL, "%s", what);
}

static bool signals_are_default(void) {
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    struct sigaction action;
    return sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGINT) &&
           sigaction(SIGTERM, NULL, &action) == 0 && action.sa_handler == SIG_DFL &&
           sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL;
}

static bool standard_files_are_nothing(void) {
    struct stat nothing, about;
    bool all = stat("/dev/null", &nothing) == 0;
    for (int standard = 0; standard < 3; standard++)
        all = all && fstat(standard, &about) == 0 && about.st_rdev == nothing.st_rdev;
    return all;
}

/* But for the standard ones and the pipe by which it says that it has begun. */
static bool no_other_file_is_open(void) {
    for (int number = 4; number < 1024; number++)
        if (fcntl(number, F_GETFD) >= 0) return false;
    return true;
}

static bool begin(void *data, struct error *error) {
    struct look *look = data;
    struct rlimit cores;
    char here[64];
    mode_t mask = umask(077);
    if (look->fails) return error_set(error, ERROR_DENIED, "it may not begin");
    return expect(getpid() != look->parent && getppid() != look->parent, "a child", error) &&
           expect(getsid(0) != look->session && getsid(0) != getpid(), "session", error) &&
           expect(open("/dev/tty", O_RDWR) < 0, "terminal", error) &&
           expect(getcwd(here, sizeof here) && strcmp(here, "/") == 0, "folder", error) &&
           expect(mask == 077, "umask", error) &&
           expect(getrlimit(RLIMIT_CORE, &cores) == 0 && !cores.rlim_max, "core dumps", error) &&
           expect(prctl(PR_GET_DUMPABLE) == 0, "dumpable", error) &&
           expect(signals_are_default(), "signals", error) &&
           expect(standard_files_are_nothing(), "standard files", error) &&
           expect(no_other_file_is_open(), "files", error);
}

static void serve(void *data) {
    struct look *look = data;
    struct error error = {0};
    if (!files_write(look->said, "served", 6, &error)) _exit(1);
}

static void enter(struct look *look) {
    *look = (struct look){.parent = getpid(), .session = getsid(0)};
    arena_open(&look->arena, 0);
    look->folder = folder_make(&look->arena);
    look->said = files_join(&look->arena, look->folder, "said");
}

static void leave(struct look *look) {
    folder_remove(look->folder);
    arena_close(&look->arena);
}

static void test_it_has_nothing_of_its_parents(void **state) {
    (void)state;
    static const struct background BACKGROUND = {begin, serve};
    struct look look;
    struct error error = {0};
    pid_t process;
    enter(&look);
    int file = open("/dev/null", O_RDONLY);
    signal(SIGTERM, SIG_IGN);
    bool done = background_start(&BACKGROUND, &look, &process, &error);
    signal(SIGTERM, SIG_DFL);
    close(file);
    if (!done) fail_msg("%s", error.text);
    assert_true(process > 0 && process != getpid());
    for (int i = 0; i < 20000 && !files_is_file(look.said); i++) usleep(1000);
    assert_true(files_is_file(look.said));
    leave(&look);
}

static void test_what_keeps_it_from_beginning_is_said_here(void **state) {
    (void)state;
    static const struct background BACKGROUND = {begin, serve};
    struct look look;
    struct error error = {0};
    pid_t process = -1;
    enter(&look);
    look.fails = true;
    assert_false(background_start(&BACKGROUND, &look, &process, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_string_equal(error.text, "it may not begin");
    assert_int_equal(process, -1);
    leave(&look);
}

static bool die(void *data, struct error *error) {
    (void)data, (void)error;
    raise(SIGKILL);
    return true;
}

static void test_its_death_is_noticed(void **state) {
    (void)state;
    static const struct background BACKGROUND = {die, serve};
    struct error error = {0};
    pid_t process;
    assert_false(background_start(&BACKGROUND, NULL, &process, &error));
    assert_non_null(strstr(error.text, "ended before it had begun"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_has_nothing_of_its_parents),
        cmocka_unit_test(test_what_keeps_it_from_beginning_is_said_here),
        cmocka_unit_test(test_its_death_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
