#include "cli/decide_append.h"

#include <inttypes.h>
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "base/workers.h"
#include "case/decision_make.h"
#include "case/media_type.h"
#include "record/label.h"
#include "schema/value.h"

/* Decisions on their way. */
struct deciding {
    struct session *session;
    const struct decide_options *options;
    enum decision_verb verb;
    struct decisions decisions;
    struct comparison comparison;
    struct comparison_result result;
    struct session_signer signer;
    struct draft_signer signed_by;
    struct draft *draft;
    struct receipt *receipt;
    int count;
    struct error *error;
};

/* ------------------------------------------------------------------ what they rest on */

static bool read_comparison(struct deciding *deciding) {
    struct session *session = deciding->session;
    const char *named = deciding->options->comparison;
    struct comparison *comparison = &deciding->comparison;
    if (deciding->verb == DECISION_REFUSE || deciding->verb == DECISION_REVOKE ||
        (named && strcmp(named, "none") == 0))
        return true;
    if (named ? !comparison_read(session->arena, &session->investigation, named, comparison,
                                 deciding->error)
              : !comparison_newest(session->arena, &session->investigation, &session->tables,
                                   comparison, deciding->error))
        return false;
    return !comparison->line.bytes ||
           comparison_result_read(session->arena, &session->investigation.digester, comparison,
                                  &deciding->result, deciding->error);
}

/* Numbers of a record that has changed since are no basis, unless somebody says that they are. */
static bool check_fresh(struct deciding *deciding) {
    int changed;
    if (deciding->verb != DECISION_PROPOSE || !deciding->result.root) return true;
    if (!comparison_changes_since(&deciding->session->tables,
                                  deciding->comparison.basis.log_size, &changed, deciding->error))
        return false;
    return !changed || deciding->options->comparison ||
           error_set(deciding->error, ERROR_CONFLICT, "%d records that the newest comparison, entry "
                     "%" PRIu64 ", rests on are new or changed since: run cairn identify again, or "
                     "say --comparison %" PRIu64, changed, deciding->comparison.line.index,
                     deciding->comparison.line.index);
}

/* ------------------------------------------------------------------ drafts */

struct attaching {
    struct arena *arena;
    struct draft *draft;
    struct draft_file *file;
};

/* A path becomes the number of an attachment. */
static bool attach(void *data, const struct schema_field *field, const char *text,
                   const char **out_text, struct error *error) {
    struct attaching *attaching = data;
    struct draft *draft = attaching->draft;
    if (field->type != FIELD_MEDIA) return true;
    const char *path = arena_copy(attaching->arena, text), *slash = strrchr(path, '/');
    if (!files_is_file(path))
        return error_set(error, ERROR_BAD_INPUT, "%s: there is no file \"%.200s\"", field->name,
                         path);
    attaching->file[draft->file_count++] =
        (struct draft_file){.path = path, .name = slash ? slash + 1 : path,
                            .media_type = media_type_of(path)};
    *out_text = arena_format(attaching->arena, "%zu", draft->file_count);
    return true;
}

static bool attach_files(struct arena *arena, struct draft *draft, json_t *fields,
                         struct error *error) {
    struct attaching attaching = {arena, draft, arena_new(arena, struct draft_file, ENTRY_FILES_MOST)};
    draft->files = attaching.file;
    for (int i = 0; i < draft->schema->field_count; i++) {
        const struct schema_field *field = &draft->schema->fields[i];
        json_t *value = json_object_get(fields, field->name);
        if (value && field->type == FIELD_MEDIA &&
            !value_walk(field, value, attach, &attaching, error))
            return false;
    }
    return true;
}

static bool make_draft(struct deciding *deciding, const struct decision_request *request) {
    struct session *session = deciding->session;
    const char *kind = decision_verb_kind(deciding->verb), *rec;
    const struct authority_schema *declared = authority_schema_of(&session->authority, kind);
    struct decision_basis basis = {.tables = &session->tables,
                                   .decisions = &deciding->decisions,
                                   .result = &deciding->result,
                                   .by = deciding->signer.line->user->id.text};
    struct draft *draft = &deciding->draft[deciding->count];
    *draft = (struct draft){.schema = declared ? declared->schema : schema_find(kind),
                            .rec = identifier_make(&session->random, IDENTIFIER_RECORD),
                            .fields = request->fields,
                            .signers = &deciding->signed_by,
                            .signer_count = 1};
    if (!decision_make(session->arena, &basis, deciding->verb, request, &rec, deciding->error) ||
        !attach_files(session->arena, draft, request->fields, deciding->error))
        return false;
    draft->revises = rec != NULL;
    if (rec && !identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &draft->rec, deciding->error))
        return false;
    draft_put_recorded(draft->schema, request->fields);
    deciding->count++;
    return true;
}

