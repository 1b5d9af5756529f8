/* cairn verify: is the record whole, and who wrote in it? */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/workers.h"
#include "case/layout.h"
#include "cli/command.h"
#include "record/verify.h"
#include "schema/quote.h"
#include "schema/schema.h"

struct verify_options {
    bool json;
    const char *root_key;
    int level;
    int64_t threads;
};

static const char *const LEVELS[] = {"record", "contents", "tables", NULL};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct verify_options, json),
     .help = "for programs"},
    {.name = "root-key", .kind = OPTION_TEXT, .target = offsetof(struct verify_options, root_key),
     .value = "FINGERPRINT",
     .help = "of the first administrator's key, as it was written down when the record was made"},
    {.name = "level", .kind = OPTION_CHOICE, .target = offsetof(struct verify_options, level),
     .value = "LEVEL", .choices = LEVELS,
     .help = "record: entries alone; contents (the default): and what they commit to; tables: "
             "and what things are shown from"},
    {.name = "threads", .kind = OPTION_WHOLE, .target = offsetof(struct verify_options, threads),
     .value = "N", .help = "so many threads instead of one for each core", .least = 1, .most = 64},
    {.name = NULL},
};

/* ------------------------------------------------------------------ for programs */

static const char *base64(struct arena *arena, const struct digest *digest) {
    return encode_copy(arena, ENCODING_BASE64, digest->byte, DIGEST_SIZE);
}

static void put_problem(struct json *json, int64_t index, const char *what) {
    json_open_object_flat(json);
    if (index == VERIFY_WHOLE) {
        json_name(json, "index");
        json_none(json);
    } else {
        json_member_whole(json, "index", index);
    }
    json_member_text(json, "what", what);
    json_close_object(json);
}

static void write_json(struct arena *arena, const struct verify_result *result,
                       struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_member_truth(&json, "ok", result->ok);
    json_member_text(&json, "level", LEVELS[result->level]);
    if (result->level >= VERIFY_CONTENTS) {
        json_member_whole(&json, "unopened", result->unopened);
    } else {
        json_name(&json, "unopened");
        json_none(&json);
    }
    json_member_truth(&json, "root_key_checked", result->root_key_checked);
    json_member_text(&json, "origin", result->origin);
    json_member_whole(&json, "size", (int64_t)result->size);
    json_member_text(&json, "root", base64(arena, &result->root));
    json_member_text(&json, "device", result->device);
    json_member_whole(&json, "outbox", (int64_t)result->outbox);
    json_member_whole(&json, "checkpoints", (int64_t)result->checkpoints);
    json_name(&json, "witnesses");
    json_open_list_flat(&json);
    json_close_list(&json);
    json_name(&json, "timestamps");
    json_open_list_flat(&json);
    json_close_list(&json);
    json_name(&json, "problems");
    json_open_list(&json);
    for (size_t i = 0; i < result->problem_count; i++)
        put_problem(&json, result->problem[i].index, result->problem[i].what);
    if (result->unlisted)
        put_problem(&json, VERIFY_WHOLE,
                    arena_format(arena, "%zu more problems are not listed", result->unlisted));
    json_close_list(&json);
    json_close_object(&json);
}

/* ------------------------------------------------------------------ for people */

static void write_root_key(struct arena *arena, const struct verify_result *result,
                           struct buffer *out) {
    char text[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1] = "not there";
    if (result->root_key_found)
        encode_text(ENCODING_HEX, result->root_key.byte, DIGEST_SIZE, text);
    layout_field(out, 2, "root key", 12,
                 arena_format(arena, "%s %s", text,
                              result->root_key_checked ? "(compared with the one given)" : ""));
    if (!result->root_key_checked)
        layout_field(out, 2, "", 12, "root key not checked: that this is the record you think it "
                     "is shows only when you compare this with what was written down when it was "
                     "made (--root-key)");
}

static void write_device(struct arena *arena, const struct verify_result *result,
                         struct buffer *out) {
    if (!result->device) return;
    layout_field(out, 2, "device", 12,
                 arena_format(arena, "%s; the last %" PRIu64 " entr%s in its outbox, and not yet in "
                              "the record: cairn pull, on the main copy, takes %s",
                              quote(result->device).text, result->outbox,
                              result->outbox == 1 ? "y is" : "ies are",
                              result->outbox == 1 ? "it" : "them"));
}

