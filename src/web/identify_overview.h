/* The overview of identification in the making, and the part of it that its newest results say. */
#ifndef CAIRN_WEB_IDENTIFY_OVERVIEW_H
#define CAIRN_WEB_IDENTIFY_OVERVIEW_H

#include "case/decisions.h"
#include "web/identify_words.h"
#include "web/results.h"

struct page_identify;

/* The page in the making. */
struct overview {
    struct visit *visit;
    struct page_identify *page;
    struct decisions decisions;
    struct comparison_line *line;
    int lines;
    json_t *settled;                  /* codes and persons that something stands of */
    struct held_result *now, *before; /* the two newest results; NULL: not there */
};

/* The comparison that a dossier is looked at by: the newest, if the visitor may read it; or NULL. */
const char *identify_newest(const struct overview *overview);

/* What could be proposed, and what has changed since the comparison before; there is one. What is
 * shown points into the results `now` and `before`, which are the caller's to release. */
MUST_CHECK bool identify_show_news(struct overview *overview, struct error *error);

#endif
