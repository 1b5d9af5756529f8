/* How fast tables become signed entries: profiles of 23 loci, half of remains and half of donors, with
 * every check that `cairn import` makes and the commit at the end, all on the disk. The time is from
 * opening the investigation to the end, without Argon2id: the key's passphrase costs nothing here,
 * and by default takes about a second more, whatever is imported. The limit is 2,000 profiles a
 * second. Beside it stand what the signatures alone would take, made and verified on the same cores,
 * and the same tables again, when nothing is appended.
 *
 *     bench_import [PROFILES]        4,000 unless another number is given
 *
 * The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/workers.h"
#include "case/import_apply.h"
#include "case/import_check.h"
#include "case/import_record.h"
#include "measure.h"
#include "record/authority_load.h"
#include "record/investigation_create.h"
#include "record/replay.h"

enum { PROFILES = 4000, LOCI = 23, ALLELES = 12, RUNS = 3, STAFF = 5 };

enum part { OPEN, PLAN, CHECK, APPEND, PARTS };

#define LEAST 2000.0 /* profiles a second */

struct bench {
    int families; /* of two donors and two remains each */
    int count; /* of profiles */
    struct arena arena;
    struct random random;
    char *folder, *tables, *profiles;
    double others[RUNS], first[RUNS], again[RUNS], sign[RUNS];
    double part[PARTS][RUNS]; /* of the first */
    uint64_t state; /* of the numbers that genotypes are drawn with */
};

static struct error error;

/* xorshift64: the same genotypes in every run. */
static int draw(struct bench *bench, int count) {
    bench->state ^= bench->state << 13;
    bench->state ^= bench->state >> 7;
    bench->state ^= bench->state << 17;
    return (int)(bench->state % (uint64_t)count);
}

static void put(struct bench *bench, const char *path, const char *name, struct buffer *table) {
    must(files_write(files_join(&bench->arena, path, name), table->bytes, table->size,
                     &error),
         &error);
    buffer_close(table);
}

static void add_profile(struct bench *bench, struct buffer *out, const char *letter, int number) {
    for (int i = 0; i < LOCI; i++)
        buffer_format(out, "%s%06d\tL%02d\t%d\t%d\n", letter, number, i, 8 + draw(bench, ALLELES),
                      8 + draw(bench, ALLELES));
}

static void write_tables(struct bench *bench) {
    struct buffer remains = {0}, persons = {0}, samples = {0}, profiles = {0}, frequencies = {0};
    buffer_add_text(&remains, "code\tsex\n");
    buffer_add_text(&persons, "family\tid\tfather\tmother\tsex\trole\n");
    buffer_add_text(&samples, "sample\tsubject\tkind\n");
    buffer_add_text(&profiles, "subject\tmarker\tallele1\tallele2\n");
    buffer_add_text(&frequencies, "marker\tallele\tfrequency\n");
    for (int i = 0; i < LOCI; i++)
        for (int j = 0; j < ALLELES; j++)
            buffer_format(&frequencies, "L%02d\t%d\t%.17g\n", i, 8 + j, 1.0 / ALLELES);
    for (int i = 0; i < 2 * bench->families; i++) {
        buffer_format(&remains, "ABC-%06d-B\t?\n", i);
        buffer_format(&samples, "LB%06d\tABC-%06d-B\tbone\n", i, i);
        add_profile(bench, &profiles, "LB", i);
    }
    for (int i = 0; i < bench->families; i++) {
        buffer_format(&persons,
                      "F%d\tF%d-01\t0\t0\tM\treference\nF%d\tF%d-02\t0\t0\tF\treference\n"
                      "F%d\tF%d-03\tF%d-01\tF%d-02\tM\tmissing\n",
                      i, i, i, i, i, i, i, i);
        for (int j = 1; j <= 2; j++) {
            buffer_format(&samples, "LR%06d\tF%d-0%d\tbuccal\n", 2 * i + j, i, j);
            add_profile(bench, &profiles, "LR", 2 * i + j);
        }
    }
    for (int i = 0; i < STAFF; i++) {
        buffer_format(&samples, "ST%06d\t\tstaff\n", i);
        add_profile(bench, &profiles, "ST", i);
    }
    put(bench, bench->tables, "remains.tsv", &remains);
    put(bench, bench->tables, "persons.tsv", &persons);
    put(bench, bench->tables, "samples.tsv", &samples);
    put(bench, bench->profiles, "profiles.tsv", &profiles);
    put(bench, bench->tables, "frequencies.tsv", &frequencies);
}

