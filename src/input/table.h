/* Delimited text: a line of column names, then rows. The delimiter is a tab, or a semicolon or
 * comma (whichever the first line has; a tab wins). Cells of comma and semicolon files may be
 * quoted as in RFC 4180; in tab files quotes are taken off a cell that is wholly quoted. There a
 * quote goes over tabs and lines, as spreadsheets write it, only where what it spans could not be
 * rows as it stands: an inch mark must not swallow the rows after it. Lines end with LF, CR or
 * CRLF. Blanks around a cell (also such as do not break), lines without content and empty cells
 * beyond the last named column are ignored. In comma and semicolon files a ' before = + - @ is taken
 * off the beginning of a cell: it keeps spreadsheets from running a text as a formula. */
#ifndef CAIRN_INPUT_TABLE_H
#define CAIRN_INPUT_TABLE_H

#include <stddef.h>

#include "input/messages.h"

enum {
    TABLE_BYTES_MOST = 256 << 20,
    TABLE_COLUMNS_MOST = 1024,
    TABLE_CELL_MOST = 64 << 10,
};

struct cell {
    const char *text; /* UTF-8, never NULL */
    int line, column; /* where it begins */
};

struct table {
    const char *file;
    int columns;
    struct cell *name; /* of each column, as written; may be empty */
    struct cell *row;  /* the row read last, one cell for each column */
    int rows;          /* read so far, those that were wrong too */

    /* The reader's own. */
    struct reading *reading;
    char delimiter;
    char *at, *end;
    int line, column;
    int cell; /* of the line, that is being read */
};

/* Reads the names of the columns. `file` is only for messages and must live as long as they. What
 * is wrong (encoding, no content, a column named twice, a limit) goes to `reading` and it returns
 * false. */
MUST_CHECK bool table_open(struct arena *arena, const char *file, const void *bytes, size_t size,
                           struct reading *reading, struct table *out_table);

/* Reads the next row into table->row; false at the end. Rows with too many or too few cells, or
 * with wrong quotes, are reported and passed over. The texts live as long as the arena. */
bool table_next(struct table *table);

/* The column of that name, or -1. Case, blanks, "-" and "_" make no difference: "Allele 1",
 * allele1. */
int table_column(const struct table *table, const char *name);

/* Reports each of the NULL-terminated `names` that there is no column for; false when any is
 * missing. */
MUST_CHECK bool table_require(struct table *table, const char *const *names);

/* The place of a cell of the row read last; of the row itself when `column` is negative. */
struct place table_place(const struct table *table, int column);

#endif
