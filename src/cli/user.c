/* cairn user: who may sign, and what. */
#include <string.h>

#include "base/json.h"
#include "case/shell_word.h"
#include "cli/key_cost.h"
#include "cli/session.h"
#include "cli/user_change.h"
#include "record/device.h"
#include "schema/quote.h"

static const struct option OPTIONS[] = {
    {.name = "roles", .kind = OPTION_TEXT, .target = offsetof(struct user_options, roles),
     .value = "ROLE,…",
     .help = "administrator field laboratory examiner liaison press board custodian"},
    {.name = "reason", .kind = OPTION_TEXT, .target = offsetof(struct user_options, reason),
     .value = "TEXT", .help = "why somebody or something changes"},
    SIGNER_OPTIONS(struct user_options),
    {.name = "with", .kind = OPTION_TEXT, .target = offsetof(struct user_options, with),
     .value = "NAME", .help = "the second administrator, where two must sign"},
    {.name = "new-passphrase-file", .kind = OPTION_TEXT,
     .target = offsetof(struct user_options, new_passphrase_file), .value = "FILE",
     .help = "the passphrase of the new key, instead of asking for it"},
    KEY_COST_OPTION(struct user_options),
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct user_options, json),
     .help = "print JSON for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command USER_COMMAND = {
    .name = "user",
    .usage = "DIR [list|add|roles|suspend|resume|revoke|key|passphrase] [NAME]",
    .summary = "who may sign, and what",
    .help = "list shows everybody. add NAME --roles field,press makes a user; roles NAME "
            "--roles … says anew what somebody may do; suspend and resume are for absences, "
            "revoke is for good. key NAME gives a new key to somebody who lost the old one or "
            "its passphrase, which is ended. passphrase NAME changes a passphrase and leaves the "
            "key.\n"
            "All but the last are entries signed by an administrator, and by two where there are "
            "two (--with): to make a user, to give a role or a key, and to end an administrator. "
            "An administrator neither proposes nor confirms an identification.\n"
            "Roles bind programs that keep to them. Somebody who holds the folder can read it, "
            "and with a key can sign whatever its user may; what was signed against the rules is "
            "found by cairn verify.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* ------------------------------------------------------------------ the list */

static const char *state_name(enum user_state state) {
    return state == USER_ACTIVE ? "active" : state == USER_SUSPENDED ? "suspended" : "revoked";
}

static void write_json(const struct session *session, struct buffer *out) {
    struct json json = json_to(out);
    json_open_list(&json);
    for (size_t i = 0; i < session->users.count; i++) {
        const struct user_line *line = &session->users.line[i];
        json_open_object_flat(&json);
        json_member_text(&json, "user", line->user->id.text);
        json_member_text(&json, "name", *line->name ? line->name : NULL);
        json_member_text(&json, "state", state_name(line->user->state));
        json_name(&json, "roles");
        json_open_list_flat(&json);
        for (int role = 0; role < USER_ROLES; role++)
            if (line->user->roles >> role & 1)
                json_text(&json, user_role_name((enum user_role)role));
        json_close_list(&json);
        json_member_whole(&json, "made_by_entry", (int64_t)line->user->made);
        json_member_whole(&json, "changed_by_entry", (int64_t)line->user->changed);
        json_member_whole(&json, "keys_here", (int64_t)line->key_count);
        json_close_object(&json);
    }
    json_close_list(&json);
}

static void write_text(const struct session *session, struct buffer *out) {
    for (size_t i = 0; i < session->users.count; i++) {
        const struct user_line *line = &session->users.line[i];
        struct quoted name = quote(line->name);
        buffer_format(out, "%s  %s\n    %s%s%s; made by entry %llu%s\n", line->user->id.text,
                      *line->name ? name.text : "(name erased)",
                      line->user->state == USER_ACTIVE ? "" : state_name(line->user->state),
                      line->user->state == USER_ACTIVE ? "" : "; ",
                      line->user->roles ? session_roles_text(session->arena, line->user->roles)
                                        : "no roles",
                      (unsigned long long)line->user->made,
                      line->key_count ? "" : "; no private key here");
    }
}

static bool list(struct command_line *line, const struct user_options *options,
                 struct error *error) {
    struct session session;
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    if (options->json) write_json(&session, line->out);
    else write_text(&session, line->out);
    session_close(&session);
    return true;
}

/* ------------------------------------------------------------------ changes */

static const struct {
    const char *name;
    bool (*run)(struct session *session, const struct user_options *options, const char *name,
                struct buffer *out, struct error *error);
} CHANGES[] = {
    {"add", user_change_add},       {"roles", user_change_roles},
    {"suspend", user_change_suspend}, {"resume", user_change_resume},
    {"revoke", user_change_revoke}, {"key", user_change_key},
    {"passphrase", user_change_passphrase},
};

enum { CHANGE_COUNT = sizeof CHANGES / sizeof CHANGES[0] };

static bool change(struct command_line *line, const struct user_options *options, int which,
                   struct error *error) {
    struct session session;
    if (line->count < 3)
        return error_set(error, ERROR_USAGE, "user %s needs a name: cairn user DIR %s NAME",
                         line->words[1], line->words[1]);
    if (!session_open(line->arena, line->words[0], INVESTIGATION_APPEND, options->passphrase_file,
                      &session, error))
        return false;
    bool done = device_is_main(&session.investigation, "users and keys are changed", error) &&
                CHANGES[which].run(&session, options, line->words[2], line->out, error);
    session_close(&session);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct user_options options = {.key_cost = SECRET_COST_KIBIBYTES};
    if (!command_options(&USER_COMMAND, line, &options, sizeof options, 1, 3, error)) return false;
    const char *verb = line->count > 1 ? line->words[1] : "list";
    if (strcmp(verb, "list") == 0) {
        if (line->count > 2)
            return error_set(error, ERROR_USAGE, "user list shows everybody; \"%.80s\" is too much",
                             line->words[2]);
        return list(line, &options, error);
    }
    for (int i = 0; i < CHANGE_COUNT; i++)
        if (strcmp(verb, CHANGES[i].name) == 0) return change(line, &options, i, error);
    return error_set(error, ERROR_USAGE, "user \"%.80s\": it is one of list, add, roles, suspend, "
                     "resume, revoke, key, passphrase", verb);
}
