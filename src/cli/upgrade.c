/* cairn upgrade: enters this program's declarations into a record that was begun by an earlier one. */
#include <inttypes.h>

#include "base/workers.h"
#include "case/shell_word.h"
#include "cli/session.h"
#include "cli/upgrade_key.h"
#include "record/device.h"

struct upgrade_options {
    const char *as, *with, *passphrase_file;
    bool dry_run;
};

static const struct option OPTIONS[] = {
    {.name = "dry-run", .kind = OPTION_FLAG, .target = offsetof(struct upgrade_options, dry_run),
     .help = "say which declarations are new, and enter none"},
    SIGNER_OPTIONS(struct upgrade_options),
    {.name = "with", .kind = OPTION_TEXT, .target = offsetof(struct upgrade_options, with),
     .value = "NAME", .help = "the second administrator, where two must sign"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command UPGRADE_COMMAND = {
    .name = "upgrade",
    .usage = "DIR [--dry-run] [--as NAME] [--with NAME] [--passphrase-file FILE]",
    .summary = "a record begun by an earlier program learns what this one can record",
    .help = "What a kind of record consists of is declared in the record itself, and a newer "
            "program may know further fields. An administrator enters its declarations, all of "
            "them or none; what was written before is read by the declarations of its own time "
            "for ever. A program that is older than the record says so and enters nothing.\n"
            "A record without a key for its checkpoints (cairn publish) gets one.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* The declarations that the record does not have yet, as drafts by these signers. */
static size_t make_drafts(struct session *session, const struct draft_signer *signers,
                          size_t signer_count, struct draft *drafts) {
    const struct authority_schema *of_schemas = authority_schema_of(&session->authority, "schema");
    size_t count = 0;
    for (int i = 0; i < schema_count; i++) {
        if (!session_is_undeclared(session, &schema_list[i])) continue;
        drafts[count++] = (struct draft){
            .schema = of_schemas ? of_schemas->schema : schema_find("schema"),
            .rec = identifier_make(&session->random, IDENTIFIER_RECORD),
            .fields = json_pack("{s:s}", "text", schema_list[i].text),
            .signers = signers,
            .signer_count = signer_count};
    }
    return count;
}

static bool append(struct command_line *line, const struct upgrade_options *options,
                   struct session *session, bool key_missing, struct error *error) {
    struct session_signer signer[2] = {0};
    struct draft_signer signed_by[2];
    struct draft *drafts = arena_new(line->arena, struct draft, schema_count + 1);
    struct receipt *receipts = arena_new(line->arena, struct receipt, schema_count + 1);
    const char *names[2] = {options->as, options->with};
    size_t signers = options->with ? 2 : 1, count = 0;
    bool done = true;
    for (size_t i = 0; i < signers && done; i++) {
        done = session_signer_open(session, names[i], 1U << USER_ADMINISTRATOR, &signer[i], error);
        if (done) signed_by[i] = session_draft_signer(&signer[i]);
    }
    if (done) {
        count = make_drafts(session, signed_by, signers, drafts);
        done = !key_missing ||
               upgrade_key_draft(session, signed_by, signers, &drafts[count], error);
        count += done && key_missing;
    }
    if (done) {
        struct append_batch batch = {
            .drafts = drafts, .count = count, .threads = workers_default()};
        done = session_append(session, &batch, receipts, NULL, error);
    }
    for (size_t i = 0; i < count; i++) json_decref((json_t *)drafts[i].fields);
    for (size_t i = 0; i < signers; i++) session_signer_close(&signer[i]);
    if (done)
        buffer_format(line->out, "entries %" PRIu64 " to %" PRIu64 ": the record has the "
                      "declarations of this program\n\nnext: cairn verify %s\n",
                      receipts[0].index, receipts[count - 1].index,
                      shell_word(line->arena, line->words[0]));
    return done;
}

static bool upgrade(struct command_line *line, const struct upgrade_options *options,
                    struct session *session, struct error *error) {
    int count = 0;
    bool key_missing;
    if (!device_is_main(&session->investigation, "declarations are entered", error) ||
        !session_is_not_older(session, error) ||
        !upgrade_key_is_missing(session, &key_missing, error))
        return false;
    for (int i = 0; i < schema_count; i++) {
        if (!session_is_undeclared(session, &schema_list[i])) continue;
        buffer_format(line->out, "%s: a new declaration\n", schema_list[i].kind);
        count++;
    }
    if (key_missing) buffer_add_text(line->out, "a key for checkpoints\n");
    count += key_missing;
    if (count && !options->dry_run) return append(line, options, session, key_missing, error);
    buffer_add_text(line->out, count ? "\nNothing was entered (--dry-run).\n"
                                     : "The record has the declarations of this program already.\n");
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct upgrade_options options = {0};
    struct session session;
    if (!command_options(&UPGRADE_COMMAND, line, &options, sizeof options, 1, 1, error) ||
        !session_open(line->arena, line->words[0],
                      options.dry_run ? INVESTIGATION_READ : INVESTIGATION_APPEND,
                      options.passphrase_file, &session, error))
        return false;
    bool done = upgrade(line, &options, &session, error);
    session_close(&session);
    return done;
}
