#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/files.h"
#include "record/investigation.h"
#include "record/verify_parts.h"

enum { STEP_MICROSECONDS = 1000 };

/* It reads all of the file once more, so it has a thread and a connection of its own and goes on
 * beside the entries. */
struct verify_database {
    pthread_t thread;
    bool begun;
    atomic_bool ended;
    struct arena arena;
    struct store *store;
    char *fault; /* in the arena; NULL: none */
    bool done;
    struct error error;
};

static void *check(void *data) {
    struct verify_database *database = data;
    if (store_begin(database->store, STORE_READ, &database->error)) {
        database->done = investigation_check_database(&database->arena, database->store,
                                                      &database->fault, &database->error);
        store_rollback(database->store);
    }
    atomic_store(&database->ended, true);
    return NULL;
}

static void begin(struct verify_database *database) {
    database->begun = pthread_create(&database->thread, NULL, check, database) == 0;
}

void verify_database_begin(struct verify *verify) {
    struct verify_database *database = arena_new(verify->arena, struct verify_database, 1);
    verify->database = database;
    arena_open(&database->arena, 0);
    const char *path = files_join(verify->arena, verify->path, "record.db");
    if (store_open(&database->arena, path, STORE_ON_DISK, &database->store, &database->error) &&
        verify->workers > 1)
        begin(database);
}

/* A check that nobody wants any more is ended in the middle of the file. */
static void wait_for(const struct verify *verify, struct verify_database *database, bool wanted) {
    if (!database->store) return;
    if (!database->begun && wanted) begin(database);
    if (!database->begun) {
        if (wanted) check(database);
        return;
    }
    while (!atomic_load(&database->ended)) {
        if (!wanted || cancel_requested(verify->plan->cancel)) store_interrupt(database->store);
        usleep(STEP_MICROSECONDS);
    }
    pthread_join(database->thread, NULL);
}

static bool take(struct verify *verify, struct error *error) {
    struct verify_database *database = verify->database;
    if (!database->done)
        return error_set(error, database->error.code, "%s", database->error.text);
    if (database->fault)
        verify_note(verify, VERIFY_WHOLE, "the database finds its file damaged: %s",
                    database->fault);
    return true;
}

bool verify_database_end(struct verify *verify, bool wanted, struct error *error) {
    struct verify_database *database = verify->database;
    wait_for(verify, database, wanted);
    store_close(database->store);
    bool done = !wanted || take(verify, error);
    arena_close(&database->arena);
    return done;
}
