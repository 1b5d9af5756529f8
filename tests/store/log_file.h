/* A log for tests of the store: entries that are numbers, spelt out so that a torn one is seen. */
#ifndef CAIRN_TESTS_STORE_LOG_FILE_H
#define CAIRN_TESTS_STORE_LOG_FILE_H

#include "store/store.h"

/* Makes the tables of the record in a new database and commits them. */
MUST_CHECK bool log_file_make(struct arena *arena, const char *path, struct store **out_store,
                         struct error *error);

/* Appends the entry of `value`, 1 KiB of it, at the end, within a transaction. */
MUST_CHECK bool log_file_append(struct store *store, uint64_t value, struct error *error);

/* The same as a transaction of its own. */
MUST_CHECK bool log_file_append_alone(struct store *store, uint64_t value, struct error *error);

/* Opens the database and reads all of the log; fails the test unless the file is sound, every
 * entry is whole, and the tree's size is theirs. Values in the order of the log, in the arena. */
size_t log_file_read(struct arena *arena, const char *path, uint64_t **out_values);

/* Does the whole log hold each of these values once? */
void log_file_expect(const char *path, const uint64_t *values, size_t count);

#endif
