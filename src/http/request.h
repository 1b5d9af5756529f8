/* A request as its handler has it, and the answer to it. All text is UTF-8 without control
 * characters but tab and line end ("\n"; a browser's "\r\n" became one), lives as long as the
 * request, and is never NULL where it is there.
 *
 *     static bool show_remains(struct request *request, struct error *error) {
 *         const char *code = request_parameter(request, "code");
 *         ...
 *         page_remains(respond_page(request, 200), &page);
 *         return true;
 *     }
 *
 * A handler that returns false is answered with a page about its error (http/status.h has which
 * code is which status). One that changed something answers with respond_redirect: only then is the
 * form known to be done, and a second sending of it is led to the same place. */
#ifndef CAIRN_HTTP_REQUEST_H
#define CAIRN_HTTP_REQUEST_H

#include "base/cancel.h"
#include "base/digest.h"
#include "base/spool.h"
#include "http/server.h"

struct field {
    const char *name, *value;
};

enum { UPLOADS_MOST = 100 /* files of one form, each with some memory of its own */ };

/* A file that was sent. The digest is that of its bytes exactly as they came. */
struct upload {
    const char *field;     /* of the form */
    const char *file_name; /* as the sender has it, without folders, harmless (base/utf8.h); may be
                              "" */
    const char *type;      /* as the sender says; not to be believed */
    uint64_t size;
    struct digest digest;
    struct spool *bytes; /* closed after the request */
};

struct request {
    const struct route *route;
    void *data;   /* of the server's options */
    void *worker; /* of worker_open */
    struct arena *arena;
    enum language language;
    struct session *session; /* NULL: nobody is signed in */
    const char *path;        /* decoded */
    const char *address;     /* whose request it is, proxies seen through */
    const char *agent;       /* User-Agent, "" if none; at most 200 bytes */
    bool secure;             /* came over TLS */
    const struct upload *uploads;
    size_t upload_count;
    const struct cancel *cancel; /* the server stops: long work should too */
};

/* Of the path: a name that the route has. */
const char *request_parameter(const struct request *request, const char *name);

/* The first of that name in the query, or in the form; NULL: none. */
const char *request_query(const struct request *request, const char *name);
const char *request_field(const struct request *request, const char *name);

/* All of the query, in its order. */
const struct field *request_queries(const struct request *request, size_t *out_count);

/* All of the form in the order they were sent, for repeated fields and forms made from a schema. */
const struct field *request_fields(const struct request *request, size_t *out_count);

/* The bytes of the body, of a route that is ROUTE_BARE. */
const char *request_body(const struct request *request, size_t *out_size);

/* Where sign-in should lead to: the page that was asked for ("next" of the form or the query), if
 * it is one of ours, else "/". */
const char *request_next(const struct request *request);

/* ------------------------------------------------------------------ signing in */

/* Begins a session for whoever sent this, in place of the one there may be (see session_begin for
 * data and destroy). */
MUST_CHECK bool request_sign_in(struct request *request, const char *user, uint32_t roles,
                                void *data, void (*destroy)(void *data), struct error *error);

/* The session goes on under another token, with other roles. ERROR_DENIED: it has ended. */
MUST_CHECK bool request_change_roles(struct request *request, uint32_t roles, struct error *error);

void request_sign_out(struct request *request);

/* ------------------------------------------------------------------ the answer */

/* An HTML page, written with what is returned until the handler returns. */
struct html *respond_page(struct request *request, int status);

/* Other bytes, copied. With a file name they are saved, not shown. */
void respond_bytes(struct request *request, const char *type, const void *bytes, size_t size,
                   const char *file_name);

/* A large file, piece by piece; the spool is closed afterwards. */
void respond_spool(struct request *request, const char *type, struct spool *spool,
                   const char *file_name);

/* See there (303). An address of ours: "/…"; what is no ASCII in it gets percent-encoded. */
void respond_redirect(struct request *request, const char *address);

/* One more header. Both are the program's own words. */
void respond_header(struct request *request, const char *name, const char *value);

/* Pages are in this language from now on (a cookie). */
void respond_language(struct request *request, enum language language);

#endif
