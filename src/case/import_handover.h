/* Handovers to families that are imported: what the record says of them (handover_check.h), where it
 * has what they name. Those that come with their remains or persons are of a book that others kept,
 * of which the record can say nothing yet, and are taken as they are. */
#ifndef CAIRN_CASE_IMPORT_HANDOVER_H
#define CAIRN_CASE_IMPORT_HANDOVER_H

#include "case/handover_check.h"
#include "case/import.h"

struct import_handover {
    struct arena *arena;
    const struct investigation *investigation; /* both in STORE_READ transactions */
    const struct tables *tables;
    const struct identifier *first, *second; /* who signs; second NULL: nobody signs with them */
    unsigned roles;                          /* of who reads what is said */
    struct custody *custody;                 /* NULL: not read yet */
};

/* An import_request.rule; `data` is a struct import_handover. */
MUST_CHECK bool import_handover_rule(void *data, const struct import_record *record,
                                     struct error *error);

#endif
