/* Workers: each does what one request asks for, one after the other. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "http/exchange.h"

enum { WAITING_MOST = 1024 };

struct pool_worker {
    struct server *server;
    pthread_t thread;
    void *own; /* of worker_open */
};

/* ------------------------------------------------------------------ one request */

static void leave_full(void *data) { longjmp(((struct exchange *)data)->full, 1); }

/* Calls the handler. One whose arena is full ends here, with what it has in its own hands lost. */
static void call_handler(struct exchange *exchange) {
    struct request *request = &exchange->request;
    struct error error = {0};
    exchange->arena.limit = exchange->arena.held + exchange->server->options.request_memory;
    exchange->arena.full = leave_full;
    exchange->arena.full_data = exchange;
    bool full = setjmp(exchange->full) != 0;
    bool done = !full && request->route->handle(request, &error);
    exchange->arena.limit = 0;
    exchange->arena.full = NULL;
    if (full) {
        if (exchange->server->options.worker_reset)
            exchange->server->options.worker_reset(request->worker);
        error = (struct error){0};
        error_set(&error, ERROR_TOO_LARGE, "it needs more memory than a request may have");
    } else if (!done && error.code == ERROR_NONE) {
        error_set(&error, ERROR_INTERNAL, "a handler failed without a reason");
    }
    if (error.code == ERROR_NONE && exchange->answer.status) return;
    answer_clear(exchange);
    if (error.code == ERROR_NONE) error_set(&error, ERROR_INTERNAL, "a handler said nothing");
    answer_error(exchange, &error);
}

/* All that was sent, and to where; of files what their bytes are known by. */
static void write_sent(const struct exchange *exchange, struct buffer *out) {
    const struct request *request = &exchange->request;
    buffer_add(out, exchange->target, strlen(exchange->target) + 1);
    for (size_t i = 0; i < exchange->form.count; i++) {
        const struct field *field = &exchange->form.list[i];
        buffer_add(out, field->name, strlen(field->name) + 1);
        buffer_add(out, field->value, strlen(field->value) + 1);
    }
    for (size_t i = 0; i < request->upload_count; i++) {
        const struct upload *upload = &request->uploads[i];
        buffer_add(out, upload->field, strlen(upload->field) + 1);
        buffer_add(out, upload->file_name, strlen(upload->file_name) + 1);
        buffer_add(out, upload->digest.byte, DIGEST_SIZE);
    }
}

static enum once begin_once(struct exchange *exchange, const char *token, char **out_location) {
    struct buffer sent = {0};
    write_sent(exchange, &sent);
    enum once once = session_once_begin(&exchange->arena, exchange->server->options.sessions,
                                        exchange->request.session, token, sent.bytes, sent.size,
                                        out_location);
    explicit_bzero(sent.bytes, sent.capacity); /* passphrases */
    buffer_close(&sent);
    return once;
}

/* A form is done once; whoever sends it again is led to where it led. */
static void do_once(struct exchange *exchange, const char *token) {
    struct sessions *sessions = exchange->server->options.sessions;
    struct session *session = exchange->request.session;
    char *location;
    switch (begin_once(exchange, token, &location)) {
    case ONCE_DONE: respond_redirect(&exchange->request, location); return;
    case ONCE_BUSY:
        answer_fault(exchange, 503, say(exchange->request.language,
                                        "This form was sent before, and is being worked on"));
        return;
    case ONCE_OTHER:
        answer_fault(exchange, 409,
                     say(exchange->request.language, "This form was sent before with something else "
                                                     "in it. Open it again; nothing was done now"));
        return;
    case ONCE_FIRST: break;
    }
    call_handler(exchange);
    session_once_end(sessions, session, token, exchange->answer.location);
}

static void work_on(struct pool_worker *worker, struct exchange *exchange) {
    struct request *request = &exchange->request;
    request->worker = worker->own;
    request->cancel = &worker->server->cancel;
    if (request->route->method == METHOD_POST && request->session &&
        !(request->route->flags & ROUTE_BARE)) {
        const char *token = fields_find(&exchange->form, "once");
        if (token && *token) do_once(exchange, token);
        else call_handler(exchange);
    } else {
        call_handler(exchange);
    }
    exchange->stage = STAGE_ANSWERED;
    MHD_resume_connection(exchange->connection);
}

/* ------------------------------------------------------------------ queues */

static struct exchange *take(struct queue *queue) {
    struct exchange *exchange = queue->first;
    if (!exchange) return NULL;
    queue->first = exchange->next;
    if (!queue->first) queue->last = &queue->first;
    return exchange;
}

