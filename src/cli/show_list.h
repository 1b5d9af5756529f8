/* All records of one kind, as cairn show lists them. */
#ifndef CAIRN_CLI_SHOW_LIST_H
#define CAIRN_CLI_SHOW_LIST_H

#include "record/tables.h"

enum show_form { SHOW_TEXT, SHOW_JSON, SHOW_CSV };

/* Adds every newest revision, in the order of the log: as a table of the columns that fit a
 * terminal, with all fields as JSON, or as CSV (record_csv.h). In a STORE_READ transaction of the
 * tables. */
MUST_CHECK bool show_list(struct arena *arena, const struct tables *tables,
                          const struct table *table, enum show_form form, struct buffer *out,
                          struct error *error);

#endif
