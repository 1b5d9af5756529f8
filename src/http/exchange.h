/* Inside of src/http: one request on its way through the server, and the server itself. Who has it:
 *
 *   server.c      starts and stops; the callbacks of libmicrohttpd
 *   connection.c  how long a connection may take for what
 *   intake.c      line, headers and body of a request: refused, or ready for a worker
 *   body.c        forms and files
 *   pool.c        workers
 *   answer.c      what is sent back, and the line of the log
 *   request.c     what handlers call */
#ifndef CAIRN_HTTP_EXCHANGE_H
#define CAIRN_HTTP_EXCHANGE_H

#include <microhttpd.h>
#include <pthread.h>
#include <setjmp.h>

#include "http/fields.h"
#include "http/multipart.h"
#include "http/origin.h"
#include "http/route.h"

enum stage {
    STAGE_LINE,     /* its first line is there */
    STAGE_BODY,     /* its headers are fine, and the body comes */
    STAGE_WORK,     /* a worker has it */
    STAGE_ANSWERED, /* what is sent back is ready */
};

struct header {
    const char *name, *value;
    struct header *next;
};

/* What a handler says. */
struct answer {
    int status;
    const char *type;
    struct buffer body;
    struct spool *spool; /* instead of a body; or NULL */
    const char *file_name;
    const char *location;
    struct header *headers;
    bool asset;  /* may be kept for ever */
    bool closes; /* the connection ends with it */
};

struct exchange {
    struct request request; /* first: a handler's request is the exchange */
    struct server *server;
    struct MHD_Connection *connection;
    struct watched *watched;
    struct arena arena;
    enum stage stage;
    const char *target; /* path and query, as sent */
    double began;
    struct route_match match;
    struct fields query, form;
    const char *method, *version, *host;
    struct session
        *replaced; /* by request_sign_in; held until the end, for a form that is done once */
    char csrf[SESSION_TOKEN], once[SESSION_TOKEN], client[ADDRESS_TEXT];
    const char *visitor; /* what the cookie of somebody who is not signed in holds */

    /* The body. */
    bool guarded; /* the token was found, before any file */
    struct buffer bytes;
    struct multipart *multipart;
    struct digester digester;
    struct upload *uploads;
    size_t upload_capacity;
    uint64_t body_size;
    struct error refused; /* what is wrong with it */
    int refused_status;

    struct answer answer;
    struct html html;
    struct MHD_Response *response;
    uint64_t sent;
    bool counted;          /* by the pool, until it has ended */
    jmp_buf full;          /* where a worker goes on when the arena is full */
    struct exchange *next; /* in a queue */
};

/* A connection, and until when what it does now must be done. */
struct watched {
    int socket;
    double deadline; /* 0: for as long as it likes */
    struct watched *before, *after;
};

struct queue {
    struct exchange *first, **last;
};

struct server {
    struct server_options options;
    struct clock clock;
    struct random random;
    struct rate *rate;
    struct MHD_Daemon *daemon;
    int port;
    char url[80];
    struct cancel cancel;
    atomic_bool stopping;

    pthread_mutex_t watch_mutex;
    struct watched *watched;
    pthread_t watcher;

    pthread_mutex_t pool_mutex;
    pthread_cond_t work_there, work_done;
    struct queue quick, slow;
    int waiting, slow_running, running;
    int active; /* handed to the pool, and not sent yet */
    bool ending;
    struct pool_worker *workers;
    int worker_count;
};

/* connection.c */
bool watch_start(struct server *server, struct error *error);
void watch_stop(struct server *server);
void watch_connection(void *server, struct MHD_Connection *connection, void **context,
                      enum MHD_ConnectionNotificationCode code);
void watch_set(struct exchange *exchange, double seconds);

/* intake.c: true when the exchange may go on; false when its answer is ready. */
bool intake_headers(struct exchange *exchange);
bool intake_body(struct exchange *exchange, const char *bytes, size_t size);
bool intake_end(struct exchange *exchange);

/* body.c */
bool body_begin(struct exchange *exchange, struct error *error);
bool body_add(struct exchange *exchange, const char *bytes, size_t size, struct error *error);
bool body_end(struct exchange *exchange, struct error *error);
void body_close(struct exchange *exchange);

/* Is the token of the form that of whoever sent it? */
bool body_token_is_right(struct exchange *exchange, const char *token);

/* pool.c */
bool pool_start(struct server *server, struct error *error);
void pool_stop(struct server *server);
bool pool_add(struct exchange *exchange); /* false: too many wait, or the server stops */
void pool_release(struct exchange *exchange);

/* Until every answer is sent, for at most so many seconds; is nobody at work any more? */
bool pool_wait(struct server *server, double seconds);

/* answer.c */
void answer_begin(struct exchange *exchange, int status, const char *type);
struct html *answer_html(struct exchange *exchange);
void answer_fault(struct exchange *exchange, int status, const char *reason);
void answer_error(struct exchange *exchange, const struct error *error);
void answer_asset(struct exchange *exchange, const char *name);
enum MHD_Result answer_send(struct exchange *exchange);
void answer_clear(struct exchange *exchange); /* what a handler had begun to say */
void answer_log(struct exchange *exchange, bool whole);

/* "cairn", or "__Host-cairn" over TLS, with an ending: the names of our cookies. */
const char *cookie_name(struct exchange *exchange, const char *ending);

#endif
