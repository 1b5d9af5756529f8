/* The investigators' pages: an investigation in a browser. One process serves it and is the only
 * one that appends to it; every page is made of the record's tables, every change is an entry that
 * the person who made it has signed. */
#ifndef CAIRN_WEB_WEB_H
#define CAIRN_WEB_WEB_H

#include "http/server.h"

struct web;

/* What is 0 or NULL is as http/server.h has it. */
struct web_options {
    const char *path; /* the investigation's folder */
    const char *address;
    int port;
    const char *certificate, *key;
    const char *const *hosts, *const *proxies;
    struct rate_limit requests;
    int workers;
    bool one_factor; /* passphrases alone sign in: for an investigation in which everything is
                        invented, and on this computer only */
    void (*log)(void *data, const char *line);
};

/* Opens the investigation for appending, brings its tables up to date and serves it. To be called
 * before the first thread (base/child.h). ERROR_BUSY: another process appends to it, or has the
 * port; ERROR_CONFLICT: its declarations are not this program's; ERROR_DENIED: one factor, and others
 * could come in. `*options` and what it points to are kept; the rest is in the arena. */
MUST_CHECK bool web_start(struct arena *arena, const struct web_options *options,
                          struct web **out_web, struct error *error);

/* "http://127.0.0.1:8080". */
const char *web_url(const struct web *web);

/* Ends it: lets what has begun come to its end, and signs everybody out. Takes NULL. */
void web_stop(struct web *web);

#endif
