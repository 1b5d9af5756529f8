#define _GNU_SOURCE /* vasprintf */
#include "web/visitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/totp.h"
#include "record/trial.h"

void visitor_open(struct visitor *visitor, int port) {
    *visitor = (struct visitor){.port = port};
    arena_open(&visitor->arena, 0);
}

void visitor_close(struct visitor *visitor) {
    reply_close(&visitor->reply);
    arena_close(&visitor->arena);
}

/* ------------------------------------------------------------------ pages */

static int take_reply(struct visitor *visitor, struct reply reply) {
    char cookie[100];
    reply_close(&visitor->reply);
    visitor->reply = reply;
    reply_cookie(&reply, "cairn-form", cookie, sizeof cookie);
    if (*cookie) strcpy(visitor->form, cookie);
    reply_cookie(&reply, "cairn", cookie, sizeof cookie);
    if (*cookie) strcpy(visitor->session, cookie);
    const char *location = reply.status ? reply_header(&reply, "Location") : NULL;
    snprintf(visitor->location, sizeof visitor->location, "%s", location ? location : "");
    return reply.status;
}

int visitor_get(struct visitor *visitor, const char *format, ...) {
    char *path;
    va_list values;
    va_start(values, format);
    assert_true(vasprintf(&path, format, values) > 0);
    va_end(values);
    int status = take_reply(visitor, client_ask(visitor->port,
                                                "GET %s HTTP/1.1\r\nHost: localhost\r\n"
                                                "Cookie: cairn=%s; cairn-form=%s\r\n\r\n",
                                                path, visitor->session, visitor->form));
    free(path);
    return status;
}

const char *visitor_page(const struct visitor *visitor) { return reply_body(&visitor->reply); }

/* The text of the page, with one blank for many. */
static const char *text_of(struct visitor *visitor) {
    struct buffer text = {0};
    sheet_text(visitor_page(visitor), &text);
    char *copy = arena_copy(&visitor->arena, buffer_text(&text)), *to = copy;
    for (const char *at = copy; *at; at++)
        if (!strchr(" \n\t", *at)) *to++ = *at;
        else if (to > copy && to[-1] != ' ') *to++ = ' ';
    *to = 0;
    buffer_close(&text);
    return copy;
}

void visitor_sees(struct visitor *visitor, const char *words) {
    const char *text = text_of(visitor);
    if (!strstr(text, words))
        fail_msg("\"%s\" is not on this page (%d): %s", words, visitor->reply.status, text);
}

void visitor_sees_not(struct visitor *visitor, const char *words) {
    const char *text = text_of(visitor);
    if (strstr(text, words)) fail_msg("\"%s\" is on this page: %s", words, text);
}

/* ------------------------------------------------------------------ forms */

struct sheet *visitor_sheet(struct visitor *visitor, const char *action) {
    struct sheet *sheet = arena_new(&visitor->arena, struct sheet, 1);
    if (!sheet_read(&visitor->arena, visitor_page(visitor), action, sheet))
        fail_msg("no form on this page (%d): %s", visitor->reply.status, visitor_page(visitor));
    return sheet;
}

int visitor_send(struct visitor *visitor, const struct sheet *sheet) {
    struct buffer body = {0}, all = {0};
    sheet_write(sheet, &body);
    buffer_format(&all,
                  "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                  "Content-Type: application/x-www-form-urlencoded\r\n"
                  "Cookie: cairn=%s; cairn-form=%s\r\nContent-Length: %zu\r\n\r\n",
                  sheet->action, visitor->session, visitor->form, body.size);
    buffer_add(&all, buffer_text(&body), body.size);
    int status = take_reply(visitor, client_ask(visitor->port, "%s", buffer_text(&all)));
    buffer_close(&body);
    buffer_close(&all);
    return status;
}

static void write_part(struct buffer *body, const char *name, const char *file_name,
                       const void *bytes, size_t size) {
    buffer_format(body, "--cut\r\nContent-Disposition: form-data; name=\"%s\"", name);
    if (file_name) buffer_format(body, "; filename=\"%s\"\r\nContent-Type: image/jpeg", file_name);
    buffer_add_text(body, "\r\n\r\n");
    buffer_add(body, bytes, size);
    buffer_add_text(body, "\r\n");
}

