/* What a request must be before anybody works on it. Runs in the threads that read, which never
 * wait. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/assets.h"
#include "http/cookie.h"
#include "http/exchange.h"

enum { HEADERS_MOST = 100, AGENT_MOST = 200, BODY_MOST = 1 << 18, BYTES_A_SECOND = 1 << 16 };

static const char *header_of(struct exchange *exchange, const char *name) {
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

/* Refused for what is no proper HTTP: nothing more is read from there. */
static bool refuse_bytes(struct exchange *exchange, int status, const char *reason) {
    exchange->answer.closes = true;
    answer_fault(exchange, status, reason);
    return false;
}

static bool refuse(struct exchange *exchange, int status, const char *reason) {
    answer_fault(exchange, status, reason);
    return false;
}

/* ------------------------------------------------------------------ headers */

struct counts {
    int all, host, length, encoding, cookie;
    bool bad;
};

static enum MHD_Result count_header(void *data, enum MHD_ValueKind kind, const char *name,
                                    const char *value) {
    struct counts *counts = data;
    (void)kind;
    counts->all++;
    counts->host += strcasecmp(name, "Host") == 0;
    counts->length += strcasecmp(name, "Content-Length") == 0;
    counts->encoding += strcasecmp(name, "Transfer-Encoding") == 0;
    counts->cookie += strcasecmp(name, "Cookie") == 0;
    counts->bad |= !*name;
    for (; *name; name++)
        counts->bad |= !isalnum((unsigned char)*name) && !strchr("!#$%&'*+-.^_`|~", *name);
    for (; value && *value; value++)
        counts->bad |= ((unsigned char)*value < 0x20 && *value != '\t') || *value == 0x7f;
    return MHD_YES;
}

/* Two servers that read one request in two ways are how requests are smuggled (RFC 9112, 11.2). */
static bool check_headers(struct exchange *exchange) {
    struct counts counts = {0};
    const char *version = exchange->version;
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, count_header, &counts);
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
        return refuse_bytes(exchange, 505, NULL);
    if (counts.bad || counts.all > HEADERS_MOST || counts.length > 1 || counts.encoding > 1 ||
        counts.cookie > 1 || (counts.length && counts.encoding))
        return refuse_bytes(exchange, 400, "its headers are not as they should be");
    const char *encoding = header_of(exchange, "Transfer-Encoding");
    const char *length = header_of(exchange, "Content-Length");
    /* What is answered before its body was read would leave the body to be taken for a request. */
    if (strcmp(exchange->method, "POST") != 0 && (encoding || (length && strcmp(length, "0") != 0)))
        return refuse_bytes(exchange, 400, "it has a body that nobody reads");
    if (encoding && (strcasecmp(encoding, "chunked") != 0 || strcmp(version, "HTTP/1.1") != 0))
        return refuse_bytes(exchange, 501, NULL);
    exchange->host = header_of(exchange, "Host");
    if (counts.host != 1 || !exchange->host)
        return refuse_bytes(exchange, 400, "it does not say which host it is for");
    if (!origin_host_allowed(exchange->server->options.hosts, exchange->server->options.address,
                             exchange->host))
        return refuse_bytes(exchange, 421, NULL);
    const char *expect = header_of(exchange, "Expect");
    if (expect && strcasecmp(expect, "100-continue") != 0)
        return refuse_bytes(exchange, 417, NULL);
    return true;
}

static void find_origin(struct exchange *exchange) {
    const struct server_options *options = &exchange->server->options;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char peer[ADDRESS_TEXT];
    address_text(info->client_addr, peer);
    bool proxied = origin_is_proxy(options->proxies, peer);
    origin_client(options->proxies, peer, header_of(exchange, "X-Forwarded-For"), exchange->client);
    const char *scheme = proxied ? header_of(exchange, "X-Forwarded-Proto") : NULL;
    const char *agent = header_of(exchange, "User-Agent");
    struct request *request = &exchange->request;
    request->address = exchange->client;
    request->secure = options->certificate || (scheme && strcasecmp(scheme, "https") == 0);
    request->agent = "";
    if (agent && text_is_clean(agent, strlen(agent)))
        request->agent = arena_copy_part(&exchange->arena, agent, strnlen(agent, AGENT_MOST));
}

