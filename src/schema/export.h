/* From records to the lines of a plain table: the way back from schema/import.h. What is written is
 * read as the same record again. */
#ifndef CAIRN_SCHEMA_EXPORT_H
#define CAIRN_SCHEMA_EXPORT_H

#include "schema/import.h"

/* Calls `add` with the cells of each line of the record, one for each of the columns that
 * import_columns gives; an empty text is no value. The record's fields were checked; references and
 * media are written as they stand in it. Where the kind's lines are rows of a field there are as
 * many lines as rows, else one. The cells live until `add` returns, as does what it takes from the
 * arena. */
void export_lines(struct arena *arena, const struct schema *schema,
                  const struct import_column *columns, int count, const json_t *record,
                  void (*add)(void *data, const char *const *cell, int count), void *data);

#endif
