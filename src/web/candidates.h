/* Whom a document may be of, on pages: candidates among the missing, each with what speaks for and
 * against, for those who may read of persons. */
#ifndef CAIRN_WEB_CANDIDATES_H
#define CAIRN_WEB_CANDIDATES_H

#include "case/leads.h"
#include "web/visit.h"

struct page_candidates;

/* May the visitor read who is missing? */
bool candidates_may_read(const struct visit *visit);

/* Holds the document against everybody missing. In the arena of the visit. */
MUST_CHECK bool candidates_show(const struct visit *visit, struct leads_document *document,
                                const struct page_candidates **out_page, struct error *error);

/* The name of a person as pages say it: the first of theirs. */
const char *candidates_name(const struct leads_person *person);

#endif