/* ------------------------------------------------------------------ line */

/* What the methods of the path are, for OPTIONS and for others. */
static bool tell_methods(struct exchange *exchange, int status) {
    bool get = exchange->match.get, post = exchange->match.post;
    if (status == 405) answer_fault(exchange, status, NULL);
    else exchange->answer.status = status;
    respond_header(&exchange->request, "Allow",
                   get && post ? "GET, HEAD, POST, OPTIONS" : get ? "GET, HEAD, OPTIONS"
                                                                  : "POST, OPTIONS");
    exchange->stage = STAGE_ANSWERED;
    return false;
}

static bool is_asset(struct exchange *exchange, const char *path, size_t size) {
    size_t length = strlen(assets_path);
    if (size <= length || memcmp(path, assets_path, length) != 0) return false;
    answer_asset(exchange, arena_copy_part(&exchange->arena, path + length, size - length));
    return true;
}

static bool find_route(struct exchange *exchange) {
    static const char *const UNDONE[] = {"PUT", "DELETE", "PATCH", "TRACE", "CONNECT"};
    struct request *request = &exchange->request;
    const char *method = exchange->method, *target = exchange->target;
    size_t size = strcspn(target, "?#"), count;
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    bool post = strcmp(method, "POST") == 0, options = strcmp(method, "OPTIONS") == 0;
    bool known = get || post || options;
    char **segments;
    for (size_t i = 0; i < sizeof UNDONE / sizeof *UNDONE; i++)
        known |= strcmp(method, UNDONE[i]) == 0;
    if (!known) return refuse_bytes(exchange, 501, NULL);
    struct error error = {0};
    if (!path_read(&exchange->arena, target, size, &segments, &count) || target[size] == '#')
        return refuse(exchange, 400, "its address is none of ours");
    if (get && is_asset(exchange, target, size)) return false;
    exchange->query.arena = exchange->form.arena = &exchange->arena;
    if (target[size] == '?' && !fields_read(&exchange->query, target + size + 1,
                                            strlen(target) - size - 1, &error))
        return refuse(exchange, 400, error.text);
    exchange->match = route_find(exchange->server->options.routes, post ? METHOD_POST : METHOD_GET,
                                 segments, count);
    struct buffer path = {0};
    for (size_t i = 0; i < count; i++) buffer_format(&path, "/%s", segments[i]);
    request->path = arena_copy(&exchange->arena, buffer_text(&path));
    buffer_close(&path);
    request->route = exchange->match.route;
    if (!exchange->match.get && !exchange->match.post) return refuse(exchange, 404, NULL);
    if (options) return tell_methods(exchange, 204);
    if ((!get && !post) || !request->route) return tell_methods(exchange, 405);
    return true;
}

/* ------------------------------------------------------------------ who */

static bool check_rate(struct exchange *exchange) {
    const struct rate_limit *limit = &exchange->server->options.requests;
    char network[ADDRESS_TEXT];
    if (limit->per_second < 0) return true;
    address_network(exchange->client, network);
    double wait = rate_take(exchange->server->rate, *limit, network);
    if (wait <= 0) return true;
    answer_fault(exchange, 429, NULL);
    respond_header(&exchange->request, "Retry-After",
                   arena_format(&exchange->arena, "%d", 1 + (int)wait));
    return false;
}

