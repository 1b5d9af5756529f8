/* What the pages of families share. */
#ifndef CAIRN_WEB_FAMILY_PAGE_H
#define CAIRN_WEB_FAMILY_PAGE_H

#include "case/decisions.h"
#include "case/family.h"
#include "http/html.h"
#include "web/pages.h"

/* May the visitor read of families? ERROR_DENIED says who may. */
MUST_CHECK bool family_may_read(const struct visit *visit, struct error *error);

/* May the visitor know of whom DNA was read? */
bool family_sees_laboratory(const struct visit *visit);

/* The address of a family's page; in the arena. */
const char *family_address(struct arena *arena, const char *family);

/* The family of the request's path, with its members. ERROR_NOT_FOUND, ERROR_DENIED. */
MUST_CHECK bool family_of_request(const struct visit *visit, struct family_record *out_family,
                                  struct error *error);

/* What somebody typed into the form for a new relative, and why it was not done; NULL: nothing. */
struct relative_form {
    const char *relation, *of, *other, *name, *born, *sex, *role; /* "" */
    const char *fault;
};

/* Shows the page of a family. */
MUST_CHECK bool family_page_show(struct visit *visit, const struct family_record *family,
                                 const struct relative_form *form, int status,
                                 struct error *error);

/* How somebody can be related to a member of the family, as a form offers it: its word, ended by
 * NULL, and its text. */
extern const char *const RELATIONS[];
const char *relation_text(enum language language, const char *relation);

/* "F012-03 Ірма Щигольв": a member, for lists. */
const char *member_text(struct arena *arena, const struct family_member *member);

/* The pedigree as a drawing; `*out_undrawn` says why there is none. `typed` NULL: nobody is marked. */
void family_draw(const struct visit *visit, const struct family_record *family, const bool *typed,
                 const struct decisions *decisions, struct html_safe *out_drawing,
                 const char ***out_sentence, const char **out_undrawn);

/* The remains that are confirmed to be the person, "" when there are none; in the arena. */
const char *family_named(const struct visit *visit, const struct decisions *decisions,
                         const char *person_rec);

/* The decisions on persons of the family. */
MUST_CHECK bool family_decisions(const struct visit *visit, const struct family_record *family,
                                 struct decisions *out_decisions, struct error *error);

/* Today, in days since 1970-01-01 UTC. */
int64_t visit_day(const struct visit *visit);

#endif
