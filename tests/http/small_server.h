/* A server with a few pages, for the tests of this room. */
#ifndef CAIRN_TESTS_HTTP_SMALL_SERVER_H
#define CAIRN_TESTS_HTTP_SMALL_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/request.h"
#include "http/server.h"

enum { ROLE_FIELD = 1, ROLE_BOARD = 2 };

/* What the pages share. */
struct small {
    struct clock clock;
    struct random random;
    struct sessions *sessions;
    struct server *server;
    int port;
    atomic_int saved;     /* forms that did something */
    atomic_int destroyed; /* data of sessions */
    atomic_int slow;      /* handlers of /slow that are running */
    atomic_int reset;     /* workers */
    atomic_bool go_on;    /* lets /wait end */
    struct upload upload; /* the last one, without its bytes */
    size_t upload_count;
    char upload_name[200];
    pthread_mutex_t line_mutex;
    char last_line[1000]; /* of the log */
};

/* The pages are in small_server.c. `options` may set what is not 0; the test fails when the server
 * cannot be started. */
struct small *small_start(const struct server_options *options);
void small_stop(struct small *small);

/* Does the last line of the log have that in it, or get it within ten seconds? */
bool small_logs(struct small *small, const char *part);

/* Waits until the count is that, for at most ten seconds; fails otherwise. */
void small_wait(atomic_int *count, int wanted);

#endif
