/* Machine-readable zones on pages: every field, every check digit, and what might have been misread. */
#ifndef CAIRN_WEB_ZONE_SHOW_H
#define CAIRN_WEB_ZONE_SHOW_H

#include "input/mrz.h"
#include "web/visit.h"

struct page_zone;

/* In the arena of the visit; NULL when there is neither a zone nor a line that looks like one. */
const struct page_zone *zone_show(const struct visit *visit, const struct mrz *mrz);

#endif
