/* The database: one connection to one file, and its transactions; what is asked in them is in
 * store/query.h. It lies between the rooms that know entries and tables and the database program,
 * which nothing else names. A store belongs to one thread at a time.
 *
 * Everything is asked within a transaction. After a statement has failed, nothing more can be done
 * in it but to undo the savepoint that it stood in, or all of it. A failed commit, a disk that
 * fails and a file that is damaged end the connection: an fsync that has failed once says nothing
 * when it is tried again. Every later call then gives the first reason. */
#ifndef CAIRN_STORE_STORE_H
#define CAIRN_STORE_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/statement.h"

enum store_kind {
    STORE_ON_DISK,  /* a commit is on the disk before it returns */
    STORE_IN_MEMORY /* for a file in a files_memory_folder: no fsync */
};

enum store_access {
    STORE_READ,  /* one unchanging view of the database; any number at a time */
    STORE_APPEND /* may change it; one at a time, the others wait */
};

enum {
    STORE_WAIT_MS = 10000,     /* for another process that is writing; then ERROR_BUSY */
    STORE_VALUE_MOST = 1 << 26 /* bytes of one text or blob; more is ERROR_TOO_LARGE */
};

struct store;

/* Makes a new, empty database that only its owner can read (mode 0600), or opens one. The store is
 * in the arena; it must be closed before the arena is. A file that is there already is
 * ERROR_CONFLICT for store_create, one that is not ERROR_NOT_FOUND for store_open. A failed
 * store_create leaves no file. */
MUST_CHECK bool store_create(struct arena *arena, const char *path, enum store_kind kind,
                             struct store **out_store, struct error *error);
MUST_CHECK bool store_open(struct arena *arena, const char *path, enum store_kind kind,
                           struct store **out_store, struct error *error);

/* What was not committed is undone. NULL is fine. */
void store_close(struct store *store);

/* Removes a database that nobody has open, with what the database program keeps beside it. */
MUST_CHECK bool store_remove(const char *path, struct error *error);

MUST_CHECK bool store_begin(struct store *store, enum store_access access, struct error *error);

/* Ends the transaction and closes its queries, whether it succeeds or not. False for STORE_APPEND:
 * the connection is at its end, and only opening the file again shows whether all of it is there
 * after all, or nothing. */
MUST_CHECK bool store_commit(struct store *store, struct error *error);

/* Undoes the transaction and closes its queries. Without a transaction nothing happens. */
void store_rollback(struct store *store);

/* A part of a STORE_APPEND transaction that can be undone by itself. Ending it, in either way, ends
 * those within it. Undoing closes all queries, and fails when the database has had to give up the
 * whole transaction. */
MUST_CHECK bool store_savepoint(struct store *store, int *out_savepoint, struct error *error);
MUST_CHECK bool store_release(struct store *store, int savepoint, struct error *error);
MUST_CHECK bool store_undo(struct store *store, int savepoint, struct error *error);

/* Runs several statements without parameters in a STORE_APPEND transaction. */
MUST_CHECK bool store_run_script(struct store *store, const struct statement *script,
                                 struct error *error);

/* What the database itself finds wrong with its file when it reads all of it, its indices too, or
 * how its tables differ from those that the scripts make, one after the other: the first fault in
 * the arena, or NULL. In a transaction. */
MUST_CHECK bool store_check(struct arena *arena, struct store *store,
                            const struct statement *const *scripts, int count, char **out_fault,
                            struct error *error);

/* Is there a table of that name? In a transaction. */
MUST_CHECK bool store_has_table(struct store *store, const char *name, bool *out_has,
                                struct error *error);

/* Ends what is being asked at this moment, with ERROR_CANCELLED, and leaves what is asked later: who
 * wants an end asks again until it has come. The one function that another thread may call, as long
 * as the store is open. */
void store_interrupt(struct store *store);

/* How many rows the last statement added, changed or removed. */
int64_t store_changes(const struct store *store);

/* Why the connection can no longer be used; NULL while it can. */
const char *store_broken(const struct store *store);

#endif
