/* What handlers call. */
#include <string.h>

#include "base/encode.h"
#include "http/cookie.h"
#include "http/exchange.h"

enum { ONCE_BYTES = 16, VISITOR_BYTES = 32, LANGUAGE_SECONDS = 365 * 24 * 60 * 60 };

static struct exchange *exchange_of(struct request *request) { return (struct exchange *)request; }

const char *cookie_name(struct exchange *exchange, const char *ending) {
    return arena_format(&exchange->arena, "%s%s%s", exchange->request.secure ? "__Host-" : "",
                        exchange->server->options.cookie, ending);
}

/* ------------------------------------------------------------------ what was sent */

const char *request_parameter(const struct request *request, const char *name) {
    const struct route_match *match = &((const struct exchange *)request)->match;
    for (int i = 0; i < match->parameter_count; i++) {
        /* The name goes on in the route's path. */
        const char *at = match->parameters[i].name;
        if (strncmp(at, name, strlen(name)) == 0 && strchr("/", at[strlen(name)]))
            return match->parameters[i].value;
    }
    return "";
}

const char *request_query(const struct request *request, const char *name) {
    return fields_find(&((const struct exchange *)request)->query, name);
}

const char *request_field(const struct request *request, const char *name) {
    return fields_find(&((const struct exchange *)request)->form, name);
}

const struct field *request_queries(const struct request *request, size_t *out_count) {
    const struct fields *query = &((const struct exchange *)request)->query;
    *out_count = query->count;
    return query->list;
}

const struct field *request_fields(const struct request *request, size_t *out_count) {
    const struct fields *form = &((const struct exchange *)request)->form;
    *out_count = form->count;
    return form->list;
}

const char *request_body(const struct request *request, size_t *out_size) {
    const struct buffer *bytes = &((const struct exchange *)request)->bytes;
    *out_size = bytes->size;
    return buffer_text(bytes);
}

const char *request_next(const struct request *request) {
    const char *next = request_field(request, "next");
    if (!next) next = request_query(request, "next");
    if (!next || next[0] != '/' || next[1] == '/') return "/";
    for (const char *c = next; *c; c++)
        if ((unsigned char)*c <= 0x20 || *c == 0x7f || *c == '\\') return "/";
    return next;
}

/* ------------------------------------------------------------------ signing in */

static void set_cookie(struct exchange *exchange, const char *ending, const char *value,
                       long seconds) {
    struct request *request = &exchange->request;
    respond_header(request, "Set-Cookie",
                   cookie_write(request->arena, cookie_name(exchange, ending), value,
                                request->secure, seconds));
}

bool request_sign_in(struct request *request, const char *user, uint32_t roles, void *data,
                     void (*destroy)(void *data), struct error *error) {
    struct exchange *exchange = exchange_of(request);
    struct sessions *sessions = exchange->server->options.sessions;
    struct session *session;
    char token[SESSION_TOKEN];
    char *label = arena_format(request->arena, "%s (%s)", request->agent, request->address);
    if (!session_begin(sessions, user, label, roles, data, destroy, token, &session, error))
        return false;
    if (request->session) session_end(sessions, request->session);
    if (exchange->replaced) session_release(sessions, request->session);
    else exchange->replaced = request->session;
    request->session = session;
    set_cookie(exchange, "", token, 0);
    return true;
}

bool request_change_roles(struct request *request, uint32_t roles, struct error *error) {
    struct exchange *exchange = exchange_of(request);
    char token[SESSION_TOKEN];
    if (!request->session || !session_rotate(exchange->server->options.sessions, request->session,
                                             roles, token))
        return error_set(error, ERROR_DENIED, "the session has ended; sign in again");
    set_cookie(exchange, "", token, 0);
    return true;
}

void request_sign_out(struct request *request) {
    struct exchange *exchange = exchange_of(request);
    if (request->session) session_end(exchange->server->options.sessions, request->session);
    set_cookie(exchange, "", "", -1);
    respond_header(request, "Clear-Site-Data", "\"cache\"");
}

/* ------------------------------------------------------------------ the answer */

/* The hidden fields of a form. Somebody who is not signed in gets a cookie that goes with them. */
static const char *csrf_of(void *data) {
    struct exchange *exchange = data;
    struct server *server = exchange->server;
    if (!server->options.sessions) return "";
    if (!exchange->request.session && !exchange->visitor) {
        uint8_t bytes[VISITOR_BYTES];
        char *visitor = arena_take(&exchange->arena, SESSION_TOKEN, 1);
        random_fill(server->options.random, bytes, sizeof bytes);
        encode_text(ENCODING_BASE64URL, bytes, sizeof bytes, visitor);
        exchange->visitor = visitor;
        set_cookie(exchange, "-form", visitor, 0);
    }
    sessions_csrf(server->options.sessions, exchange->request.session, exchange->visitor,
                  exchange->csrf);
    return exchange->csrf;
}

static const char *once_of(void *data) {
    struct exchange *exchange = data;
    uint8_t bytes[ONCE_BYTES];
    random_fill(exchange->server->options.random, bytes, sizeof bytes);
    encode_text(ENCODING_BASE64URL, bytes, sizeof bytes, exchange->once);
    return exchange->once;
}

struct html *respond_page(struct request *request, int status) {
    struct exchange *exchange = exchange_of(request);
    answer_begin(exchange, status, "text/html; charset=utf-8");
    exchange->html = (struct html){.out = &exchange->answer.body, .language = request->language,
                                   .csrf = csrf_of, .once = once_of, .data = exchange};
    return &exchange->html;
}

void respond_bytes(struct request *request, const char *type, const void *bytes, size_t size,
                   const char *file_name) {
    struct exchange *exchange = exchange_of(request);
    answer_begin(exchange, 200, type);
    buffer_add(&exchange->answer.body, bytes, size);
    exchange->answer.file_name = file_name ? arena_copy(request->arena, file_name) : NULL;
}

void respond_spool(struct request *request, const char *type, struct spool *spool,
                   const char *file_name) {
    struct exchange *exchange = exchange_of(request);
    answer_begin(exchange, 200, type);
    exchange->answer.spool = spool;
    exchange->answer.file_name = file_name ? arena_copy(request->arena, file_name) : NULL;
}

void respond_redirect(struct request *request, const char *address) {
    struct exchange *exchange = exchange_of(request);
    bool ours = address[0] == '/' && address[1] != '/' && address[1] != '\\' &&
                !strpbrk(address, "\r\n");
    struct buffer encoded = {0};
    /* A header holds ASCII; what is encoded already stays so. */
    for (const char *c = ours ? address : "/"; *c; c++)
        if ((unsigned char)*c > 0x20 && (unsigned char)*c < 0x7f) buffer_add(&encoded, c, 1);
        else buffer_format(&encoded, "%%%02X", (unsigned char)*c);
    answer_begin(exchange, 303, NULL);
    exchange->answer.location = arena_copy(&exchange->arena, buffer_text(&encoded));
    buffer_close(&encoded);
}

void respond_header(struct request *request, const char *name, const char *value) {
    struct exchange *exchange = exchange_of(request);
    struct header *header = arena_new(&exchange->arena, struct header, 1), **last;
    *header = (struct header){arena_copy(&exchange->arena, name),
                              arena_copy(&exchange->arena, value), NULL};
    for (last = &exchange->answer.headers; *last; last = &(*last)->next) continue;
    *last = header;
}

void respond_language(struct request *request, enum language language) {
    request->language = language;
    set_cookie(exchange_of(request), "-language", language_tag(language), LANGUAGE_SECONDS);
}