/* With the mutex: the next one that may be done, or NULL. */
static struct exchange *take_next(struct server *server) {
    struct exchange *exchange = take(&server->quick);
    if (!exchange && server->slow_running < (server->worker_count + 1) / 2)
        exchange = take(&server->slow);
    return exchange;
}

static void *work(void *data) {
    struct pool_worker *worker = data;
    struct server *server = worker->server;
    pthread_mutex_lock(&server->pool_mutex);
    for (;;) {
        struct exchange *exchange = take_next(server);
        if (!exchange) {
            if (server->ending) break;
            pthread_cond_wait(&server->work_there, &server->pool_mutex);
            continue;
        }
        bool slow = exchange->request.route->flags & ROUTE_SLOW;
        server->waiting--;
        server->running++;
        server->slow_running += slow;
        pthread_mutex_unlock(&server->pool_mutex);
        work_on(worker, exchange);
        pthread_mutex_lock(&server->pool_mutex);
        server->running--;
        server->slow_running -= slow;
        if (slow) pthread_cond_signal(&server->work_there);
        if (atomic_load(&server->stopping)) pthread_cond_broadcast(&server->work_done);
    }
    pthread_mutex_unlock(&server->pool_mutex);
    return NULL;
}

bool pool_add(struct exchange *exchange) {
    struct server *server = exchange->server;
    pthread_mutex_lock(&server->pool_mutex);
    bool room = server->waiting < WAITING_MOST && !atomic_load(&server->stopping);
    if (room) {
        struct queue *queue =
            exchange->request.route->flags & ROUTE_SLOW ? &server->slow : &server->quick;
        exchange->stage = STAGE_WORK;
        exchange->next = NULL;
        *queue->last = exchange;
        queue->last = &exchange->next;
        server->waiting++;
        server->active++;
        exchange->counted = true;
        /* Before anybody may resume it. */
        MHD_suspend_connection(exchange->connection);
        pthread_cond_signal(&server->work_there);
    }
    pthread_mutex_unlock(&server->pool_mutex);
    return room;
}

void pool_release(struct exchange *exchange) {
    struct server *server = exchange->server;
    if (!exchange->counted) return;
    pthread_mutex_lock(&server->pool_mutex);
    server->active--;
    pthread_cond_broadcast(&server->work_done);
    pthread_mutex_unlock(&server->pool_mutex);
}

bool pool_wait(struct server *server, double seconds) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    double at = (double)until.tv_sec + 1e-9 * (double)until.tv_nsec + seconds;
    until.tv_sec = (time_t)at;
    until.tv_nsec = (long)((at - (double)until.tv_sec) * 1e9);
    int waited = 0;
    pthread_mutex_lock(&server->pool_mutex);
    while ((server->running || server->active) && !waited)
        waited = pthread_cond_timedwait(&server->work_done, &server->pool_mutex, &until);
    bool done = !server->running && !server->waiting;
    pthread_mutex_unlock(&server->pool_mutex);
    return done;
}

/* ------------------------------------------------------------------ threads */

bool pool_start(struct server *server, struct error *error) {
    const struct server_options *options = &server->options;
    pthread_mutex_init(&server->pool_mutex, NULL);
    pthread_cond_init(&server->work_there, NULL);
    pthread_cond_init(&server->work_done, NULL);
    server->quick.last = &server->quick.first;
    server->slow.last = &server->slow.first;
    server->workers = memory_take((size_t)options->workers, sizeof *server->workers);
    for (int i = 0; i < options->workers; i++) {
        struct pool_worker *worker = &server->workers[i];
        worker->server = server;
        if (options->worker_open && !options->worker_open(options->data, &worker->own, error))
            return false;
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
            if (options->worker_close) options->worker_close(worker->own);
            return error_set(error, ERROR_INTERNAL, "there are no more threads");
        }
        pthread_mutex_lock(&server->pool_mutex);
        server->worker_count = i + 1;
        pthread_mutex_unlock(&server->pool_mutex);
    }
    return true;
}

void pool_stop(struct server *server) {
    pthread_mutex_lock(&server->pool_mutex);
    server->ending = true;
    pthread_cond_broadcast(&server->work_there);
    pthread_mutex_unlock(&server->pool_mutex);
    for (int i = 0; i < server->worker_count; i++) {
        pthread_join(server->workers[i].thread, NULL);
        if (server->options.worker_close) server->options.worker_close(server->workers[i].own);
    }
    free(server->workers);
    pthread_cond_destroy(&server->work_done);
    pthread_cond_destroy(&server->work_there);
    pthread_mutex_destroy(&server->pool_mutex);
}
