/* How fast a log is verified, replayed and appended to by 64 at once, each beside its bound, which
 * is measured in the same run, in turn with it. The limit is half of the bound's rate.
 *
 * The bound of verifying: the Ed25519 signature of each entry verified over as many bytes as it is
 * over, and SHA-256 of each leaf, of one node of the tree an entry and of each disclosure, on as
 * many cores as verify has. Reading the database counts as nothing, nor does what is in no hash.
 *
 * The bound of replaying: SQLite reading the log with its vault, SHA-256 of each disclosure, and
 * SQLite inserting the same rows into the same tables: the sum over the cores, but not less than
 * the inserting alone, which one connection does. What lies between, base64, JSON and what follows
 * what, counts as nothing.
 *
 * The bound of 64 writers: the shorter of 64 entries for each fsync of a file beside the database,
 * and of signing, verifying and hashing an entry and its disclosures on all cores.
 *
 * The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/workers.h"
#include "log_bounds.h"
#include "made_log.h"
#include "measure.h"
#include "record/replay.h"
#include "record/verify.h"

#define LEAST 0.5 /* of the bound */

enum { ENTRIES = 20000, RUNS = 5, WRITERS = 64, EACH_WRITER = 40, SYNCS = 50 };

struct bench {
    struct arena arena;
    const char *folder;
    struct made_log made;
    struct investigation investigation;
    struct bound_log log;
    int threads;
};

static struct error error;

/* ------------------------------------------------------------------ verify */

static double verify(struct bench *bench) {
    struct arena arena;
    struct verify_result result;
    struct verify_plan plan = {.level = VERIFY_CONTENTS, .threads = bench->threads};
    arena_open(&arena, 0);
    double began = clock_seconds();
    must(verify_run(&arena, bench->made.path, &plan, &result, &error), &error);
    double seconds = clock_seconds() - began;
    must(result.ok || error_set(&error, ERROR_INTERNAL, "the log is not whole"), &error);
    arena_close(&arena);
    return seconds;
}

static void bench_verify(struct bench *bench) {
    double took[RUNS], bound[RUNS], signature[RUNS];
    for (int i = 0; i < RUNS; i++) {
        took[i] = verify(bench);
        bound[i] = bound_log_run(&bench->log, BOUND_VERIFY | BOUND_LEAF | BOUND_DISCLOSURES,
                                 bench->threads);
        signature[i] = bound_log_run(&bench->log, BOUND_VERIFY, bench->threads);
        machine_sample();
    }
    print_section("verify: form, signatures, authority, chains, disclosures");
    struct figure least = figure_of(bound, RUNS), figure = figure_of(took, RUNS);
    print_time(least, 0, "bound: signatures and hashes of %zu entries", bench->log.count);
    print_time(figure_of(signature, RUNS), 0, "  of that, signatures");
    print_time(figure, least.median / LEAST, "%zu entries on %d cores", bench->log.count,
               bench->threads);
    print_part(least, figure, LEAST, "of the bound");
}

/* ------------------------------------------------------------------ replay */

static double replay(struct bench *bench, struct tables *out_tables) {
    struct replay plan = {.threads = bench->threads};
    double began = clock_seconds();
    must(replay_afresh(&bench->arena, &bench->investigation, &plan, out_tables, &error), &error);
    return clock_seconds() - began;
}

static void bench_replay(struct bench *bench) {
    double took[RUNS], bound[RUNS], part[3][RUNS];
    for (int i = 0; i < RUNS; i++) {
        struct tables tables;
        took[i] = replay(bench, &tables);
        part[0][i] = bound_read(bench->made.path);
        part[1][i] = bound_log_run(&bench->log, BOUND_DISCLOSURES, 1);
        part[2][i] = bound_insert(&tables);
        bound[i] = (part[0][i] + part[1][i] + part[2][i]) / bench->threads;
        if (bound[i] < part[2][i]) bound[i] = part[2][i];
        must(replay_discard(&tables, &error), &error);
        machine_sample();
    }
    print_section("replay: all tables from nothing");
    static const char *const PARTS[] = {"log and vault read", "disclosures hashed",
                                        "rows inserted"};
    struct figure least = figure_of(bound, RUNS), figure = figure_of(took, RUNS);
    print_time(least, 0, "bound: half of the three together, or the last alone");
    for (int i = 0; i < 3; i++) print_time(figure_of(part[i], RUNS), 0, "  %s, one core", PARTS[i]);
    print_time(figure, least.median / LEAST, "%zu entries on %d cores", bench->log.count,
               bench->threads);
    print_part(least, figure, LEAST, "of the bound");
}

/* ------------------------------------------------------------------ 64 writers */

struct writer {
    struct bench *bench;
    struct appender *appender;
    int number;
};

