/* cairn publish: the record as others can check it. */
#include <inttypes.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "case/layout.h"
#include "case/shell_word.h"
#include "cli/sign_checkpoint.h"
#include "publish/edition.h"

struct publish_options {
    const char *as, *passphrase_file, *audience;
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "for",
     .kind = OPTION_TEXT,
     .target = offsetof(struct publish_options, audience),
     .value = "auditor",
     .help = "with the entries, for somebody named: never in public"},
    {.name = "json",
     .kind = OPTION_FLAG,
     .target = offsetof(struct publish_options, json),
     .help = "for programs"},
    SIGNER_OPTIONS(struct publish_options),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command PUBLISH_COMMAND = {
    .name = "publish",
    .usage = "DIR OUT [--for auditor] [--as NAME] [--passphrase-file FILE] [--json]",
    .summary = "the record as others can check it",
    .help =
        "Writes into the folder OUT what any web server can serve and other programs can check: "
        "a checkpoint, signed by the log, and the hashes of all entries (C2SP tlog-tiles). Once "
        "it is out, no entry can be altered, left out or exchanged without being found out. The "
        "folder goes on with each publication; what is in it never changes but for the "
        "checkpoint, and every earlier one stays in checkpoints/.\n"
        "The entries themselves, without what is sealed in them, are only in the edition for "
        "auditors: who wrote how much on which day is not for everybody in a war.\n"
        "An administrator signs, by passphrase, if there is anything new. Nothing is ever signed "
        "that an earlier checkpoint, here or in OUT, speaks against.\n"
        "The key that is printed belongs to those who check: with it, and without this program.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static const char *root_text(struct arena *arena, const struct digest *root) {
    return encode_copy(arena, ENCODING_BASE64, root->byte, DIGEST_SIZE);
}

static void print(struct command_line *line, const struct publish_options *options,
                  const struct edition *edition, const struct checkpoint_kept *newest,
                  const char *vkey) {
    const char *root = root_text(line->arena, &newest->checkpoint.root);
    if (options->json) {
        struct json json = json_to(line->out);
        json_open_object(&json);
        json_member_text(&json, "origin", newest->checkpoint.origin);
        json_member_whole(&json, "size", (int64_t)newest->size);
        json_member_text(&json, "root", root);
        json_member_text(&json, "key", vkey);
        json_member_whole(&json, "before", (int64_t)edition->before);
        json_member_truth(&json, "entries", edition->plan->entries);
        json_member_whole(&json, "files", (int64_t)edition->files);
        json_close_object(&json);
        return;
    }
    buffer_format(line->out, "%s: the checkpoint of %" PRIu64 " entr%s%s\n", edition->plan->path,
                  newest->size, newest->size == 1 ? "y" : "ies",
                  edition->before == newest->size ? ", as before" : "");
    layout_field(line->out, 2, "origin", 8, newest->checkpoint.origin);
    layout_field(line->out, 2, "root", 8, root);
    layout_field(line->out, 2, "key", 8, vkey);
    buffer_format(line->out, "\nnext: cairn proof %s RECORD\n",
                  shell_word(line->arena, line->words[0]));
}

/* Nobody is asked for a passphrase when there is nothing to sign. */
static bool sign_if_grown(struct session *session, const struct publish_options *options,
                          struct error *error) {
    struct checkpoint_kept newest;
    bool found;
    if (!sign_checkpoint_newest(session, &found, &newest, error)) return false;
    return (found && newest.size == session->investigation.tree.size) ||
           sign_checkpoint(session, options->as, &newest, error);
}

static bool publish(struct command_line *line, const struct publish_options *options,
                    struct session *session, struct error *error) {
    struct edition_plan plan = {.path = line->words[1],
                                .entries = options->audience != NULL,
                                .cancel = line->cancel,
                                .shown = true};
    struct edition edition = {0};
    struct checkpoint_kept newest;
    const char *vkey;
    bool done = sign_checkpoint_vkey(session, &vkey, error) &&
                sign_checkpoint_tiles(session, line->cancel, true, error) &&
                edition_open(line->arena, &session->investigation, &plan, &edition, error) &&
                sign_if_grown(session, options, error) &&
                edition_write(line->arena, &session->investigation, &edition, &newest, error);
    if (done) print(line, options, &edition, &newest, vkey);
    edition_close(&edition);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct publish_options options = {0};
    struct session session;
    if (!command_options(&PUBLISH_COMMAND, line, &options, sizeof options, 2, 2, error))
        return false;
    if (options.audience && strcmp(options.audience, "auditor") != 0)
        return error_set(error, ERROR_USAGE,
                         "--for: the entries are for an auditor, and for nobody "
                         "else; without it the edition is public");
    if (!session_open(line->arena, line->words[0], INVESTIGATION_APPEND, options.passphrase_file,
                      &session, error))
        return false;
    bool done = publish(line, &options, &session, error);
    session_close(&session);
    return done;
}