static void write_level(struct arena *arena, const struct verify_result *result,
                        struct buffer *out) {
    static const char *const MEANING[] = {
        "record: form, signatures, who was entitled, revisions, tree. What the sealed fields say "
        "was not looked at",
        "contents: form, signatures, who was entitled, revisions, tree; sealed fields and files "
        "against what the entries commit to",
        "tables: form, signatures, who was entitled, revisions, tree; sealed fields and files "
        "against what the entries commit to; tables against new ones",
    };
    layout_field(out, 2, "level", 12, MEANING[result->level]);
    if (result->level >= VERIFY_CONTENTS)
        layout_field(out, 2, "unopened", 12,
                     arena_format(arena, "%" PRId64 " sealed fields and files, of which nothing is "
                                  "left here that could be compared", result->unopened));
}

/* With what it was compared that lies outside of the folder. */
static void write_past(struct arena *arena, const struct verify_result *result,
                       struct buffer *out) {
    for (size_t i = 0; i < result->past_count; i++)
        layout_field(out, 2, i ? "" : "compared", 12,
                     arena_format(arena, "with %s, of %" PRIu64 " entries", result->past[i].what,
                                  result->past[i].size));
    if (!result->unmarked) return;
    const char *format = result->past_count
        ? "with no high-water mark of this device (%s)"
        : "with nothing outside of this folder (no high-water mark of this device: %s). That it is "
          "no older copy of itself shows only when you compare size and root with what others have "
          "noted";
    layout_field(out, 2, result->past_count ? "" : "compared", 12,
                 arena_format(arena, format, result->unmarked));
}

enum { NAME_WIDTH = IDENTIFIER_LENGTH + 1 };

static void add_roles(struct buffer *out, unsigned roles) {
    bool any = false;
    for (int role = 0; role < USER_ROLES; role++) {
        if (!(roles >> role & 1)) continue;
        buffer_format(out, "%s%s", any ? ", " : "", user_role_name((enum user_role)role));
        any = true;
    }
    if (!any) buffer_add_text(out, "no role");
}

static void write_users(const struct verify_result *result, struct buffer *out) {
    buffer_add_text(out, "\nWho may sign, and who made them:\n");
    for (size_t i = 0; i < result->user_count; i++) {
        const struct verify_user *user = &result->user[i];
        struct buffer text = {0};
        add_roles(&text, user->roles);
        if (strcmp(user->state, "active") != 0) buffer_format(&text, "; %s", user->state);
        buffer_format(&text, "; made in entry %" PRIu64 " by", user->made);
        for (size_t j = 0; j < user->by_count; j++) {
            bool itself = !strcmp(user->by[j].text, user->id.text);
            buffer_format(&text, "%s %s", j ? " and" : "", itself ? "itself" : user->by[j].text);
        }
        layout_field(out, 2, user->id.text, NAME_WIDTH, buffer_text(&text));
        buffer_close(&text);
    }
}

static void write_forks(struct arena *arena, const struct verify_result *result,
                        struct buffer *out) {
    if (result->fork_count == 0) return;
    buffer_add_text(out, "\nForked records: two revisions follow the same one, and nobody has yet "
                    "said which\nholds. That is no damage.\n");
    for (size_t i = 0; i < result->fork_count; i++) {
        const struct verify_fork *fork = &result->fork[i];
        layout_field(out, 2, fork->rec.text, NAME_WIDTH,
                     arena_format(arena, "%s, %zu newest revisions, the last in entry %" PRId64,
                                  fork->kind, fork->heads, fork->last));
    }
}

static void write_backdated(struct arena *arena, const struct verify_result *result,
                            struct buffer *out) {
    const struct verify_backdated *backdated = &result->backdated;
    if (backdated->count == 0) return;
    buffer_add_text(out, "\n");
    layout_wrap(out, "", "",
                arena_format(arena, "%zu entr%s an earlier day than one before: the first is entry "
                             "%" PRId64 ", of %s, after one of %s. A clock was wrong, or was set "
                             "so; the order of the record does not depend on it.",
                             backdated->count, backdated->count == 1 ? "y bears" : "ies bear",
                             backdated->first, backdated->day, backdated->newest));
}

