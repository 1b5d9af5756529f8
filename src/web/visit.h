/* One request of the investigators' pages as their handlers have it, and what the server keeps. */
#ifndef CAIRN_WEB_VISIT_H
#define CAIRN_WEB_VISIT_H

#include "base/child.h"
#include "case/thumbnails.h"
#include "http/rate.h"
#include "http/request.h"
#include "record/append.h"
#include "record/tables.h"
#include "web/claims.h"
#include "web/kept.h"
#include "web/missing.h"
#include "web/own.h"
#include "web/people.h"
#include "web/web.h"

/* Bits of a session beside its roles (1 << enum user_role): the second factor, where one is asked
 * for, was given, or is still to come. */
#define SIGNED_IN (1U << 31)
#define HALF_SIGNED_IN (1U << 30)
#define ALL_ROLES ((1U << USER_ROLES) - 1)

struct page_frame;

struct web {
    const struct web_options *options;
    const char *name; /* of the investigation: its folder's, without .cairn */
    struct arena *arena;
    struct investigation investigation; /* that the appender has */
    struct appender *appender;
    struct children *children;
    struct thumbnails *thumbnails; /* case/thumbnails.h */
    struct clock clock;
    struct random random;
    struct sessions *sessions;
    struct rate *rates;
    struct people_now people;
    struct missing_now missing;
    struct kept_now counts, custody; /* web/figures.h, web/chains.h */
    struct claims claims;
    struct own own;
    struct results *results; /* web/results.h */
    struct runs *runs;       /* web/runs.h */
    pthread_mutex_t catching_up; /* one worker at a time brings the tables up to date */
    int64_t caught_up;           /* entries that they have, at least; with the mutex */
    struct cancel stopped;
    pthread_t words; /* makes ready what is searched, if words_are_made */
    bool words_are_made;
    struct server *server;
    const struct route *routes; /* as web_pages */
};

/* What each worker has for itself. Between requests it is in no transaction. */
struct web_worker {
    struct web *web;
    struct arena arena;
    struct investigation investigation;
    struct tables tables;
    bool reading;
};

/* A worker for a thread of one's own; it reads between web_worker_read and web_worker_end. */
MUST_CHECK bool web_worker_open(struct web *web, struct web_worker **out_worker,
                                struct error *error);
void web_worker_close(struct web_worker *worker);
MUST_CHECK bool web_worker_read(struct web_worker *worker, struct error *error);
void web_worker_end(struct web_worker *worker);

/* Appends a batch, and brings the tables up to it; the worker reads nothing after that. On failure
 * `*out_wrong` is the draft that was refused. */
MUST_CHECK bool web_worker_append(struct web_worker *worker,
                                  const struct append_batch *batch, struct receipt *out_receipts,
                                  size_t *out_wrong, struct error *error);

/* Somebody who is signed in: what their session holds. */
struct signed_in {
    struct identifier user;
    char *name;
    struct secret private_key;
    unsigned roles; /* once they are wholly signed in */
};

struct visit {
    struct request *request;
    struct arena *arena; /* of the request */
    enum language language;
    struct web *web;
    struct web_worker *worker;
    const struct investigation *investigation; /* as the tables, in STORE_READ transactions … */
    const struct tables *tables;               /* … until something is appended */
    const struct signed_in *person;            /* NULL: nobody */
    unsigned roles;                            /* of theirs, 1 << enum user_role */
};

/* A page: its route, whose `handle` is set where they are served, and what makes it. */
struct web_page {
    struct route route;
    bool (*show)(struct visit *visit, struct error *error);
    const char *query; /* the names that its query may have (query.h); NULL: a form, whose is not
                          looked at */
};

/* All pages, ended by one of zeroes (pages.c). */
extern const struct web_page web_pages[];

/* The frame of a page with this title, in the arena. `here` is the address of the place in the
 * navigation that it belongs to, or NULL. */
const struct page_frame *visit_frame(const struct visit *visit, const char *title,
                                     const char *here);

/* A page of its own. */
struct html *visit_page(const struct visit *visit);

/* Appends a batch that the person signs, and brings the tables up to it; nothing is read after
 * that. On failure `*out_wrong` is the draft that was refused. */
MUST_CHECK bool visit_append(struct visit *visit, const struct append_batch *batch,
                             struct receipt *out_receipts, size_t *out_wrong, struct error *error);

/* Goes on with log and tables as they are now: after a claim was waited for. */
MUST_CHECK bool visit_look_again(struct visit *visit, struct error *error);

/* The same, with the words that are searched (record/find.h). */
MUST_CHECK bool visit_catch_up_words(struct visit *visit, struct error *error);

/* As what the person signs. */
struct draft_signer visit_signer(const struct visit *visit);

/* Is this the person's passphrase? ERROR_DENIED: it is not, or it was tried too often. */
MUST_CHECK bool visit_passphrase(struct visit *visit, const char *text, struct error *error);

/* The address of a record's page; in the arena. */
const char *record_address(struct arena *arena, const char *rec);

#endif
