/* What both steps of a handover rest on: who begins, and who signs too (case/offer.h). */
#ifndef CAIRN_WEB_HANDING_H
#define CAIRN_WEB_HANDING_H

#include "case/offer.h"
#include "web/offers.h"
#include "web/pages.h"

/* The kind that pages have such a form for: custody, or the handover to a family; NULL: none. */
const struct schema *handing_kind(const char *name);

/* The record as it is now. `people` are held as long. */
MUST_CHECK bool handing_desk(const struct visit *visit, const struct people *people,
                             struct offer_desk *out_desk, struct error *error);

/* "Ann Ambar": the name of a user. */
const char *handing_name(const struct people *people, const struct identifier *user);

/* Where what waits is shown. */
const char *handing_address(const struct visit *visit, const struct identifier *rec);

/* Is it for those who sign to mend, and no fault of the program? */
bool handing_is_refusal(enum error_code code);

/* The names of what one at a time may do: looking whether it fits, and then signing it. */
extern const char *const HANDING_CLAIM[1];

/* What waits for the person's signature, and nothing of theirs has refused. */
MUST_CHECK bool handing_count(const struct visit *visit, int *out_count, struct error *error);

#endif
