#include "web/served.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "record/authority_load.h"
#include "record/history.h"
#include "record/replay.h"

static const char *const NAMES[SERVED_USERS] = {
    "Ada Admin",     "Will Worker",  "Only administrator", "Only field", "Only laboratory",
    "Only examiner", "Only liaison", "Only press",         "Only board", "Only custodian"};

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

const char *served_name(int user) { return NAMES[user]; }

unsigned served_roles(int user) {
    if (user == 0) return 1U << USER_ADMINISTRATOR;
    if (user == 1)
        return 1U << USER_FIELD | 1U << USER_LABORATORY | 1U << USER_EXAMINER | 1U << USER_LIAISON;
    return 1U << (user - 2);
}

/* A second administrator signs with the first who comes after, so it is the last to be added. */
static void add_user(struct served *served, int user) {
    struct trial *trial = &served->small.trial;
    struct trial_signer signer;
    struct receipt receipt;
    struct error error = {0};
    trial_make_signer(trial, &signer);
    struct draft draft =
        trial_new_user(trial, &signer,
                       arena_format(&trial->arena, "'%s'", user_role_name(user - 2)),
                       &trial->administrator);
    json_t *name = json_object_get(draft.fields, "name");
    json_object_set_new(name, "text", json_string(NAMES[user]));
    struct append_batch batch = {.drafts = &draft, .count = 1, .keys = &signer.key, .key_count = 1};
    must(append_batch(trial->appender, &batch, &receipt, NULL, &error), &error);
}

void served_make(struct served *served) {
    *served = (struct served){0};
    small_make(&served->small);
    for (int user = 3; user < SERVED_USERS; user++) add_user(served, user);
    add_user(served, 2);
}

static void drop_line(void *data, const char *line) { (void)data, (void)line; }

void served_start(struct served *served) {
    struct error error = {0};
    if (served->small.open) small_close(&served->small);
    served->options = (struct web_options){.path = served->small.path,
                                           .requests = {.per_second = -1},
                                           .workers = 8,
                                           .log = drop_line};
    must(web_start(served->small.arena, &served->options, &served->web, &error), &error);
    served->port = atoi(strrchr(web_url(served->web), ':') + 1);
}

void served_stop(struct served *served) {
    web_stop(served->web);
    served->web = NULL;
}

uint64_t served_check(struct served *served) {
    return trial_check(served->small.arena, served->small.path);
}

void served_remove(struct served *served) {
    if (served->web) served_stop(served);
    small_remove(&served->small);
}

json_t *served_fields(struct served *served, const char *rec) {
    struct arena arena;
    struct error error = {0};
    struct investigation reading;
    struct authority authority;
    struct identifier identifier;
    struct history history;
    arena_open(&arena, 0);
    must(identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &identifier, &error) &&
             investigation_open(&arena, served->small.path, INVESTIGATION_READ, &reading, &error) &&
             store_begin(reading.store, STORE_READ, &error) &&
             authority_load(&arena, &reading.digester, reading.store, &authority, &error) &&
             history_read(&arena, reading.store, &authority, &identifier, &history, &error),
         &error);
    const struct history_revision *last = &history.revision[history.count - 1];
    assert_int_equal(last->unopened, 0);
    json_t *fields = json_deep_copy(last->fields);
    history_close(&history);
    store_rollback(reading.store);
    investigation_close(&reading);
    arena_close(&arena);
    return fields;
}

uint64_t served_size(struct served *served) {
    struct arena arena;
    struct error error = {0};
    struct investigation reading;
    struct merkle tree;
    arena_open(&arena, 0);
    must(investigation_open(&arena, served->small.path, INVESTIGATION_READ, &reading, &error) &&
             store_begin(reading.store, STORE_READ, &error) &&
             log_tree(reading.store, &tree, &error),
         &error);
    store_rollback(reading.store);
    investigation_close(&reading);
    arena_close(&arena);
    return tree.size;
}
