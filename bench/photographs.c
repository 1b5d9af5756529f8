#define _GNU_SOURCE /* strcasestr */
#include "photographs.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "input/picture_parts.h"
#include "measure.h"

enum { WIDTH = 320, HEIGHT = 240 };

struct sending {
    const struct photographs *to;
    struct buffer picture;
    atomic_int next, added;
    int end;
};

static struct error error;

/* Grain, as a sensor has it, so that its small copy is as large as others are. */
static void make_picture(struct buffer *out) {
    struct shrink picture = {.width = WIDTH, .height = HEIGHT};
    uint32_t state = 1;
    picture.pixel = malloc((size_t)WIDTH * HEIGHT * 3);
    for (int i = 0; i < WIDTH * HEIGHT * 3; i++) {
        state = state * 1664525u + 1013904223u;
        picture.pixel[i] = (uint8_t)(40 + i / (5 * WIDTH) + (state >> 27));
    }
    must(picture_write(&picture, out, &error), &error);
    free(picture.pixel);
}

static int connect_to(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    must(one >= 0 && connect(one, (struct sockaddr *)&address, sizeof address) == 0
             ? true
             : error_set(&error, ERROR_STORAGE, "no connection"),
         &error);
    return one;
}

/* Behind the picture stands its number, so that no two have the same bytes. */
static void write_form(const struct sending *sending, int number, struct buffer *form) {
    const struct photographs *to = sending->to;
    struct buffer body = {0};
    buffer_format(&body,
                  "--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                  "--cut\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\np%ld-%d\r\n"
                  "--cut\r\nContent-Disposition: form-data; name=\"record.kind\"\r\n\r\nmedia\r\n"
                  "--cut\r\nContent-Disposition: form-data; name=\"view\"\r\n\r\nclose\r\n"
                  "--cut\r\nContent-Disposition: form-data; name=\"files\"; "
                  "filename=\"P%ld-%d.jpg\"\r\n\r\n",
                  to->csrf, (long)getpid(), number, (long)getpid(), number);
    buffer_add(&body, sending->picture.bytes, sending->picture.size);
    buffer_format(&body, "%ld-%d\r\n--cut--\r\n", (long)getpid(), number);
    form->size = 0;
    buffer_format(form,
                  "POST /media/new HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
                  "Origin: http://127.0.0.1:%d\r\nContent-Length: %zu\r\n"
                  "Content-Type: multipart/form-data; boundary=cut\r\n\r\n",
                  to->port, to->cookie, to->port, body.size);
    buffer_add(form, body.bytes, body.size);
    buffer_close(&body);
}

/* The whole answer is read, since the next one comes over the same connection; was it a page that
 * says that one of one was added? */
static bool read_answer(int connection) {
    static _Thread_local char answer[1 << 17];
    size_t size = 0, whole = 0;
    while (!whole || size < whole) {
        ssize_t got = recv(connection, answer + size, sizeof answer - 1 - size, 0);
        if (got <= 0) return false;
        size += (size_t)got;
        answer[size] = 0;
        const char *head = strstr(answer, "\r\n\r\n"),
                   *length = strcasestr(answer, "Content-Length: ");
        if (head && length) whole = (size_t)(head + 4 - answer) + strtoul(length + 16, NULL, 10);
    }
    return atoi(answer + 9) == 200 && strstr(answer, "class=\"added\"");
}

static void *send_some(void *data) {
    struct sending *sending = data;
    struct buffer form = {0};
    int connection = connect_to(sending->to->port), number;
    while ((number = atomic_fetch_add(&sending->next, 1)) < sending->end) {
        write_form(sending, number, &form);
        size_t sent = 0;
        ssize_t got = 1;
        for (; sent < form.size && got > 0; sent += (size_t)got)
            got = send(connection, form.bytes + sent, form.size - sent, MSG_NOSIGNAL);
        if (read_answer(connection)) {
            atomic_fetch_add(&sending->added, 1);
            continue;
        }
        close(connection);
        connection = connect_to(sending->to->port);
    }
    close(connection);
    buffer_close(&form);
    return NULL;
}

int photographs_send(const struct photographs *to, int first, int count) {
    struct sending sending = {.to = to, .next = first, .end = first + count};
    pthread_t thread[PHOTOGRAPHS_AT_ONCE];
    make_picture(&sending.picture);
    for (int i = 0; i < PHOTOGRAPHS_AT_ONCE; i++)
        pthread_create(&thread[i], NULL, send_some, &sending);
    for (int i = 0; i < PHOTOGRAPHS_AT_ONCE; i++) pthread_join(thread[i], NULL);
    buffer_close(&sending.picture);
    return atomic_load(&sending.added);
}