/* What `cairn import` does, without its command line. */
struct import {
    struct arena arena;
    struct investigation investigation;
    struct tables tables;
    struct import_plan plan;
    struct import_findings findings;
    struct secret private_key;
    struct cancel cancel;
};

static void open_key(struct import *import, const struct identifier *user,
                     const struct secret *passphrase) {
    struct user_key *keys;
    size_t count;
    must(user_key_list(&import->arena, import->investigation.store, user, &keys, &count, &error) &&
             user_key_unseal(&import->arena, &keys[0], passphrase, &import->private_key, &error),
         &error);
}

/* The tables of what was appended before are no part of the import after it. */
static void catch_up(const char *path) {
    struct arena arena;
    struct investigation investigation;
    struct tables tables;
    struct replay replay = {.threads = workers_default()};
    arena_open(&arena, 0);
    must(investigation_open(&arena, path, INVESTIGATION_READ, &investigation, &error) &&
             replay_open(&arena, &investigation, &replay, &tables, &error),
         &error);
    tables_close(&tables);
    investigation_close(&investigation);
    arena_close(&arena);
}

static double import_tables(struct bench *bench, const char *path, const char *tables,
                            const struct identifier *user, const struct secret *passphrase,
                            double *out_part) {
    struct import import = {0};
    catch_up(path);
    arena_open(&import.arena, 0);
    struct replay replay = {.threads = workers_default()};
    double began = clock_seconds(), then;
    must(investigation_open(&import.arena, path, INVESTIGATION_APPEND, &import.investigation,
                            &error) &&
             replay_open(&import.arena, &import.investigation, &replay, &import.tables, &error) &&
             store_begin(import.tables.store, STORE_READ, &error) &&
             store_begin(import.investigation.store, STORE_READ, &error),
         &error);
    struct import_known known =
        import_record_known(&import.arena, &import.investigation, &import.tables);
    open_key(&import, user, passphrase);
    const char *paths[] = {tables};
    unsigned roles = 1u << USER_FIELD | 1u << USER_LABORATORY | 1u << USER_LIAISON;
    struct import_request request = {.path_count = 1,
                                     .path = paths,
                                     .roles = roles,
                                     .random = &bench->random,
                                     .cancel = &import.cancel};
    out_part[OPEN] = (then = clock_seconds()) - began;
    must(import_plan_make(&import.arena, &request, &known, &import.plan, &error), &error);
    out_part[PLAN] = clock_seconds() - then;
    then = clock_seconds();
    must(import_check(&import.arena, &import.plan, roles, workers_default(), &import.cancel,
                          &import.findings, &error),
         &error);
    out_part[CHECK] = clock_seconds() - then;
    then = clock_seconds();
    store_rollback(import.investigation.store);
    struct appender *appender;
    struct import_signer signer = {.signer = {{*user, signing_key_of(&import.private_key)}}};
    must(append_open(&import.arena, &import.investigation, &bench->random, &appender, &error) &&
             import_apply(&import.plan, appender, &signer, NULL, &import.cancel, &error),
         &error);
    append_close(appender);
    out_part[APPEND] = clock_seconds() - then;
    double seconds = clock_seconds() - began;
    import_plan_close(&import.plan);
    secret_close(&import.private_key);
    tables_close(&import.tables);
    investigation_close(&import.investigation);
    arena_close(&import.arena);
    return seconds;
}

struct signing {
    struct secret private_key;
    struct public_key key;
};

/* As many bytes as an entry has. */
static void sign_one(void *data, size_t index, int worker) {
    static const char entry[2000];
    const struct signing *signing = data;
    (void)index, (void)worker;
    struct signature signature = sign_bytes(&signing->private_key, entry, sizeof entry);
    if (!sign_verify(&signing->key, entry, sizeof entry, &signature)) must(false, &error);
}

