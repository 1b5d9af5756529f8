#include "store/query.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "store/store_parts.h"

/* A place for a new query; NULL when there is none. Where all are kept, one that nobody has open
 * goes. */
static struct query *find_place(struct store *store) {
    for (int i = 0; i < store->queries; i++)
        if (!store->query[i].compiled) return &store->query[i];
    if (store->queries < QUERIES) return &store->query[store->queries];
    for (int i = 0; i < QUERIES; i++) {
        struct query *query = &store->query[i];
        if (query->taken) continue;
        sqlite3_finalize(query->compiled);
        query->compiled = NULL;
        return query;
    }
    return NULL;
}

/* A kept query of this statement that nobody has open, else a place for a new one; NULL when there
 * is none. The same text may be at several addresses: each source has its own copy. */
static struct query *find_query(struct store *store, const struct statement *statement) {
    for (int i = 0; i < store->queries; i++) {
        struct query *query = &store->query[i];
        if (!query->taken && query->compiled && query->statement->text == statement->text)
            return query;
    }
    for (int i = 0; i < store->queries; i++) {
        struct query *query = &store->query[i];
        if (!query->taken && query->compiled && !strcmp(query->statement->text, statement->text))
            return query;
    }
    return find_place(store);
}

/* SQLite numbers `$2` by where it stands, so parameters are found by their names. */
static void find_parameters(struct query *query) {
    for (int i = 1; i <= query->statement->parameters; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i);
        query->place[i] = (short)sqlite3_bind_parameter_index(query->compiled, name);
    }
}

static bool compile(struct store *store, const struct statement *statement, struct query *query,
                    struct error *error) {
    sqlite3_stmt *compiled = NULL;
    int code = fault_here(FAULT_STEP)
                   ? SQLITE_FULL
                   : sqlite3_prepare_v3(store->database, statement->text, -1,
                                        SQLITE_PREPARE_PERSISTENT, &compiled, NULL);
    /* Every statement fits our tables, as tests show; so these are not our tables. */
    if (code == SQLITE_ERROR)
        return error_set(error, ERROR_CORRUPT, "%s is not a file of this program, or of another "
                         "version: %s", store->path, sqlite3_errmsg(store->database));
    if (code != SQLITE_OK) return store_failed(store, code, statement->name, error);
    *query = (struct query){.store = store, .statement = statement, .compiled = compiled};
    find_parameters(query);
    if (query == &store->query[store->queries]) store->queries++;
    return true;
}

/* Puts the statement, which was found or has to be compiled, into the caller's hands. */
static bool take(struct store *store, const struct statement *statement, struct query *query,
                 struct query **out_query, struct error *error) {
    if (!query || statement->script)
        return error_set(error, ERROR_INTERNAL, "%s: %s is a script, or more than %d queries are "
                         "open", store->path, statement->name, QUERIES);
    if (!query->compiled && !compile(store, statement, query, error)) return false;
    if (store->access == STORE_READ && !sqlite3_stmt_readonly(query->compiled))
        return error_set(error, ERROR_INTERNAL, "%s: %s changes the database in a transaction that "
                         "only reads", store->path, statement->name);
    query->taken = true;
    *out_query = query;
    return true;
}

bool query_open(struct store *store, const struct statement *statement, struct query **out_query,
                struct error *error) {
    return store_ready(store, error) &&
           take(store, statement, find_query(store, statement), out_query, error);
}

bool query_open_once(struct store *store, const struct statement *statement,
                     struct query **out_query, struct error *error) {
    if (!store_ready(store, error) ||
        !take(store, statement, find_place(store), out_query, error))
        return false;
    (*out_query)->once = true;
    return true;
}

void query_close(struct query *query) {
    sqlite3_reset(query->compiled); /* repeats the failure that the step reported */
    sqlite3_clear_bindings(query->compiled);
    memset(query->bound, 0, sizeof query->bound);
    query->bind_failure = SQLITE_OK;
    query->taken = query->row = query->ended = false;
    if (!query->once) return;
    sqlite3_finalize(query->compiled);
    query->compiled = NULL;
}

void store_close_queries(struct store *store) {
    for (int i = 0; i < store->queries; i++)
        if (store->query[i].taken) query_close(&store->query[i]);
}

/* ------------------------------------------------------------------ parameters */

/* Where a parameter is; 0 when there is none. */
static int place_of(struct query *query, int number) {
    if (number < 1 || number > query->statement->parameters) return 0;
    query->bound[number] = true;
    return query->place[number];
}

