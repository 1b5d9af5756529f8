/* Lists of the records of one kind: which columns are shown, in which order, of which records. */
#ifndef CAIRN_WEB_LIST_H
#define CAIRN_WEB_LIST_H

#include "schema/column.h"
#include "web/pages.h"

enum { LIST_COLUMNS = 6, LIST_PAGE = 50 };

struct list_column {
    const struct schema_field *field;
    int value, none; /* columns of the table; none -1: it has no such */
};

/* What is listed. */
struct list {
    const struct table *table;
    struct list_column column[LIST_COLUMNS]; /* shown beside what the record is called */
    int column_count;
    struct list_column sort; /* field NULL: by what the records are called */
    bool descending;
    struct list_column filter; /* field NULL: all records */
    const char *wanted;        /* value of the filter as it was asked for; a reason in brackets, ""
                                  for those that say nothing */
    bool by_reason;
    struct column_value sought; /* what its column has then, that of the reason if `by_reason` */
};

/* The short fields that somebody with these roles may read, and that tell records apart: what lists
 * show beside the code. */
int list_columns(const struct table *table, unsigned roles, struct list_column *out_column,
                 int most);

/* The column of a field that the person may read; false when there is none such. */
bool list_column_find(const struct table *table, unsigned roles, const char *name,
                      struct list_column *out_column);

/* Narrows the list to the records whose field has the value: what plain tables have there, or the
 * identifier of what it refers to; a reason in brackets; "" for those that say nothing.
 * ERROR_BAD_INPUT: the person reads no such field, or it can have no such value. */
MUST_CHECK bool list_narrow(const struct visit *visit, struct list *list, const char *field,
                            const char *value, struct error *error);

/* How many records there are in the list. */
MUST_CHECK bool list_count(const struct visit *visit, const struct list *list, int64_t *out_count,
                           struct error *error);

/* Asks for those from `first` on, at most `most`: leaf_index, rec, heads, what it is called (or
 * null), then value and reason of each column. */
enum { LIST_INDEX, LIST_REC, LIST_HEADS, LIST_CODE, LIST_CELLS };
MUST_CHECK bool list_open(const struct visit *visit, const struct list *list, int64_t first,
                          int64_t most, struct query **out_query, struct error *error);

/* The text of a cell of the row that the query stands at; `none` whether it is a reason. */
MUST_CHECK bool list_cell(const struct visit *visit, const struct list *list, struct query *query,
                          int column, const char **out_text, bool *out_none, struct error *error);

#endif
