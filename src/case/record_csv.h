/* Records as lines of comma-separated values, with the columns of the table that they are imported
 * from. */
#ifndef CAIRN_CASE_RECORD_CSV_H
#define CAIRN_CASE_RECORD_CSV_H

#include <jansson.h>

#include "record/tables.h"

/* The line of the names. */
void record_csv_names(struct arena *arena, const struct schema *schema, struct buffer *out);

/* The lines of one record with what somebody with these roles may see of it (record/unseen.h), codes
 * and names in place of identifiers. Values that do not fit the declaration are left out. */
MUST_CHECK bool record_csv_lines(struct arena *arena, const struct tables *tables,
                                 unsigned roles, const struct schema *schema, const json_t *fields,
                                 struct buffer *out, struct error *error);

#endif
