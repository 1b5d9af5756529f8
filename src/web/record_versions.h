/* The newest revisions of a record as its page shows them: one, or those of a fork. */
#ifndef CAIRN_WEB_RECORD_VERSIONS_H
#define CAIRN_WEB_RECORD_VERSIONS_H

#include "web/pages.h"

struct page_record;

/* A newest revision: what is known of its entry. */
struct version {
    long long index, rev;
    const char *day, *leaf, *by, *reason;
};

/* A page in the making. */
struct view {
    const struct table *table;
    struct version *version; /* as the page's versions */
    struct page_record *page;
};

/* Fills the page with the fields of each newest revision. ERROR_NOT_FOUND: there is no such record;
 * ERROR_DENIED: it is for others. */
MUST_CHECK bool record_versions_show(const struct visit *visit, const char *rec, struct view *view,
                                     struct error *error);

#endif
