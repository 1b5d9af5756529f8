#include "record/other_copy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/device.h"
#include "record/hand_entry.h"
#include "record/replay.h"
#include "record/verify.h"
#include "store/query.h"
#include "store/statements.h"

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* ------------------------------------------------------------------ folders */

struct other_copy copy_main(struct trial *trial) {
    trial_release(trial);
    trial->investigation = (struct investigation){0};
    return (struct other_copy){trial, "main", trial->path};
}

struct other_copy copy_make(const struct other_copy *from, const char *name) {
    struct trial *trial = from->trial;
    const char *path = arena_format(&trial->arena, "%s/%s.cairn", trial->folder, name);
    assert_int_equal(system(arena_format(&trial->arena, "cp -a '%s' '%s'", from->path, path)), 0);
    return (struct other_copy){trial, name, path};
}

void copy_remove(const struct other_copy *copy) {
    struct error error = {0};
    must(replay_forget(&copy->trial->arena, copy->path, &error), &error);
    must(files_remove_folder(copy->path, &error), &error);
}

/* ------------------------------------------------------------------ at work in one */

struct at_work {
    struct investigation investigation;
    struct appender *appender;
};

static struct at_work begin(const struct other_copy *copy) {
    struct at_work work = {0};
    struct error error = {0};
    must(investigation_open(&copy->trial->arena, copy->path, INVESTIGATION_APPEND,
                            &work.investigation, &error), &error);
    return work;
}

static void open_appender(const struct other_copy *copy, struct at_work *work) {
    struct error error = {0};
    must(append_open(&copy->trial->arena, &work->investigation, &copy->trial->random,
                     &work->appender, &error), &error);
}

static void end(struct at_work *work) {
    append_close(work->appender);
    investigation_close(&work->investigation);
}

static bool append(const struct other_copy *copy, const struct draft *draft,
                   struct receipt *out_receipt, struct error *error) {
    struct at_work work = begin(copy);
    open_appender(copy, &work);
    struct append_batch batch = {.drafts = draft, .count = 1};
    bool done = append_batch(work.appender, &batch, out_receipt, NULL, error);
    end(&work);
    return done;
}

struct receipt copy_append(const struct other_copy *copy, const struct draft *draft) {
    struct receipt receipt;
    struct error error = {0};
    must(append(copy, draft, &receipt, &error), &error);
    return receipt;
}

