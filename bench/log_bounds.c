#include "log_bounds.h"

#include <sqlite3.h>
#include <string.h>

#include "base/clock.h"
#include "base/workers.h"
#include "measure.h"
#include "record/vault.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ signatures and hashes */

static void take_disclosures(struct bound_log *log, const struct entry *entry,
                             const struct vault_blob *blob, struct bound_entry *out) {
    out->disclosure = arena_new(&log->arena, const char *, entry->sd_count + entry->att_count);
    out->disclosure_size = arena_new(&log->arena, size_t, entry->sd_count + entry->att_count);
    for (size_t i = 0; i < entry->sd_count + entry->att_count; i++) {
        const char *text =
            i < entry->sd_count ? blob->field[i] : blob->file[i - entry->sd_count];
        if (!text) continue;
        out->disclosure[out->disclosures] = text;
        out->disclosure_size[out->disclosures++] = strlen(text);
    }
}

static void take_entry(struct bound_log *log, struct query *query, struct bound_entry *out) {
    struct entry entry;
    struct vault_blob blob;
    struct error error = {0};
    size_t size = 0;
    const void *bytes = query_blob(query, 4, &out->size);
    out->bytes = arena_copy_part(&log->arena, bytes, out->size);
    must(entry_read(&log->arena, out->bytes, out->size, &entry, &error), &error);
    /* Without `,"sigs":{"<28>":"<88>"}`, with a line before it. */
    out->message = out->size - 100;
    out->signature = sign_bytes(&log->private_key, out->bytes, out->message);
    const void *disclosures = query_blob(query, 5, &size);
    must(vault_read(&log->arena, &entry, arena_copy_part(&log->arena, disclosures, size), size,
                    &blob, &error),
         &error);
    take_disclosures(log, &entry, &blob, out);
}

void bound_log_open(struct bound_log *log, struct random *random,
                    const struct investigation *investigation) {
    struct query *query;
    struct error error = {0};
    bool row;
    *log = (struct bound_log){.count = 0};
    arena_open(&log->arena, 0);
    log->entry = arena_new(&log->arena, struct bound_entry, investigation->tree.size);
    must(sign_make_keys(random, &log->private_key, &log->key, &error) &&
             store_begin(investigation->store, STORE_READ, &error) &&
             query_open(investigation->store, &LOG_WITH_VAULT, &query, &error),
         &error);
    query_bind_int(query, 1, 0);
    for (;;) {
        must(query_step(query, &row, &error), &error);
        if (!row) break;
        take_entry(log, query, &log->entry[log->count++]);
    }
    store_rollback(investigation->store);
}

void bound_log_close(struct bound_log *log) {
    secret_close(&log->private_key);
    arena_close(&log->arena);
}

struct bound_run {
    const struct bound_log *log;
    unsigned work;
    struct digester digester[WORKERS_MOST];
    unsigned char seen[WORKERS_MOST]; /* so that nothing is left out as useless */
};

static void work_entry(void *data, size_t index, int worker) {
    struct bound_run *run = data;
    struct digester *digester = &run->digester[worker];
    const struct bound_entry *entry = &run->log->entry[index];
    struct error error = {0};
    struct digest node[2] = {0};
    if (run->work & BOUND_SIGN)
        run->seen[worker] ^=
            sign_bytes(&run->log->private_key, entry->bytes, entry->message).byte[0];
    if (run->work & BOUND_VERIFY &&
        !sign_verify(&run->log->key, entry->bytes, entry->message, &entry->signature))
        must(error_set(&error, ERROR_INTERNAL, "a signature does not hold"), &error);
    if (run->work & BOUND_LEAF) {
        node[0] = digest_of(digester, entry->bytes, entry->size);
        run->seen[worker] ^= digest_of(digester, node, sizeof node).byte[0];
    }
    for (size_t i = 0; run->work & BOUND_DISCLOSURES && i < entry->disclosures; i++)
        run->seen[worker] ^=
            digest_of(digester, entry->disclosure[i], entry->disclosure_size[i]).byte[0];
}

double bound_log_run(const struct bound_log *log, unsigned work, int threads) {
    static struct bound_run run;
    struct error error = {0};
    run = (struct bound_run){.log = log, .work = work};
    for (int i = 0; i < threads; i++) must(digest_open(&run.digester[i], &error), &error);
    double began = clock_seconds();
    must(workers_run(threads, log->count, work_entry, &run, NULL, &error), &error);
    double seconds = clock_seconds() - began;
    for (int i = 0; i < threads; i++) digest_close(&run.digester[i]);
    return seconds;
}

/* ------------------------------------------------------------------ the database */

static void fine(sqlite3 *database, int code) {
    struct error error = {0};
    must(code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE ||
             error_set(&error, ERROR_STORAGE, "SQLite: %s", sqlite3_errmsg(database)),
         &error);
}

