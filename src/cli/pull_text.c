#include "cli/pull_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "case/layout.h"
#include "case/shell_word.h"
#include "schema/quote.h"

/* Who an entry is by, as people know them. */
static const char *name_of(const struct session *session, const struct identifier *user) {
    for (size_t i = 0; i < session->users.count; i++) {
        const struct user_line *line = &session->users.line[i];
        if (identifier_equal(&line->user->id, user) && *line->name)
            return arena_copy(session->arena, quote(line->name).text);
    }
    return user->text;
}

static const char *leaf_of(struct arena *arena, const struct digest *leaf) {
    return encode_copy(arena, ENCODING_BASE64, leaf->byte, DIGEST_SIZE);
}

/* "entry 44 there, a site (r-…) by Will" */
static const char *what_is(const struct session *session, const struct pull_entry *entry) {
    struct arena *arena = session->arena;
    const char *place = entry->from < 0 ? leaf_of(arena, &entry->leaf)
                                        : arena_format(arena, "entry %" PRId64 " there",
                                                       entry->from);
    if (!entry->kind) return place;
    return arena_format(arena, "%s, revision %" PRId64 " of the %s %s, by %s", place, entry->rev,
                        quote(entry->kind).text, entry->rec.text, name_of(session, &entry->by));
}

static void write_left(const struct session *session, const struct pull_result *result,
                       enum pull_fate fate, struct buffer *out) {
    for (size_t i = 0; i < result->count; i++) {
        const struct pull_entry *entry = &result->entry[i];
        if (entry->fate != fate) continue;
        layout_wrap(out, "  ", "    ",
                    arena_format(session->arena, "%s: %s", what_is(session, entry),
                                 entry->why ? entry->why
                                            : "nothing stands against it any more; the next pull "
                                              "takes it"));
    }
}

static void write_taken(const struct pull_result *result, struct buffer *out) {
    uint64_t first = UINT64_MAX, last = 0;
    for (size_t i = 0; i < result->count; i++) {
        const struct pull_entry *entry = &result->entry[i];
        if (entry->fate != PULL_TAKEN) continue;
        if (entry->index < first) first = entry->index;
        if (entry->index > last) last = entry->index;
    }
    if (result->taken == 0) buffer_add_text(out, "Nothing was taken.\n");
    else if (first == last) buffer_format(out, "Taken: entry %" PRIu64 ".\n", first);
    else
        buffer_format(out, "Taken: %zu entries, %" PRIu64 " to %" PRIu64 ".\n", result->taken,
                      first, last);
}

static void write_found(const struct session *session, const struct pull_found *found,
                        struct buffer *out) {
    struct arena *arena = session->arena;
    const char *folder = shell_word(arena, session->investigation.path);
    if (found->twice_count)
        layout_wrap(out, "\n", "", "NUMBERS THAT WERE GIVEN TWICE. These are different records with "
                    "the same number on their tags: go and look, and give one of them a new record "
                    "with another number:");
    for (size_t i = 0; i < found->twice_count; i++) {
        const struct pull_double *twice = &found->twice[i];
        layout_wrap(out, "  ", "    ",
                    arena_format(arena, "%s %s: %s, taken now, and %s", twice->kind,
                                 quote(twice->code).text, twice->taken.text, twice->other.text));
    }
    if (found->fork_count)
        layout_wrap(out, "\n", "", "Forked records, which were changed on both copies. Both versions "
                    "hold until a change that keeps what is right of each follows them: the "
                    "record's page, or cairn import with --reason.");
    for (size_t i = 0; i < found->fork_count; i++) {
        const struct pull_fork *fork = &found->fork[i];
        layout_wrap(out, "  ", "    ",
                    arena_format(arena, "%s %s, %zu versions: cairn show %s %s", fork->kind,
                                 quote(fork->label).text, fork->heads, folder, fork->rec.text));
    }
}

