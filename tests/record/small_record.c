#include "record/small_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>

#include "record/log.h"
#include "record/replay.h"
#include "store/query.h"
#include "store/statements.h"

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

void small_make(struct small_record *small) {
    trial_open(&small->trial);
    small->arena = &small->trial.arena;
    small->path = small->trial.path;
    small->open = true;
}

void small_open(struct small_record *small) {
    trial_reopen(&small->trial);
    small->open = true;
}

void small_close(struct small_record *small) {
    append_close(small->trial.appender);
    investigation_close(&small->trial.investigation);
    small->trial.appender = NULL;
    small->trial.investigation = (struct investigation){0};
    small->open = false;
}

void small_remove(struct small_record *small) {
    struct error error = {0};
    take(replay_forget(small->arena, small->path, &error), &error);
    trial_close(&small->trial);
}

/* ------------------------------------------------------------------ entries */

static struct draft draft_of(struct small_record *small, const char *kind,
                             const struct identifier *rec, const char *fields) {
    bool administrator = schema_find(kind)->signers == 1U << USER_ADMINISTRATOR;
    return trial_draft(&small->trial, kind, fields, rec,
                      administrator ? &small->trial.administrator : &small->trial.worker);
}

struct receipt small_add(struct small_record *small, const char *kind,
                         const struct identifier *rec, const char *fields) {
    struct draft draft = draft_of(small, kind, rec, fields);
    return trial_accepted(&small->trial, &draft);
}

struct receipt small_add_file(struct small_record *small, const char *kind, const char *fields,
                              const char *bytes) {
    struct error error = {0};
    char *path = files_join(small->arena, small->trial.folder, "photograph.jpg");
    take(files_write(path, bytes, strlen(bytes), &error), &error);
    struct draft_file file = {.path = path, .name = "photograph.jpg", .media_type = "image/jpeg"};
    struct draft draft = draft_of(small, kind, NULL, fields);
    draft.files = &file;
    draft.file_count = 1;
    return trial_accepted(&small->trial, &draft);
}

void small_fill(struct small_record *small) {
    small_add(small, "site", NULL, "{'code': 'ABC', 'name': 'Forest edge'}");
    small_add(small, "site", NULL, "{'code': 'DEF', 'name': 'Ліс під містом'}");
    small_add(small, "site", NULL, "{'code': 'GHI', 'name': 'Quarry'}");
    struct receipt body = small_add(small, "remains", NULL,
                                    "{'code': 'ABC-0001-B', 'kind': 'body', 'status': 'lifted', "
                                    "'marker': 'cross 17', 'found': '2022-09-16'}");
    small_add(small, "remains", &body.rec,
              "{'code': 'ABC-0001-B', 'kind': 'body', 'status': 'examined', 'marker': 'cross 17', "
              "'found': '2022-09-16', 'stature': 1720, 'reason': 'measured on the table'}");
    small_add(small, "remains", &body.rec,
              "{'code': 'ABC-0001-B', 'kind': 'body', 'status': 'examined', 'marker': 'cross 71', "
              "'found': '2022-09-16', 'stature': 1720, 'reason': 'the digits were exchanged'}");
    small_add(small, "person", NULL,
              "{'family': 'F012', 'id': 'F012-03', 'role': 'missing', 'sex': 'F', 'names': "
              "[{'name': {'script': 'Cyrl', 'text': 'Ганна Вигадана'}, 'kind': 'full'}, "
              "{'name': {'script': 'Latn', 'text': 'Hanna Vyhadana'}, 'kind': 'full'}]}");
    small_add_file(small, "media", "{'number': 'P-1', 'file': '1', 'view': 'mid'}",
                   "not really a photograph");
}

/* ------------------------------------------------------------------ around the program */

void small_sql(const struct small_record *small, const char *sql) {
    sqlite3 *database;
    char *wrong = NULL;
    char *path = arena_format(small->arena, "%s/record.db", small->path);
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &wrong) != SQLITE_OK)
        fail_msg("%s: %s", sql, wrong);
    sqlite3_close(database);
}

static struct store *open_store(struct small_record *small, enum store_access access) {
    struct store *store;
    struct error error = {0};
    char *path = arena_format(small->arena, "%s/record.db", small->path);
    take(store_open(small->arena, path, STORE_ON_DISK, &store, &error), &error);
    take(store_begin(store, access, &error), &error);
    return store;
}

struct entry small_entry(struct small_record *small, int64_t index) {
    struct log_line line;
    struct error error = {0};
    struct store *store = open_store(small, STORE_READ);
    take(log_read(small->arena, store, (uint64_t)index, &line, &error), &error);
    store_close(store);
    return line.entry;
}

int64_t small_forge(struct small_record *small, struct entry entry, const char *origin,
                    const struct draft_signer *signers, size_t signer_count) {
    struct error error = {0};
    struct digester digester;
    struct merkle tree;
    char *bytes;
    size_t size;
    entry.by = signers[0].user;
    entry.sig_count = 0;
    for (size_t i = 0; i < signer_count; i++)
        take(entry_sign(small->arena, &entry, origin, &signers[i].user, signers[i].key,
                        &error), &error);
    take(entry_write(small->arena, &entry, &bytes, &size, &error), &error);
    take(digest_open(&digester, &error), &error);
    struct digest leaf = merkle_leaf(&digester, bytes, size);
    struct store *store = open_store(small, STORE_APPEND);
    take(log_tree(store, &tree, &error), &error);
    int64_t index = (int64_t)tree.size;
    take(log_add(store, &digester, &tree, &leaf, &entry, bytes, size, &error), &error);
    take(log_store_tree(store, &tree, &error), &error);
    take(store_commit(store, &error), &error);
    store_close(store);
    digest_close(&digester);
    return index;
}
