#include "record/append.h"

#include <string.h>

#include "base/workers.h"
#include "record/append_mark.h"
#include "record/authority_load.h"
#include "record/device.h"
#include "record/log.h"
#include "record/seal.h"
#include "record/sealed_rules.h"
#include "record/vault.h"
#include "store/group.h"

enum { SEALING_THREADS = 64 };

/* What is in it after `group` is touched within a transaction only, by one thread at a time. */
struct appender {
    struct investigation *investigation;
    struct random *random;
    struct append_mark mark;
    struct group *group;
    struct digester digester;
    struct arena arena; /* of the authority */
    struct authority authority; /* after authority.size entries */
    struct arena devices_arena;
    struct device_list devices;
};

bool append_open(struct arena *arena, struct investigation *investigation, struct random *random,
                 struct appender **out_appender, struct error *error) {
    struct appender *appender = arena_new(arena, struct appender, 1);
    appender->investigation = investigation;
    appender->random = random;
    if (!investigation->locked)
        return error_set(error, ERROR_INTERNAL, "%s was not opened for appending",
                         investigation->path);
    if (!digest_open(&appender->digester, error)) return false;
    if (!append_mark_open(arena, investigation, &appender->mark, error)) {
        digest_close(&appender->digester);
        return false;
    }
    if (!group_open(arena, investigation->store, workers_default(), &appender->group, error)) {
        append_mark_close(&appender->mark);
        digest_close(&appender->digester);
        return false;
    }
    arena_open(&appender->arena, 0);
    arena_open(&appender->devices_arena, 0);
    appender->devices = (struct device_list){0};
    appender->authority = authority_none(&appender->arena);
    *out_appender = appender;
    return true;
}

void append_close(struct appender *appender) {
    if (!appender) return;
    group_close(appender->group);
    append_mark_close(&appender->mark);
    digest_close(&appender->digester);
    arena_close(&appender->arena);
    arena_close(&appender->devices_arena);
}

/* A thread that seals and signs. */
struct sealing {
    struct digester digester;
    struct arena arena;
    size_t wrong; /* the draft that it could not; `count`: none */
    struct error error;
};

/* One batch on its way. Whatever thread works on it, its memory is its own. */
struct job {
    struct appender *appender;
    struct arena arena;
    const struct append_batch *batch;
    struct sealing *sealing;
    int threads;
    struct sealed *sealed;
    struct receipt *receipts;
    size_t at;   /* the draft that is worked on; `count`: none */
    bool worked; /* what it did was handed to the commit */
    struct merkle tree; /* as it left it */
};

/* ------------------------------------------------------------------ before the transaction */

/* A revision can only be signed when it is known what it follows. */
static bool prepare_draft(const struct job *job, struct sealing *sealing, size_t at,
                          struct error *error) {
    const struct investigation *investigation = job->appender->investigation;
    const struct draft *draft = &job->batch->drafts[at];
    if (!seal_draft(&sealing->arena, &sealing->digester, job->appender->random, investigation,
                    draft, &job->sealed[at], error))
        return false;
    return draft->revises || seal_sign(&sealing->arena, &sealing->digester, investigation->origin,
                                       &job->sealed[at], NULL, 0, 1, error);
}

/* Each thread goes on until it meets its first fault. Drafts are handed out in ascending order, so
 * all before the first fault of all are seen to. */
static void prepare_next(void *data, size_t index, int worker) {
    const struct job *job = data;
    struct sealing *sealing = &job->sealing[worker];
    if (sealing->wrong < job->batch->count) return;
    if (!prepare_draft(job, sealing, index, &sealing->error)) sealing->wrong = index;
}

static bool open_sealing(struct job *job, struct error *error) {
    int threads = job->batch->threads;
    if (threads > SEALING_THREADS) threads = SEALING_THREADS;
    if (threads < 1 || job->batch->count < 2) threads = 1;
    job->sealing = arena_new(&job->arena, struct sealing, threads);
    for (; job->threads < threads; job->threads++) {
        struct sealing *sealing = &job->sealing[job->threads];
        sealing->wrong = job->batch->count;
        arena_open(&sealing->arena, 0);
        if (!digest_open(&sealing->digester, error)) return false;
    }
    return true;
}

/* What was sealed is in their arenas. */
static void close_sealing(struct job *job) {
    for (int i = 0; i < job->threads; i++) {
        digest_close(&job->sealing[i].digester);
        arena_close(&job->sealing[i].arena);
    }
}

static bool prepare(void *data, struct error *error) {
    struct job *job = data;
    const struct sealing *first = NULL;
    if (!open_sealing(job, error) ||
        !workers_run(job->threads, job->batch->count, prepare_next, job, NULL, error))
        return false;
    for (int i = 0; i < job->threads; i++)
        if (job->sealing[i].wrong < (first ? first->wrong : job->batch->count))
            first = &job->sealing[i];
    if (!first) return true;
    job->at = first->wrong;
    return error_set(error, first->error.code, "%s", first->error.text);
}

/* ------------------------------------------------------------------ within it */

/* The authority is that of another log when the last transaction was undone, or at the first. */
static bool refresh(struct appender *appender, struct store *store, const struct merkle *tree,
                    struct error *error) {
    if (appender->authority.size == tree->size) return true;
    arena_close(&appender->arena);
    appender->authority = authority_none(&appender->arena);
    return authority_load(&appender->arena, &appender->digester, store, &appender->authority,
                          error);
}

