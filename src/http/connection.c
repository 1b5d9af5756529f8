/* How long a connection may take for what it does. libmicrohttpd knows only how long nothing at all
 * has come; somebody who sends a byte now and then would stay for ever. */
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "http/exchange.h"

enum { STEP_MICROSECONDS = 100000, SWEEP_STEPS = 10 };

void watch_set(struct exchange *exchange, double seconds) {
    struct server *server = exchange->server;
    if (!exchange->watched) return;
    pthread_mutex_lock(&server->watch_mutex);
    exchange->watched->deadline = seconds > 0 ? clock_seconds() + seconds : 0;
    pthread_mutex_unlock(&server->watch_mutex);
}

void watch_connection(void *data, struct MHD_Connection *connection, void **context,
                      enum MHD_ConnectionNotificationCode code) {
    struct server *server = data;
    struct watched *watched = *context;
    pthread_mutex_lock(&server->watch_mutex);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        watched = memory_take(1, sizeof *watched);
        *watched = (struct watched){.socket = info->connect_fd, .after = server->watched,
                                    .deadline = clock_seconds() + server->options.header_seconds};
        if (server->watched) server->watched->before = watched;
        server->watched = watched;
        *context = watched;
    } else if (watched) {
        /* Comes before the socket is closed, so a number in the list is always ours. */
        if (watched->before) watched->before->after = watched->after;
        else server->watched = watched->after;
        if (watched->after) watched->after->before = watched->before;
        free(watched);
        *context = NULL;
    }
    pthread_mutex_unlock(&server->watch_mutex);
}

static void *watch(void *data) {
    struct server *server = data;
    for (int step = 1; !atomic_load(&server->cancel.on); step++) {
        usleep(STEP_MICROSECONDS);
        double now = clock_seconds();
        pthread_mutex_lock(&server->watch_mutex);
        for (struct watched *at = server->watched; at; at = at->after) {
            if (at->deadline <= 0 || at->deadline > now) continue;
            shutdown(at->socket, SHUT_RDWR);
            at->deadline = 0;
        }
        pthread_mutex_unlock(&server->watch_mutex);
        if (step % SWEEP_STEPS == 0 && server->options.sessions)
            sessions_sweep(server->options.sessions);
    }
    return NULL;
}

bool watch_start(struct server *server, struct error *error) {
    pthread_mutex_init(&server->watch_mutex, NULL);
    return pthread_create(&server->watcher, NULL, watch, server) == 0 ||
           error_set(error, ERROR_INTERNAL, "there are no more threads");
}

void watch_stop(struct server *server) {
    cancel_request(&server->cancel);
    pthread_join(server->watcher, NULL);
    pthread_mutex_destroy(&server->watch_mutex);
}
