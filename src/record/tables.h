/* The tables that everything is shown and searched from. They are a function of the log and of the
 * disclosures that are left, and can be made again at any time; record/replay.h does so, and nothing
 * else writes them.
 *
 * A kind's table has the name of its plain table, without .tsv, and one row for each newest
 * revision of each record. Its columns are
 *
 *     leaf_index integer   where the revision stands in the log
 *     rec text             the record's identifier
 *     rev bigint           the number of the revision
 *     leaf_hash text       base64: how other entries name it
 *     heads bigint         how many newest revisions the record has: 1, or more while it is forked
 *     day text             the UTC date of the entry
 *     by text              the identifier of who it is by
 *
 * and then those of schema/column.h. What cannot be opened, and what a record written under an older
 * declaration does not have, is null. Earlier revisions are read from the log (record/log.h). */
#ifndef CAIRN_RECORD_TABLES_H
#define CAIRN_RECORD_TABLES_H

#include "base/files.h"
#include "schema/column.h"
#include "store/query.h"

enum table_column {
    TABLE_LEAF_INDEX,
    TABLE_REC,
    TABLE_REV,
    TABLE_LEAF_HASH,
    TABLE_HEADS,
    TABLE_DAY,
    TABLE_BY,
    TABLE_COLUMNS /* then those of the kind, in their order */
};

struct table {
    const struct schema *schema;
    const char *name;
    const struct column *column;
    int column_count; /* without the first TABLE_COLUMNS */
    struct statement add;    /* $1 …: all columns in their order */
    struct statement remove; /* $1: leaf_index */
    struct statement fork;   /* $1: rec, $2: heads */
    struct statement row;    /* all columns; $1: leaf_index */
    struct statement rows;   /* all columns in their order, sorted by leaf_index */
    struct statement named;  /* rec of the records that are called $1 */
    const char *called;      /* what a record is called, as SQL: its code, or the fields that tell
                                records of this kind apart with blanks between, of references the
                                identifiers */
};

struct tables {
    struct store *store; /* to be asked in STORE_READ transactions of one's own */
    const char *path;
    const struct table *table; /* of each kind, sorted by kind, as schema_list */
    int count;
    struct statement make, drop; /* scripts: all of them */
    struct files_lock lock;      /* of tables made afresh */
};

/* How many entries of the log they are made of, in a STORE_READ transaction of theirs. */
MUST_CHECK bool tables_size(const struct tables *tables, int64_t *out_size, struct error *error);

/* The table of a kind, or NULL. */
const struct table *tables_find(const struct tables *tables, const char *kind);

/* Is the field one by which records of its kind are called? */
bool table_is_called(const struct schema *schema, const struct schema_field *field);

/* "leaf_index", …: the name of one of all columns. */
const char *table_column_name(const struct table *table, int column);

/* Puts what the row says that a query of table->row or ->rows stands at into `fields`, as an entry
 * has it (VALUE_OF_ENTRY). */
MUST_CHECK bool tables_fields(const struct table *table, struct query *query, json_t *fields,
                              struct error *error);

/* The tables of all kinds, and their statements, in the arena; without a store. Fails when a
 * declaration has a field of a name that is taken, or too many for a table. */
MUST_CHECK bool tables_plan(struct arena *arena, struct tables *out_tables, struct error *error);

/* In a STORE_APPEND transaction: makes the tables that are not there yet; drops them all. */
MUST_CHECK bool tables_make(const struct tables *tables, struct error *error);
MUST_CHECK bool tables_drop(const struct tables *tables, struct error *error);

#endif
