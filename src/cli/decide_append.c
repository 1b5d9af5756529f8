#include "cli/decide_append.h"

#include <inttypes.h>

#include "base/json.h"
#include "base/workers.h"
#include "case/decision_drafts.h"
#include "record/device.h"

/* Decisions on their way. */
struct deciding {
    struct session *session;
    const struct decide_options *options;
    struct session_signer signer;
    struct decision_drafts drafts;
    struct receipt *receipt;
    struct error *error;
};

static const char *done_word(enum decision_verb verb) {
    static const char *const words[DECISION_VERBS] = {"proposed", "confirmed", "refused",
                                                      "revoked"};
    return words[verb];
}

static void say_json(const struct deciding *deciding, const struct decision_request *requests,
                     struct buffer *out) {
    struct json json = json_to(out);
    json_open_list(&json);
    for (int i = 0; i < deciding->drafts.count; i++) {
        char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
        json_open_object_flat(&json);
        json_member_text(&json, "remains", requests[i].remains);
        json_member_text(&json, "person", requests[i].person);
        json_member_text(&json, "kind", decision_verb_kind(deciding->drafts.verb));
        if (!deciding->options->dry_run) {
            encode_text(ENCODING_BASE64, deciding->receipt[i].leaf.byte, DIGEST_SIZE, leaf);
            json_member_whole(&json, "entry", (int64_t)deciding->receipt[i].index);
            json_member_text(&json, "leaf", leaf);
        }
        json_close_object(&json);
    }
    json_close_list(&json);
}

static void say(const struct deciding *deciding, const struct decision_request *requests,
                struct buffer *out) {
    for (int i = 0; i < deciding->drafts.count; i++) {
        char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
        if (deciding->options->dry_run) {
            buffer_format(out, "%s as %s could be %s\n", requests[i].remains, requests[i].person,
                          done_word(deciding->drafts.verb));
            continue;
        }
        encode_text(ENCODING_BASE64, deciding->receipt[i].leaf.byte, DIGEST_SIZE, leaf);
        buffer_format(out, "%s as %s is %s: entry %" PRIu64 "%s, leaf hash %s\n",
                      requests[i].remains, requests[i].person, done_word(deciding->drafts.verb),
                      deciding->receipt[i].index,
                      device_remark(&deciding->session->investigation, deciding->receipt[i].index),
                      leaf);
    }
}

static bool sign(struct deciding *deciding) {
    struct session *session = deciding->session;
    const char *as = deciding->options->as;
    const struct schema *schema = schema_find(decision_verb_kind(deciding->drafts.verb));
    bool done = deciding->options->dry_run
                    ? session_signer_find(session, as, schema->signers, &deciding->signer.line,
                                          deciding->error)
                    : session_signer_open(session, as, schema->signers, &deciding->signer,
                                          deciding->error);
    if (done) deciding->drafts.signer = session_draft_signer(&deciding->signer);
    return done;
}

bool decide_append(struct session *session, const struct decide_options *options,
                   enum decision_verb verb, struct decision_request *requests, int count,
                   struct buffer *out, struct error *error) {
    struct deciding deciding = {
        .session = session,
        .options = options,
        .drafts = {.verb = verb, .named = options->comparison, .random = &session->random},
        .receipt = arena_new(session->arena, struct receipt, count),
        .error = error};
    size_t wrong = SIZE_MAX;
    bool done = session_is_declared(session, error) && sign(&deciding) &&
                decision_drafts_make(session->arena, &session->investigation, &session->tables,
                                     requests, count, &deciding.drafts, error);
    if (done && !options->dry_run) {
        struct append_batch batch = {.drafts = deciding.drafts.draft,
                                     .count = (size_t)count,
                                     .threads = workers_default()};
        done = session_append(session, &batch, deciding.receipt, &wrong, error);
        if (!done && wrong < (size_t)count)
            error_within(error, "%s as %s", requests[wrong].remains, requests[wrong].person);
    }
    if (done && options->json) say_json(&deciding, requests, out);
    else if (done) say(&deciding, requests, out);
    session_signer_close(&deciding.signer);
    decision_drafts_close(&deciding.drafts);
    return done;
}