/* Signing and verifying, which no import can do without. */
static double sign_alone(struct bench *bench) {
    struct signing signing;
    must(sign_make_keys(&bench->random, &signing.private_key, &signing.key, &error), &error);
    double began = clock_seconds();
    must(workers_run(workers_default(), (size_t)bench->count, sign_one, &signing, NULL, &error),
         &error);
    double seconds = clock_seconds() - began;
    secret_close(&signing.private_key);
    return seconds;
}

static void run_once(struct bench *bench, int run) {
    struct secret passphrase;
    struct investigation_root root;
    char *path = arena_format(&bench->arena, "%s/%d.cairn", bench->folder, run);
    must(secret_open(&passphrase, 1, &error), &error);
    passphrase.bytes[0] = 'x';
    struct investigation_plan plan = {
        .path = path,
        .origin = "example.org/bench",
        .fields = json_pack("{s:s,s:s}", "name", "Bench", "agency", "Nobody"),
        .administrator = {json_pack("{s:{s:s,s:s}}", "name", "script", "Latn", "text", "A"),
                          &passphrase},
        .worker = {json_pack("{s:{s:s,s:s}}", "name", "script", "Latn", "text", "W"), &passphrase},
        .cost = {SECRET_COST_KIBIBYTES_LEAST, 1}};
    must(investigation_create(&bench->arena, &bench->random, &plan, &root, &error), &error);
    const struct identifier *user = &root.worker;
    double first[PARTS], other[PARTS];
    bench->others[run] = import_tables(bench, path, bench->tables, user, &passphrase, other);
    bench->first[run] = import_tables(bench, path, bench->profiles, user, &passphrase, first);
    bench->again[run] = import_tables(bench, path, bench->profiles, user, &passphrase, other);
    for (int i = 0; i < PARTS; i++) bench->part[i][run] = first[i];
    bench->sign[run] = sign_alone(bench);
    json_decref((json_t *)plan.fields);
    json_decref((json_t *)plan.administrator.fields);
    json_decref((json_t *)plan.worker.fields);
    secret_close(&passphrase);
    machine_sample();
}

int main(int count, char **words) {
    struct bench bench = {.state = 88172645463325252u};
    bench.families = (count > 1 ? atoi(words[1]) : PROFILES) / 4;
    bench.count = 4 * bench.families;
    arena_open(&bench.arena, 0);
    must(random_open(&bench.random, &error), &error);
    must(files_make_temporary(&bench.arena, &bench.folder, &error), &error);
    bench.tables = files_join(&bench.arena, bench.folder, "tables");
    bench.profiles = files_join(&bench.arena, bench.folder, "profiles");
    must(files_make_folder(bench.tables, &error) && files_make_folder(bench.profiles, &error),
         &error);
    write_tables(&bench);
    for (int i = 0; i < RUNS; i++) run_once(&bench, i);
    print_section("import");
    struct figure first = figure_of(bench.first, RUNS);
    print_time(first, bench.count / LEAST, "%d profiles of %d loci", bench.count, LOCI);
    print_note("%.0f profiles a second, at best %.0f; the limit is %.0f",
               bench.count / first.median, bench.count / first.least, LEAST);
    static const char *const parts[PARTS] = {"opening", "reading, "
                                             "references, comparison", "checks of profiles",
                                             "sealing, signing, commit"};
    for (int i = 0; i < PARTS; i++)
        print_time(figure_of(bench.part[i], RUNS), 0, "  %s", parts[i]);
    print_time(figure_of(bench.sign, RUNS), 0, "  of that, signatures alone on %d cores",
               workers_default());
    print_time(figure_of(bench.again, RUNS), bench.count / LEAST, "the same table again");
    print_time(figure_of(bench.others, RUNS), 0, "%d remains, persons and samples before",
               9 * bench.families);
    machine_print();
    printf("%d over their limit\n", print_missed());
    must(files_remove_folder(bench.folder, &error), &error);
    arena_close(&bench.arena);
    return 0;
}