static bool sign_revision(struct job *job, struct store *store, uint64_t before,
                          struct sealed *sealed, struct error *error) {
    struct appender *appender = job->appender;
    struct log_line *lines;
    size_t count;
    const struct identifier *rec = &sealed->entry.rec;
    if (!log_revisions(&job->arena, store, rec, before, &lines, &count, error)) return false;
    if (count == 0)
        return error_set(error, ERROR_NOT_FOUND, "there is no record %s to revise", rec->text);
    struct log_heads heads = log_heads(&job->arena, lines, count);
    return seal_sign(&job->arena, &appender->digester, appender->investigation->origin, sealed,
                     heads.leaf, heads.count, heads.rev + 1, error);
}

/* The signatures were verified against the keys that made them; so each need only be a key of the
 * one who is said to have signed. */
static bool check_keys(const struct draft *draft, const struct entry *entry,
                       const struct authority_user *const *signers, struct error *error) {
    for (size_t i = 0; i < draft->signer_count; i++) {
        const struct draft_signer *signer = &draft->signers[i];
        const uint8_t *key = signer->key.public_key.byte;
        bool own = false;
        for (size_t s = 0; s < entry->sig_count; s++)
            for (size_t k = 0; k < signers[s]->key_count; k++)
                own = own || (identifier_equal(&signers[s]->id, &signer->user) &&
                              signers[s]->key[k].active &&
                              memcmp(signers[s]->key[k].key.byte, key, SIGN_PUBLIC_SIZE) == 0);
        if (!own)
            return error_set(error, ERROR_DENIED, "the key that signs is not one of %s that is "
                             "taken", signer->user.text);
    }
    return true;
}

/* Numbers that this copy may give. */
static bool check_number(struct appender *appender, struct store *store, const struct draft *draft,
                         struct error *error) {
    const struct schema_field *field = schema_code_field(draft->schema);
    const char *code =
        field ? json_string_value(json_object_get(draft->fields, field->name)) : NULL;
    if (draft->revises || !code) return true;
    return device_list_read(&appender->devices_arena, &appender->digester, store,
                            &appender->devices, error) &&
           device_check_code(&appender->devices, appender->investigation->device, draft->schema,
                             code, error);
}

static bool add(struct job *job, struct store *store, struct merkle *tree,
                const struct sealed *sealed, struct error *error) {
    uint64_t index = tree->size;
    if (!log_add(store, &job->appender->digester, tree, &sealed->leaf, &sealed->entry,
                 sealed->bytes, sealed->size, error) ||
        !vault_add(store, index, sealed->blob, sealed->blob_size, sealed->file,
                   sealed->entry.att_count, error))
        return false;
    job->receipts[job->at] = (struct receipt){index, sealed->leaf, sealed->entry.rec};
    return true;
}

static bool append_one(struct job *job, struct store *store, struct merkle *tree,
                       struct authority *authority, struct error *error) {
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct sealed *sealed = &job->sealed[job->at];
    return device_may_append(job->appender->investigation, sealed->entry.kind, error) &&
           check_number(job->appender, store, sealed->draft, error) &&
           (!sealed->draft->revises || sign_revision(job, store, tree->size, sealed, error)) &&
           log_follows(&job->arena, store, tree->size, &sealed->leaf, &sealed->entry, error) &&
           authority_admit(authority, &job->appender->digester, &sealed->leaf, &sealed->entry,
                           signers, error) &&
           check_keys(sealed->draft, &sealed->entry, signers, error) &&
           sealed_rules_check(&job->arena, store, tree->size, &sealed->entry, sealed->draft->fields,
                              error) &&
           add(job, store, tree, sealed, error);
}

static bool append_all(struct store *store, void *data, struct error *error) {
    struct job *job = data;
    struct appender *appender = job->appender;
    const struct append_batch *batch = job->batch;
    struct merkle tree;
    job->at = batch->count;
    if (!log_tree(store, &tree, error) || !refresh(appender, store, &tree, error)) return false;
    struct authority authority = appender->authority;
    for (job->at = 0; job->at < batch->count; job->at++)
        if (!append_one(job, store, &tree, &authority, error)) return false;
    job->at = batch->count;
    if (batch->key_count &&
        !device_is_main(appender->investigation, "keys and passphrases are changed", error))
        return false;
    for (size_t i = 0; i < batch->key_count; i++)
        if (!user_key_store(store, &batch->keys[i], error)) return false;
    struct append_log log = {store, &appender->digester, &tree, &authority};
    if ((batch->then && !batch->then(batch->then_data, &log, error)) ||
        !log_store_tree(store, &tree, error))
        return false;
    appender->authority = authority;
    job->tree = tree;
    return job->worked = true;
}

/* ------------------------------------------------------------------ all of it */

static bool append_job(struct job *job, struct receipt *out_receipts, struct error *error) {
    const struct append_batch *batch = job->batch;
    if (group_submit(job->appender->group, prepare, append_all, job, error)) {
        if (batch->count) memcpy(out_receipts, job->receipts, batch->count * sizeof *out_receipts);
        append_mark_follow(&job->appender->mark, &job->tree);
        return true;
    }
    /* When the commit itself failed, nobody knows whether the files are wanted: the next opening
     * looks. */
    for (size_t i = 0; i < batch->count && !job->worked; i++)
        seal_drop(&job->arena, job->appender->investigation, &job->sealed[i]);
    return false;
}

bool append_batch(struct appender *appender, const struct append_batch *batch,
                  struct receipt *out_receipts, size_t *out_wrong, struct error *error) {
    struct job job = {.appender = appender, .batch = batch, .at = batch->count};
    arena_open(&job.arena, 0);
    job.sealed = arena_new(&job.arena, struct sealed, batch->count);
    job.receipts = arena_new(&job.arena, struct receipt, batch->count);
    bool done = append_job(&job, out_receipts, error);
    close_sealing(&job);
    arena_close(&job.arena);
    if (!done && out_wrong) *out_wrong = job.at;
    return done;
}
