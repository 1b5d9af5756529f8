/* The pages at the end of cairn demo: who is told gets in, until it is interrupted; where nobody looks
 * on, it ends. And nothing but the demonstration is served without a second factor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/demo_users.h"
#include "cli/dialogue.h"
#include "cli/program.h"
#include "http/client.h"
#include "web/web.h"

static struct arena arena;
static char *folder; /* TMPDIR of the program */

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    if (!files_make_temporary(&arena, &folder, &error)) return -1;
    return setenv("TMPDIR", folder, 1);
}

static int end(void **state) {
    (void)state;
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ the program */

struct running {
    pid_t child;
    int terminal, port;
    struct buffer shown;
};

/* Starts `cairn ARGUMENTS` at a terminal and reads until it says where it serves. */
static struct running start(const char *arguments) {
    struct running running = {0};
    const char *line = arena_format(&arena, "exec '%s' %s", getenv("CAIRN_BINARY"), arguments);
    running.child = dialogue_fork(&running.terminal);
    if (running.child == 0) {
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    while (dialogue_read(running.child, running.terminal, &running.shown)) {
        const char *at = strstr(buffer_text(&running.shown), " is served at http://127.0.0.1:");
        if (!at || !strstr(at, "Ctrl-C ends it")) continue;
        running.port = atoi(strrchr(arena_copy_part(&arena, at, strcspn(at, "\r")), ':') + 1);
        return running;
    }
    fail_msg("it ended: %s", buffer_text(&running.shown));
    return running;
}

/* As Ctrl-C does; it must end well. */
static void stop(struct running *running) {
    kill(running->child, SIGINT);
    while (dialogue_read(running->child, running->terminal, &running->shown)) {}
    assert_int_equal(dialogue_wait(running->child, &running->shown), 0);
    close(running->terminal);
    buffer_close(&running->shown);
}

static bool refuse_any(void *data, const char *name, struct error *error) {
    (void)data;
    return error_set(error, ERROR_DENIED, "%s was left behind", name);
}

static void expect_nothing_left(void) {
    struct error error = {0};
    if (!files_each(folder, refuse_any, NULL, &error)) fail_msg("%s", error.text);
}

/* ------------------------------------------------------------------ signing in */

/* Where somebody is led to who signs in by that name; the cookie of their session. */
static const char *sign_in(int port, const char *name, char session[100]) {
    char csrf[200], once[200], form[100];
    struct reply reply = client_ask(port, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n");
    reply_field(&reply, "csrf", csrf, sizeof csrf);
    reply_field(&reply, "once", once, sizeof once);
    reply_cookie(&reply, "cairn-form", form, sizeof form);
    reply_close(&reply);
    char *body = arena_format(&arena, "csrf=%s&once=%s&name=%s&passphrase=%s", csrf, once, name,
                              DEMO_PASSPHRASE);
    for (char *at = body; *at; at++)
        if (*at == ' ') *at = '+';
    reply = client_ask(port, "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
                             "Origin: http://localhost\r\nCookie: cairn-form=%s\r\n"
                             "Content-Type: application/x-www-form-urlencoded\r\n"
                             "Content-Length: %zu\r\n\r\n%s", form, strlen(body), body);
    if (reply.status != 303) fail_msg("%s is not let in: %s", name, reply_body(&reply));
    const char *location = arena_copy(&arena, reply_header(&reply, "Location"));
    reply_cookie(&reply, "cairn", session, 100);
    reply_close(&reply);
    return location;
}

static void expect_page(int port, const char *session, const char *path, const char *words) {
    struct reply reply = client_ask(port, "GET %s HTTP/1.1\r\nHost: localhost\r\n"
                                          "Cookie: cairn=%s\r\n\r\n", path, session);
    if (reply.status != 200 || !strstr(reply_body(&reply), words))
        fail_msg("%s: %d %s", path, reply.status, reply_body(&reply));
    reply_close(&reply);
}

/* ------------------------------------------------------------------ tests */

static void test_everybody_who_is_printed_gets_in(void **state) {
    (void)state;
    dialogue_or_skip();
    struct running running = start("demo --remains 12");
    assert_non_null(strstr(buffer_text(&running.shown), DEMO_PASSPHRASE));
    for (const struct demo_user *user = DEMO_USERS; user->name; user++) {
        char session[100];
        const char *line = arena_format(&arena, "  %-22s%s\r\n", user->name, user->roles);
        if (!strstr(buffer_text(&running.shown), line))
            fail_msg("\"%s\" is not in: %s", line, buffer_text(&running.shown));
        assert_string_equal(sign_in(running.port, user->name, session), "/");
        expect_page(running.port, session, "/", user->name);
        if (strstr(user->roles, "liaison")) expect_page(running.port, session, "/families", "F0");
    }
    stop(&running);
    expect_nothing_left();
}

/* The names that are printed are of all roles that there are. */
static void test_each_role_has_a_user(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 12 --keep \"$TMPDIR/roles\"");
    assert_int_equal(answer.code, 0);
    assert_null(strstr(buffer_text(&answer.out), "In a browser"));
    answer_close(&answer);
    static const char *const roles[] = {"field", "laboratory", "examiner", "liaison", "board",
                                        "custodian", "press", "administrator"};
    answer = cairn_run("user \"$TMPDIR/roles/example.cairn\"");
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const char *line = arena_format(&arena, "    %s; made by", roles[i]);
        if (!strstr(buffer_text(&answer.out), line))
            fail_msg("nobody is %s alone: %s", roles[i], buffer_text(&answer.out));
    }
    answer_close(&answer);
    folder_remove(files_join(&arena, folder, "roles"));
}

/* What the demonstration leaves behind is an investigation like any other. */
static void test_whoever_serves_it_later_asks_for_a_second_factor(void **state) {
    (void)state;
    dialogue_or_skip();
    char session[100];
    struct running running = start("demo --remains 12 --keep \"$TMPDIR/kept\"");
    stop(&running);
    running = start("serve \"$TMPDIR/kept/example.cairn\" --port 0");
    const char *location = sign_in(running.port, "Family office", session);
    if (strncmp(location, "/second-factor", 14) != 0) fail_msg("led to %s", location);
    stop(&running);
    folder_remove(files_join(&arena, folder, "kept"));
}

/* Whatever asks for it: nobody else's computer may come near. */
static void test_one_factor_is_for_this_computer(void **state) {
    (void)state;
    static const char *const names[] = {"example.org", NULL};
    const struct web_options options[] = {
        {.path = folder, .one_factor = true, .address = "0.0.0.0"},
        {.path = folder, .one_factor = true, .hosts = names},
        {.path = folder, .one_factor = true, .proxies = names},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct web *web;
        struct error error = {0};
        assert_false(web_start(&arena, &options[i], &web, &error));
        assert_int_equal(error.code, ERROR_DENIED);
    }
}

static void test_a_terminal_can_do_without(void **state) {
    (void)state;
    dialogue_or_skip();
    const char *const arguments[] = {"cairn", "demo", "--remains", "12", "--no-serve", NULL};
    const char *const lines[] = {NULL};
    struct dialogue dialogue = dialogue_run(arguments, lines);
    assert_int_equal(dialogue.code, 0);
    assert_null(strstr(buffer_text(&dialogue.shown), "is served at"));
    dialogue_close(&dialogue);
    expect_nothing_left();
}

static void test_one_of_both(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --serve --no-serve");
    assert_int_equal(answer.code, 2);
    answer_close(&answer);
    answer = cairn_run("serve --one-factor nowhere");
    assert_int_equal(answer.code, 2);
    answer_close(&answer);
}

/* A list in which a name is missing would be a server that is called by fewer names than was meant. */
static void test_a_list_of_names_is_whole(void **state) {
    (void)state;
    static const char *const lists[] = {"--hosts ,,", "--hosts ''", "--hosts a.example,",
                                        "--hosts 'a.example b.example'", "--proxies 10.0.0.1,,"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char line[80];
        snprintf(line, sizeof line, "serve nowhere %s", lists[i]);
        struct answer answer = cairn_run(line);
        assert_int_equal(answer.code, 2);
        assert_non_null(strstr(buffer_text(&answer.err), "separate names with one comma"));
        answer_close(&answer);
    }
}

/* Into a pipe, it serves when that is asked for, and lets itself be ended. */
static void test_served_without_a_terminal(void **state) {
    (void)state;
    struct answer answer = cairn_run(
        "demo --remains 12 --serve > \"$TMPDIR/said\" & child=$!\n"
        "for i in $(seq 600); do grep -q 'Ctrl-C ends it' \"$TMPDIR/said\" && break; sleep 0.1; done\n"
        "grep -o ' is served at http://127.0.0.1:[0-9]*' \"$TMPDIR/said\"\n"
        "kill -TERM $child; wait $child; code=$?; rm \"$TMPDIR/said\"; exit $code");
    assert_int_equal(answer.code, 0);
    assert_non_null(strstr(buffer_text(&answer.out), " is served at http://127.0.0.1:"));
    answer_close(&answer);
    expect_nothing_left();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everybody_who_is_printed_gets_in),
        cmocka_unit_test(test_each_role_has_a_user),
        cmocka_unit_test(test_whoever_serves_it_later_asks_for_a_second_factor),
        cmocka_unit_test(test_one_factor_is_for_this_computer),
        cmocka_unit_test(test_a_terminal_can_do_without),
        cmocka_unit_test(test_one_of_both),
        cmocka_unit_test(test_a_list_of_names_is_whole),
        cmocka_unit_test(test_served_without_a_terminal),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
