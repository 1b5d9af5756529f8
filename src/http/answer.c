/* What is sent back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/assets.h"
#include "http/exchange.h"
#include "http/page_fault.h"
#include "http/status.h"

enum { PIECE = 1 << 16, BYTES_A_SECOND = 1 << 14, ANSWER_SECONDS = 30 };

void answer_clear(struct exchange *exchange) {
    buffer_close(&exchange->answer.body);
    spool_close(exchange->answer.spool);
    exchange->answer = (struct answer){0};
}

void answer_begin(struct exchange *exchange, int status, const char *type) {
    struct answer *answer = &exchange->answer;
    answer->body.size = 0;
    spool_close(answer->spool);
    answer->spool = NULL;
    answer->status = status;
    answer->type = type;
    answer->file_name = answer->location = NULL;
}

/* ------------------------------------------------------------------ faults */

void answer_fault(struct exchange *exchange, int status, const char *reason) {
    enum language language = exchange->request.language;
    struct html html = {.out = &exchange->answer.body, .language = language};
    const char *title = status_title(status, language);
    answer_begin(exchange, status, "text/html; charset=utf-8");
    if (exchange->server->options.fault)
        exchange->server->options.fault(&html, status, title, reason);
    else page_fault(&html, &(struct page_fault){.title = title, .reason = reason, .back = "/"});
    exchange->stage = STAGE_ANSWERED;
}

static void write_log(struct server *server, const char *line) {
    if (server->options.log) server->options.log(server->options.data, line);
    else fprintf(stderr, "%s\n", line);
}

void answer_error(struct exchange *exchange, const struct error *error) {
    int status = status_of(error->code);
    answer_fault(exchange, status, status_shows_reason(status) ? error->text : NULL);
    if (status < 500) return;
    struct buffer line = {0};
    buffer_format(&line, "<3>http error=\"%s\"", error->text);
    write_log(exchange->server, buffer_text(&line));
    buffer_close(&line);
}

void answer_asset(struct exchange *exchange, const char *name) {
    const struct asset *asset = asset_find(name);
    if (!asset) {
        answer_fault(exchange, 404, NULL);
        return;
    }
    const char *accepted = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
                                                       "Accept-Encoding");
    bool zipped = asset->zipped && accepted && strstr(accepted, "gzip") &&
                  !strstr(accepted, "gzip;q=0");
    answer_begin(exchange, 200, asset->type);
    exchange->answer.asset = true;
    if (zipped) respond_header(&exchange->request, "Content-Encoding", "gzip");
    respond_header(&exchange->request, "Vary", "Accept-Encoding");
    exchange->response = MHD_create_response_from_buffer(
        zipped ? asset->zipped_size : asset->size,
        (void *)(zipped ? asset->zipped : asset->bytes), MHD_RESPMEM_PERSISTENT);
    exchange->sent = zipped ? asset->zipped_size : asset->size;
    exchange->stage = STAGE_ANSWERED;
}

/* ------------------------------------------------------------------ headers */

static const struct {
    const char *name, *value;
} SECURITY[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
     "base-uri 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    /* no-referrer would make browsers send "Origin: null" with our own forms. */
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

/* attachment; filename="…"; filename*=UTF-8''… (RFC 6266). */
static char *disposition(struct exchange *exchange, const char *name) {
    struct buffer plain = {0}, encoded = {0};
    struct html html = {.out = &encoded};
    for (const char *c = name; *c; c++) {
        bool safe = (unsigned char)*c >= 0x20 && (unsigned char)*c < 0x7f && !strchr("\"\\%/", *c);
        buffer_add(&plain, safe ? c : "_", 1);
    }
    html_url_part(&html, name);
    char *text = arena_format(&exchange->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                              buffer_text(&plain), buffer_text(&encoded));
    buffer_close(&plain);
    buffer_close(&encoded);
    return text;
}

static void add_headers(struct exchange *exchange, struct MHD_Response *response) {
    const struct answer *answer = &exchange->answer;
    const struct route *route = exchange->request.route;
    /* A page with a form holds somebody's token, whatever its route says. */
    bool cached = route && (route->flags & ROUTE_CACHED) && answer->status == 200 &&
                  !exchange->csrf[0];
    for (size_t i = 0; i < sizeof SECURITY / sizeof *SECURITY; i++)
        MHD_add_response_header(response, SECURITY[i].name, SECURITY[i].value);
    if (exchange->request.secure)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=63072000");
    MHD_add_response_header(response, "Cache-Control",
                            answer->asset ? "public, max-age=31536000, immutable"
                            : cached      ? "public, max-age=60"
                                          : "no-store");
    if (cached) MHD_add_response_header(response, "Vary", "Cookie, Accept-Language");
    if (answer->type) MHD_add_response_header(response, "Content-Type", answer->type);
    if (answer->location) MHD_add_response_header(response, "Location", answer->location);
    if (answer->file_name)
        MHD_add_response_header(response, "Content-Disposition",
                                disposition(exchange, answer->file_name));
    if (answer->closes) MHD_add_response_header(response, "Connection", "close");
    for (const struct header *header = answer->headers; header; header = header->next)
        MHD_add_response_header(response, header->name, header->value);
}

/* ------------------------------------------------------------------ sending */

static ssize_t read_spool(void *data, uint64_t offset, char *out, size_t room) {
    struct error error = {0};
    size_t size;
    if (!spool_read(data, offset, out, room, &size, &error))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    return size ? (ssize_t)size : MHD_CONTENT_READER_END_OF_STREAM;
}

static void close_spool(void *data) { spool_close(data); }

static struct MHD_Response *make_response(struct exchange *exchange) {
    struct answer *answer = &exchange->answer;
    if (answer->spool) {
        struct spool *spool = answer->spool;
        answer->spool = NULL;
        exchange->sent = spool_size(spool);
        return MHD_create_response_from_callback(exchange->sent, PIECE, read_spool, spool,
                                                 close_spool);
    }
    struct buffer body = answer->body;
    answer->body = (struct buffer){0};
    exchange->sent = body.size;
    if (!body.size) {
        buffer_close(&body);
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    }
    return MHD_create_response_from_buffer(body.size, body.bytes, MHD_RESPMEM_MUST_FREE);
}

enum MHD_Result answer_send(struct exchange *exchange) {
    if (!exchange->response) exchange->response = make_response(exchange);
    if (!exchange->response) return MHD_NO;
    if (atomic_load(&exchange->server->stopping)) exchange->answer.closes = true;
    add_headers(exchange, exchange->response);
    watch_set(exchange, ANSWER_SECONDS + (double)exchange->sent / BYTES_A_SECOND);
    enum MHD_Result queued = MHD_queue_response(exchange->connection,
                                                (unsigned)exchange->answer.status,
                                                exchange->response);
    MHD_destroy_response(exchange->response);
    exchange->response = NULL;
    return queued;
}

/* A line says which route, never what was asked of it: who looked for whom is not for a log. */
void answer_log(struct exchange *exchange, bool whole) {
    const struct request *request = &exchange->request;
    struct buffer line = {0};
    buffer_format(&line,
                  "<6>http method=%s route=%s status=%d bytes=%llu ms=%.1f from=%s user=%s%s",
                  exchange->match.route ? exchange->method : "-",
                  request->route           ? request->route->path
                  : exchange->answer.asset ? "/assets/"
                                           : "-",
                  exchange->answer.status, (unsigned long long)exchange->sent,
                  1000 * (clock_seconds() - exchange->began), exchange->client,
                  request->session ? request->session->user : "-", whole ? "" : " cut=yes");
    write_log(exchange->server, buffer_text(&line));
    buffer_close(&line);
}
