/* Forms, files and who sends them: what another page, a stale page, a second click or somebody
 * without the role can do, which is nothing. / */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/encode.h"
#include "http/client.h"
#include "http/small_server.h"

static struct small *small;

/* Somebody's browser: cookies, and the tokens of the page it has. */
struct browser {
    char session[100], form[100], csrf[100], once[100];
};

/* Loads a page; the status. */
static int load(struct browser *browser, const char *path) {
    char cookie[100];
    struct reply reply = client_ask(small->port, "GET %s HTTP/1.1\r\nHost: localhost\r\n"
                                                 "Cookie: cairn=%s; cairn-form=%s\r\n\r\n",
                                    path, browser->session, browser->form);
    int status = reply.status;
    reply_cookie(&reply, "cairn-form", cookie, sizeof cookie);
    if (*cookie) strcpy(browser->form, cookie);
    if (status == 200) {
        reply_field(&reply, "csrf", browser->csrf, sizeof browser->csrf);
        reply_field(&reply, "once", browser->once, sizeof browser->once);
    }
    reply_close(&reply);
    return status;
}

/* Sends "name=NAME" with what the browser has, and further headers. */
static struct reply send_form(const struct browser *browser, const char *path, const char *name,
                              const char *headers) {
    char body[600];
    snprintf(body, sizeof body, "csrf=%s&once=%s&name=%s", browser->csrf, browser->once, name);
    return client_ask(small->port,
                      "POST %s HTTP/1.1\r\nHost: localhost\r\n%s"
                      "Content-Type: application/x-www-form-urlencoded\r\n"
                      "Cookie: cairn=%s; cairn-form=%s\r\nContent-Length: %zu\r\n\r\n%s",
                      path, headers, browser->session, browser->form, strlen(body), body);
}

static int send_status(const struct browser *browser, const char *path, const char *name,
                       const char *headers) {
    struct reply reply = send_form(browser, path, name, headers);
    int status = reply.status;
    reply_close(&reply);
    return status;
}

static struct browser sign_in(const char *name) {
    struct browser browser = {0};
    assert_int_equal(load(&browser, "/"), 200);
    struct reply reply = send_form(&browser, "/sign-in", name, "");
    assert_int_equal(reply.status, 303);
    reply_cookie(&reply, "cairn", browser.session, sizeof browser.session);
    assert_int_equal(strlen(browser.session), SESSION_TOKEN - 1);
    reply_close(&reply);
    assert_int_equal(load(&browser, "/"), 200);
    return browser;
}

static void test_a_form_is_sent(void **state) {
    (void)state;
    struct browser browser = {0};
    assert_int_equal(load(&browser, "/"), 200);
    int saved = small->saved;
    struct reply reply = send_form(&browser, "/save", "x", "Origin: http://localhost\r\n"
                                                           "Sec-Fetch-Site: same-origin\r\n");
    assert_int_equal(reply.status, 303);
    assert_string_equal(reply_header(&reply, "Location"), "/things/x");
    assert_int_equal(small->saved, saved + 1);
    reply_close(&reply);
}

static void test_addresses_in_other_scripts(void **state) {
    (void)state;
    struct browser browser = {0};
    load(&browser, "/");
    struct reply reply = send_form(&browser, "/save", "%d0%86+x", "");
    assert_string_equal(reply_header(&reply, "Location"), "/things/%D0%86%20x");
    reply_close(&reply);
}

static void test_other_pages_cannot_send_it(void **state) {
    (void)state;
    struct browser browser = {0}, other = {0};
    load(&browser, "/");
    load(&other, "/");
    int saved = small->saved;
    assert_int_equal(send_status(&browser, "/save", "x", "Origin: http://evil.example\r\n"), 403);
    assert_int_equal(send_status(&browser, "/save", "x", "Origin: null\r\n"), 403);
    assert_int_equal(send_status(&browser, "/save", "x", "Origin: https://localhost\r\n"), 403);
    assert_int_equal(send_status(&browser, "/save", "x", "Sec-Fetch-Site: cross-site\r\n"), 403);
    assert_int_equal(send_status(&browser, "/save", "x", "Sec-Fetch-Site: same-site\r\n"), 403);
    /* No token, a wrong one, somebody else's, one without its cookie. */
    strcpy(other.form, browser.form);
    assert_int_equal(send_status(&other, "/save", "x", ""), 403);
    strcpy(other.csrf, "");
    assert_int_equal(send_status(&other, "/save", "x", ""), 403);
    strcpy(other.csrf, browser.csrf);
    other.csrf[0] ^= 1;
    assert_int_equal(send_status(&other, "/save", "x", ""), 403);
    strcpy(other.csrf, browser.csrf);
    strcpy(other.form, "");
    assert_int_equal(send_status(&other, "/save", "x", ""), 403);
    assert_int_equal(small->saved, saved);
}

