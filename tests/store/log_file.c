#include "store/log_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "store/statements.h"

enum { ENTRY = 1024, HASH = 32 };

/* Stands for the entry of `value` and its hash: different for different values. */
static void spell(uint64_t value, char entry[ENTRY], unsigned char hash[HASH]) {
    for (int i = 0; i < ENTRY; i += 32) snprintf(entry + i, 32, "%031llu", (unsigned long long)value);
    uint64_t mixed = value;
    for (int i = 0; i < HASH; i++) {
        mixed = mixed * 6364136223846793005u + 1442695040888963407u;
        hash[i] = (unsigned char)(mixed >> 56);
    }
    memcpy(hash, &value, sizeof value);
}

static bool set_tree(struct store *store, int64_t size, struct error *error) {
    struct query *query;
    if (!query_open(store, &TREE_SET, &query, error)) return false;
    query_bind_int(query, 1, size);
    query_bind_blob(query, 2, "", 0);
    return query_run(query, error);
}

bool log_file_make(struct arena *arena, const char *path, struct store **out_store,
              struct error *error) {
    struct store *store;
    if (!store_create(arena, path, STORE_ON_DISK, &store, error)) return false;
    if (store_begin(store, STORE_APPEND, error) && store_run_script(store, &RECORD_MAKE, error) &&
        set_tree(store, 0, error) && store_commit(store, error)) {
        *out_store = store;
        return true;
    }
    store_close(store);
    return false;
}

static bool next_index(struct store *store, int64_t *out_index, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &LOG_SIZE, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_index = query_int(query, 0);
    query_close(query);
    return done;
}

bool log_file_append(struct store *store, uint64_t value, struct error *error) {
    char entry[ENTRY], record[32];
    unsigned char hash[HASH];
    int64_t index;
    struct query *query;
    spell(value, entry, hash);
    snprintf(record, sizeof record, "r-%llu", (unsigned long long)(value % 7));
    if (!next_index(store, &index, error) || !query_open(store, &LOG_APPEND, &query, error))
        return false;
    query_bind_int(query, 1, index);
    query_bind_blob(query, 2, hash, HASH);
    query_bind_text(query, 3, record);
    query_bind_blob(query, 4, entry, ENTRY);
    query_bind_text(query, 5, "number");
    return query_run(query, error) && set_tree(store, index + 1, error);
}

bool log_file_append_alone(struct store *store, uint64_t value, struct error *error) {
    if (!store_begin(store, STORE_APPEND, error)) return false;
    if (log_file_append(store, value, error)) return store_commit(store, error);
    store_rollback(store);
    return false;
}

/* What SQLite itself finds wrong with the file. */
static void expect_sound(const char *path) {
    sqlite3 *database;
    sqlite3_stmt *check;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "pragma integrity_check", -1, &check, NULL), 0);
    assert_int_equal(sqlite3_step(check), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    sqlite3_close(database);
}

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

size_t log_file_read(struct arena *arena, const char *path, uint64_t **out_values) {
    expect_sound(path);
    struct error error = {0};
    struct store *store;
    struct query *query;
    uint64_t *values = NULL;
    size_t count = 0, capacity = 0, size;
    bool row;
    take(store_open(arena, path, STORE_ON_DISK, &store, &error), &error);
    take(store_begin(store, STORE_READ, &error), &error);
    take(query_open(store, &LOG_FROM, &query, &error), &error);
    query_bind_int(query, 1, 0);
    for (;;) {
        take(query_step(query, &row, &error), &error);
        if (!row) break;
        values = arena_grow(arena, values, count, &capacity, sizeof *values);
        uint64_t value = 0;
        char entry[ENTRY];
        unsigned char hash[HASH];
        const void *bytes = query_blob(query, 1, &size);
        assert_int_equal(size, HASH);
        memcpy(&value, bytes, sizeof value);
        spell(value, entry, hash);
        assert_memory_equal(bytes, hash, HASH);
        bytes = query_blob(query, 3, &size);
        assert_int_equal(size, ENTRY);
        assert_memory_equal(bytes, entry, ENTRY);
        assert_int_equal(query_int(query, 0), count);
        values[count++] = value;
    }
    query_close(query);
    take(query_open(store, &TREE_STATE, &query, &error), &error);
    take(query_step(query, &row, &error), &error);
    assert_true(row);
    assert_int_equal(query_int(query, 0), count);
    take(store_commit(store, &error), &error);
    store_close(store);
    *out_values = values;
    return count;
}

static int by_size(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

void log_file_expect(const char *path, const uint64_t *values, size_t count) {
    struct arena arena;
    arena_open(&arena, 0);
    uint64_t *there;
    size_t size = log_file_read(&arena, path, &there);
    if (size) qsort(there, size, sizeof *there, by_size);
    for (size_t i = 1; i < size; i++) assert_true(there[i - 1] != there[i]);
    for (size_t i = 0; i < count; i++)
        if (!size || !bsearch(&values[i], there, size, sizeof *there, by_size))
            fail_msg("%llu was acknowledged and is not there", (unsigned long long)values[i]);
    arena_close(&arena);
}
