/* What the files of the store share: its body, and how failures of the database become ours. */
#ifndef CAIRN_STORE_STORE_PARTS_H
#define CAIRN_STORE_STORE_PARTS_H

#include <sqlite3.h>

#include "store/query.h"

enum {
    QUERIES = 256,          /* statements compiled at the same time */
    CHECKPOINT_PAGES = 4000 /* of the write-ahead log, before they go into the database */
};

struct query {
    struct store *store;
    const struct statement *statement;
    sqlite3_stmt *compiled;
    bool taken; /* open, not only kept */
    bool once;  /* not kept once it is closed */
    bool row;   /* stands on one */
    bool ended; /* gave its last one */
    int bind_failure;
    bool bound[STATEMENT_PARAMETERS + 1];
    short place[STATEMENT_PARAMETERS + 1]; /* of $1 … $n for the database; 0: nowhere */
};

struct store {
    sqlite3 *database;
    const char *path;
    bool inside; /* a transaction */
    enum store_access access;
    bool spoiled; /* a statement failed in it */
    int depth;    /* savepoints */
    int log_pages;
    struct error broken; /* ERROR_NONE while it can be used */
    int queries;
    struct query query[QUERIES];
};

/* Reports the failure `code` of the database in `doing`. Returns false. */
bool store_failed(struct store *store, int code, const char *doing, struct error *error);

/* Ends the connection; the first reason stays. */
void store_break(struct store *store, enum error_code code, const char *reason);

/* May a statement run now? Otherwise says why not. */
bool store_ready(struct store *store, struct error *error);

/* Moves what was committed from the write-ahead log into the database, as far as no reader holds it
 * up. That it was committed stays true when this fails; but an fsync is not tried again, and the
 * connection is at its end. */
bool store_checkpoint(struct store *store, struct error *error);

/* Closes every query. */
void store_close_queries(struct store *store);

#endif