static void test_signing_in_gives_a_new_token(void **state) {
    (void)state;
    struct browser browser = sign_in("anna"), fixed = browser;
    /* The token of before, and the form of before, are worth nothing in the new session. */
    struct reply reply = send_form(&browser, "/sign-in", "board", "");
    assert_int_equal(reply.status, 303);
    reply_cookie(&reply, "cairn", browser.session, sizeof browser.session);
    assert_string_not_equal(browser.session, fixed.session);
    assert_non_null(strstr(reply.all.bytes, "HttpOnly; SameSite=Lax"));
    reply_close(&reply);
    assert_int_equal(load(&fixed, "/field"), 303);
    assert_int_equal(load(&browser, "/board"), 200);
    assert_int_equal(send_status(&browser, "/save", "x", ""), 303);
    strcpy(browser.csrf, fixed.csrf);
    assert_int_equal(load(&fixed, "/"), 200);
    assert_int_equal(send_status(&fixed, "/sign-out", "", ""), 403);
}

static void test_roles(void **state) {
    (void)state;
    struct browser nobody = {0}, anna = sign_in("anna"), board = sign_in("board");
    assert_int_equal(load(&nobody, "/board"), 303);
    assert_int_equal(load(&anna, "/board"), 403);
    assert_int_equal(load(&board, "/board"), 200);
    assert_int_equal(load(&anna, "/field"), 200);
    assert_int_equal(load(&board, "/field"), 200);
    load(&nobody, "/");
    assert_int_equal(send_status(&nobody, "/sign-out", "", ""), 403);
    assert_int_equal(send_status(&board, "/promote", "", ""), 403);
    struct reply reply = send_form(&anna, "/promote", "", "");
    assert_int_equal(reply.status, 303);
    struct browser old = anna;
    reply_cookie(&reply, "cairn", anna.session, sizeof anna.session);
    reply_close(&reply);
    assert_string_not_equal(old.session, anna.session);
    assert_int_equal(load(&anna, "/board"), 200);
    assert_int_equal(load(&old, "/board"), 303);
}

