/* Appends what a plan says, file by file. */
#ifndef CAIRN_CASE_IMPORT_APPLY_H
#define CAIRN_CASE_IMPORT_APPLY_H

#include "base/progress.h"
#include "case/import.h"
#include "record/append.h"

struct import_signer {
    struct draft_signer signer[2]; /* the second only where two people sign together */
    const char *reason; /* why records change that do not say so themselves; may be NULL when the
                           plan revises none of these */
};

/* Appends the batches of the plan in their order, each in one transaction, and then the records
 * that waited. A file that the record refuses after all is refused, with everything after it that
 * might rest on it; what went before is there to stay, and the same import again goes on from there.
 * So it is, too, when it fails: ERROR_CANCELLED between two batches, or when the record cannot be
 * written. `progress` (NULL: none) steps by records. */
MUST_CHECK bool import_apply(struct import_plan *plan, struct appender *appender,
                             const struct import_signer *signer, struct progress *progress,
                             const struct cancel *cancel, struct error *error);

/* How many records it will append. */
int import_appended(const struct import_plan *plan);

#endif
