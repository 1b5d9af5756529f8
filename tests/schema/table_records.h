/* A plain table read as import reads it. */
#ifndef CAIRN_TESTS_SCHEMA_TABLE_RECORDS_H
#define CAIRN_TESTS_SCHEMA_TABLE_RECORDS_H

#include <jansson.h>

#include "base/arena.h"

/* Reads a table into {key: record}, every record checked as a whole; NULL when a line is wrong, and
 * then `error` says why. `file` says of which kind it is. Columns that the declaration does not
 * know fail the test. */
json_t *table_records(struct arena *arena, const char *file, const char *bytes, size_t size,
                      struct error *error);

#endif
