/* Bodies: forms, and files on their way into spools. */
#include <string.h>
#include <strings.h>

#include "base/hmac.h"
#include "base/utf8.h"
#include "http/exchange.h"

static bool refuse_token(struct exchange *exchange, struct error *error) {
    return error_set(error, ERROR_DENIED, "%s",
                     say(exchange->request.language, "The form is out of date: go back, load the "
                         "page again, and send it once more"));
}

bool body_token_is_right(struct exchange *exchange, const char *token) {
    struct sessions *sessions = exchange->server->options.sessions;
    char right[SESSION_TOKEN];
    if (!sessions || !token || (!exchange->request.session && !exchange->visitor)) return false;
    sessions_csrf(sessions, exchange->request.session, exchange->visitor, right);
    return strlen(token) == SESSION_TOKEN - 1 && hmac_equal(token, right, SESSION_TOKEN - 1);
}

/* ------------------------------------------------------------------ files */

static bool take_field(void *data, const char *name, const char *value, size_t size,
                       struct error *error) {
    struct exchange *exchange = data;
    if (!fields_add(&exchange->form, name, strlen(name), value, size, error)) return false;
    if (strcmp(name, "csrf") == 0 && body_token_is_right(exchange, value)) exchange->guarded = true;
    return true;
}

/* A field for files that was left empty sends one without name and bytes. */
static bool begin_file(void *data, const char *name, const char *file_name, const char *type,
                       struct error *error) {
    struct exchange *exchange = data;
    struct request *request = &exchange->request;
    if (!exchange->guarded && !(request->route->flags & ROUTE_BARE))
        return refuse_token(exchange, error);
    if (!text_is_clean(name, strlen(name)) || !text_is_clean(type, strlen(type)) ||
        strlen(name) > FIELD_NAME_MOST)
        return error_set(error, ERROR_BAD_INPUT, "the name of a field is no text");
    if (request->upload_count == UPLOADS_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a form has at most %d files", UPLOADS_MOST);
    if (!exchange->digester.method && !digest_open(&exchange->digester, error)) return false;
    exchange->uploads = arena_grow(&exchange->arena, exchange->uploads, request->upload_count,
                                   &exchange->upload_capacity, sizeof *exchange->uploads);
    request->uploads = exchange->uploads;
    struct upload *upload = &exchange->uploads[request->upload_count];
    /* A device may call a file what it likes: one name is no reason to refuse the others. */
    *upload = (struct upload){.field = name,
                              .file_name = utf8_harmless_copy(&exchange->arena, file_name),
                              .type = type};
    if (!spool_open(exchange->server->options.spool_folder, &upload->bytes, error)) return false;
    request->upload_count++;
    digest_begin(&exchange->digester);
    return true;
}

static bool add_file(void *data, const void *bytes, size_t size, struct error *error) {
    struct exchange *exchange = data;
    digest_add(&exchange->digester, bytes, size);
    return spool_add(exchange->uploads[exchange->request.upload_count - 1].bytes, bytes, size,
                     error);
}

static bool end_file(void *data, struct error *error) {
    struct exchange *exchange = data;
    struct upload *upload = &exchange->uploads[exchange->request.upload_count - 1];
    (void)error;
    upload->digest = digest_end(&exchange->digester);
    upload->size = spool_size(upload->bytes);
    if (upload->size || *upload->file_name) return true;
    spool_close(upload->bytes);
    exchange->request.upload_count--;
    return true;
}

/* ------------------------------------------------------------------ any body */

static bool is_type(const char *header, const char *type) {
    size_t length = strlen(type);
    return header && strncasecmp(header, type, length) == 0 &&
           (!header[length] || strchr("; \t", header[length]));
}

bool body_begin(struct exchange *exchange, struct error *error) {
    const struct multipart_taker taker = {exchange, FIELD_VALUE_MOST, take_field, begin_file,
                                          add_file, end_file};
    const char *type =
        MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "Content-Type");
    unsigned flags = exchange->request.route->flags;
    if (is_type(type, "application/x-www-form-urlencoded") || (flags & ROUTE_BARE)) return true;
    if ((flags & ROUTE_UPLOAD) && is_type(type, "multipart/form-data"))
        return multipart_open(&exchange->arena, type, &taker, &exchange->multipart, error);
    return error_set(error, ERROR_BAD_INPUT, "a form is sent as %s",
                     flags & ROUTE_UPLOAD ? "multipart/form-data"
                                          : "application/x-www-form-urlencoded");
}

bool body_add(struct exchange *exchange, const char *bytes, size_t size, struct error *error) {
    if (exchange->multipart) return multipart_add(exchange->multipart, bytes, size, error);
    buffer_add(&exchange->bytes, bytes, size);
    return true;
}

bool body_end(struct exchange *exchange, struct error *error) {
    if (exchange->multipart && !multipart_end(exchange->multipart, error)) return false;
    if (exchange->request.route->flags & ROUTE_BARE) return true;
    if (!exchange->multipart &&
        !fields_read(&exchange->form, buffer_text(&exchange->bytes), exchange->bytes.size, error))
        return false;
    return body_token_is_right(exchange, fields_find(&exchange->form, "csrf")) ||
           refuse_token(exchange, error);
}

void body_close(struct exchange *exchange) {
    for (size_t i = 0; i < exchange->request.upload_count; i++)
        spool_close(exchange->uploads[i].bytes);
    multipart_close(exchange->multipart);
    digest_close(&exchange->digester);
    /* A form may have held a passphrase. */
    if (exchange->bytes.bytes) explicit_bzero(exchange->bytes.bytes, exchange->bytes.capacity);
    buffer_close(&exchange->bytes);
}
