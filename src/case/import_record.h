/* What an import has to know, from the record itself: lists from its tables, newest revisions from
 * its log and vault. */
#ifndef CAIRN_CASE_IMPORT_RECORD_H
#define CAIRN_CASE_IMPORT_RECORD_H

#include "case/import_known.h"
#include "record/investigation.h"
#include "record/tables.h"

/* Both stores must be in STORE_READ transactions for as long as it is asked, and stay open. All of
 * it is in the arena. */
struct import_known import_record_known(struct arena *arena,
                                        const struct investigation *investigation,
                                        const struct tables *tables);

#endif
