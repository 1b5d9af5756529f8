#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "store/store_parts.h"

/* What stays a database's own business is said here once. Each is read back: a build of the
 * library may know a setting and not heed it. */
static const struct {
    const char *name, *on_disk, *in_memory;
} PRAGMAS[] = {
    {"journal_mode", "wal", "wal"},
    {"synchronous", "2", "0"}, /* 2: FULL, the log is synced at every commit */
    {"foreign_keys", "1", "1"},
    {"secure_delete", "1", "1"},
    {"temp_store", "2", "2"}, /* 2: in memory; what is sorted must not reach the disk */
    {"mmap_size", "0", "0"},  /* a failing disk is then an error, not a signal */
    {"cell_size_check", "1", "1"},
};

/* https://sqlite.org/c3ref/c_dbconfig_defensive.html: a file may be hostile. */
static const struct {
    int option, value;
} CONFIGURATION[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
};

static const struct {
    int limit, value;
} LIMITS[] = {
    {SQLITE_LIMIT_LENGTH, STORE_VALUE_MOST},
    {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
    {SQLITE_LIMIT_COLUMN, STATEMENT_PARAMETERS},
    {SQLITE_LIMIT_EXPR_DEPTH, 100},
    {SQLITE_LIMIT_COMPOUND_SELECT, 10},
    {SQLITE_LIMIT_VDBE_OP, 25000},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_VARIABLE_NUMBER, STATEMENT_PARAMETERS},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* The first value of what `text` gives, or "". */
static int ask(sqlite3 *database, const char *text, char value[16]) {
    sqlite3_stmt *compiled;
    int code = sqlite3_prepare_v2(database, text, -1, &compiled, NULL);
    if (code != SQLITE_OK) return code;
    value[0] = 0;
    while ((code = sqlite3_step(compiled)) == SQLITE_ROW) {
        const unsigned char *column = sqlite3_column_text(compiled, 0);
        snprintf(value, 16, "%s", column ? (const char *)column : "");
    }
    sqlite3_finalize(compiled);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static bool set_pragma(struct store *store, const char *name, const char *wanted,
                       struct error *error) {
    char text[64], value[16];
    snprintf(text, sizeof text, "pragma %s = %s", name, wanted);
    int code = ask(store->database, text, value);
    if (code != SQLITE_OK) return store_failed(store, code, text, error);
    snprintf(text, sizeof text, "pragma %s", name);
    code = ask(store->database, text, value);
    if (code != SQLITE_OK) return store_failed(store, code, text, error);
    if (!strcmp(value, wanted)) return true;
    return error_set(error, ERROR_STORAGE, "%s: this SQLite does not take %s = %s but has %s",
                     store->path, name, wanted, value);
}

static int count_log_pages(void *data, sqlite3 *database, const char *name, int pages) {
    (void)database, (void)name;
    struct store *store = data;
    store->log_pages = pages;
    return SQLITE_OK;
}

static bool configure(struct store *store, enum store_kind kind, struct error *error) {
    sqlite3 *database = store->database;
    int code = sqlite3_busy_timeout(database, STORE_WAIT_MS);
    for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++)
        sqlite3_limit(database, LIMITS[i].limit, LIMITS[i].value);
    for (size_t i = 0; i < sizeof CONFIGURATION / sizeof CONFIGURATION[0] && code == SQLITE_OK; i++)
        code = sqlite3_db_config(database, CONFIGURATION[i].option, CONFIGURATION[i].value, NULL);
    if (code != SQLITE_OK) return store_failed(store, code, "configuration", error);
    for (size_t i = 0; i < sizeof PRAGMAS / sizeof PRAGMAS[0]; i++) {
        const char *wanted = kind == STORE_ON_DISK ? PRAGMAS[i].on_disk : PRAGMAS[i].in_memory;
        if (!set_pragma(store, PRAGMAS[i].name, wanted, error)) return false;
    }
    sqlite3_wal_hook(database, count_log_pages, store);
    /* What an earlier connection could not sync is written once more before anything is built on
     * it: into the database, from the log. */
    return store_checkpoint(store, error);
}

bool store_open(struct arena *arena, const char *path, enum store_kind kind,
                struct store **out_store, struct error *error) {
    if (!files_is_file(path))
        return error_set(error, ERROR_NOT_FOUND, "%s does not exist or is no file", path);
    struct store *store = arena_new(arena, struct store, 1);
    /* Names such as ":memory:" and "file:…" would mean something else. */
    store->path = path[0] == '/' ? arena_copy(arena, path) : arena_format(arena, "./%s", path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(store->path, &store->database, flags, NULL);
    if (!store->database)
        return error_set(error, ERROR_INTERNAL, "%s: out of memory", store->path);
    bool done = code == SQLITE_OK ? configure(store, kind, error)
                                  : store_failed(store, code, "open", error);
    if (!done) {
        store_close(store);
        return false;
    }
    *out_store = store;
    return true;
}

bool store_create(struct arena *arena, const char *path, enum store_kind kind,
                  struct store **out_store, struct error *error) {
    if (!files_create(path, "", 0, error)) return false;
    if (store_open(arena, path, kind, out_store, error)) return true;
    struct error ignored = {0};
    (void)!store_remove(path, &ignored);
    return false;
}

void store_close(struct store *store) {
    if (!store) return;
    store_rollback(store);
    for (int i = 0; i < store->queries; i++) sqlite3_finalize(store->query[i].compiled);
    store->queries = 0;
    /* After a failed fsync the log is left to whoever opens the file next. */
    if (store_broken(store))
        sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(store->database);
    store->database = NULL;
}

bool store_remove(const char *path, struct error *error) {
    static const char *const ENDINGS[] = {"-shm", "-wal", ""};
    struct arena arena;
    arena_open(&arena, 0);
    bool done = true;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0] && done; i++) {
        const char *file = arena_format(&arena, "%s%s", path, ENDINGS[i]);
        done = !files_is_file(file) || files_remove(file, error);
    }
    arena_close(&arena);
    return done;
}
