/* Where a record stands: its newest revision and the kind that it is of. */
#ifndef CAIRN_RECORD_HEAD_H
#define CAIRN_RECORD_HEAD_H

#include "record/tables.h"

struct head {
    const struct table *table; /* of its kind; NULL: nothing is there */
    int64_t index;             /* in the log, of its newest revision; of a fork the first */
    const char *code;          /* in the arena; NULL: it has none, or cannot be opened */
};

/* The head of the record with this identifier (of a user: r-X and u-X are the same). What is not
 * there, and what is of no kind that this program knows, has no table: that is no failure. In a
 * STORE_READ transaction of the tables. */
MUST_CHECK bool head_find(struct arena *arena, const struct tables *tables, const char *identifier,
                          struct head *out_head, struct error *error);

/* Is a record of this kind called so already? Its rec in the arena, the first of several that is not
 * `except` (which may be NULL); NULL: none is. */
MUST_CHECK bool head_called(struct arena *arena, const struct tables *tables,
                            const struct table *table, const char *called, const char *except,
                            const char **out_rec, struct error *error);

#endif
