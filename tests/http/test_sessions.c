/* Who is signed in, and for how long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "http/sessions.h"

struct hand_clock {
    struct clock clock; /* first */
    double now;
};

static double seconds(struct clock *clock) { return ((struct hand_clock *)clock)->now; }

static struct hand_clock hand = {{.seconds = seconds}, 1000};
static struct random source;
static int destroyed;
static struct sessions *sessions;
static const struct sessions_limits LIMITS = {.idle_seconds = 100, .absolute_seconds = 1000,
                                              .most = 50, .most_a_user = 3};

static void destroy(void *data) { ++*(int *)data; }

static void begin_all(void) {
    struct error error = {0};
    destroyed = 0;
    assert_true(random_open(&source, &error));
    sessions = sessions_make(LIMITS, &hand.clock, &source);
}

/* Signs in and lets go of it. */
static void sign_in(const char *user, char token[SESSION_TOKEN]) {
    struct session *session;
    struct error error = {0};
    assert_true(session_begin(sessions, user, "a browser", 5, &destroyed, destroy, token, &session,
                              &error));
    session_release(sessions, session);
}

static bool is_there(const char *token) {
    struct session *session = session_find(sessions, token);
    session_release(sessions, session);
    return session != NULL;
}

static void test_a_token_finds_its_session_and_nothing_else_does(void **state) {
    (void)state;
    char first[SESSION_TOKEN], second[SESSION_TOKEN];
    begin_all();
    sign_in("anna", first);
    sign_in("ben", second);
    assert_int_equal(strlen(first), SESSION_TOKEN - 1);
    assert_string_not_equal(first, second);
    struct session *session = session_find(sessions, first);
    assert_string_equal(session->user, "anna");
    assert_string_equal(session->label, "a browser");
    assert_int_equal(session->roles, 5);
    assert_ptr_equal(session->data, &destroyed);
    session_release(sessions, session);
    first[10] ^= 1;
    assert_false(is_there(first));
    assert_false(is_there(""));
    assert_false(is_there("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_true(is_there(second));
    sessions_close(sessions);
    assert_int_equal(destroyed, 2);
}

static void test_idle_sessions_end(void **state) {
    (void)state;
    char token[SESSION_TOKEN];
    begin_all();
    sign_in("anna", token);
    hand.now += 99;
    assert_true(is_there(token));
    hand.now += 99;
    assert_true(is_there(token));
    hand.now += 100;
    assert_false(is_there(token));
    assert_int_equal(destroyed, 1);
    sessions_close(sessions);
}

static void test_no_session_is_for_ever(void **state) {
    (void)state;
    char token[SESSION_TOKEN];
    begin_all();
    sign_in("anna", token);
    for (int i = 0; i < 19; i++) {
        hand.now += 50;
        assert_true(is_there(token));
    }
    hand.now += 50;
    assert_false(is_there(token));
    sessions_close(sessions);
}

static void test_sweeping_wipes_what_nobody_asks_for(void **state) {
    (void)state;
    char token[SESSION_TOKEN];
    begin_all();
    sign_in("anna", token);
    sessions_sweep(sessions);
    assert_int_equal(destroyed, 0);
    hand.now += 100;
    sessions_sweep(sessions);
    assert_int_equal(destroyed, 1);
    sessions_close(sessions);
    assert_int_equal(destroyed, 1);
}

static void test_data_lives_for_as_long_as_somebody_holds_it(void **state) {
    (void)state;
    char token[SESSION_TOKEN];
    begin_all();
    sign_in("anna", token);
    struct session *held = session_find(sessions, token), *again = session_find(sessions, token);
    assert_ptr_equal(held, again);
    session_end(sessions, held);
    session_end(sessions, held);
    assert_false(is_there(token));
    session_release(sessions, again);
    assert_int_equal(destroyed, 0);
    session_release(sessions, held);
    assert_int_equal(destroyed, 1);
    sessions_close(sessions);
}

static void test_another_token_with_other_roles(void **state) {
    (void)state;
    char old[SESSION_TOKEN], new[SESSION_TOKEN];
    begin_all();
    sign_in("anna", old);
    struct session *session = session_find(sessions, old);
    assert_true(session_rotate(sessions, session, 7, new));
    assert_false(is_there(old));
    assert_true(is_there(new));
    assert_int_equal(session->roles, 7);
    session_end(sessions, session);
    assert_false(session_rotate(sessions, session, 7, new));
    session_release(sessions, session);
    sessions_close(sessions);
}

static void test_ones_own_sessions(void **state) {
    (void)state;
    char first[SESSION_TOKEN], second[SESSION_TOKEN], other[SESSION_TOKEN];
    struct arena arena;
    struct session_line *lines;
    size_t count;
    arena_open(&arena, 0);
    begin_all();
    sign_in("anna", first);
    hand.now += 10;
    sign_in("anna", second);
    sign_in("ben", other);
    hand.now += 5;
    sessions_list(&arena, sessions, "anna", &lines, &count);
    assert_int_equal(count, 2);
    assert_true(lines[0].age_seconds == 5 && lines[1].age_seconds == 15);
    /* Nobody ends another's, even by its number. */
    assert_false(sessions_end_number(sessions, "ben", lines[1].number));
    assert_true(sessions_end_number(sessions, "anna", lines[1].number));
    assert_false(is_there(first));
    assert_true(is_there(second));
    sign_in("anna", first);
    struct session *mine = session_find(sessions, second);
    assert_int_equal(sessions_end_user(sessions, "anna", mine), 1);
    assert_true(is_there(second));
    assert_int_equal(sessions_end_user(sessions, "anna", NULL), 1);
    assert_true(is_there(other));
    session_release(sessions, mine);
    sessions_close(sessions);
    arena_close(&arena);
}

static void test_so_many_of_a_user_and_in_all(void **state) {
    (void)state;
    char tokens[4][SESSION_TOKEN], token[SESSION_TOKEN], name[20];
    struct session *session;
    struct error error = {0};
    begin_all();
    for (int i = 0; i < 3; i++) {
        sign_in("anna", tokens[i]);
        hand.now += 1;
    }
    assert_true(is_there(tokens[0]));
    sign_in("anna", tokens[3]);
    /* The second was unused for longest. */
    assert_false(is_there(tokens[1]));
    assert_true(is_there(tokens[0]) && is_there(tokens[2]) && is_there(tokens[3]));
    for (int i = 3; i < 50; i++) {
        snprintf(name, sizeof name, "user %d", i);
        sign_in(name, token);
    }
    destroyed = 0;
    assert_false(session_begin(sessions, "one more", "", 0, &destroyed, destroy, token, &session,
                               &error));
    assert_int_equal(error.code, ERROR_BUSY);
    assert_int_equal(destroyed, 1);
    /* There is room again for who had some. */
    sign_in("anna", token);
    hand.now += 100;
    sign_in("one more", token);
    sessions_close(sessions);
}

static void test_what_forms_carry(void **state) {
    (void)state;
    char token[SESSION_TOKEN], other[SESSION_TOKEN], first[SESSION_TOKEN], second[SESSION_TOKEN];
    begin_all();
    sign_in("anna", token);
    sign_in("anna", other);
    struct session *mine = session_find(sessions, token), *theirs = session_find(sessions, other);
    sessions_csrf(sessions, mine, NULL, first);
    sessions_csrf(sessions, mine, NULL, second);
    assert_string_equal(first, second);
    sessions_csrf(sessions, theirs, NULL, second);
    assert_string_not_equal(first, second);
    /* Not to be had by choosing a visitor's cookie. */
    sessions_csrf(sessions, NULL, mine->number, second);
    assert_string_not_equal(first, second);
    sessions_csrf(sessions, NULL, "visitor", first);
    sessions_csrf(sessions, NULL, "visitos", second);
    assert_string_not_equal(first, second);
    session_release(sessions, mine);
    session_release(sessions, theirs);
    sessions_close(sessions);
}

static void test_a_form_is_done_once(void **state) {
    (void)state;
    struct arena arena;
    char token[SESSION_TOKEN], name[20], *location = NULL;
    arena_open(&arena, 0);
    begin_all();
    sign_in("anna", token);
    struct session *session = session_find(sessions, token);
    assert_int_equal(session_once_begin(&arena, sessions, session, "a", "sent", 4, &location), ONCE_FIRST);
    session_once_end(sessions, session, "a", "/here");
    assert_int_equal(session_once_begin(&arena, sessions, session, "a", "sent", 4, &location), ONCE_DONE);
    assert_string_equal(location, "/here");
    /* Another request with the token is not that one. */
    assert_int_equal(session_once_begin(&arena, sessions, session, "a", "tens", 4, &location),
                     ONCE_OTHER);
    /* What came to nothing may be sent again. */
    assert_int_equal(session_once_begin(&arena, sessions, session, "b", "sent", 4, &location), ONCE_FIRST);
    session_once_end(sessions, session, "b", NULL);
    assert_int_equal(session_once_begin(&arena, sessions, session, "b", "sent", 4, &location), ONCE_FIRST);
    session_once_end(sessions, session, "b", "/b");
    /* The last ones are remembered. */
    for (int i = 0; i < SESSION_ONCE_MOST; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_int_equal(session_once_begin(&arena, sessions, session, name, "sent", 4, &location),
                         ONCE_FIRST);
        session_once_end(sessions, session, name, "/");
    }
    assert_int_equal(session_once_begin(&arena, sessions, session, "0", "sent", 4, &location), ONCE_DONE);
    session_release(sessions, session);
    sessions_close(sessions);
    arena_close(&arena);
}

struct second_click {
    struct session *session;
    enum once once;
    char location[20];
};

static void *click_again(void *data) {
    struct second_click *click = data;
    struct arena arena;
    char *location = NULL;
    arena_open(&arena, 0);
    click->once = session_once_begin(&arena, sessions, click->session, "form", "sent", 4, &location);
    snprintf(click->location, sizeof click->location, "%s", location ? location : "");
    arena_close(&arena);
    return NULL;
}

static void test_a_second_click_waits_for_the_first(void **state) {
    (void)state;
    struct arena arena;
    char token[SESSION_TOKEN], *location;
    pthread_t thread;
    arena_open(&arena, 0);
    begin_all();
    sign_in("anna", token);
    struct second_click click = {.session = session_find(sessions, token)};
    assert_int_equal(session_once_begin(&arena, sessions, click.session, "form", "sent", 4, &location),
                     ONCE_FIRST);
    assert_int_equal(pthread_create(&thread, NULL, click_again, &click), 0);
    usleep(50000);
    session_once_end(sessions, click.session, "form", "/made");
    pthread_join(thread, NULL);
    assert_int_equal(click.once, ONCE_DONE);
    assert_string_equal(click.location, "/made");
    session_release(sessions, click.session);
    sessions_close(sessions);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_token_finds_its_session_and_nothing_else_does),
        cmocka_unit_test(test_idle_sessions_end),
        cmocka_unit_test(test_no_session_is_for_ever),
        cmocka_unit_test(test_sweeping_wipes_what_nobody_asks_for),
        cmocka_unit_test(test_data_lives_for_as_long_as_somebody_holds_it),
        cmocka_unit_test(test_another_token_with_other_roles),
        cmocka_unit_test(test_ones_own_sessions),
        cmocka_unit_test(test_so_many_of_a_user_and_in_all),
        cmocka_unit_test(test_what_forms_carry),
        cmocka_unit_test(test_a_form_is_done_once),
        cmocka_unit_test(test_a_second_click_waits_for_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
