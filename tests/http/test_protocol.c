/* HTTP as good and as bad clients speak it (RFC 9110, RFC 9112): what is answered, what is refused,
 * and what every answer carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/assets.h"
#include "http/client.h"
#include "http/small_server.h"

static struct small *small;

#define HOST "Host: localhost\r\n"

/* Sends `text` and checks the status of the answer. */
static void expect(const char *text, int status) {
    struct reply reply = client_ask(small->port, "%s", text);
    if (reply.status != status) print_error("%s\n%s\n", text, buffer_text(&reply.all));
    assert_int_equal(reply.status, status);
    reply_close(&reply);
}

/* The same, and that the connection ends behind it: what follows is nobody's request. */
static void expect_end(const char *text, int status) {
    int socket = client_connect(small->port);
    client_send(socket, text, strlen(text));
    struct reply reply = client_read(socket, false);
    if (reply.status != status) print_error("%s\n%s\n", text, buffer_text(&reply.all));
    assert_int_equal(reply.status, status);
    if (!client_is_closed(socket)) fail_msg("open after %s", text);
    reply_close(&reply);
    close(socket);
}

static void test_a_page(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "GET / HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply_body(&reply), "<p>nobody</p>"));
    assert_string_equal(reply_header(&reply, "Content-Type"), "text/html; charset=utf-8");
    assert_string_equal(reply_header(&reply, "Cache-Control"), "no-store");
    reply_close(&reply);
}

static void check_security(const char *text) {
    static const char *const NAMES[] = {"Content-Security-Policy", "X-Content-Type-Options",
                                        "Referrer-Policy", "Cross-Origin-Opener-Policy",
                                        "Cross-Origin-Resource-Policy", "Permissions-Policy",
                                        "Cache-Control"};
    struct reply reply = client_ask(small->port, "%s", text);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_non_null(reply_header(&reply, NAMES[i]));
    assert_null(strstr(reply_header(&reply, "Content-Security-Policy"), "unsafe"));
    assert_null(reply_header(&reply, "Server"));
    assert_null(reply_header(&reply, "Strict-Transport-Security"));
    reply_close(&reply);
}

