/* cairn pull: what other copies have written comes into the record. */
#include <string.h>

#include "base/encode.h"
#include "cli/pull_text.h"
#include "record/device.h"
#include "schema/quote.h"

struct pull_options {
    const char *accept, *reason, *as, *passphrase_file;
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "accept", .kind = OPTION_TEXT, .target = offsetof(struct pull_options, accept),
     .value = "REC|all", .help = "take what waits: of a record, or all"},
    {.name = "reason", .kind = OPTION_TEXT, .target = offsetof(struct pull_options, reason),
     .value = "TEXT", .help = "how that was checked. It is public for ever: name nobody"},
    SIGNER_OPTIONS(struct pull_options),
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct pull_options, json),
     .help = "print JSON for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command PULL_COMMAND = {
    .name = "pull",
    .usage = "DIR [PATH] [--accept REC|all --reason TEXT]",
    .summary = "takes over what was written on another copy",
    .help = "On the main copy: takes from the copy in the folder PATH, a device, every entry that is "
            "not in the record yet, with what it commits to, each checked as if a stranger gave it. "
            "What cannot be taken is listed, with the reason. On a device: PATH is the main copy; "
            "what is new there comes first, and the device's own entries that are not in the record "
            "yet behind it. Either way it is all or nothing, and a second time changes nothing.\n"
            "What was signed by somebody who may not sign any more waits, and is listed by cairn "
            "pull DIR. An administrator who has asked and looked accepts it (--accept), which is an "
            "entry with its reason.\n"
            "Where both copies changed the same record, both versions are there afterwards, until a "
            "change that follows both settles it: the record's page, or cairn import with --reason.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* ------------------------------------------------------------------ accepting */

/* Is it of the record, or the entry, that is named? */
static bool is_named(const struct pull_entry *entry, const char *name) {
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, entry->leaf.byte, DIGEST_SIZE, leaf);
    return !strcmp(name, "all") || !strcmp(name, leaf) || !strcmp(name, entry->rec.text);
}

static bool accept_named(struct session *session, const struct pull_options *options,
                         const struct pull *pull, struct pull_result *out_result,
                         struct error *error) {
    struct pull_result waiting;
    struct session_signer signer = {0};
    if (!pull_waiting(session->arena, &session->investigation, &waiting, error)) return false;
    struct digest *leaf = arena_new(session->arena, struct digest, waiting.count);
    struct pull_acceptance acceptance = {.leaf = leaf, .basis = options->reason};
    for (size_t i = 0; i < waiting.count; i++)
        if (is_named(&waiting.entry[i], options->accept))
            leaf[acceptance.count++] = waiting.entry[i].leaf;
    if (acceptance.count == 0)
        return error_set(error, ERROR_NOT_FOUND, "nothing waits that \"%s\" names: cairn pull DIR "
                         "lists what does", quote(options->accept).text);
    if (!session_signer_open(session, options->as, 1U << USER_ADMINISTRATOR, &signer, error))
        return false;
    struct draft_signer signed_by = session_draft_signer(&signer);
    acceptance.signer = &signed_by;
    bool done = pull_accept(session->arena, pull, &acceptance, out_result, error);
    session_signer_close(&signer);
    return done;
}

/* ------------------------------------------------------------------ the command */

/* From here on the tables are read. */
static bool find(struct session *session, const struct pull_result *result,
                 struct pull_found *out_found, struct error *error) {
    append_close(session->appender);
    session->appender = NULL;
    return session_read_tables(session, NULL, false, error) &&
           pull_find(session->arena, &session->tables, result, out_found, error);
}

static bool change(struct command_line *line, const struct pull_options *options,
                   struct session *session, struct error *error) {
    const char *from = line->count > 1 ? line->words[1] : NULL;
    struct pull_result result;
    struct pull_found found;
    struct pull pull = {.investigation = &session->investigation, .random = &session->random,
                        .cancel = line->cancel, .shown = !options->json};
    if (options->accept && (!device_may_append(&session->investigation, "accept", error) ||
                            !session_is_declared(session, error)))
        return false;
    if (!session_appender(session, &pull.appender, error) ||
        !(options->accept ? accept_named(session, options, &pull, &result, error)
                          : pull_run(line->arena, &pull, from, &result, error)) ||
        !find(session, &result, &found, error))
        return false;
    if (options->json) pull_json(&result, &found, line->out);
    else pull_text(session, from, &result, &found, line->out);
    line->answer_no = result.refused > 0;
    return true;
}

static bool list(struct session *session, const struct pull_options *options, struct buffer *out,
                 struct error *error) {
    struct pull_result waiting;
    struct pull_found none = {0};
    if (!pull_waiting(session->arena, &session->investigation, &waiting, error)) return false;
    if (options->json) pull_json(&waiting, &none, out);
    else pull_waiting_text(session, &waiting, out);
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct pull_options options = {0};
    struct session session;
    if (!command_options(&PULL_COMMAND, line, &options, sizeof options, 1, 2, error)) return false;
    if (options.accept && line->count > 1)
        return error_set(error, ERROR_USAGE, "--accept is for what waits already: leave out %s",
                         line->words[1]);
    if (!options.accept != !options.reason)
        return error_set(error, ERROR_USAGE, "--accept and --reason go together: an entry says for "
                         "ever why it was taken after all");
    bool changes = options.accept || line->count > 1;
    if (!session_open(line->arena, line->words[0],
                      changes ? INVESTIGATION_APPEND : INVESTIGATION_READ, options.passphrase_file,
                      &session, error))
        return false;
    bool done = changes ? change(line, &options, &session, error)
                        : list(&session, &options, line->out, error);
    session_close(&session);
    return done;
}