/* Two lines of one table may contradict each other as much as what is confirmed. */
static bool check_among(struct deciding *deciding, const struct decision_request *requests,
                        int count) {
    json_t *said = json_object();
    bool good = true;
    for (int i = 0; i < count && good; i++) {
        const json_t *remains = json_object_get(requests[i].fields, "remains");
        const json_t *person = json_object_get(requests[i].fields, "person");
        for (size_t r = 0; r <= json_array_size(remains) && good; r++) {
            const char *rec = json_string_value(
                r < json_array_size(remains) ? json_array_get(remains, r) : person);
            if (!rec) continue;
            good = !json_object_get(said, rec) ||
                   error_set(deciding->error, ERROR_CONFLICT, "%s as %s: one of them is named in "
                             "line %d too", requests[i].remains, requests[i].person,
                             requests[json_integer_value(json_object_get(said, rec))].place.line);
            if (good) json_object_set_new(said, rec, json_integer(i));
        }
    }
    json_decref(said);
    return good;
}

static bool make_drafts(struct deciding *deciding, struct decision_request *requests, int count) {
    struct arena *arena = deciding->session->arena;
    deciding->draft = arena_new(arena, struct draft, count);
    deciding->receipt = arena_new(arena, struct receipt, count);
    for (int i = 0; i < count; i++)
        if (!make_draft(deciding, &requests[i]))
            return requests[i].place.file
                       ? error_within(deciding->error, "%s:%d", requests[i].place.file,
                                      requests[i].place.line)
                       : false;
    return deciding->verb != DECISION_PROPOSE || check_among(deciding, requests, count);
}

/* ------------------------------------------------------------------ what became of them */

static const char *done_word(enum decision_verb verb) {
    static const char *const words[DECISION_VERBS] = {"proposed", "confirmed", "refused",
                                                      "revoked"};
    return words[verb];
}

static void say_json(const struct deciding *deciding, const struct decision_request *requests,
                     struct buffer *out) {
    struct json json = json_to(out);
    json_open_list(&json);
    for (int i = 0; i < deciding->count; i++) {
        char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
        json_open_object_flat(&json);
        json_member_text(&json, "remains", requests[i].remains);
        json_member_text(&json, "person", requests[i].person);
        json_member_text(&json, "kind", decision_verb_kind(deciding->verb));
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
    for (int i = 0; i < deciding->count; i++) {
        char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
        if (deciding->options->dry_run) {
            buffer_format(out, "%s as %s could be %s\n", requests[i].remains, requests[i].person,
                          done_word(deciding->verb));
            continue;
        }
        encode_text(ENCODING_BASE64, deciding->receipt[i].leaf.byte, DIGEST_SIZE, leaf);
        buffer_format(out, "%s as %s is %s: entry %" PRIu64 ", leaf hash %s\n",
                      requests[i].remains, requests[i].person, done_word(deciding->verb),
                      deciding->receipt[i].index, leaf);
    }
}

static bool sign(struct deciding *deciding) {
    struct session *session = deciding->session;
    const char *as = deciding->options->as;
    const struct schema *schema = schema_find(decision_verb_kind(deciding->verb));
    bool done = deciding->options->dry_run
                    ? session_signer_find(session, as, schema->signers, &deciding->signer.line,
                                          deciding->error)
                    : session_signer_open(session, as, schema->signers, &deciding->signer,
                                          deciding->error);
    if (done) deciding->signed_by = session_draft_signer(&deciding->signer);
    return done;
}

bool decide_append(struct session *session, const struct decide_options *options,
                   enum decision_verb verb, struct decision_request *requests, int count,
                   struct buffer *out, struct error *error) {
    struct deciding deciding = {
        .session = session, .options = options, .verb = verb, .error = error};
    size_t wrong = SIZE_MAX;
    bool done = session_is_declared(session, error) &&
                decisions_read(session->arena, &session->investigation, &session->tables,
                               &deciding.decisions, error) &&
                read_comparison(&deciding) && check_fresh(&deciding) && sign(&deciding) &&
                make_drafts(&deciding, requests, count);
    if (done && !options->dry_run) {
        struct append_batch batch = {.drafts = deciding.draft,
                                     .count = (size_t)count,
                                     .threads = workers_default()};
        done = session_append(session, &batch, deciding.receipt, &wrong, error);
        if (!done && wrong < (size_t)count)
            error_within(error, "%s as %s", requests[wrong].remains, requests[wrong].person);
    }
    if (done && options->json) say_json(&deciding, requests, out);
    else if (done) say(&deciding, requests, out);
    session_signer_close(&deciding.signer);
    comparison_result_close(&deciding.result);
    return done;
}