static void test_every_answer_has_the_security_headers(void **state) {
    (void)state;
    check_security("GET / HTTP/1.1\r\n" HOST "\r\n");
    check_security("GET /none HTTP/1.1\r\n" HOST "\r\n");
    check_security("GET /board HTTP/1.1\r\n" HOST "\r\n");
    check_security("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    check_security("OPTIONS / HTTP/1.1\r\n" HOST "\r\n");
    check_security("POST /save HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n");
    check_security("GET /nothing HTTP/1.1\r\n" HOST "\r\n");
}

static void test_what_the_handler_sees(void **state) {
    (void)state;
    struct reply reply = client_ask(
        small->port, "GET /things/%%D0%%86%%20x?q=a+b%%26 HTTP/1.1\r\n" HOST
                     "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n\r\n");
    assert_int_equal(reply.status, 200);
    /* Nobody believes a proxy that was not named. */
    assert_non_null(strstr(reply_body(&reply),
                           "[\xd0\x86 x|a b&amp;|127.0.0.1|/things/\xd0\x86 x|0]"));
    reply_close(&reply);
    /* What was asked is in no log. */
    assert_true(small_logs(small, "method=GET route=/things/:code status=200"));
    assert_true(small_logs(small, " from=127.0.0.1 user=-"));
}

static void test_head_options_and_other_methods(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "HEAD / HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 200);
    assert_true(atoi(reply_header(&reply, "Content-Length")) > 50);
    reply_close(&reply);
    reply = client_ask(small->port, "OPTIONS / HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 204);
    assert_string_equal(reply_header(&reply, "Allow"), "GET, HEAD, OPTIONS");
    reply_close(&reply);
    reply = client_ask(small->port, "GET /save HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 405);
    assert_string_equal(reply_header(&reply, "Allow"), "POST, OPTIONS");
    reply_close(&reply);
    expect("PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 405);
    expect("TRACE / HTTP/1.1\r\n" HOST "\r\n", 405);
    expect_end("FROG / HTTP/1.1\r\n" HOST "\r\n", 501);
    expect_end("get / HTTP/1.1\r\n" HOST "\r\n", 501);
}

static void test_paths(void **state) {
    (void)state;
    expect("GET /none HTTP/1.1\r\n" HOST "\r\n", 404);
    expect("GET /things/ HTTP/1.1\r\n" HOST "\r\n", 404);
    expect("GET /things/../board HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /things/%2e%2e HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /things/a%2fb HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /things/a%00b HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /things/%c0%af HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET //evil.example/ HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /?q=%zz HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /?q=%00 HTTP/1.1\r\n" HOST "\r\n", 400);
    expect("GET /#a HTTP/1.1\r\n" HOST "\r\n", 400);
}

static void test_hosts(void **state) {
    (void)state;
    expect("GET / HTTP/1.1\r\nHost: cairn.example\r\n\r\n", 200);
    expect("GET / HTTP/1.1\r\nHost: 127.0.0.1:1234\r\n\r\n", 200);
    expect_end("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421);
    expect_end("GET / HTTP/1.1\r\nHost: \r\n\r\n", 421);
    expect_end("GET / HTTP/1.1\r\n" HOST "Host: localhost\r\n\r\n", 400);
    expect_end("GET / HTTP/1.1\r\n" HOST "Host: evil.example\r\n\r\n", 400);
    expect("GET / HTTP/1.1\r\n\r\n", 400);
    expect_end("GET / HTTP/1.0\r\n\r\n", 400);
}

static void test_versions_and_connections(void **state) {
    (void)state;
    expect_end("GET / HTTP/1.0\r\n" HOST "\r\n", 200);
    expect_end("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200);
    expect_end("GET / HTTP/2.0\r\n" HOST "\r\n", 505);
    expect_end("GET /\r\n" HOST "\r\n", 400); /* by libmicrohttpd */
    int socket = client_connect(small->port);
    for (int i = 0; i < 5; i++) {
        assert_true(client_say(socket, "GET /things/%d HTTP/1.1\r\n" HOST "\r\n", i));
        struct reply reply = client_read(socket, false);
        assert_int_equal(reply.status, 200);
        reply_close(&reply);
    }
    close(socket);
}

static void test_several_requests_at_once(void **state) {
    (void)state;
    int socket = client_connect(small->port);
    for (int i = 0; i < 20; i++)
        assert_true(client_say(socket, "GET /things/%d HTTP/1.1\r\n" HOST "\r\n", i));
    for (int i = 0; i < 20; i++) {
        char wanted[20];
        struct reply reply = client_read(socket, false);
        snprintf(wanted, sizeof wanted, "[%d|", i);
        assert_int_equal(reply.status, 200);
        assert_non_null(strstr(reply_body(&reply), wanted));
        reply_close(&reply);
    }
    close(socket);
}

/* Requests that two servers would cut in two ways. */
static void test_smuggling(void **state) {
    (void)state;
    static const char HIDDEN[] = "GET /things/smuggled HTTP/1.1\r\n" HOST "\r\n";
    static const struct { const char *head; int status;
    } CASES[] = {
        {"POST /save HTTP/1.1\r\n" HOST
         "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"POST /save HTTP/1.1\r\n" HOST
         "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
         400},
        {"POST /save HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 70\r\n\r\n", 400},
        {"POST /save HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400},
        {"POST /save HTTP/1.1\r\n" HOST "Transfer-Encoding: identity, chunked\r\n\r\n", 501},
        {"POST /save HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n", 501},
        {"POST /save HTTP/1.1\r\n" HOST
         "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"POST /save HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501},
        {"POST /save HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
        {"POST /save HTTP/1.1\r\n" HOST "Content-Length : 70\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"HEAD /none HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 400},
        {"GET /none HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 400},
        {"POST /none HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 404},
        {"OPTIONS / HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 400},
        {"PUT / HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 400},
        {"GET /board HTTP/1.1\r\n" HOST "Content-Length: 70\r\n\r\n", 400},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int socket = client_connect(small->port);
        client_say(socket, "%s%s", CASES[i].head, HIDDEN);
        bool head = strncmp(CASES[i].head, "HEAD", 4) == 0;
        struct reply reply = client_read(socket, head);
        /* From 1.0 on libmicrohttpd answers 400 by itself to codings that it does not know. */
        bool refused = reply.status == CASES[i].status ||
                       (CASES[i].status == 501 && reply.status == 400);
        if (!refused) print_error("%s\n%s\n", CASES[i].head, buffer_text(&reply.all));
        assert_true(refused);
        /* Whatever came behind it is not taken for a request. */
        assert_true(client_is_closed(socket));
        reply_close(&reply);
        close(socket);
    }
}

static void test_headers_that_are_none(void **state) {
    (void)state;
    expect_end("GET / HTTP/1.1\r\n" HOST "A b: c\r\n\r\n", 400);
    expect_end("GET / HTTP/1.1\r\n" HOST "A(b): c\r\n\r\n", 400);
    expect_end("GET / HTTP/1.1\r\n" HOST "A: b\x01\r\n\r\n", 400);
    expect_end("GET / HTTP/1.1\r\n" HOST "Cookie: a=1\r\nCookie: a=2\r\n\r\n", 400);
    expect_end("GET / HTTP/1.1\r\n" HOST "Expect: miracles\r\n\r\n", 417);
    struct buffer many = {0};
    buffer_add_text(&many, "GET / HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 150; i++) buffer_format(&many, "X-%d: y\r\n", i);
    buffer_add_text(&many, "\r\n");
    expect_end(buffer_text(&many), 400);
    buffer_close(&many);
}

static void test_languages(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "GET / HTTP/1.1\r\n" HOST
                                                 "Accept-Language: uk,en;q=0.5\r\n\r\n");
    assert_non_null(strstr(reply_body(&reply), "<html lang=\"uk\">"));
    reply_close(&reply);
    reply = client_ask(small->port, "GET / HTTP/1.1\r\n" HOST "Accept-Language: uk\r\n"
                                    "Cookie: cairn-language=en\r\n\r\n");
    assert_non_null(strstr(reply_body(&reply), "<html lang=\"en\">"));
    reply_close(&reply);
    reply = client_ask(small->port, "GET /none HTTP/1.1\r\n" HOST "Accept-Language: uk\r\n\r\n");
    assert_non_null(strstr(reply_body(&reply), "Повернутися"));
    reply_close(&reply);
}

static void test_assets(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "GET %sstyle.css HTTP/1.1\r\n" HOST "\r\n",
                                    assets_path);
    const struct asset *asset = asset_find("style.css");
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply_header(&reply, "Content-Type"), "text/css; charset=utf-8");
    assert_string_equal(reply_header(&reply, "Cache-Control"),
                        "public, max-age=31536000, immutable");
    assert_int_equal(reply.all.size - reply.body, asset->size);
    assert_memory_equal(reply_body(&reply), asset->bytes, asset->size);
    reply_close(&reply);
    reply = client_ask(small->port, "GET %sstyle.css HTTP/1.1\r\n" HOST
                                    "Accept-Encoding: gzip, br\r\n\r\n", assets_path);
    assert_string_equal(reply_header(&reply, "Content-Encoding"), "gzip");
    assert_memory_equal(reply_body(&reply), "\x1f\x8b", 2);
    reply_close(&reply);
    reply = client_ask(small->port, "GET %snone.css HTTP/1.1\r\n" HOST "\r\n", assets_path);
    assert_int_equal(reply.status, 404);
    reply_close(&reply);
}

static void test_handlers_that_fail(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "GET /memory HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 413);
    reply_close(&reply);
    assert_int_equal(small->reset, 1);
    expect("GET /nothing HTTP/1.1\r\n" HOST "\r\n", 500);
    expect("GET / HTTP/1.1\r\n" HOST "\r\n", 200);
}

static void test_a_large_file(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "GET /file HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.all.size - reply.body, 200000);
    for (size_t i = reply.body; i < reply.all.size; i++) assert_int_equal(reply.all.bytes[i], 'f');
    assert_string_equal(reply_header(&reply, "Content-Disposition"),
                        "attachment; filename=\"____ __________.bin\"; "
                        "filename*=UTF-8''%D0%9D%D0%B0%20%22%D0%BC%D0%B0%D0%BF%D1%96%22.bin");
    reply_close(&reply);
}

static void test_pages_that_others_may_keep(void **state) {
    (void)state;
    struct reply reply = client_ask(small->port, "GET /cached HTTP/1.1\r\n" HOST "\r\n");
    assert_string_equal(reply_header(&reply, "Cache-Control"), "public, max-age=60");
    reply_close(&reply);
    /* But never one with somebody's token in it. */
    reply = client_ask(small->port, "GET /cached-form HTTP/1.1\r\n" HOST "\r\n");
    assert_string_equal(reply_header(&reply, "Cache-Control"), "no-store");
    reply_close(&reply);
}

static int start(void **state) {
    static const char *const HOSTS[] = {"cairn.example", NULL};
    (void)state;
    small = small_start(&(struct server_options){.hosts = HOSTS});
    return 0;
}

static int stop(void **state) {
    (void)state;
    small_stop(small);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page),
        cmocka_unit_test(test_every_answer_has_the_security_headers),
        cmocka_unit_test(test_what_the_handler_sees),
        cmocka_unit_test(test_head_options_and_other_methods),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_versions_and_connections),
        cmocka_unit_test(test_several_requests_at_once),
        cmocka_unit_test(test_smuggling),
        cmocka_unit_test(test_headers_that_are_none),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_assets),
        cmocka_unit_test(test_handlers_that_fail),
        cmocka_unit_test(test_a_large_file),
        cmocka_unit_test(test_pages_that_others_may_keep),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