static void test_where_sign_in_leads(void **state) {
    (void)state;
    struct reply reply =
        client_ask(small->port, "GET /board?a=1&b=/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_string_equal(reply_header(&reply, "Location"),
                        "/sign-in?next=%2Fboard%3Fa%3D1%26b%3D%2F");
    reply_close(&reply);
    static const struct { const char *next, *location;
    } CASES[] = {
        {"%2Fboard%3Fa%3D1", "/board?a=1"},
        {"%2F%2Fevil.example", "/"},
        {"%2F%5Cevil.example", "/"},
        {"https://evil.example", "/"},
        {"%2Fa%0Ab", "/"},
        {"", "/"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct browser browser = {0};
        char name[100];
        load(&browser, "/");
        snprintf(name, sizeof name, "anna&next=%s", CASES[i].next);
        reply = send_form(&browser, "/sign-in", name, "");
        assert_string_equal(reply_header(&reply, "Location"), CASES[i].location);
        reply_close(&reply);
    }
}

static void test_signing_out(void **state) {
    (void)state;
    struct browser anna = sign_in("anna");
    int destroyed = small->destroyed;
    assert_int_equal(send_status(&anna, "/sign-out", "", ""), 303);
    assert_int_equal(load(&anna, "/field"), 303);
    small_wait(&small->destroyed, destroyed + 1);
}

static void test_a_second_sending_does_nothing(void **state) {
    (void)state;
    struct browser anna = sign_in("anna");
    int saved = small->saved;
    for (int i = 0; i < 3; i++) {
        struct reply reply = send_form(&anna, "/save", "x", "");
        assert_int_equal(reply.status, 303);
        assert_string_equal(reply_header(&reply, "Location"), "/things/x");
        reply_close(&reply);
    }
    assert_int_equal(small->saved, saved + 1);
    /* One that failed may be mended and sent again. */
    load(&anna, "/");
    assert_int_equal(send_status(&anna, "/save", "", ""), 400);
    assert_int_equal(send_status(&anna, "/save", "y", ""), 303);
    assert_int_equal(small->saved, saved + 2);
}

/* A token that was used is of what was sent with it, and leads nobody else's form anywhere. */
static void test_a_token_is_of_one_request(void **state) {
    (void)state;
    struct browser anna = sign_in("anna");
    assert_int_equal(send_status(&anna, "/save", "one", ""), 303);
    int saved = small->saved;
    struct reply reply = send_form(&anna, "/save", "other", "");
    assert_int_equal(reply.status, 409);
    assert_non_null(strstr(reply_body(&reply), "something else"));
    reply_close(&reply);
    assert_int_equal(send_status(&anna, "/save?again", "one", ""), 409);
    assert_int_equal(small->saved, saved);
}

static void test_a_double_click(void **state) {
    (void)state;
    struct browser anna = sign_in("anna");
    char body[600];
    int sockets[3], saved = small->saved;
    snprintf(body, sizeof body, "csrf=%s&once=%s&name=slowly", anna.csrf, anna.once);
    for (int i = 0; i < 3; i++) {
        sockets[i] = client_connect(small->port);
        client_say(sockets[i], "POST /save HTTP/1.1\r\nHost: localhost\r\nCookie: cairn=%s\r\n"
                               "Content-Type: application/x-www-form-urlencoded\r\n"
                               "Content-Length: %zu\r\n\r\n%s", anna.session, strlen(body), body);
    }
    for (int i = 0; i < 3; i++) {
        struct reply reply = client_read(sockets[i], false);
        assert_int_equal(reply.status, 303);
        assert_string_equal(reply_header(&reply, "Location"), "/things/slowly");
        reply_close(&reply);
        close(sockets[i]);
    }
    assert_int_equal(small->saved, saved + 1);
}

static void test_errors_of_handlers(void **state) {
    (void)state;
    struct browser browser = {0};
    load(&browser, "/");
    struct reply reply = send_form(&browser, "/save", "", "");
    assert_int_equal(reply.status, 400);
    assert_non_null(strstr(reply_body(&reply), "a name is missing"));
    reply_close(&reply);
    assert_int_equal(send_status(&browser, "/save", "conflict", ""), 409);
    reply = send_form(&browser, "/save", "storage", "");
    assert_int_equal(reply.status, 500);
    assert_null(strstr(reply_body(&reply), "secret"));
    reply_close(&reply);
}

static void test_text_that_is_none(void **state) {
    (void)state;
    struct browser browser = {0};
    load(&browser, "/");
    int saved = small->saved;
    assert_int_equal(send_status(&browser, "/save", "a%00b", ""), 400);
    assert_int_equal(send_status(&browser, "/save", "%ff", ""), 400);
    assert_int_equal(send_status(&browser, "/save", "%1b", ""), 400);
    assert_int_equal(send_status(&browser, "/save", "%", ""), 400);
    assert_int_equal(small->saved, saved);
}

static void test_nobody_is_signed_in_without_a_token(void **state) {
    (void)state;
    struct browser anna = sign_in("anna");
    assert_int_equal(send_status(&anna, "/bare", "x", "Origin: http://evil.example\r\n"), 200);
}

static void test_bodies_of_other_types(void **state) {
    (void)state;
    static const char *const TYPES[] = {"text/plain", "application/json",
                                        "multipart/form-data; boundary=x",
                                        "application/x-www-form-urlencodedx"};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        struct reply reply = client_ask(small->port, "POST /save HTTP/1.1\r\nHost: localhost\r\n"
                                        "Content-Type: %s\r\nContent-Length: 0\r\n\r\n", TYPES[i]);
        assert_int_equal(reply.status, 415);
        reply_close(&reply);
    }
    struct reply reply = client_ask(
        small->port, "POST /bare HTTP/1.1\r\nHost: localhost\r\n"
                     "Origin: http://elsewhere.example\r\nContent-Length: 5\r\n\r\nhello");
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply_body(&reply), "hello");
    reply_close(&reply);
}

/* ------------------------------------------------------------------ files */

