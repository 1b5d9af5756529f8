/* What a family wishes to be told when only parts of somebody are found. */
#ifndef CAIRN_WEB_WISHES_H
#define CAIRN_WEB_WISHES_H

#include "case/family.h"
#include "web/visit.h"

struct page_wishes;

/* For those who may read of families; in the arena of the visit. */
MUST_CHECK bool wishes_show(const struct visit *visit, const struct family_record *family,
                            const struct page_wishes **out_page, struct error *error);

#endif
