#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "http/exchange.h"

enum {
    READERS = 2,              /* threads that take connections and read */
    CONNECTION_MEMORY = 32768, /* the line and headers of a request, and those of the answer */
    RATE_SLOTS = 1 << 16
};

static const char TLS_VERSIONS[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

/* ------------------------------------------------------------------ one request */

/* Its first line has come. */
static void *begin_exchange(void *data, const char *target, struct MHD_Connection *connection) {
    struct server *server = data;
    struct exchange *exchange = memory_take(1, sizeof *exchange);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange->server = server;
    exchange->connection = connection;
    exchange->watched = info ? info->socket_context : NULL;
    exchange->began = clock_seconds();
    arena_open(&exchange->arena, 0);
    exchange->target = arena_copy(&exchange->arena, target);
    exchange->request = (struct request){.data = server->options.data, .arena = &exchange->arena,
                                         .path = "", .address = "", .agent = ""};
    exchange->stage = STAGE_LINE;
    watch_set(exchange, server->options.header_seconds);
    return exchange;
}

/* libmicrohttpd calls this when the headers are there, for each piece of the body, at its end, and
 * when a worker is done. */
static enum MHD_Result advance(void *data, struct MHD_Connection *connection, const char *target,
                               const char *method, const char *version, const char *bytes,
                               size_t *size, void **context) {
    struct exchange *exchange = *context;
    (void)data, (void)connection, (void)target;
    switch (exchange->stage) {
    case STAGE_LINE:
        exchange->method = arena_copy(&exchange->arena, method);
        exchange->version = version;
        return intake_headers(exchange) ? MHD_YES : answer_send(exchange);
    case STAGE_BODY:
        if (*size) {
            size_t piece = *size;
            *size = 0;
            return intake_body(exchange, bytes, piece) ? MHD_YES : MHD_NO;
        }
        watch_set(exchange, 0);
        if (!intake_end(exchange)) return answer_send(exchange);
        if (pool_add(exchange)) return MHD_YES;
        answer_fault(exchange, 503, NULL);
        respond_header(&exchange->request, "Retry-After", "2");
        return answer_send(exchange);
    case STAGE_WORK: return MHD_YES;
    case STAGE_ANSWERED: return answer_send(exchange);
    }
    return MHD_NO;
}

static void end_exchange(void *data, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code) {
    struct server *server = data;
    struct exchange *exchange = *context;
    (void)connection;
    if (!exchange) return;
    if (exchange->stage != STAGE_LINE || code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        answer_log(exchange, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    watch_set(exchange, server->options.idle_seconds + server->options.header_seconds);
    pool_release(exchange);
    session_release(server->options.sessions, exchange->replaced);
    session_release(server->options.sessions, exchange->request.session);
    body_close(exchange);
    answer_clear(exchange);
    arena_close(&exchange->arena);
    free(exchange);
    *context = NULL;
}

/* Paths are decoded in one place, which is path_read. */
static size_t leave_encoded(void *data, struct MHD_Connection *connection, char *text) {
    (void)data, (void)connection;
    return strlen(text);
}

static void say_problem(void *data, const char *format, va_list values) {
    struct server *server = data;
    char text[400], line[440];
    vsnprintf(text, sizeof text, format, values);
    text[strcspn(text, "\n")] = 0;
    snprintf(line, sizeof line, "<4>http problem=\"%s\"", text);
    if (server->options.log) server->options.log(server->options.data, line);
    else fprintf(stderr, "%s\n", line);
}

/* ------------------------------------------------------------------ starting */

#define DEFAULT(field, value) \
    if (options->field == 0) options->field = (value)

static void fill_defaults(struct server *server) {
    struct server_options *options = &server->options;
    server->clock = clock_of_system();
    DEFAULT(address, "127.0.0.1");
    DEFAULT(cookie, "cairn");
    DEFAULT(sign_in, "/sign-in");
    DEFAULT(workers, 16);
    DEFAULT(header_seconds, 10);
    DEFAULT(body_seconds, 30);
    DEFAULT(idle_seconds, 30);
    DEFAULT(connections, 1000);
    DEFAULT(connections_an_address, 100);
    DEFAULT(requests.per_second, 50);
    DEFAULT(requests.burst, 500);
    DEFAULT(request_memory, (size_t)64 << 20);
    DEFAULT(spool_folder, "/tmp");
    DEFAULT(clock, &server->clock);
    DEFAULT(random, &server->random);
    if (options->proxies && options->proxies[0]) options->connections_an_address = 0;
}

static bool check_options(const struct server_options *options, struct error *error) {
    char plain[ADDRESS_TEXT];
    if (!address_plain(options->address, plain))
        return error_set(error, ERROR_USAGE, "\"%s\" is no address to listen on, such as 127.0.0.1",
                         options->address);
    for (const char *const *proxy = options->proxies; proxy && *proxy; proxy++)
        if (!address_plain(*proxy, plain))
            return error_set(error, ERROR_USAGE, "the proxy \"%s\" is no address", *proxy);
    if (!options->certificate != !options->key)
        return error_set(error, ERROR_USAGE, "a certificate needs its key, and a key its "
                         "certificate");
    if (!address_is_loopback(options->address) && !options->certificate &&
        !(options->proxies && options->proxies[0]))
        return error_set(error, ERROR_USAGE, "on %s everybody could read along: give a certificate "
                         "and its key, or the address of a proxy that has one", options->address);
    return true;
}

/* Where it listens. */
struct listening {
    struct sockaddr_in narrow;
    struct sockaddr_in6 wide;
    bool is_wide;
    struct sockaddr *address; /* one of the two */
    socklen_t size;
};

static void find_listening(const struct server_options *options, struct listening *out) {
    *out = (struct listening){
        .narrow = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options->port)},
        .wide = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)options->port)}};
    out->is_wide = inet_pton(AF_INET6, options->address, &out->wide.sin6_addr) == 1;
    if (!out->is_wide) inet_pton(AF_INET, options->address, &out->narrow.sin_addr);
    out->address = out->is_wide ? (struct sockaddr *)&out->wide : (struct sockaddr *)&out->narrow;
    out->size = out->is_wide ? sizeof out->wide : sizeof out->narrow;
}

