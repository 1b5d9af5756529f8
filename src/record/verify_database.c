#include <pthread.h>

#include "base/files.h"
#include "record/verify_parts.h"
#include "store/statements.h"

/* It reads all of the file once more, so it has a thread and a connection of its own and goes on
 * beside the entries. */
struct verify_database {
    pthread_t thread;
    bool begun;
    struct arena arena;
    const char *path;
    char *fault; /* in the arena; NULL: none */
    bool done;
    struct error error;
};

/* A record that was begun by a program that kept no checkpoints, and not upgraded since, has no tables
 * for them. */
static bool check_tables(struct verify_database *database, struct store *store) {
    const struct statement *const scripts[] = {&RECORD_MAKE, &RECORD_MAKE_CHECKPOINTS};
    bool kept;
    return store_has_table(store, "checkpoint", &kept, &database->error) &&
           store_check(&database->arena, store, scripts, kept ? 2 : 1, &database->fault,
                       &database->error);
}

static bool check(struct verify_database *database, struct store *store) {
    if (!store_begin(store, STORE_READ, &database->error)) return false;
    bool done = check_tables(database, store);
    store_rollback(store);
    return done;
}

static void *check_beside(void *data) {
    struct verify_database *database = data;
    struct store *store = NULL;
    database->done =
        store_open(&database->arena, database->path, STORE_ON_DISK, &store, &database->error) &&
        check(database, store);
    store_close(store);
    return NULL;
}

void verify_database_begin(struct verify *verify) {
    struct verify_database *database = arena_new(verify->arena, struct verify_database, 1);
    verify->database = database;
    arena_open(&database->arena, 0);
    database->path = files_join(verify->arena, verify->path, "record.db");
    database->begun = verify->workers > 1 &&
                      pthread_create(&database->thread, NULL, check_beside, database) == 0;
}

static bool take(struct verify *verify, struct error *error) {
    struct verify_database *database = verify->database;
    if (!database->begun) database->done = check_tables(database, verify->store);
    if (!database->done)
        return error_set(error, database->error.code, "%s", database->error.text);
    if (database->fault)
        verify_note(verify, VERIFY_WHOLE, "the database finds its file damaged: %s",
                    database->fault);
    return true;
}

bool verify_database_end(struct verify *verify, bool wanted, struct error *error) {
    struct verify_database *database = verify->database;
    if (database->begun) pthread_join(database->thread, NULL);
    bool done = !wanted || take(verify, error);
    arena_close(&database->arena);
    return done;
}
