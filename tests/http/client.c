#define _GNU_SOURCE /* vasprintf */
#include "http/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MILLISECONDS = 20000 };

int client_connect(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(file >= 0);
    assert_int_equal(connect(file, (struct sockaddr *)&address, sizeof address), 0);
    return file;
}

bool client_send(int socket, const void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t sent = send(socket, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        done += (size_t)sent;
    }
    return true;
}

static struct buffer format_text(const char *format, va_list values) {
    char *text = NULL;
    struct buffer out = {0};
    int length = vasprintf(&text, format, values);
    assert_true(length >= 0);
    buffer_add(&out, text, (size_t)length);
    free(text);
    return out;
}

bool client_say(int socket, const char *format, ...) {
    va_list values;
    va_start(values, format);
    struct buffer text = format_text(format, values);
    va_end(values);
    bool sent = client_send(socket, text.bytes, text.size);
    buffer_close(&text);
    return sent;
}

static ssize_t receive(int socket, void *bytes, size_t room) {
    struct pollfd wait = {.fd = socket, .events = POLLIN};
    if (poll(&wait, 1, PATIENCE_MILLISECONDS) <= 0) return -1;
    return recv(socket, bytes, room, 0);
}

bool client_is_closed(int socket) {
    char byte;
    ssize_t got = receive(socket, &byte, 1);
    struct pollfd now = {.fd = socket, .events = POLLIN};
    return got == 0 || (got < 0 && poll(&now, 1, 0) > 0);
}

struct reply client_read(int socket, bool head) {
    struct reply reply = {0};
    size_t length = 0;
    bool known = false;
    char piece[1 << 14];
    while (!known || reply.all.size < reply.body + length) {
        /* Of the headers nothing too much: what follows may be another answer. */
        size_t wanted = known ? reply.body + length - reply.all.size : 1;
        ssize_t got = receive(socket, piece, wanted < sizeof piece ? wanted : sizeof piece);
        if (got <= 0) {
            if (!known) return reply;
            reply.status = 0;
            return reply;
        }
        buffer_add(&reply.all, piece, (size_t)got);
        if (known || reply.all.size < 4 ||
            memcmp(reply.all.bytes + reply.all.size - 4, "\r\n\r\n", 4) != 0)
            continue;
        reply.body = reply.all.size;
        reply.status = atoi(reply.all.bytes + strlen("HTTP/1.1 "));
        if (reply.status == 100) {
            reply.all.size = 0;
            continue;
        }
        const char *value = reply_header(&reply, "Content-Length");
        length = value && !head ? (size_t)atol(value) : 0;
        known = true;
    }
    return reply;
}

void reply_close(struct reply *reply) { buffer_close(&reply->all); }

const char *reply_body(const struct reply *reply) { return buffer_text(&reply->all) + reply->body; }

const char *reply_header(const struct reply *reply, const char *name) {
    static char value[4096];
    const char *at = reply->all.bytes;
    for (; at && *at && strncmp(at, "\r\n\r\n", 4) != 0; at++) {
        if (strncmp(at, "\r\n", 2) != 0 || strncasecmp(at + 2, name, strlen(name)) != 0 ||
            at[2 + strlen(name)] != ':')
            continue;
        at += 3 + strlen(name);
        at += strspn(at, " ");
        size_t length = strcspn(at, "\r");
        assert_true(length < sizeof value);
        memcpy(value, at, length);
        value[length] = 0;
        return value;
    }
    return NULL;
}

struct reply client_ask(int port, const char *format, ...) {
    int socket = client_connect(port);
    va_list values;
    va_start(values, format);
    struct buffer text = format_text(format, values);
    va_end(values);
    client_send(socket, text.bytes, text.size);
    bool head = strncmp(buffer_text(&text), "HEAD", 4) == 0;
    buffer_close(&text);
    struct reply reply = client_read(socket, head);
    close(socket);
    return reply;
}

static void copy_until(const char *at, const char *end, char *out, size_t room) {
    size_t length = strcspn(at, end);
    assert_true(length < room);
    memcpy(out, at, length);
    out[length] = 0;
}

void reply_cookie(const struct reply *reply, const char *name, char *out, size_t room) {
    char start[100];
    snprintf(start, sizeof start, "\r\nSet-Cookie: %s=", name);
    const char *at = strstr(buffer_text(&reply->all), start);
    out[0] = 0;
    if (at) copy_until(at + strlen(start), ";\r", out, room);
}

void reply_field(const struct reply *reply, const char *name, char *out, size_t room) {
    char start[100];
    snprintf(start, sizeof start, "name=\"%s\" value=\"", name);
    const char *at = strstr(reply_body(reply), start);
    assert_non_null(at);
    copy_until(at + strlen(start), "\"", out, room);
}
