/* Slow, vanishing and greedy clients hold nobody up; slow pages hold up no other; the server stops
 * without cutting off what has begun.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/client.h"
#include "http/small_server.h"

#define HOST "Host: localhost\r\n"

static void expect(struct small *small, const char *text, int status) {
    struct reply reply = client_ask(small->port, "%s", text);
    assert_int_equal(reply.status, status);
    reply_close(&reply);
}

static void test_a_byte_now_and_then_is_not_enough(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){.header_seconds = 2});
    int socket = client_connect(small->port);
    double start = clock_seconds();
    bool open = true;
    client_say(socket, "GET / HTTP/1.1\r\n" HOST "X: ");
    while (open && clock_seconds() - start < 15) {
        usleep(50000);
        open = client_send(socket, "a", 1);
    }
    assert_false(open);
    close(socket);
    /* Nor is saying nothing. */
    socket = client_connect(small->port);
    assert_true(client_is_closed(socket));
    close(socket);
    expect(small, "GET / HTTP/1.1\r\n" HOST "\r\n", 200);
    small_stop(small);
}

static void test_a_body_that_does_not_come(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){.body_seconds = 2});
    int socket = client_connect(small->port);
    double start = clock_seconds();
    bool open = true;
    client_say(socket,
               "POST /save HTTP/1.1\r\n" HOST
               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n");
    while (open && clock_seconds() - start < 15) {
        usleep(50000);
        open = client_send(socket, "a", 1);
    }
    assert_false(open);
    close(socket);
    assert_int_equal(small->saved, 0);
    small_stop(small);
}

static void test_an_answer_that_nobody_reads(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){.workers = 2});
    int sockets[20];
    for (int i = 0; i < 20; i++) {
        sockets[i] = client_connect(small->port);
        client_say(sockets[i], "GET /file HTTP/1.1\r\n" HOST "\r\n");
    }
    for (int i = 0; i < 20; i++) expect(small, "GET / HTTP/1.1\r\n" HOST "\r\n", 200);
    for (int i = 0; i < 20; i++) close(sockets[i]);
    small_stop(small);
}

static void test_clients_that_vanish(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){0});
    static const char *const PARTS[] = {
        "",
        "G",
        "GET / HTTP/1.1",
        "GET / HTTP/1.1\r\n" HOST,
        "GET / HTTP/1.1\r\n" HOST "\r\n",
        "GET /file HTTP/1.1\r\n" HOST "\r\n",
        "POST /save HTTP/1.1\r\n" HOST
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=",
        "POST /files HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data; boundary=X\r\n"
        "Content-Length: 1000\r\n\r\n--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nabc",
    };
    for (int round = 0; round < 10; round++) {
        for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
            int socket = client_connect(small->port);
            client_send(socket, PARTS[i], strlen(PARTS[i]));
            close(socket);
        }
    }
    expect(small, "GET / HTTP/1.1\r\n" HOST "\r\n", 200);
    assert_int_equal(small->saved, 0);
    small_stop(small);
}

static void test_what_is_too_large(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){0});
    expect(small,
           "POST /save HTTP/1.1\r\n" HOST
           "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999\r\n\r\n",
           413);
    expect(
        small,
        "POST /save HTTP/1.1\r\n" HOST
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        413);
    expect(small,
           "POST /save HTTP/1.1\r\n" HOST
           "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: -5\r\n\r\n",
           400);
    struct buffer text = {0};
    buffer_add_text(&text, "GET / HTTP/1.1\r\n" HOST "X: ");
    for (int i = 0; i < 100000; i++) buffer_add(&text, "x", 1);
    buffer_add_text(&text, "\r\n\r\n");
    int socket = client_connect(small->port);
    client_send(socket, text.bytes, text.size);
    struct reply reply = client_read(socket, false);
    assert_true(reply.status == 431 || reply.status == 413 || reply.status == 0);
    reply_close(&reply);
    close(socket);
    buffer_close(&text);
    buffer_add_text(&text, "GET /");
    for (int i = 0; i < 3000; i++) buffer_add(&text, "x", 1);
    buffer_add_text(&text, " HTTP/1.1\r\n" HOST "\r\n");
    expect(small, text.bytes, 400);
    buffer_close(&text);
    /* In pieces, so that nobody says beforehand how large it is. */
    socket = client_connect(small->port);
    client_say(socket,
               "POST /save HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
    bool open = true;
    for (int i = 0; open && i < 100000; i++)
        open = client_say(socket, "10\r\naaaaaaaaaaaaaaaa\r\n");
    assert_false(open);
    close(socket);
    expect(small, "GET / HTTP/1.1\r\n" HOST "\r\n", 200);
    small_stop(small);
}

static void test_continue(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){0});
    int socket = client_connect(small->port);
    char line[26] = {0};
    client_say(socket,
               "POST /bare HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    for (int i = 0; i < 25; i++) assert_int_equal(read(socket, line + i, 1), 1);
    assert_string_equal(line, "HTTP/1.1 100 Continue\r\n\r\n");
    client_say(socket, "ab");
    struct reply reply = client_read(socket, false);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply_body(&reply), "ab");
    reply_close(&reply);
    close(socket);
    /* What will be refused need not be sent. */
    socket = client_connect(small->port);
    client_say(socket, "POST /bare HTTP/1.1\r\n" HOST
                       "Expect: 100-continue\r\nContent-Length: 2000\r\n\r\n");
    reply = client_read(socket, false);
    assert_int_equal(reply.status, 413);
    reply_close(&reply);
    close(socket);
    small_stop(small);
}