static void read_cookies(struct exchange *exchange) {
    struct request *request = &exchange->request;
    struct sessions *sessions = exchange->server->options.sessions;
    struct arena *arena = &exchange->arena;
    const char *header = header_of(exchange, "Cookie");
    char *language = cookie_find(arena, header, cookie_name(exchange, "-language"));
    if (!language || !language_find(language, &request->language))
        request->language = language_accepted(header_of(exchange, "Accept-Language"));
    /* A cookie that any page can make a browser send counts only where the form is checked too. */
    bool bare = request->route->flags & ROUTE_BARE;
    char *token =
        sessions && !bare ? cookie_find(arena, header, cookie_name(exchange, "")) : NULL;
    if (token) request->session = session_find(sessions, token);
    char *visitor = cookie_find(arena, header, cookie_name(exchange, "-form"));
    if (visitor && strlen(visitor) == SESSION_TOKEN - 1) exchange->visitor = visitor;
}

/* "/sign-in?next=%2Fremains%2F1" */
static bool lead_to_sign_in(struct exchange *exchange) {
    struct buffer next = {0};
    struct html html = {.out = &next};
    html_url_part(&html, exchange->target);
    respond_redirect(&exchange->request,
                     arena_format(&exchange->arena, "%s?next=%s",
                                  exchange->server->options.sign_in, buffer_text(&next)));
    buffer_close(&next);
    exchange->stage = STAGE_ANSWERED;
    return false;
}

static bool check_roles(struct exchange *exchange) {
    struct request *request = &exchange->request;
    uint32_t wanted = request->route->roles;
    if (!wanted) return true;
    if (!request->session && request->route->method == METHOD_GET) return lead_to_sign_in(exchange);
    if (!request->session)
        return refuse(exchange, 403, say(request->language, "You are not signed in any more; sign "
                                         "in, and send the form again"));
    if (wanted == ROLES_ANY || (atomic_load(&request->session->roles) & wanted)) return true;
    return refuse(exchange, 403, say(request->language, "Your role does not allow it"));
}

/* ------------------------------------------------------------------ body */

static bool expect_body(struct exchange *exchange) {
    const struct route *route = exchange->request.route;
    const char *length = header_of(exchange, "Content-Length");
    size_t most = route->body_most ? route->body_most : BODY_MOST;
    double size = length ? strtod(length, NULL) : 0;
    if (route->method == METHOD_GET) return true;
    if (size > (double)most) {
        exchange->answer.closes = true;
        return refuse(exchange, 413, arena_format(&exchange->arena, "at most %zu bytes", most));
    }
    if (!(route->flags & ROUTE_BARE) &&
        !origin_is_ours(header_of(exchange, "Sec-Fetch-Site"), header_of(exchange, "Origin"),
                        exchange->request.secure, exchange->host))
        return refuse(exchange, 403, say(exchange->request.language,
                                         "The form does not come from a page of this server"));
    struct error error = {0};
    if (!body_begin(exchange, &error)) return refuse(exchange, 415, error.text);
    watch_set(exchange, exchange->server->options.body_seconds + size / BYTES_A_SECOND);
    return true;
}

bool intake_headers(struct exchange *exchange) {
    /* Faults are told in a language too. */
    exchange->request.language = language_accepted(header_of(exchange, "Accept-Language"));
    find_origin(exchange);
    if (!check_headers(exchange) || !find_route(exchange) || !check_rate(exchange))
        return false;
    read_cookies(exchange);
    if (!check_roles(exchange) || !expect_body(exchange)) return false;
    exchange->stage = STAGE_BODY;
    return true;
}

bool intake_body(struct exchange *exchange, const char *bytes, size_t size) {
    const struct route *route = exchange->request.route;
    size_t most = route->body_most ? route->body_most : BODY_MOST;
    exchange->body_size += size;
    if (exchange->body_size > most) return false;
    if (exchange->refused.code != ERROR_NONE) return true;
    return body_add(exchange, bytes, size, &exchange->refused) || true;
}

bool intake_end(struct exchange *exchange) {
    if (exchange->request.route->method == METHOD_GET) return true;
    struct error *error = &exchange->refused;
    if (error->code == ERROR_NONE && body_end(exchange, error)) return true;
    answer_error(exchange, error);
    return false;
}