static void write_left_out(const struct session *session, const struct pull_result *result,
                           struct buffer *out) {
    if (result->waiting) {
        buffer_format(out, "\n%zu wait%s until an administrator accepts %s:\n", result->waiting,
                      result->waiting == 1 ? "s" : "", result->waiting == 1 ? "it" : "them");
        write_left(session, result, PULL_WAITS, out);
    }
    if (result->refused) {
        buffer_format(out, "\n%zu refused, and left where %s:\n", result->refused,
                      result->refused == 1 ? "it is" : "they are");
        write_left(session, result, PULL_REFUSED, out);
    }
}

void pull_text(const struct session *session, const char *from, const struct pull_result *result,
               const struct pull_found *found, struct buffer *out) {
    const struct investigation *here = &session->investigation;
    const char *folder = shell_word(session->arena, here->path);
    if (result->two_histories)
        layout_wrap(out, "", "", arena_format(session->arena,
                    "WARNING: TWO HISTORIES UNDER ONE NAME. %s and %s were both written in as if "
                    "each were the main copy, or one was put back to an older state. Whoever was "
                    "shown the record before may have seen either. Go on with one of them alone.",
                    here->path, from));
    write_taken(result, out);
    if (here->device)
        buffer_format(out, "%" PRIu64 " entries are confirmed, and %" PRIu64 " in the outbox.\n",
                      here->confirmed, here->tree.size - here->confirmed);
    write_left_out(session, result, out);
    write_found(session, found, out);
    buffer_format(out, "\nnext: cairn verify %s\n", folder);
    if (from && !here->device && result->device)
        buffer_format(out, "then, for the device to know: cairn pull %s %s\n",
                      shell_word(session->arena, from), folder);
}

void pull_waiting_text(const struct session *session, const struct pull_result *waiting,
                       struct buffer *out) {
    const char *folder = shell_word(session->arena, session->investigation.path);
    if (waiting->count == 0) {
        buffer_add_text(out, "Nothing waits.\n");
        return;
    }
    write_left(session, waiting, PULL_WAITS, out);
    buffer_format(out, "\nnext, when somebody has asked and looked: cairn pull %s --accept %s "
                  "--reason TEXT\n", folder,
                  waiting->count == 1 ? waiting->entry[0].rec.text : "REC");
}

/* ------------------------------------------------------------------ for programs */

static const char *const FATES[] = {"taken", "waits", "refused"};

static void write_entry(struct json *json, const struct pull_entry *entry) {
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, entry->leaf.byte, DIGEST_SIZE, leaf);
    json_open_object_flat(json);
    json_member_text(json, "fate", FATES[entry->fate]);
    json_member_text(json, "leaf", leaf);
    json_member_whole(json, "from", entry->from);
    json_member_whole(json, "entry", entry->fate == PULL_TAKEN ? (int64_t)entry->index : -1);
    json_member_text(json, "kind", entry->kind);
    json_member_text(json, "rec", entry->kind ? entry->rec.text : NULL);
    json_member_text(json, "by", entry->kind ? entry->by.text : NULL);
    json_member_text(json, "why", entry->why);
    json_close_object(json);
}

void pull_json(const struct pull_result *result, const struct pull_found *found,
               struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_member_text(&json, "device", result->device);
    json_member_truth(&json, "two_histories", result->two_histories);
    json_name(&json, "entries");
    json_open_list(&json);
    for (size_t i = 0; i < result->count; i++) write_entry(&json, &result->entry[i]);
    json_close_list(&json);
    json_name(&json, "forks");
    json_open_list(&json);
    for (size_t i = 0; i < found->fork_count; i++) json_text(&json, found->fork[i].rec.text);
    json_close_list(&json);
    json_name(&json, "given_twice");
    json_open_list(&json);
    for (size_t i = 0; i < found->twice_count; i++) json_text(&json, found->twice[i].code);
    json_close_list(&json);
    json_close_object(&json);
}
