/* May an entry that comes from elsewhere stand next in the log? */
#include <inttypes.h>
#include <string.h>

#include "base/encode.h"
#include "record/fits.h"
#include "record/pull_parts.h"
#include "record/sealed_rules.h"
#include "store/query.h"
#include "store/statements.h"

struct judging {
    struct pulling *pulling;
    const struct candidate *candidate;
    struct judged judged;
    const json_t *fields;
    int64_t rests_on; /* a place in the result; -1: on nothing that was left out */
    struct error *error;
};

bool pull_is_fault(const struct error *failure) {
    return failure->code == ERROR_BAD_INPUT || failure->code == ERROR_TOO_LARGE ||
           failure->code == ERROR_CONFLICT || failure->code == ERROR_DENIED ||
           failure->code == ERROR_NOT_FOUND;
}

/* Notes why it is not taken; false when the failure is another one. */
static bool leave(struct judging *judging, enum pull_fate fate, const struct error *failure) {
    if (!pull_is_fault(failure))
        return error_set(judging->error, failure->code, "%s", failure->text);
    judging->judged.fate = fate;
    judging->judged.why = arena_copy(&judging->pulling->scratch, failure->text);
    return true;
}

static bool refuse(struct judging *judging, const char *why) {
    judging->judged.fate = PULL_REFUSED;
    judging->judged.why = why;
    return true;
}

/* ------------------------------------------------------------------ by itself */

static bool check_contents(struct judging *judging, json_t **out_fields) {
    struct pulling *pulling = judging->pulling;
    const struct candidate *candidate = judging->candidate;
    const struct entry *entry = &judging->judged.entry;
    struct vault_contents contents;
    struct error failure = {0};
    const struct authority_schema *declared =
        authority_schema(pulling->log->authority, &entry->schema);
    if (!declared && strcmp(entry->kind, "schema") != 0)
        return refuse(judging, "the record does not have the declaration that it is under");
    if (!candidate->blob) return refuse(judging, "its sealed part is not there");
    if (!vault_open(&pulling->scratch, pulling->log->digester, entry, candidate->blob,
                    candidate->blob_size, &contents, &failure))
        return leave(judging, PULL_REFUSED, &failure);
    *out_fields = contents.fields;
    judging->judged.file = contents.file;
    if (contents.unopened > 0)
        return refuse(judging, arena_format(&pulling->scratch, "%zu of its sealed fields and files "
                                            "are not there", contents.unopened));
    if (declared &&
        (!fits_declaration(&pulling->scratch, declared->schema, entry, &failure) ||
         !fits_record(declared->schema, contents.fields, entry->att_count, &failure)))
        return leave(judging, PULL_REFUSED, &failure);
    const char *wrong = pull_check_files(&pulling->scratch, pulling->log->digester, candidate,
                                         entry, contents.file);
    return !wrong || refuse(judging, wrong);
}

/* ------------------------------------------------------------------ what it rests on */

static bool begins_here(struct judging *judging, const char *rec, bool *out_begins) {
    struct query *query;
    if (!query_open(judging->pulling->log->store, &LOG_OF_RECORD, &query, judging->error))
        return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, out_begins, judging->error);
    query_close(query);
    return done;
}

static bool look_up(struct judging *judging, const char *name) {
    const json_t *place = json_object_get(judging->pulling->left, name);
    bool begins = false;
    if (!place || judging->rests_on >= 0) return true;
    if (name[0] == IDENTIFIER_RECORD && name[1] == '-' && !begins_here(judging, name, &begins))
        return false;
    if (!begins) judging->rests_on = (int64_t)json_integer_value(place);
    return true;
}

static bool look_up_all(struct judging *judging, const json_t *value) {
    size_t i;
    const char *name;
    json_t *part;
    if (json_is_string(value)) return look_up(judging, json_string_value(value));
    json_array_foreach((json_t *)value, i, part)
        if (!look_up_all(judging, part)) return false;
    json_object_foreach((json_t *)value, name, part)
        if (!look_up_all(judging, part)) return false;
    return true;
}

static bool find_base(struct judging *judging) {
    const struct entry *entry = &judging->judged.entry;
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    judging->rests_on = -1;
    if (json_object_size(judging->pulling->left) == 0) return true;
    for (size_t i = 0; i < entry->prev_count; i++) {
        encode_text(ENCODING_BASE64, entry->prev[i].byte, DIGEST_SIZE, leaf);
        if (!look_up(judging, leaf)) return false;
    }
    return look_up_all(judging, judging->fields);
}

/* It shares the fate of what it rests on. */
static bool share_fate(struct judging *judging) {
    struct arena *scratch = &judging->pulling->scratch;
    const struct pull_entry *base = &judging->pulling->result->entry[judging->rests_on];
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, base->leaf.byte, DIGEST_SIZE, leaf);
    const char *what = base->from < 0
                           ? arena_format(scratch, "a %s that waits (%s)",
                                          base->kind ? base->kind : "thing", leaf)
                           : arena_format(scratch, "entry %" PRId64 " there, which is not taken",
                                          base->from);
    judging->judged.fate = base->fate;
    judging->judged.why = arena_format(scratch, "it rests on %s", what);
    return true;
}

