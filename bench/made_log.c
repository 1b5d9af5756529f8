#include "made_log.h"

#include <stdio.h>

#include "base/workers.h"
#include "measure.h"
#include "schema/schema.h"

enum { BATCH = 4096 };

static json_t *reading(struct random *random) {
    json_t *loci = json_array();
    uint8_t drawn[2 * MADE_LOCI];
    random_fill(random, drawn, sizeof drawn);
    for (int i = 0; i < MADE_LOCI; i++) {
        char marker[8], allele[2][8];
        snprintf(marker, sizeof marker, "L%02d", i);
        for (int j = 0; j < 2; j++)
            snprintf(allele[j], sizeof allele[j], "%d", 8 + drawn[2 * i + j] % 12);
        json_array_append_new(loci, json_pack("{s:s,s:[s,s]}", "marker", marker, "alleles",
                                              allele[0], allele[1]));
    }
    struct identifier subject = identifier_make(random, IDENTIFIER_RECORD);
    return json_pack("{s:s,s:s,s:o}", "subject", subject.text, "kit", "Bench 23", "loci", loci);
}

static json_t *name(const char *text) {
    return json_pack("{s:{s:s,s:s}}", "name", "script", "Latn", "text", text);
}

static void take_key(struct made_log *made, const struct secret *passphrase) {
    struct investigation investigation;
    struct user_key *keys;
    size_t count;
    struct error error = {0};
    must(investigation_open(&made->arena, made->path, INVESTIGATION_READ, &investigation, &error) &&
             store_begin(investigation.store, STORE_READ, &error) &&
             user_key_list(&made->arena, investigation.store, &made->user, &keys, &count, &error) &&
             user_key_unseal(&made->arena, &keys[0], passphrase, &made->private_key, &error),
         &error);
    investigation_close(&investigation);
}

void made_log_open(struct made_log *made, const char *path) {
    struct secret passphrase;
    struct investigation_root root;
    struct error error = {0};
    *made = (struct made_log){.path = path};
    arena_open(&made->arena, 0);
    must(random_open(&made->random, &error) && secret_open(&passphrase, 1, &error), &error);
    passphrase.bytes[0] = 'x';
    json_t *fields = json_pack("{s:s,s:s}", "name", "Bench", "agency", "Nobody");
    json_t *administrator = name("A"), *worker = name("W");
    struct investigation_plan plan = {.path = path,
                                      .origin = MADE_ORIGIN,
                                      .fields = fields,
                                      .administrator = {administrator, &passphrase},
                                      .worker = {worker, &passphrase},
                                      .cost = {SECRET_COST_KIBIBYTES_LEAST, 1}};
    must(investigation_create(&made->arena, &made->random, &plan, &root, &error), &error);
    made->user = root.worker;
    take_key(made, &passphrase);
    for (int i = 0; i < MADE_READINGS; i++) made->reading[i] = reading(&made->random);
    json_decref(fields);
    json_decref(administrator);
    json_decref(worker);
    secret_close(&passphrase);
}

void made_log_close(struct made_log *made) {
    for (int i = 0; i < MADE_READINGS; i++) json_decref(made->reading[i]);
    secret_close(&made->private_key);
    arena_close(&made->arena);
}

struct draft made_draft(struct made_log *made, const struct draft_signer *signer, int64_t number) {
    return (struct draft){.schema = schema_find("profile"),
                          .rec = identifier_make(&made->random, IDENTIFIER_RECORD),
                          .fields = made->reading[number % MADE_READINGS],
                          .signers = signer,
                          .signer_count = 1};
}

static void append_some(struct made_log *made, struct appender *appender, size_t count) {
    struct arena arena;
    struct error error = {0};
    arena_open(&arena, 0);
    struct draft_signer signer = {made->user, signing_key_of(&made->private_key)};
    struct draft *drafts = arena_new(&arena, struct draft, count);
    struct receipt *receipts = arena_new(&arena, struct receipt, count);
    for (size_t i = 0; i < count; i++) {
        drafts[i] = made_draft(made, &signer, (int64_t)i);
        drafts[i].revises = i % MADE_REVISED == MADE_REVISED - 1;
        if (drafts[i].revises) drafts[i].rec = drafts[i - 1].rec;
    }
    struct append_batch batch = {.drafts = drafts, .count = count, .threads = workers_default()};
    must(append_batch(appender, &batch, receipts, NULL, &error), &error);
    arena_close(&arena);
}

int64_t made_log_grow(struct made_log *made, int64_t entries) {
    struct arena arena;
    struct investigation investigation;
    struct appender *appender;
    struct error error = {0};
    arena_open(&arena, 0);
    must(investigation_open(&arena, made->path, INVESTIGATION_APPEND, &investigation, &error) &&
             append_open(&arena, &investigation, &made->random, &appender, &error),
         &error);
    int64_t size = (int64_t)investigation.tree.size + entries;
    for (int64_t left = entries; left > 0; left -= BATCH)
        append_some(made, appender, (size_t)(left < BATCH ? left : BATCH));
    append_close(appender);
    investigation_close(&investigation);
    arena_close(&arena);
    return size;
}
