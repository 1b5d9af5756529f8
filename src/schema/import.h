/* From the lines of a plain table to records. A table of a kind has a column for each field; where
 * the declaration says "each line one of FIELD", the lines with the same key are one record, and
 * each gives one row of that field. */
#ifndef CAIRN_SCHEMA_IMPORT_H
#define CAIRN_SCHEMA_IMPORT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "schema/schema.h"

/* What a column of a table is. */
struct import_column {
    const char *name;
    const struct schema_field *rows;  /* the field that each line gives a row of, when it is a
                                         part of that; else NULL */
    const struct schema_field *field; /* the field, or the part */
    bool element;                     /* it holds one element of a list */
};

/* All columns of a kind's table in the order of the declaration, in the arena. */
struct import_column *import_columns(struct arena *arena, const struct schema *schema,
                                     int *out_count);

/* The column that a name in a table's first line means (case, blanks, "-" and "_" make no
 * difference), or NULL. */
const struct import_column *import_column_find(const struct import_column *columns, int count,
                                               const char *name);

/* Reads one line into `record`, an object that holds the fields of the lines with the same key read
 * so far. (Where a line is a record, a second line with its key is the caller's to refuse.)
 * `column` gives what each cell is; where it is NULL the cell is passed over. On failure the record
 * may hold part of the line, and `*out_cell` is the cell that is wrong, or -1. The record is not
 * checked as a whole here: value_check_record does that when its last line is in. */
MUST_CHECK bool import_line(struct arena *arena, const struct schema *schema,
                            const struct import_column *const *column, const char *const *cell,
                            int count, json_t *record, int *out_cell, struct error *error);

/* Adds the text that is the same for all lines of one record and no others: its key. */
void import_key(const struct schema *schema, const json_t *record, struct buffer *out);

#endif
