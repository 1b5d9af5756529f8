#include "web/paging.h"

#include <stdlib.h>
#include <string.h>

#include "http/page_pager.h"

struct paging paging_of(const struct visit *visit, long long count, long long most) {
    const char *wanted = request_query(visit->request, "page");
    struct paging paging = {.page = wanted ? strtoll(wanted, NULL, 10) : 1,
                            .pages = (count + most - 1) / most};
    if (paging.page > paging.pages) paging.page = paging.pages;
    if (paging.page < 1) paging.page = 1;
    paging.first = (paging.page - 1) * most;
    return paging;
}

static const char *address_of(const struct visit *visit, const char *address, const char *fragment,
                              long long page) {
    return arena_format(visit->arena, "%s%cpage=%lld%s", address, strchr(address, '?') ? '&' : '?',
                        page, fragment);
}

const struct page_pager *paging_shown(const struct visit *visit, const struct paging *paging,
                                      const char *address, const char *fragment) {
    if (paging->pages < 2) return NULL;
    struct page_pager *pager = arena_new(visit->arena, struct page_pager, 1);
    *pager = (struct page_pager){.page = paging->page, .pages = paging->pages};
    if (paging->page > 1)
        pager->before = address_of(visit, address, fragment, paging->page - 1);
    if (paging->page < paging->pages)
        pager->after = address_of(visit, address, fragment, paging->page + 1);
    return pager;
}
