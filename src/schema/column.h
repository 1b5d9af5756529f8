/* The columns of the database table that a kind's records are shown from (derived from the log,
 * never written otherwise; it may be called as the plain table is, without .tsv), and what stands
 * in them. Each field has a column of its name, and one that
 * says why it has no value; dates also their bounds, so that they can be sorted and searched. */
#ifndef CAIRN_SCHEMA_COLUMN_H
#define CAIRN_SCHEMA_COLUMN_H

#include <jansson.h>

#include "schema/json_node.h"
#include "schema/schema.h"

enum column_part {
    COLUMN_VALUE,  /* found: whole numbers, instants, 0 and 1 for no and yes as bigint; text of
                      one value as it is; lists, rows and places as their JSON */
    COLUMN_NONE,   /* found_none: the reason */
    COLUMN_FIRST,  /* found_first, found_last: the days (calendar.h) between which a date lies; */
    COLUMN_LAST,   /* null where it is open */
    COLUMN_SCRIPT, /* name_script: of a text in a script */
};

struct column {
    const char *name;
    const char *sql_type; /* "bigint" or "text": the same in SQLite and PostgreSQL */
    const struct schema_field *field;
    enum column_part part;
};

/* What stands in a column: a text, a number, or (with neither) null. */
struct column_value {
    const char *text;
    bool is_number;
    int64_t number;
};

/* The columns of a kind in the order of the declaration, in the arena. */
struct column *column_list(struct arena *arena, const struct schema *schema, int *out_count);

/* What stands in a column of a record whose field has this (checked) value; NULL: none. The text is
 * in the arena or the value. */
struct column_value column_value(struct arena *arena, const struct column *column,
                                 const struct json_node *value);

/* The way back: puts what stands in a column into `fields`. When all columns of a record were put,
 * they are the fields that the columns were made of. Fails when it is no value of such a column. */
MUST_CHECK bool column_put(const struct column *column, const struct column_value *value,
                           json_t *fields, struct error *error);

#endif