int visitor_send_files(struct visitor *visitor, const struct sheet *sheet,
                       const struct visitor_file *files, size_t count) {
    struct buffer body = {0};
    for (int i = 0; i < sheet->count; i++)
        if (strcmp(sheet->value[i].name, "files") != 0)
            write_part(&body, sheet->value[i].name, NULL, sheet->value[i].value,
                       strlen(sheet->value[i].value));
    for (size_t i = 0; i < count; i++)
        write_part(&body, "files", files[i].name, files[i].bytes, files[i].size);
    buffer_add_text(&body, "--cut--\r\n");
    int socket = client_connect(visitor->port);
    assert_true(client_say(socket,
                           "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                           "Content-Type: multipart/form-data; boundary=cut\r\n"
                           "Cookie: cairn=%s; cairn-form=%s\r\nContent-Length: %zu\r\n\r\n",
                           sheet->action, visitor->session, visitor->form, body.size));
    client_send(socket, body.bytes, body.size);
    int status = take_reply(visitor, client_read(socket, false));
    close(socket);
    buffer_close(&body);
    return status;
}

struct sheet *visitor_fill(struct visitor *visitor, const char *address, ...) {
    if (visitor_get(visitor, "%s", address) != 200)
        fail_msg("%s: %d %s", address, visitor->reply.status, visitor_page(visitor));
    char action[500];
    snprintf(action, sizeof action, "%.*s", (int)strcspn(address, "?"), address);
    struct sheet *sheet = visitor_sheet(visitor, action);
    va_list values;
    va_start(values, address);
    for (const char *name; (name = va_arg(values, const char *));)
        sheet_set(sheet, name, va_arg(values, const char *));
    va_end(values);
    return sheet;
}

/* What the page says is wrong. */
static const char *faults_of(struct visitor *visitor) {
    const char *all = "";
    for (const char *at = visitor_page(visitor); (at = strstr(at, "class=\"fault\"")); at++)
        all = arena_format(&visitor->arena, "%s\n%.*s", all, (int)strcspn(at, "\n"), at);
    return all;
}

const char *visitor_save(struct visitor *visitor, const struct sheet *sheet) {
    if (visitor_send(visitor, sheet) != 303 || strncmp(visitor->location, "/record/", 8) != 0)
        fail_msg("%s: %d%s", sheet->action, visitor->reply.status, faults_of(visitor));
    const char *rec = visitor->location + 8;
    return arena_copy_part(&visitor->arena, rec, strcspn(rec, "?"));
}

/* ------------------------------------------------------------------ signing in */

/* The secret as it is shown, "JBSW Y3DP", and its bytes. */
static void read_secret(struct visitor *visitor) {
    const char *at = strstr(visitor_page(visitor), "<code class=\"secret\">");
    if (!at) return;
    size_t length = 0;
    for (at = strchr(at, '>') + 1; *at != '<' && length < sizeof visitor->secret - 1; at++)
        if (*at != ' ') visitor->secret[length++] = *at;
    visitor->secret[length] = 0;
}

static uint32_t code_of(const char *secret, uint64_t step) {
    uint8_t bytes[TOTP_SECRET_SIZE] = {0};
    size_t bits = 0;
    for (const char *at = secret; *at; at++) {
        unsigned five = (unsigned)(*at >= 'A' ? *at - 'A' : *at - '2' + 26);
        for (int bit = 4; bit >= 0 && bits < sizeof bytes * 8; bit--, bits++)
            if (five >> bit & 1) bytes[bits / 8] |= (uint8_t)(0x80 >> bits % 8);
    }
    return totp_code(HMAC_SHA1, bytes, sizeof bytes, step, TOTP_DIGITS);
}

/* Codes of the step before, of now and of the next one: whichever was not used yet. */
static void give_second_factor(struct visitor *visitor) {
    if (visitor_get(visitor, "/second-factor") != 200)
        fail_msg("%s", visitor_page(visitor));
    read_secret(visitor);
    for (int i = -1; i <= 1; i++) {
        char code[16];
        snprintf(code, sizeof code, "%06u",
                 code_of(visitor->secret, (uint64_t)(time(NULL) / TOTP_STEP + i)));
        struct sheet *sheet = visitor_sheet(visitor, "/second-factor");
        sheet_set(sheet, "code", code);
        if (visitor_send(visitor, sheet) == 303) return;
    }
    fail_msg("no second factor was taken: %s", visitor_page(visitor));
}

void visitor_sign_in(struct visitor *visitor, int port, const char *name) {
    visitor_sign_in_by(visitor, port, name, TRIAL_PASSPHRASE);
}

void visitor_sign_in_by(struct visitor *visitor, int port, const char *name,
                        const char *passphrase) {
    visitor_open(visitor, port);
    assert_int_equal(visitor_get(visitor, "/sign-in"), 200);
    struct sheet *sheet = visitor_sheet(visitor, "/sign-in");
    sheet_set(sheet, "name", name);
    sheet_set(sheet, "passphrase", passphrase);
    if (visitor_send(visitor, sheet) != 303) fail_msg("%s", visitor_page(visitor));
    if (!strncmp(visitor->location, "/second-factor", 14)) give_second_factor(visitor);
    assert_int_equal(visitor_get(visitor, "/"), 200);
}
