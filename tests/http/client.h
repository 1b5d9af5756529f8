/* Speaks HTTP to a server of a test, byte by byte, as good and bad clients do. */
#ifndef CAIRN_TESTS_HTTP_CLIENT_H
#define CAIRN_TESTS_HTTP_CLIENT_H

#include "base/buffer.h"

/* Connects to the port on the loopback; the test fails when it cannot. */
int client_connect(int port);

/* Sends all of it; false when the other side is gone. */
bool client_send(int socket, const void *bytes, size_t size);
bool client_say(int socket, const char *format, ...) PRINTF_LIKE(2, 3);

/* One answer: its status, and all of its bytes with headers and body. The status is 0 when the
 * connection ended, or nothing came for 20 seconds. `head` is the answer to HEAD. */
struct reply {
    int status;
    struct buffer all;
    size_t body; /* where it begins */
};
struct reply client_read(int socket, bool head);
void reply_close(struct reply *reply);

/* The body as text, and a header's value in a text that is used again; NULL when it is not
 * there. */
const char *reply_body(const struct reply *reply);
const char *reply_header(const struct reply *reply, const char *name);

/* Does the other side close the connection, within 20 seconds, without another byte? */
bool client_is_closed(int socket);

/* Connects, sends the bytes of a whole request, reads the answer, and hangs up. */
struct reply client_ask(int port, const char *format, ...) PRINTF_LIKE(2, 3);

/* The value of the cookie that the answer sets; the caller's text. "" when it sets none. */
void reply_cookie(const struct reply *reply, const char *name, char *out, size_t room);

/* The value of a hidden field on the page. */
void reply_field(const struct reply *reply, const char *name, char *out, size_t room);

#endif
