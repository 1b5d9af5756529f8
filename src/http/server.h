/* The server: libmicrohttpd takes connections and reads requests in two threads, which never wait
 * for anything; what a request is to do is done by one of several workers, so that a slow page
 * holds up no other. Whoever serves something hands over one constant table of routes.
 *
 * Before a handler runs, this has been settled: the address and the host are among those allowed,
 * the request is well-formed and within its limits, every field is UTF-8 text, who is signed in may
 * have the route, a form comes from a page of ours (token, Origin, Sec-Fetch-Site) and was not sent
 * before. Every answer carries the security headers (docs/pages.md). */
#ifndef CAIRN_HTTP_SERVER_H
#define CAIRN_HTTP_SERVER_H

#include "http/html.h"
#include "http/rate.h"
#include "http/sessions.h"

struct request;
struct server;

enum method { METHOD_GET, METHOD_POST }; /* HEAD is answered as GET, OPTIONS by the server */

enum {
    ROUTE_UPLOAD = 1, /* takes files (multipart/form-data) */
    ROUTE_SLOW = 2,   /* at most half of the workers do such at a time */
    ROUTE_CACHED = 4, /* the same for everybody: may be kept by others for a minute. All else is not
                         kept at all */
    ROUTE_BARE = 8,   /* POST without token and Origin check, for what no browser sends: nobody is
                         signed in there */
};

/* Anybody who is signed in. */
#define ROLES_ANY UINT32_MAX

struct route {
    enum method method;
    const char *path; /* "/remains/:code/history"; a parameter is a whole segment, and not empty */
    uint32_t roles;   /* who has one of them may come in; 0: everybody, signed in or not */
    unsigned flags;
    size_t body_most; /* bytes of the body; 256 KiB if 0 */
    bool (*handle)(struct request *request, struct error *error);
};

/* Everything but routes has a default where it is 0 or NULL. */
struct server_options {
    const struct route *routes; /* ended by one of zeroes; kept */
    void *data;                 /* for handlers: request->data */

    const char *address; /* "127.0.0.1". Others need TLS or a proxy */
    int port;            /* 0: any that is free */
    const char *certificate, *key; /* PEM, their text: TLS */
    const char *const *hosts;   /* names that the Host header may have, without port, ended by NULL;
                                   always also localhost and the address */
    const char *const *proxies; /* addresses whose X-Forwarded-For and -Proto are believed, ended by
                                   NULL */
    struct sessions *sessions;  /* or NULL: nobody can sign in, and forms cannot be sent */
    const char *cookie;         /* "cairn": so begin the names of cookies */
    const char *sign_in;        /* page that who is not signed in is sent to: "/sign-in" */

    int workers;                 /* 16 */
    double header_seconds;       /* 10: for the line and the headers of a request */
    double body_seconds;         /* 30: for its body, and one more for each 64 KiB */
    double idle_seconds;         /* 30: until the next one on the same connection */
    int connections;             /* 1,000 */
    int connections_an_address;  /* 100; with proxies unlimited: theirs hold */
    struct rate_limit requests;  /* of an address (of IPv6 its first 64 bits): 50 a second, 500 at
                                    once; negative: no limit */
    size_t request_memory;       /* 64 MiB: the arena of a request */
    const char *spool_folder;    /* "/tmp": files on their way in and out (base/spool.h) */

    /* What each worker has for itself, such as a database connection: request->worker. `reset` is
     * called when a handler was left because its arena was full. Any may be NULL. */
    bool (*worker_open)(void *data, void **out_worker, struct error *error);
    void (*worker_reset)(void *worker);
    void (*worker_close)(void *worker);

    /* Writes the page that says what went wrong. It may run in the threads that read: it asks
     * nobody and waits for nothing. NULL: pages/fault.html. */
    void (*fault)(struct html *html, int status, const char *title, const char *reason);

    /* Takes a line about each request, without its end; NULL: stderr. A line names the route, never
     * what the path or the query holds. */
    void (*log)(void *data, const char *line);

    struct clock *clock;   /* of the system */
    struct random *random; /* of the system */
};

/* Starts; children (base/child.h) must have been started before. ERROR_USAGE: options that do not
 * go together; ERROR_BUSY: somebody has the port. What the options point to is kept. */
MUST_CHECK bool server_start(const struct server_options *options, struct server **out,
                             struct error *error);

/* The port, and "http://127.0.0.1:8080" with the scheme that is used. */
int server_port(const struct server *server);
const char *server_url(const struct server *server);

/* Takes no more connections, lets what has begun end, for at most so many seconds, then asks it to
 * stop (request->cancel) and waits as long again. ERROR_BUSY: a handler is still running; the
 * server is as it was but for that, and the program can only leave. */
MUST_CHECK bool server_stop(struct server *server, double seconds, struct error *error);

#endif