static void *write_each(void *data) {
    struct writer *writer = data;
    struct made_log *made = &writer->bench->made;
    struct draft_signer signer = {made->user, signing_key_of(&made->private_key)};
    for (int i = 0; i < EACH_WRITER; i++) {
        struct arena arena;
        struct error failure = {0};
        struct receipt receipt;
        arena_open(&arena, 0);
        struct draft draft = made_draft(made, &signer, writer->number + i);
        struct append_batch batch = {.drafts = &draft, .count = 1};
        must(append_batch(writer->appender, &batch, &receipt, NULL, &failure), &failure);
        arena_close(&arena);
    }
    return NULL;
}

/* Seconds for one entry of so many writers together. */
static double append_each(struct bench *bench, struct appender *appender, int writers) {
    pthread_t thread[WRITERS];
    struct writer writer[WRITERS];
    double began = clock_seconds();
    for (int i = 0; i < writers; i++) {
        writer[i] = (struct writer){bench, appender, i};
        must(pthread_create(&thread[i], NULL, write_each, &writer[i]) == 0 ||
                 error_set(&error, ERROR_INTERNAL, "no more threads"),
             &error);
    }
    for (int i = 0; i < writers; i++) pthread_join(thread[i], NULL);
    return (clock_seconds() - began) / (writers * EACH_WRITER);
}

/* Seconds of one fsync of an entry in a file beside the database. */
static double sync_each(const char *path) {
    static const char entry[4096];
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    double began = clock_seconds();
    for (int i = 0; i < SYNCS; i++)
        must((write(file, entry, sizeof entry) == sizeof entry && fdatasync(file) == 0) ||
                 error_set(&error, ERROR_STORAGE, "a file cannot be written"),
             &error);
    double seconds = (clock_seconds() - began) / SYNCS;
    close(file);
    return seconds;
}

static void bench_writers(struct bench *bench) {
    double sync[RUNS], crypto[RUNS], alone[RUNS], together[RUNS], bound[RUNS];
    struct investigation investigation;
    struct appender *appender;
    const char *file = files_join(&bench->arena, bench->folder, "file");
    unsigned work = BOUND_SIGN | BOUND_VERIFY | BOUND_LEAF | BOUND_DISCLOSURES;
    must(investigation_open(&bench->arena, bench->made.path, INVESTIGATION_APPEND, &investigation,
                            &error) &&
             append_open(&bench->arena, &investigation, &bench->made.random, &appender, &error),
         &error);
    for (int i = 0; i < RUNS; i++) {
        sync[i] = sync_each(file);
        crypto[i] = bound_log_run(&bench->log, work, bench->threads) / (double)bench->log.count;
        alone[i] = append_each(bench, appender, 1);
        together[i] = append_each(bench, appender, WRITERS);
        bound[i] = sync[i] / WRITERS > crypto[i] ? sync[i] / WRITERS : crypto[i];
        machine_sample();
    }
    append_close(appender);
    investigation_close(&investigation);
    print_section("an entry appended and certain, each");
    struct figure least = figure_of(bound, RUNS), figure = figure_of(together, RUNS);
    struct figure disk = figure_of(sync, RUNS);
    print_time(disk, 0, "fsync of the file system");
    print_time(figure_share(disk, WRITERS), 0, "  a %dth of it", WRITERS);
    print_time(figure_of(crypto, RUNS), 0, "signed, verified and hashed on %d cores",
               bench->threads);
    print_time(least, 0, "bound: the longer of these two");
    print_time(figure_of(alone, RUNS), 0, "one writer");
    print_time(figure, least.median / LEAST, "%d writers", WRITERS);
    print_part(least, figure, LEAST, "of the bound");
}

/* ------------------------------------------------------------------ */

static void run(struct bench *bench, int count, char **words) {
    static const struct {
        const char *name;
        void (*print)(struct bench *bench);
    } SECTIONS[] = {{"verify", bench_verify}, {"replay", bench_replay}, {"writers", bench_writers}};
    for (size_t s = 0; s < sizeof SECTIONS / sizeof SECTIONS[0]; s++) {
        bool wanted = count == 1;
        for (int i = 1; i < count; i++) wanted = wanted || !strcmp(words[i], SECTIONS[s].name);
        if (wanted) SECTIONS[s].print(bench);
    }
}

int main(int count, char **words) {
    static struct bench bench;
    char *folder;
    arena_open(&bench.arena, 0);
    bench.threads = workers_default();
    must(files_make_temporary(&bench.arena, &folder, &error), &error);
    bench.folder = folder;
    made_log_open(&bench.made, files_join(&bench.arena, folder, "log.cairn"));
    made_log_grow(&bench.made, ENTRIES);
    must(investigation_open(&bench.arena, bench.made.path, INVESTIGATION_READ,
                            &bench.investigation, &error),
         &error);
    bound_log_open(&bench.log, &bench.made.random, &bench.investigation);
    run(&bench, count, words);
    machine_print();
    printf("%d over their limit\n", print_missed());
    bound_log_close(&bench.log);
    investigation_close(&bench.investigation);
    must(replay_forget(&bench.arena, bench.made.path, &error) &&
             files_remove_folder(folder, &error),
         &error);
    made_log_close(&bench.made);
    arena_close(&bench.arena);
    return 0;
}