static sqlite3 *open_bare(const char *path) {
    sqlite3 *database;
    fine(NULL, sqlite3_open(path, &database));
    fine(database, sqlite3_exec(database, "pragma journal_mode = wal; pragma synchronous = 0;"
                                          "pragma secure_delete = 1; pragma temp_store = 2;"
                                          "pragma cell_size_check = 1", NULL, NULL, NULL));
    return database;
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *text) {
    sqlite3_stmt *statement;
    fine(database, sqlite3_prepare_v2(database, text, -1, &statement, NULL));
    return statement;
}

double bound_read(const char *path) {
    struct arena arena;
    arena_open(&arena, 0);
    sqlite3 *database = open_bare(files_join(&arena, path, "record.db"));
    sqlite3_stmt *statement = prepare(database, LOG_WITH_VAULT.text);
    double began = clock_seconds();
    int code;
    static volatile unsigned char seen;
    fine(database, sqlite3_bind_int64(statement, 1, 0));
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 1; i < 6; i++) {
            const unsigned char *bytes = sqlite3_column_blob(statement, i);
            int size = sqlite3_column_bytes(statement, i);
            if (size) seen ^= bytes[size - 1];
        }
    fine(database, code);
    double seconds = clock_seconds() - began;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    arena_close(&arena);
    return seconds;
}

/* All values of a table in memory, row after row. */
struct bare_table {
    sqlite3_stmt *add;
    int columns;
    sqlite3_value **value;
    size_t count, at;
};

enum { TABLES_MOST = 64, PART = 16384 /* rows of a transaction, as replay has it */ };

static void take_rows(struct arena *arena, sqlite3 *from, sqlite3 *to, const char *name,
                      struct bare_table *table) {
    size_t capacity = 0;
    sqlite3_stmt *rows = prepare(from, arena_format(arena, "select * from \"%s\"", name));
    table->columns = sqlite3_column_count(rows);
    const char *places = "?";
    for (int i = 1; i < table->columns; i++) places = arena_format(arena, "%s, ?", places);
    table->add = prepare(to, arena_format(arena, "insert into \"%s\" values (%s)", name, places));
    while (sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < table->columns; i++) {
            table->value = arena_grow(arena, table->value, table->count, &capacity,
                                      sizeof *table->value);
            table->value[table->count++] = sqlite3_value_dup(sqlite3_column_value(rows, i));
        }
    sqlite3_finalize(rows);
}

static int64_t next_index(const struct bare_table *table) {
    return table->at < table->count ? sqlite3_value_int64(table->value[table->at]) : INT64_MAX;
}

static void insert_row(sqlite3 *database, struct bare_table *table) {
    for (int i = 0; i < table->columns; i++)
        fine(database, sqlite3_bind_value(table->add, i + 1, table->value[table->at++]));
    fine(database, sqlite3_step(table->add));
    sqlite3_reset(table->add);
}

/* In the order of the log, which is that of the first column of each table. */
static double insert_all(sqlite3 *database, struct bare_table *tables, int count) {
    double began = clock_seconds();
    fine(database, sqlite3_exec(database, "begin", NULL, NULL, NULL));
    for (int64_t done = 0;; done++) {
        struct bare_table *next = &tables[0];
        for (int i = 1; i < count; i++)
            if (next_index(&tables[i]) < next_index(next)) next = &tables[i];
        if (next->at == next->count) break;
        insert_row(database, next);
        if (done % PART == PART - 1)
            fine(database, sqlite3_exec(database, "commit; begin", NULL, NULL, NULL));
    }
    fine(database, sqlite3_exec(database, "commit", NULL, NULL, NULL));
    return clock_seconds() - began;
}

double bound_insert(const struct tables *tables) {
    static struct bare_table table[TABLES_MOST];
    struct arena arena;
    struct error error = {0};
    int count = 0;
    arena_open(&arena, 0);
    const char *path = arena_format(&arena, "%s.bare", tables->path);
    must(store_remove(path, &error), &error);
    sqlite3 *from = open_bare(tables->path), *to = open_bare(path);
    sqlite3_stmt *made = prepare(from, "select type, name, sql from sqlite_schema "
                                       "where sql is not null order by type desc");
    memset(table, 0, sizeof table);
    while (sqlite3_step(made) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(made, 1);
        fine(to, sqlite3_exec(to, (const char *)sqlite3_column_text(made, 2), NULL, NULL, NULL));
        if (sqlite3_column_text(made, 0)[0] == 't' && strcmp(name, "made_of") != 0 &&
            count < TABLES_MOST)
            take_rows(&arena, from, to, name, &table[count++]);
    }
    sqlite3_finalize(made);
    double seconds = insert_all(to, table, count);
    for (int i = 0; i < count; i++) {
        sqlite3_finalize(table[i].add);
        for (size_t j = 0; j < table[i].count; j++) sqlite3_value_free(table[i].value[j]);
    }
    sqlite3_close(from);
    sqlite3_close(to);
    must(store_remove(path, &error), &error);
    arena_close(&arena);
    return seconds;
}