static struct reply send_file(const struct browser *browser, const char *file_name,
                              const char *bytes, size_t size) {
    struct buffer body = {0};
    buffer_format(&body,
                  "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                  "--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"%s\"\r\n"
                  "Content-Type: image/jpeg\r\n\r\n",
                  browser->csrf, file_name);
    buffer_add(&body, bytes, size);
    buffer_add_text(&body, "\r\n--XX--\r\n");
    int socket = client_connect(small->port);
    client_say(socket, "POST /files HTTP/1.1\r\nHost: localhost\r\nCookie: cairn-form=%s\r\n"
                       "Content-Type: multipart/form-data; boundary=XX\r\n"
                       "Content-Length: %zu\r\n\r\n", browser->form, body.size);
    client_send(socket, body.bytes, body.size);
    buffer_close(&body);
    struct reply reply = client_read(socket, false);
    close(socket);
    return reply;
}

static void test_files_come_whole_and_hashed(void **state) {
    (void)state;
    static const size_t SIZES[] = {0, 1, 1000, 65536, 3000000};
    struct browser browser = {0};
    struct digester digester;
    struct error error = {0};
    char *bytes = malloc(3000000);
    for (size_t i = 0; i < 3000000; i++) bytes[i] = (char)(i * 31 + i / 7);
    load(&browser, "/");
    assert_true(digest_open(&digester, &error));
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        struct reply reply = send_file(&browser, "a/На мапі.jpg", bytes, SIZES[i]);
        assert_int_equal(reply.status, 303);
        reply_close(&reply);
        struct digest digest = digest_of(&digester, bytes, SIZES[i]);
        assert_int_equal(small->upload_count, 1);
        assert_int_equal(small->upload.size, SIZES[i]);
        assert_true(digest_equal(&small->upload.digest, &digest));
        assert_string_equal(small->upload_name, "На мапі.jpg");
    }
    /* A field that was left empty is no file. */
    struct reply reply = send_file(&browser, "", "", 0);
    assert_int_equal(reply.status, 303);
    assert_int_equal(small->upload_count, 0);
    reply_close(&reply);
    digest_close(&digester);
    free(bytes);
}

static void test_files_without_token_or_with_odd_names(void **state) {
    (void)state;
    struct browser browser = {0};
    load(&browser, "/");
    /* Of several files one with an odd name does not refuse the others. */
    struct reply reply = send_file(&browser, "a\x01z\xff", "x", 1);
    assert_int_equal(reply.status, 303);
    assert_string_equal(small->upload_name, "a?z?");
    reply_close(&reply);
    small->upload_count = 77;
    browser.csrf[3] ^= 1;
    reply = send_file(&browser, "a", "x", 1);
    assert_int_equal(reply.status, 403);
    reply_close(&reply);
    assert_int_equal(small->upload_count, 77);
}

static void test_the_language_is_remembered(void **state) {
    (void)state;
    struct browser browser = {0};
    char language[20];
    load(&browser, "/");
    struct reply reply = send_form(&browser, "/language", "x", "");
    reply_cookie(&reply, "cairn-language", language, sizeof language);
    assert_string_equal(language, "uk");
    reply_close(&reply);
}

static int start(void **state) {
    (void)state;
    small = small_start(&(struct server_options){0});
    return 0;
}

static int stop(void **state) {
    (void)state;
    small_stop(small);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_form_is_sent),
        cmocka_unit_test(test_addresses_in_other_scripts),
        cmocka_unit_test(test_other_pages_cannot_send_it),
        cmocka_unit_test(test_signing_in_gives_a_new_token),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_where_sign_in_leads),
        cmocka_unit_test(test_signing_out),
        cmocka_unit_test(test_a_second_sending_does_nothing),
        cmocka_unit_test(test_a_token_is_of_one_request),
        cmocka_unit_test(test_a_double_click),
        cmocka_unit_test(test_errors_of_handlers),
        cmocka_unit_test(test_text_that_is_none),
        cmocka_unit_test(test_nobody_is_signed_in_without_a_token),
        cmocka_unit_test(test_bodies_of_other_types),
        cmocka_unit_test(test_files_come_whole_and_hashed),
        cmocka_unit_test(test_files_without_token_or_with_odd_names),
        cmocka_unit_test(test_the_language_is_remembered),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