static void note(struct query *query, int code) {
    if (code != SQLITE_OK && query->bind_failure == SQLITE_OK) query->bind_failure = code;
}

void query_bind_null(struct query *query, int number) {
    note(query, sqlite3_bind_null(query->compiled, place_of(query, number)));
}

void query_bind_int(struct query *query, int number, int64_t value) {
    note(query, sqlite3_bind_int64(query->compiled, place_of(query, number), value));
}

void query_bind_real(struct query *query, int number, double value) {
    note(query, sqlite3_bind_double(query->compiled, place_of(query, number), value));
}

void query_bind_text(struct query *query, int number, const char *text) {
    note(query, sqlite3_bind_text64(query->compiled, place_of(query, number), text, strlen(text),
                                    SQLITE_STATIC, SQLITE_UTF8));
}

void query_bind_blob(struct query *query, int number, const void *bytes, size_t size) {
    /* NULL would be the value NULL, not no bytes. */
    note(query, sqlite3_bind_blob64(query->compiled, place_of(query, number), size ? bytes : "",
                                    size, SQLITE_STATIC));
}

/* ------------------------------------------------------------------ rows */

static bool is_bound(const struct query *query, struct error *error) {
    struct store *store = query->store;
    if (query->bind_failure != SQLITE_OK)
        return store_failed(store, query->bind_failure, query->statement->name, error);
    for (int i = 1; i <= query->statement->parameters; i++)
        if (!query->bound[i])
            return error_set(error, ERROR_INTERNAL, "%s: %s: $%d was not bound", store->path,
                             query->statement->name, i);
    return true;
}

bool query_step(struct query *query, bool *out_row, struct error *error) {
    struct store *store = query->store;
    if (!store_ready(store, error)) return false;
    if (!query->taken)
        return error_set(error, ERROR_INTERNAL, "%s: %s was closed with its transaction or "
                         "savepoint", store->path, query->statement->name);
    if (!is_bound(query, error)) return false;
    /* SQLite would begin again. */
    int code = SQLITE_DONE;
    if (!query->ended) code = fault_here(FAULT_STEP) ? SQLITE_FULL : sqlite3_step(query->compiled);
    query->row = code == SQLITE_ROW;
    query->ended = code == SQLITE_DONE;
    if (!query->row && !query->ended)
        return store_failed(store, code, query->statement->name, error);
    *out_row = query->row;
    return true;
}

bool query_run(struct query *query, struct error *error) {
    bool row = true, done = true;
    while (row && done) done = query_step(query, &row, error);
    query_close(query);
    return done;
}

/* ERROR_INTERNAL: there was no row, or no memory. */
static void break_at(struct query *query, int column, enum error_code code) {
    struct error error = {0};
    error_set(&error, code, "%s: %s: column %d %s", query->store->path, query->statement->name,
              column, code == ERROR_CORRUPT ? "does not hold what belongs there; restore the file "
                                              "from a backup" : "cannot be read");
    store_break(query->store, error.code, error.text);
}

/* Does the column hold a value of this type? */
static bool holds(struct query *query, int column, int type) {
    if (query->row && sqlite3_column_type(query->compiled, column) == type) return true;
    break_at(query, column, query->row ? ERROR_CORRUPT : ERROR_INTERNAL);
    return false;
}

bool query_is_null(struct query *query, int column) {
    return !query->row || sqlite3_column_type(query->compiled, column) == SQLITE_NULL;
}

int64_t query_int(struct query *query, int column) {
    return holds(query, column, SQLITE_INTEGER) ? sqlite3_column_int64(query->compiled, column) : 0;
}

double query_real(struct query *query, int column) {
    return holds(query, column, SQLITE_FLOAT) ? sqlite3_column_double(query->compiled, column) : 0;
}

const char *query_text(struct query *query, int column) {
    if (!holds(query, column, SQLITE_TEXT)) return "";
    const char *text = (const char *)sqlite3_column_text(query->compiled, column);
    size_t size = (size_t)sqlite3_column_bytes(query->compiled, column);
    if (text && strlen(text) == size) return text;
    break_at(query, column, text ? ERROR_CORRUPT : ERROR_INTERNAL);
    return "";
}

const void *query_blob(struct query *query, int column, size_t *out_size) {
    *out_size = 0;
    if (!holds(query, column, SQLITE_BLOB)) return "";
    const void *bytes = sqlite3_column_blob(query->compiled, column);
    size_t size = (size_t)sqlite3_column_bytes(query->compiled, column);
    if (!bytes && size) break_at(query, column, ERROR_INTERNAL);
    if (!bytes) return "";
    *out_size = size;
    return bytes;
}
