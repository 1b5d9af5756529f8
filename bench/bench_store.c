/* How fast entries become certain: the disk's own rate, one writer who waits for each entry, 64
 * entries in one transaction, and 64 writers whose entries are committed together, in turn and on
 * the same disk (that of TMPDIR, or /tmp). The exit code is 0 whatever was missed: a busy machine is
 * no defect. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "measure.h"
#include "store/group.h"
#include "store/query.h"
#include "store/statements.h"

enum { ENTRY = 1024, WRITERS = 64, EACH = 20, EACH_WRITER = 50, RUNS = 15 };

struct bench {
    struct store *store;
    struct group *group;
    int64_t next; /* index of the next entry; the writer's who has the transaction */
    int file;
    char entry[ENTRY];
};

static void sync_once(void *data) {
    struct bench *bench = data;
    struct error error = {0};
    bool done = write(bench->file, bench->entry, ENTRY) == ENTRY && fdatasync(bench->file) == 0;
    must(done || error_set(&error, ERROR_STORAGE, "a file cannot be written"), &error);
}

static bool append(struct store *store, void *data, struct error *error) {
    struct bench *bench = data;
    struct query *query;
    unsigned char hash[32] = {0};
    memcpy(hash, &bench->next, sizeof bench->next);
    if (!query_open(store, &LOG_APPEND, &query, error)) return false;
    query_bind_int(query, 1, bench->next++);
    query_bind_blob(query, 2, hash, sizeof hash);
    query_bind_text(query, 3, "r-bench");
    query_bind_blob(query, 4, bench->entry, ENTRY);
    query_bind_text(query, 5, "remains");
    return query_run(query, error);
}

static void submit_once(void *data) {
    struct bench *bench = data;
    struct error error = {0};
    must(group_submit(bench->group, NULL, append, bench, &error), &error);
}

/* What 64 writers could come to if nobody had to wait for anybody. */
static void commit_many(void *data) {
    struct bench *bench = data;
    struct error error = {0};
    int part;
    must(store_begin(bench->store, STORE_APPEND, &error), &error);
    for (int i = 0; i < WRITERS; i++)
        must(store_savepoint(bench->store, &part, &error) && append(bench->store, bench, &error) &&
                 store_release(bench->store, part, &error), &error);
    must(store_commit(bench->store, &error), &error);
}

static double time_each(void (*work)(void *data), struct bench *bench) {
    double start = clock_seconds();
    for (int i = 0; i < EACH; i++) work(bench);
    return (clock_seconds() - start) / EACH;
}

static void *submit_each(void *data) {
    for (int i = 0; i < EACH_WRITER; i++) submit_once(data);
    return NULL;
}

/* Seconds that one entry of all writers together took. */
static double time_writers(struct bench *bench) {
    pthread_t threads[WRITERS];
    struct error error = {0};
    double start = clock_seconds();
    for (int i = 0; i < WRITERS; i++)
        must(pthread_create(&threads[i], NULL, submit_each, bench) == 0 ||
                 error_set(&error, ERROR_INTERNAL, "no more threads"), &error);
    for (int i = 0; i < WRITERS; i++) pthread_join(threads[i], NULL);
    return (clock_seconds() - start) / (WRITERS * EACH_WRITER);
}

static void print_table(struct bench *bench) {
    double syncs[RUNS], alones[RUNS], manys[RUNS], togethers[RUNS];
    print_section("Entries of 1 KiB made certain, each");
    for (int i = 0; i < RUNS; i++) {
        syncs[i] = time_each(sync_once, bench);
        alones[i] = time_each(submit_once, bench);
        manys[i] = time_each(commit_many, bench) / WRITERS;
        togethers[i] = time_writers(bench);
        machine_sample();
    }
    struct figure sync = figure_of(syncs, RUNS), alone = figure_of(alones, RUNS);
    struct figure many = figure_of(manys, RUNS), together = figure_of(togethers, RUNS);
    double bound = sync.median / WRITERS;
    print_time(sync, 0, "the disk: write and fdatasync");
    print_time(alone, 0, "one writer, a transaction each");
    print_time(many, 0, "one writer, %d in a transaction", WRITERS);
    print_time(together, 2 * (bound > many.median ? bound : many.median),
               "%d writers, committed together", WRITERS);
    print_note("%.0f fsync a second; one writer %.0f entries a second, %d writers %.0f: %.2f of %d "
               "times the fsync rate", 1 / sync.median, 1 / alone.median, WRITERS,
               1 / together.median, bound / together.median, WRITERS);
    print_note("the limit is twice the longer of a %dth of the disk's time and of the line before",
               WRITERS);
}

int main(void) {
    struct bench bench = {.next = 0};
    struct error error = {0};
    struct arena arena;
    char *folder;
    arena_open(&arena, 0);
    must(files_make_temporary(&arena, &folder, &error), &error);
    bench.file = open(files_join(&arena, folder, "file"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    memset(bench.entry, 'e', ENTRY);
    must(store_create(&arena, files_join(&arena, folder, "log"), STORE_ON_DISK, &bench.store,
                      &error) &&
             store_begin(bench.store, STORE_APPEND, &error) &&
             store_run_script(bench.store, &RECORD_MAKE, &error) &&
             store_commit(bench.store, &error) &&
             group_open(&arena, bench.store, 2, &bench.group, &error), &error);
    print_table(&bench);
    machine_print();
    group_close(bench.group);
    store_close(bench.store);
    close(bench.file);
    must(files_remove_folder(folder, &error), &error);
    arena_close(&arena);
    printf("%d over their limit\n", print_missed());
    return 0;
}