void copy_refuses(const struct other_copy *copy, const struct draft *draft, const char *words) {
    struct receipt receipt;
    struct error error = {0};
    assert_false(append(copy, draft, &receipt, &error));
    if (!strstr(error.text, words)) fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

struct receipt copy_add(const struct other_copy *copy, const char *kind, const char *fields,
                        const struct identifier *rec, const char *bytes) {
    struct trial *trial = copy->trial;
    struct error error = {0};
    struct draft_file file = {.name = "photograph.jpg", .media_type = "image/jpeg"};
    struct draft draft = trial_draft(trial, kind, fields, rec, &trial->worker);
    if (bytes) {
        file.path = files_join(&trial->arena, trial->folder, "photograph.jpg");
        must(files_write(file.path, bytes, strlen(bytes), &error), &error);
        draft.files = &file;
        draft.file_count = 1;
    }
    return copy_append(copy, &draft);
}

/* ------------------------------------------------------------------ devices */

void copy_add_device(const struct other_copy *main, const char *name, int first, int last) {
    struct trial *trial = main->trial;
    struct at_work work = begin(main);
    struct device_list list = {0};
    struct log_line line;
    struct error error = {0};
    uint64_t index;
    bool found;
    must(store_begin(work.investigation.store, STORE_READ, &error), &error);
    must(device_list_read(&trial->arena, &work.investigation.digester, work.investigation.store,
                          &list, &error), &error);
    must(log_find(work.investigation.store, &list.leaf, UINT64_MAX >> 1, &found, &index, &error),
         &error);
    must(log_read(&trial->arena, work.investigation.store, index, &line, &error), &error);
    store_rollback(work.investigation.store);
    end(&work);
    const char *devices = "";
    for (size_t i = 0; i < list.count; i++)
        devices = arena_format(&trial->arena, "%s{'name':'%s','first':%d,'last':%d},", devices,
                               list.range[i].name, (int)list.range[i].first,
                               (int)list.range[i].last);
    struct draft draft = trial_draft(
        trial, "investigation",
        arena_format(&trial->arena,
                     "{'name':'An invented site','agency':'Nobody','origin':'%s','reason':'a "
                     "device','devices':[%s{'name':'%s','first':%d,'last':%d}]}",
                     HAND_ORIGIN, devices, name, first, last),
        &line.entry.rec, &trial->administrator);
    copy_append(main, &draft);
}

struct other_copy copy_as_device(const struct other_copy *main, const char *name) {
    struct error error = {0};
    struct other_copy copy = copy_make(main, name);
    struct at_work work = begin(&copy);
    must(device_use(&main->trial->arena, &work.investigation, name, &error), &error);
    end(&work);
    return copy;
}

struct other_copy copy_make_device(const struct other_copy *main, const char *name, int first,
                                   int last) {
    copy_add_device(main, name, first, last);
    return copy_as_device(main, name);
}

/* ------------------------------------------------------------------ pulling */

static bool pull(const struct other_copy *into, const struct other_copy *from,
                 struct pull_result *out_result, struct error *error) {
    struct at_work work = begin(into);
    open_appender(into, &work);
    struct pull plan = {.investigation = &work.investigation, .appender = work.appender,
                        .random = &into->trial->random};
    bool done = pull_run(&into->trial->arena, &plan, from->path, out_result, error);
    end(&work);
    return done;
}

struct pull_result copy_pull(const struct other_copy *into, const struct other_copy *from) {
    struct pull_result result;
    struct error error = {0};
    must(pull(into, from, &result, &error), &error);
    return result;
}

void copy_pull_fails(const struct other_copy *into, const struct other_copy *from,
                     const char *words) {
    struct pull_result result;
    struct error error = {0};
    assert_false(pull(into, from, &result, &error));
    if (!strstr(error.text, words)) fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

struct pull_result copy_waiting(const struct other_copy *copy) {
    struct at_work work = begin(copy);
    struct pull_result result;
    struct error error = {0};
    must(pull_waiting(&copy->trial->arena, &work.investigation, &result, &error), &error);
    end(&work);
    return result;
}

struct pull_result copy_accept_all(const struct other_copy *copy) {
    struct trial *trial = copy->trial;
    struct pull_result waiting = copy_waiting(copy), result;
    struct digest *leaf = arena_new(&trial->arena, struct digest, waiting.count);
    struct error error = {0};
    for (size_t i = 0; i < waiting.count; i++) leaf[i] = waiting.entry[i].leaf;
    struct at_work work = begin(copy);
    open_appender(copy, &work);
    struct pull plan = {.investigation = &work.investigation, .appender = work.appender,
                        .random = &trial->random};
    struct pull_acceptance acceptance = {.leaf = leaf, .count = waiting.count,
                                         .basis = "asked by telephone",
                                         .signer = &trial->administrator.signer};
    must(pull_accept(&trial->arena, &plan, &acceptance, &result, &error), &error);
    end(&work);
    return result;
}

/* ------------------------------------------------------------------ what is there */

struct copy_log copy_log(const struct other_copy *copy) {
    struct arena *arena = &copy->trial->arena;
    struct investigation reading;
    struct error error = {0};
    struct query *query;
    struct copy_log log = {0};
    bool row;
    must(investigation_open(arena, copy->path, INVESTIGATION_READ, &reading, &error), &error);
    must(store_begin(reading.store, STORE_READ, &error), &error);
    log.leaf = arena_new(arena, struct digest, reading.tree.size);
    must(query_open(reading.store, &LOG_FROM, &query, &error), &error);
    query_bind_int(query, 1, 0);
    for (;;) {
        size_t size;
        must(query_step(query, &row, &error), &error);
        if (!row) break;
        memcpy(log.leaf[log.count++].byte, query_blob(query, 1, &size), DIGEST_SIZE);
    }
    query_close(query);
    store_rollback(reading.store);
    investigation_close(&reading);
    return log;
}

bool copy_has(const struct copy_log *log, const struct digest *leaf) {
    for (size_t i = 0; i < log->count; i++)
        if (digest_equal(&log->leaf[i], leaf)) return true;
    return false;
}

void copy_is_whole(const struct other_copy *copy) {
    struct arena *arena = &copy->trial->arena;
    struct investigation reading;
    struct tables tables;
    struct verify_result result;
    struct error error = {0};
    struct replay replay = {.threads = 1};
    must(investigation_open(arena, copy->path, INVESTIGATION_READ, &reading, &error), &error);
    must(replay_open(arena, &reading, &replay, &tables, &error), &error);
    tables_close(&tables);
    investigation_close(&reading);
    must(verify_run(arena, copy->path,
                    &(struct verify_plan){.level = VERIFY_TABLES, .threads = 1}, &result, &error),
         &error);
    if (!result.ok)
        fail_msg("%s: %lld: %s", copy->name, (long long)result.problem[0].index,
                 result.problem[0].what);
}

void copy_is_found_out(const struct other_copy *copy, const char *words) {
    struct verify_result result;
    struct error error = {0};
    must(verify_run(&copy->trial->arena, copy->path,
                    &(struct verify_plan){.level = VERIFY_CONTENTS, .threads = 1}, &result,
                    &error), &error);
    for (size_t i = 0; i < result.problem_count; i++)
        if (strstr(result.problem[i].what, words)) return;
    fail_msg("verify does not say \"%s\"", words);
}

int64_t copy_sql(const struct other_copy *copy, const char *sql) {
    sqlite3 *database;
    sqlite3_stmt *rows;
    int64_t number = -1;
    const char *path = files_join(&copy->trial->arena, copy->path, "record.db");
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(database, sql, -1, &rows, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    if (sqlite3_step(rows) == SQLITE_ROW) number = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(database);
    return number;
}
