/* An administrator accepts what waits. */
#include <string.h>

#include "base/encode.h"
#include "record/authority_load.h"
#include "record/pull_parts.h"
#include "schema/schema.h"

enum { LEAVES_OF_ENTRY = 1000 }; /* an entry has at most 65,535 bytes */

/* ------------------------------------------------------------------ what waits */

static bool judge_waiting(struct pulling *pulling, struct error *error) {
    int64_t last;
    return pull_note_waiting(pulling, error) &&
           pull_last_waiting(pulling->log->store, &last, error) &&
           pull_try_waiting(pulling, last, error);
}

/* Looks only, in a transaction for reading: whatever may stand by now is said to wait still, since the
 * next pull takes it. */
bool pull_waiting(struct arena *arena, struct investigation *investigation,
                  struct pull_result *out_result, struct error *error) {
    struct pull_result result = {0};
    struct authority authority = authority_none(arena);
    struct digester digester = {0};
    struct merkle tree;
    struct append_log log = {investigation->store, &digester, &tree, &authority};
    struct pull pull = {.investigation = investigation};
    struct pulling pulling = {.pull = &pull, .arena = arena, .log = &log, .result = &result,
                              .looks = true, .left = json_object()};
    arena_open(&pulling.scratch, 0);
    bool done = digest_open(&digester, error) &&
                store_begin(investigation->store, STORE_READ, error);
    if (done) {
        done = log_tree(log.store, &tree, error) &&
               authority_load(arena, &digester, log.store, &authority, error) &&
               judge_waiting(&pulling, error);
        store_rollback(investigation->store);
    }
    digest_close(&digester);
    json_decref(pulling.left);
    arena_close(&pulling.scratch);
    pull_count(&result);
    if (done) *out_result = result;
    return done;
}

/* ------------------------------------------------------------------ accepting */

static json_t *list_leaves(const struct digest *leaf, size_t count) {
    char text[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        encode_text(ENCODING_BASE64, leaf[i].byte, DIGEST_SIZE, text);
        json_array_append_new(list, json_string(text));
    }
    return list;
}

static size_t make_drafts(const struct pull *pull, const struct pull_acceptance *acceptance,
                          struct draft *drafts) {
    const struct schema *schema = schema_find("accept");
    size_t count = 0;
    for (size_t from = 0, size; from < acceptance->count; from += size) {
        size = acceptance->count - from;
        if (size > LEAVES_OF_ENTRY) size = LEAVES_OF_ENTRY;
        json_t *fields = json_object();
        json_object_set_new(fields, "entries", list_leaves(acceptance->leaf + from, size));
        json_object_set_new(fields, "basis", json_string(acceptance->basis));
        draft_put_recorded(schema, fields);
        drafts[count++] = (struct draft){
            .schema = schema,
            .rec = identifier_make(pull->random, IDENTIFIER_RECORD),
            .fields = fields,
            .signers = acceptance->signer,
            .signer_count = 1};
    }
    return count;
}

static bool take_accepted(void *data, struct append_log *log, struct error *error) {
    struct pulling *pulling = data;
    pulling->log = log;
    return judge_waiting(pulling, error);
}

bool pull_accept(struct arena *arena, const struct pull *pull,
                 const struct pull_acceptance *acceptance, struct pull_result *out_result,
                 struct error *error) {
    struct pull_result result = {0};
    struct pulling pulling = {.pull = pull, .arena = arena, .result = &result,
                              .left = json_object()};
    size_t most = acceptance->count / LEAVES_OF_ENTRY + 1;
    struct draft *drafts = arena_new(arena, struct draft, most);
    struct receipt *receipts = arena_new(arena, struct receipt, most);
    arena_open(&pulling.scratch, 0);
    size_t count = make_drafts(pull, acceptance, drafts);
    struct append_batch batch = {.drafts = drafts, .count = count, .then = take_accepted,
                                 .then_data = &pulling};
    bool done = append_batch(pull->appender, &batch, receipts, NULL, error);
    for (size_t i = 0; i < count; i++) json_decref((json_t *)drafts[i].fields);
    json_decref(pulling.left);
    arena_close(&pulling.scratch);
    pull_count(&result);
    if (done) *out_result = result;
    return done;
}
