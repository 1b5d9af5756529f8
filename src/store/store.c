#include "store/store.h"

#include <stdio.h>

#include "base/fault.h"
#include "store/store_parts.h"

/* ------------------------------------------------------------------ failures */

/* SQLite's codes (https://sqlite.org/rescode.html), without their extensions. */
static enum error_code meaning(int code) {
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ERROR_BUSY;
    case SQLITE_CONSTRAINT: return ERROR_CONFLICT;
    case SQLITE_TOOBIG: return ERROR_TOO_LARGE;
    case SQLITE_INTERRUPT: return ERROR_CANCELLED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ERROR_CORRUPT;
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM: return ERROR_STORAGE;
    }
    return ERROR_INTERNAL;
}

static const char *advice(int code) {
    switch (code & 0xff) {
    case SQLITE_BUSY: return "; try again when the other program has ended";
    case SQLITE_FULL: return "; make room on the disk";
    case SQLITE_READONLY:
        return "; reading needs to write, too: copy the folder to where you may write";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return "; restore it from a backup";
    }
    return "";
}

bool store_failed(struct store *store, int code, const char *doing, struct error *error) {
    bool newest = sqlite3_extended_errcode(store->database) == code;
    const char *said = newest ? sqlite3_errmsg(store->database) : sqlite3_errstr(code);
    struct error failure = {0};
    error_set(&failure, meaning(code), "%s: %s: %s%s", store->path, doing, said, advice(code));
    if (store->inside) store->spoiled = true;
    int primary = code & 0xff;
    if (primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
        store_break(store, failure.code, failure.text);
    return error_set(error, failure.code, "%s", failure.text);
}

void store_break(struct store *store, enum error_code code, const char *reason) {
    error_set(&store->broken, code, "%s", reason);
}

const char *store_broken(const struct store *store) {
    return store->broken.code == ERROR_NONE ? NULL : store->broken.text;
}

static bool is_whole(const struct store *store, struct error *error) {
    if (store->broken.code == ERROR_NONE) return true;
    return error_set(error, store->broken.code, "%s; nothing more is done with it until it is "
                     "opened again", store->broken.text);
}

bool store_ready(struct store *store, struct error *error) {
    if (!is_whole(store, error)) return false;
    if (!store->inside)
        return error_set(error, ERROR_INTERNAL, "%s: no transaction was begun", store->path);
    if (store->spoiled)
        return error_set(error, ERROR_INTERNAL, "%s: a statement of this transaction has failed",
                         store->path);
    return true;
}

void store_interrupt(struct store *store) { sqlite3_interrupt(store->database); }

/* ------------------------------------------------------------------ transactions */

static int run(struct store *store, const char *text) {
    if (fault_here(FAULT_STEP)) return SQLITE_FULL;
    return sqlite3_exec(store->database, text, NULL, NULL, NULL);
}

bool store_checkpoint(struct store *store, struct error *error) {
    int code = sqlite3_wal_checkpoint_v2(store->database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
                                         NULL);
    store->log_pages = 0; /* until the next commit counts them */
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
        return true;
    struct error failure = {0};
    store_failed(store, code, "checkpoint", &failure);
    store_break(store, failure.code, failure.text);
    return error_set(error, failure.code, "%s", failure.text);
}

bool store_begin(struct store *store, enum store_access access, struct error *error) {
    if (!is_whole(store, error)) return false;
    if (store->inside)
        return error_set(error, ERROR_INTERNAL, "%s: a transaction within another", store->path);
    /* Not at the end of the last one: who waited for that need not wait for this. */
    if (access == STORE_APPEND && store->log_pages >= CHECKPOINT_PAGES &&
        !store_checkpoint(store, error))
        return false;
    int code = run(store, access == STORE_APPEND ? "begin immediate" : "begin");
    if (code != SQLITE_OK) return store_failed(store, code, "begin", error);
    store->inside = true;
    store->access = access;
    return true;
}

static void leave(struct store *store) {
    store->inside = store->spoiled = false;
    store->depth = 0;
}

void store_rollback(struct store *store) {
    if (!store->inside) return;
    store_close_queries(store);
    /* The database may have undone it by itself, when memory or disk gave out. */
    if (!sqlite3_get_autocommit(store->database)) {
        int code = sqlite3_exec(store->database, "rollback", NULL, NULL, NULL);
        struct error error = {0};
        if (!sqlite3_get_autocommit(store->database)) {
            store_failed(store, code, "rollback", &error);
            store_break(store, error.code, error.text);
        }
    }
    leave(store);
}

bool store_commit(struct store *store, struct error *error) {
    if (!store_ready(store, error)) {
        store_rollback(store);
        return false;
    }
    store_close_queries(store);
    int code = run(store, "commit");
    if (code == SQLITE_OK) {
        leave(store);
        return true;
    }
    struct error failure = {0};
    store_failed(store, code, "commit", &failure);
    if (store->access == STORE_APPEND) store_break(store, failure.code, failure.text);
    store_rollback(store);
    return error_set(error, failure.code, "%s", failure.text);
}

static bool run_on_savepoint(struct store *store, const char *verb, int savepoint,
                             struct error *error) {
    char text[64];
    snprintf(text, sizeof text, "%s part%d", verb, savepoint);
    int code = run(store, text);
    return code == SQLITE_OK || store_failed(store, code, text, error);
}

bool store_savepoint(struct store *store, int *out_savepoint, struct error *error) {
    if (!store_ready(store, error)) return false;
    if (!run_on_savepoint(store, "savepoint", store->depth + 1, error)) return false;
    *out_savepoint = ++store->depth;
    return true;
}

static bool has_savepoint(const struct store *store, int savepoint, struct error *error) {
    if (store->inside && savepoint >= 1 && savepoint <= store->depth) return true;
    return error_set(error, ERROR_INTERNAL, "%s: the savepoint has ended already", store->path);
}

bool store_release(struct store *store, int savepoint, struct error *error) {
    if (!store_ready(store, error) || !has_savepoint(store, savepoint, error)) return false;
    if (!run_on_savepoint(store, "release", savepoint, error)) return false;
    store->depth = savepoint - 1;
    return true;
}

bool store_undo(struct store *store, int savepoint, struct error *error) {
    if (!is_whole(store, error) || !has_savepoint(store, savepoint, error)) return false;
    store_close_queries(store);
    if (sqlite3_get_autocommit(store->database))
        return error_set(error, ERROR_STORAGE, "%s: memory or disk gave out, and the whole "
                         "transaction had to be undone", store->path);
    if (!run_on_savepoint(store, "rollback to", savepoint, error) ||
        !run_on_savepoint(store, "release", savepoint, error)) {
        store->spoiled = true;
        return false;
    }
    store->depth = savepoint - 1;
    store->spoiled = false;
    return true;
}

bool store_run_script(struct store *store, const struct statement *script, struct error *error) {
    if (!store_ready(store, error)) return false;
    if (!script->script || store->access != STORE_APPEND)
        return error_set(error, ERROR_INTERNAL, "%s: %s is no script, or this is no transaction "
                         "for one", store->path, script->name);
    int code = run(store, script->text);
    return code == SQLITE_OK || store_failed(store, code, script->name, error);
}

int64_t store_changes(const struct store *store) { return sqlite3_changes64(store->database); }