/* ------------------------------------------------------------------ in its place */

static const char *const OF_ADMINISTRATORS[] = {"user", "key", "schema", "investigation", "accept"};

/* Two who both changed who may sign, or what the investigation is, did not know of each other: the
 * later would undo what the other said. */
static bool check_fork(struct judging *judging) {
    struct pulling *pulling = judging->pulling;
    const struct entry *entry = &judging->judged.entry;
    struct log_line *lines;
    size_t count;
    bool of_them = false;
    for (size_t i = 0; i < sizeof OF_ADMINISTRATORS / sizeof *OF_ADMINISTRATORS; i++)
        of_them = of_them || !strcmp(entry->kind, OF_ADMINISTRATORS[i]);
    if (!of_them || entry->rev == 1) return true;
    if (!log_revisions(&pulling->scratch, pulling->log->store, &entry->rec,
                       pulling->log->tree->size, &lines, &count, judging->error))
        return false;
    struct log_heads heads = log_heads(&pulling->scratch, lines, count);
    for (size_t i = 0; i < heads.count; i++) {
        bool followed = false;
        for (size_t p = 0; p < entry->prev_count; p++)
            followed = followed || digest_equal(&heads.leaf[i], &entry->prev[p]);
        if (!followed)
            return refuse(judging, arena_format(&pulling->scratch, "it changes a %s that was changed "
                                                "here too: change it again here", entry->kind));
    }
    return true;
}

/* A comparison names the log that it ran on. */
static bool check_comparison(struct judging *judging) {
    struct append_log *log = judging->pulling->log;
    struct digest said, root;
    struct error ignored = {0};
    if (strcmp(judging->judged.entry.kind, "comparison") != 0) return true;
    json_int_t size = json_integer_value(json_object_get(judging->fields, "log_size"));
    const char *text = json_string_value(json_object_get(judging->fields, "log_root"));
    bool good = text && size >= 0 && (uint64_t)size <= log->tree->size &&
                encode_bytes(ENCODING_BASE64, text, strlen(text), said.byte, DIGEST_SIZE, &ignored);
    if (good) {
        if (!log_root_at(log->store, log->digester, (uint64_t)size, &root, judging->error))
            return false;
        good = digest_equal(&said, &root);
    }
    return good || refuse(judging, "it ran on another order of the record than this one: run cairn "
                                   "identify again");
}

/* Once it is accepted, its signers are taken for all that they ever were. */
static bool would_stand(struct judging *judging, struct error *failure) {
    struct pulling *pulling = judging->pulling;
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    const struct judged *judged = &judging->judged;
    return authority_would_accept(pulling->log->authority, pulling->log->digester, &judged->leaf,
                                  &judged->entry, signers, failure) &&
           authority_verify(&pulling->scratch, &judged->entry,
                            pulling->pull->investigation->origin, signers, failure);
}

static bool stands(struct judging *judging, struct error *failure) {
    struct pulling *pulling = judging->pulling;
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct judged *judged = &judging->judged;
    judged->after = *pulling->log->authority;
    return authority_admit(&judged->after, pulling->log->digester, &judged->leaf, &judged->entry,
                           signers, failure) &&
           authority_verify(&pulling->scratch, &judged->entry,
                            pulling->pull->investigation->origin, signers, failure);
}

static bool check_place(struct judging *judging) {
    struct pulling *pulling = judging->pulling;
    const struct judged *judged = &judging->judged;
    struct append_log *log = pulling->log;
    struct error failure = {0}, later = {0};
    if (judging->rests_on >= 0) {
        bool may = would_stand(judging, &failure);
        return may ? share_fate(judging) : leave(judging, PULL_REFUSED, &failure);
    }
    if (!log_follows(&pulling->scratch, log->store, log->tree->size, &judged->leaf,
                     &judged->entry, &failure) ||
        !sealed_rules_check(&pulling->scratch, log->store, log->tree->size, &judged->entry,
                            judging->fields, &failure))
        return leave(judging, PULL_REFUSED, &failure);
    if (!check_fork(judging) || !check_comparison(judging)) return false;
    if (judged->fate == PULL_REFUSED || stands(judging, &failure)) return true;
    if (!pull_is_fault(&failure) || !would_stand(judging, &later))
        return leave(judging, PULL_REFUSED, &failure);
    return leave(judging, PULL_WAITS, &failure);
}

bool pull_judge(struct pulling *pulling, const struct candidate *candidate,
                struct judged *out_judged, struct error *error) {
    struct judging judging = {.pulling = pulling, .candidate = candidate, .error = error};
    struct judged *judged = &judging.judged;
    struct error failure = {0};
    json_t *fields = NULL;
    judged->leaf = merkle_leaf(pulling->log->digester, candidate->bytes, candidate->size);
    judged->read = entry_read(&pulling->scratch, candidate->bytes, candidate->size, &judged->entry,
                              &failure);
    bool done = judged->read ? check_contents(&judging, &fields)
                             : leave(&judging, PULL_REFUSED, &failure);
    judging.fields = fields;
    if (done && judged->fate == PULL_TAKEN) done = find_base(&judging) && check_place(&judging);
    json_decref(fields);
    if (done) *out_judged = *judged;
    return done;
}
