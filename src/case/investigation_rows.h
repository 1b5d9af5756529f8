/* The rows that identification reads, from an investigation: the newest revisions of its records. */
#ifndef CAIRN_CASE_INVESTIGATION_ROWS_H
#define CAIRN_CASE_INVESTIGATION_ROWS_H

#include "base/cancel.h"
#include "case/record_rows.h"
#include "record/investigation.h"
#include "record/tables.h"

struct investigation_rows {
    struct rows rows;
    json_t *owned; /* values of the records, which the rows point to */
};

/* Reads them, in STORE_READ transactions of both stores. What is not used (a record with several
 * newest revisions; what record_rows leaves out) goes to reading->notes, and what stands in the way
 * to reading->errors. In the arena, but for what investigation_rows_close gives back, which takes
 * rows of zeroes. */
MUST_CHECK bool investigation_rows_read(struct arena *arena,
                                        const struct investigation *investigation,
                                        const struct tables *tables, const struct cancel *cancel,
                                        struct reading *reading, struct investigation_rows *out_rows,
                                        struct error *error);
void investigation_rows_close(struct investigation_rows *rows);

#endif
