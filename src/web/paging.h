/* Long lists, a page at a time. */
#ifndef CAIRN_WEB_PAGING_H
#define CAIRN_WEB_PAGING_H

#include "web/pages.h"

struct page_pager;

/* The page of a list that was asked for, or the nearest that there is, and where it begins. */
struct paging {
    long long page, pages, first;
};

/* Of `count` things, at most `most` a page. */
struct paging paging_of(const struct visit *visit, long long count, long long most);

/* The way to the pages beside it, in the arena; NULL when there is only one. `address` is that of
 * the list with its other words, `fragment` what stands behind a number of a page: "#pairs", "". */
const struct page_pager *paging_shown(const struct visit *visit, const struct paging *paging,
                                      const char *address, const char *fragment);

#endif