static void test_slow_pages_hold_up_no_other(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){.workers = 4});
    int sockets[8];
    for (int i = 0; i < 8; i++) {
        sockets[i] = client_connect(small->port);
        client_say(sockets[i], "GET /slow HTTP/1.1\r\n" HOST "\r\n");
    }
    small_wait(&small->slow, 2);
    for (int i = 0; i < 50; i++) expect(small, "GET / HTTP/1.1\r\n" HOST "\r\n", 200);
    assert_int_equal(small->slow, 2);
    atomic_store(&small->go_on, true);
    for (int i = 0; i < 8; i++) {
        struct reply reply = client_read(sockets[i], false);
        assert_int_equal(reply.status, 200);
        reply_close(&reply);
        close(sockets[i]);
    }
    small_stop(small);
}

static void test_connections_of_one_address(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){.connections_an_address = 5});
    int sockets[8], open = 0;
    for (int i = 0; i < 8; i++) sockets[i] = client_connect(small->port);
    for (int i = 0; i < 8; i++) {
        client_say(sockets[i], "GET / HTTP/1.1\r\n" HOST "\r\n");
        struct reply reply = client_read(sockets[i], false);
        open += reply.status == 200;
        reply_close(&reply);
    }
    assert_int_equal(open, 5);
    for (int i = 0; i < 8; i++) close(sockets[i]);
    small_stop(small);
}

static void test_requests_of_one_address(void **state) {
    (void)state;
    struct small *small =
        small_start(&(struct server_options){.requests = {.burst = 10, .per_second = 0.01}});
    for (int i = 0; i < 10; i++) expect(small, "GET / HTTP/1.1\r\n" HOST "\r\n", 200);
    struct reply reply = client_ask(small->port, "GET / HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 429);
    assert_true(atoi(reply_header(&reply, "Retry-After")) > 50);
    reply_close(&reply);
    small_stop(small);
}

static void test_proxies_are_believed_when_they_are_named(void **state) {
    (void)state;
    static const char *const PROXIES[] = {"127.0.0.1", NULL};
    struct small *small = small_start(&(struct server_options){.proxies = PROXIES});
    struct reply reply = client_ask(small->port, "GET /things/a HTTP/1.1\r\n" HOST
                                    "X-Forwarded-For: 203.0.113.5, 192.0.2.1\r\n"
                                    "X-Forwarded-Proto: https\r\n\r\n");
    assert_non_null(strstr(reply_body(&reply), "|192.0.2.1|/things/a|1]"));
    assert_non_null(reply_header(&reply, "Strict-Transport-Security"));
    /* What came over TLS has cookies that only TLS can set. */
    assert_non_null(strstr(reply.all.bytes, "Set-Cookie: __Host-cairn-form="));
    assert_non_null(strstr(reply.all.bytes, "; Secure\r\n"));
    reply_close(&reply);
    small_stop(small);
}

static void test_stopping_lets_what_has_begun_end(void **state) {
    (void)state;
    struct small *small = small_start(&(struct server_options){0});
    struct error error = {0};
    int socket = client_connect(small->port), idle = client_connect(small->port);
    client_say(socket, "GET /wait HTTP/1.1\r\n" HOST "\r\n");
    small_wait(&small->slow, 1);
    /* It is asked to stop after a second, and says so itself. */
    assert_true(server_stop(small->server, 0.5, &error));
    struct reply reply = client_read(socket, false);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply_body(&reply), "cancelled"));
    reply_close(&reply);
    assert_true(client_is_closed(idle));
    close(socket);
    close(idle);
    sessions_close(small->sessions);
    free(small);
}

static void test_options_that_do_not_go_together(void **state) {
    (void)state;
    static const struct route NONE[] = {{0}};
    static const char *const BAD_PROXIES[] = {"proxy.example", NULL};
    static const struct server_options BAD[] = {
        {.routes = NONE, .address = "0.0.0.0"},
        {.routes = NONE, .address = "example.org"},
        {.routes = NONE, .certificate = "x"},
        {.routes = NONE, .key = "x"},
        {.routes = NONE, .proxies = BAD_PROXIES},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct server *server;
        struct error error = {0};
        assert_false(server_start(&BAD[i], &server, &error));
        assert_int_equal(error.code, ERROR_USAGE);
    }
}

static void test_a_port_that_is_taken(void **state) {
    (void)state;
    static const struct route NONE[] = {{0}};
    struct small *small = small_start(&(struct server_options){0});
    struct server *server;
    struct error error = {0};
    assert_false(server_start(&(struct server_options){.routes = NONE, .port = small->port},
                              &server, &error));
    assert_int_equal(error.code, ERROR_BUSY);
    small_stop(small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_byte_now_and_then_is_not_enough),
        cmocka_unit_test(test_a_body_that_does_not_come),
        cmocka_unit_test(test_an_answer_that_nobody_reads),
        cmocka_unit_test(test_clients_that_vanish),
        cmocka_unit_test(test_what_is_too_large),
        cmocka_unit_test(test_continue),
        cmocka_unit_test(test_slow_pages_hold_up_no_other),
        cmocka_unit_test(test_connections_of_one_address),
        cmocka_unit_test(test_requests_of_one_address),
        cmocka_unit_test(test_proxies_are_believed_when_they_are_named),
        cmocka_unit_test(test_stopping_lets_what_has_begun_end),
        cmocka_unit_test(test_options_that_do_not_go_together),
        cmocka_unit_test(test_a_port_that_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