/* libmicrohttpd from 1.0 on does not say why it could not listen. */
static bool is_taken(const struct server_options *options) {
    struct listening listening;
    int on = 1, sock;
    find_listening(options, &listening);
    sock = socket(listening.address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sock < 0) return false;
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool taken = bind(sock, listening.address, listening.size) != 0 && errno == EADDRINUSE;
    close(sock);
    return taken;
}

static struct MHD_Daemon *start_daemon(struct server *server) {
    const struct server_options *options = &server->options;
    struct listening listening;
    find_listening(options, &listening);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)options->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)options->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_VERSIONS},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (listening.is_wide ? MHD_USE_IPv6 : 0) | (options->certificate ? MHD_USE_TLS : 0);
    return MHD_start_daemon(
        flags, (uint16_t)options->port, NULL, NULL, advance, server,
        MHD_OPTION_EXTERNAL_LOGGER, say_problem, server,
        MHD_OPTION_SOCK_ADDR, listening.address,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)READERS,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)options->connections_an_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(options->idle_seconds + 0.999),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, server,
        MHD_OPTION_NOTIFY_CONNECTION, watch_connection, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_exchange, server,
        MHD_OPTION_ARRAY, options->certificate ? tls : tls + 3, MHD_OPTION_END);
}

static bool start_threads(struct server *server, struct error *error) {
    if (!watch_start(server, error)) return false;
    errno = 0;
    if (pool_start(server, error)) {
        server->daemon = start_daemon(server);
        if (server->daemon) return true;
        int reason = errno;
        if (reason == EADDRINUSE || is_taken(&server->options))
            error_set(error, ERROR_BUSY, "port %d of %s is in use; choose another one",
                      server->options.port, server->options.address);
        else error_set(error, ERROR_STORAGE, "no server can be started on %s, port %d%s%s",
                       server->options.address, server->options.port, reason ? ": " : "",
                       reason ? strerror(reason) : "");
    }
    pool_stop(server);
    watch_stop(server);
    return false;
}

bool server_start(const struct server_options *options, struct server **out,
                  struct error *error) {
    struct server *server = memory_take(1, sizeof *server);
    server->options = *options;
    fill_defaults(server);
    if (!random_open(&server->random, error) || !check_options(&server->options, error)) {
        free(server);
        return false;
    }
    server->rate = rate_make(RATE_SLOTS, server->options.clock, server->options.random);
    if (!start_threads(server, error)) {
        rate_close(server->rate);
        free(server);
        return false;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    bool wide = strchr(server->options.address, ':');
    server->port = info ? info->port : options->port;
    snprintf(server->url, sizeof server->url, "%s://%s%s%s:%d",
             server->options.certificate ? "https" : "http", wide ? "[" : "",
             server->options.address, wide ? "]" : "", server->port);
    *out = server;
    return true;
}

int server_port(const struct server *server) { return server->port; }

const char *server_url(const struct server *server) { return server->url; }

/* ------------------------------------------------------------------ stopping */

bool server_stop(struct server *server, double seconds, struct error *error) {
    atomic_store(&server->stopping, true);
    MHD_socket listening = MHD_quiesce_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET) close(listening);
    bool done = pool_wait(server, seconds);
    cancel_request(&server->cancel);
    if (!done && !pool_wait(server, seconds))
        return error_set(error, ERROR_BUSY, "a request is still being worked on");
    MHD_stop_daemon(server->daemon);
    pool_stop(server);
    watch_stop(server);
    rate_close(server->rate);
    free(server);
    return true;
}
