/* One statement being asked in the transaction of a store: open, bind every parameter, step, read
 * columns, close.
 *
 * Binding and reading cannot fail by themselves. What is bound wrongly makes the next step fail. A
 * column that holds something else than is asked for reads as 0 or empty and ends the connection
 * as damaged, which the next step and the commit report: our tables hold what we wrote. */
#ifndef CAIRN_STORE_QUERY_H
#define CAIRN_STORE_QUERY_H

#include <stddef.h>

#include "store/store.h"

struct query;

/* A statement is compiled once for each store and kept for the next time; two queries may ask the
 * same one. The statement must outlive the store. */
MUST_CHECK bool query_open(struct store *store, const struct statement *statement,
                           struct query **out_query, struct error *error);

/* The same for a statement that is not kept compiled: it must outlive the query only. */
MUST_CHECK bool query_open_once(struct store *store, const struct statement *statement,
                                struct query **out_query, struct error *error);
void query_close(struct query *query);

/* Gives parameter `$number` its value. Text and bytes stay the caller's and must live until the
 * query is closed. */
void query_bind_null(struct query *query, int number);
void query_bind_int(struct query *query, int number, int64_t value);
void query_bind_real(struct query *query, int number, double value);
void query_bind_text(struct query *query, int number, const char *text);
void query_bind_blob(struct query *query, int number, const void *bytes, size_t size);

/* Goes to the next row; *out_row is false after the last one. */
MUST_CHECK bool query_step(struct query *query, bool *out_row, struct error *error);

/* Steps to the end and closes the query, also when it fails: for statements that give no rows. */
MUST_CHECK bool query_run(struct query *query, struct error *error);

/* Column of the row, from 0. Text and bytes belong to the query and live until the next step; no
 * bytes are not NULL. */
bool query_is_null(struct query *query, int column);
int64_t query_int(struct query *query, int column);
double query_real(struct query *query, int column);
const char *query_text(struct query *query, int column);
const void *query_blob(struct query *query, int column, size_t *out_size);

#endif
