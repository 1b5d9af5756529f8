/* All tables as text, to be compared or kept: the same tables give the same bytes.
 *
 * For each table, in the order of their names, a line `table NAME: COLUMN COLUMN …`, and then a
 * line for each row in the order of the log: its values separated by tabs, \N where there is none,
 * with backslash, tab, line feed and carriage return written \\, \t, \n and \r (as COPY of
 * PostgreSQL writes it). Beside the kinds' tables there are `head` and `left_out` of sql/tables.sql.
 */
#ifndef CAIRN_RECORD_TABLES_DUMP_H
#define CAIRN_RECORD_TABLES_DUMP_H

#include "base/buffer.h"
#include "record/tables.h"

/* A dump on its way; it must not be copied. */
struct tables_dump {
    const struct tables *tables;
    const struct table **order; /* NULL for head and left_out */
    const char **name;
    int count, at; /* of tables; the one that is read */
    struct query *query;
};

/* Begins, in a STORE_READ transaction of the tables; ends with that. */
struct tables_dump tables_dump(struct arena *arena, const struct tables *tables);

/* Adds the next line; none at the end. */
MUST_CHECK bool tables_dump_line(struct tables_dump *dump, struct buffer *out, struct error *error);

/* Are two sets of tables the same? If not, the first line of each that differs is in the arena; NULL
 * where one has come to its end. In STORE_READ transactions of both. */
MUST_CHECK bool tables_compare(struct arena *arena, const struct tables *left,
                               const struct tables *right, bool *out_same, char **out_left,
                               char **out_right, struct error *error);

/* Writes the dump into a file that only its owner can read; in a transaction as above. */
MUST_CHECK bool tables_dump_write(const struct tables *tables, const char *path,
                                  struct error *error);

#endif