static void write_problems(struct arena *arena, const struct verify_result *result,
                           struct buffer *out) {
    if (result->ok) {
        buffer_add_text(out, "\nThe record is whole.\n");
        return;
    }
    size_t count = result->problem_count + result->unlisted;
    buffer_format(out, "\n%zu problem%s:\n", count, count == 1 ? "" : "s");
    for (size_t i = 0; i < result->problem_count; i++) {
        const struct verify_problem *problem = &result->problem[i];
        layout_wrap(out, "  ", "    ",
                    problem->index == VERIFY_WHOLE
                        ? arena_format(arena, "the record: %s", problem->what)
                        : arena_format(arena, "entry %" PRId64 ": %s", problem->index,
                                       problem->what));
    }
    if (result->unlisted) buffer_format(out, "  and %zu more\n", result->unlisted);
}

static void write_text(struct arena *arena, const char *path, const struct verify_result *result,
                       struct buffer *out) {
    buffer_format(out, "%s: %" PRIu64 " entr%s\n", path, result->size,
                  result->size == 1 ? "y" : "ies");
    layout_field(out, 2, "origin", 12, result->origin ? result->origin : "not said");
    layout_field(out, 2, "root", 12, base64(arena, &result->root));
    write_device(arena, result, out);
    write_root_key(arena, result, out);
    write_level(arena, result, out);
    write_past(arena, result, out);
    write_users(result, out);
    write_forks(arena, result, out);
    write_backdated(arena, result, out);
    write_problems(arena, result, out);
}

/* ------------------------------------------------------------------ the command */

static bool run(struct command_line *line, struct error *error);

const struct command VERIFY_COMMAND = {
    .name = "verify",
    .usage = "DIR [options]",
    .summary = "is the record whole, and who wrote in it",
    .help = "Checks every entry: its form, its signatures, whether those who signed were entitled "
            "to at that moment, that it follows what it says it follows, that it fits its "
            "declaration, and that all of them make the tree that was kept. Then what is sealed, "
            "as far as it can be opened, and files, against what the entries commit to. All that "
            "is wrong is listed; the answer is then no (exit code 1).\n"
            "That the whole record was replaced by another shows when the root key is compared; "
            "that it is an older copy of itself, when size and root are compared with what is kept "
            "outside of the folder: the high-water mark of this device (in XDG_STATE_HOME/cairn), "
            "and what others have noted. With which of them it was compared is said.",
    .options = OPTIONS,
    .run = run,
};

/* A fingerprint as people write it: with blanks or colons, in any case. */
static bool read_fingerprint(const char *text, struct digest *out, struct error *error) {
    char plain[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 2];
    size_t length = 0;
    struct error ignored = {0};
    for (; *text && length < sizeof plain - 1; text++)
        if (*text != ' ' && *text != ':') plain[length++] = (char)tolower((unsigned char)*text);
    if (encode_bytes(ENCODING_HEX, plain, length, out->byte, DIGEST_SIZE, &ignored)) return true;
    return error_set(error, ERROR_USAGE, "--root-key: a fingerprint has %d digits 0-9 and a-f",
                     ENCODE_HEX_LENGTH(DIGEST_SIZE));
}

static bool run(struct command_line *line, struct error *error) {
    struct verify_options options = {.level = VERIFY_CONTENTS, .threads = workers_default()};
    struct verify_result result;
    struct digest root_key;
    if (!command_options(&VERIFY_COMMAND, line, &options, sizeof options, 1, 1, error)) return false;
    if (options.root_key && !read_fingerprint(options.root_key, &root_key, error)) return false;
    struct verify_plan plan = {.level = (enum verify_level)options.level,
                               .root_key = options.root_key ? &root_key : NULL,
                               .threads = (int)options.threads,
                               .cancel = line->cancel,
                               .shown = true};
    if (!verify_run(line->arena, line->words[0], &plan, &result, error)) return false;
    if (options.json) write_json(line->arena, &result, line->out);
    else write_text(line->arena, line->words[0], &result, line->out);
    line->answer_no = !result.ok;
    return true;
}
