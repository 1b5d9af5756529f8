/* What can be doubted of a database without knowing what it holds. */
#include <string.h>

#include "store/store_parts.h"

static bool check_file(struct arena *arena, struct store *store, char **out_fault,
                       struct error *error) {
    static const struct statement CHECK = {
        "integrity_check", "pragma integrity_check(1)", 0, false};
    struct query *query;
    bool row;
    if (!query_open(store, &CHECK, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) {
        const char *said = row ? query_text(query, 0) : "nothing";
        *out_fault = strcmp(said, "ok") != 0 ? arena_copy(arena, said) : NULL;
    }
    query_close(query);
    return done;
}

/* ------------------------------------------------------------------ its declarations */

/* Tables, indices and whatever else there may be, each as a text. */
static const struct statement DECLARED = {
    "declared",
    "select quote(type) || quote(name) || quote(tbl_name) || quote(sql) from sqlite_schema "
    "order by type, name",
    0, false};

/* The next row of an empty database that the script has made; "" after the last. */
static const char *next_made(sqlite3_stmt *made, int *code) {
    *code = sqlite3_step(made);
    const unsigned char *text = *code == SQLITE_ROW ? sqlite3_column_text(made, 0) : NULL;
    return text ? (const char *)text : "";
}

static bool compare(struct store *store, sqlite3_stmt *made, bool *out_same,
                    struct error *error) {
    struct query *query;
    bool row, done, same;
    int code;
    if (!query_open(store, &DECLARED, &query, error)) return false;
    do {
        done = query_step(query, &row, error);
        const char *text = next_made(made, &code);
        same = done && strcmp(row ? query_text(query, 0) : "", text) == 0;
    } while (same && row && code == SQLITE_ROW);
    query_close(query);
    if (done && code != SQLITE_ROW && code != SQLITE_DONE)
        return store_failed(store, code, DECLARED.name, error);
    *out_same = same;
    return done;
}

static bool check_declarations(struct store *store, const struct statement *const *scripts,
                               int count, bool *out_same, struct error *error) {
    sqlite3 *empty = NULL;
    sqlite3_stmt *made = NULL;
    int code = sqlite3_open(":memory:", &empty);
    for (int i = 0; i < count && code == SQLITE_OK; i++)
        code = sqlite3_exec(empty, scripts[i]->text, NULL, NULL, NULL);
    if (code == SQLITE_OK) code = sqlite3_prepare_v2(empty, DECLARED.text, -1, &made, NULL);
    bool done = code == SQLITE_OK ? compare(store, made, out_same, error)
                                  : store_failed(store, code, DECLARED.name, error);
    sqlite3_finalize(made);
    sqlite3_close(empty);
    return done;
}

bool store_check(struct arena *arena, struct store *store, const struct statement *const *scripts,
                 int count, char **out_fault, struct error *error) {
    char *fault;
    bool same = false;
    if (!check_file(arena, store, &fault, error)) return false;
    if (!fault && !check_declarations(store, scripts, count, &same, error)) return false;
    if (!fault && !same)
        fault = arena_copy(arena, "its tables are not declared as the program declares them");
    *out_fault = fault;
    return true;
}

bool store_has_table(struct store *store, const char *name, bool *out_has, struct error *error) {
    static const struct statement TABLE = {
        "has_table", "select count(*) from sqlite_schema where type = 'table' and name = $1", 1,
        false};
    struct query *query;
    bool row;
    if (!query_open(store, &TABLE, &query, error)) return false;
    query_bind_text(query, 1, name);
    bool done = query_step(query, &row, error);
    if (done) *out_has = query_int(query, 0) > 0;
    query_close(query);
    return done;
}
