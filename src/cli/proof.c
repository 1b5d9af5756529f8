/* cairn proof: receipts, to be checked by whoever has nothing of the record but them. */
#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "cli/named.h"
#include "cli/sign_checkpoint.h"
#include "record/log_receipt.h"
#include "record/vault.h"
#include "schema/quote.h"
#include "store/query.h"
#include "store/statements.h"

struct proof_options {
    const char *as, *passphrase_file, *with;
    bool all, json;
};

static const struct option OPTIONS[] = {
    {.name = "all",
     .kind = OPTION_FLAG,
     .target = offsetof(struct proof_options, all),
     .help = "every revision, not only the newest"},
    {.name = "with",
     .kind = OPTION_TEXT,
     .target = offsetof(struct proof_options, with),
     .value = "FIELD,...",
     .help = "these sealed fields, opened, beside the receipt"},
    {.name = "json",
     .kind = OPTION_FLAG,
     .target = offsetof(struct proof_options, json),
     .help = "for programs: what was written"},
    SIGNER_OPTIONS(struct proof_options),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command PROOF_COMMAND = {
    .name = "proof",
    .usage = "DIR CODE|REC|INDEX OUT [--all] [--with FIELD,...] [--json]",
    .summary = "receipts: that an entry is in the record, for whoever has only them",
    .help =
        "Writes into the folder OUT, for the newest revision of the record (of one that is forked, "
        "for each), INDEX.entry, the exact bytes of the entry, and INDEX.tlog-proof, which proves "
        "with the key of the log alone that it is in the record (C2SP tlog-proof). With --with "
        "also INDEX.disclosures: a line for each of these fields, of which the SHA-256 in base64url "
        "stands in the entry (RFC 9901). What is in that file is no longer sealed.\n"
        "The receipt is below the newest checkpoint. Only when that does not have the entry yet an "
        "administrator signs another, by passphrase.\n"
        "A code or identifier that is not there: exit code 1.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* ------------------------------------------------------------------ which entries */

struct proving {
    struct command_line *line;
    const struct proof_options *options;
    struct session session;
    struct log_line *entry;
    size_t count;
    struct checkpoint_kept checkpoint;
};

static bool is_head(const struct log_heads *heads, const struct log_line *line) {
    for (size_t i = 0; i < heads->count; i++)
        if (digest_equal(&heads->leaf[i], &line->leaf)) return true;
    return false;
}

static bool find_entries(struct proving *proving, bool *out_found, struct error *error) {
    struct arena *arena = proving->line->arena;
    struct store *store = proving->session.investigation.store;
    struct named named;
    struct log_line *lines;
    size_t count;
    if (!named_find(arena, &proving->session, proving->line->words[1], out_found, &named, error))
        return false;
    if (!*out_found) return true;
    if (!log_revisions(arena, store, &named.rec, UINT64_MAX >> 1, &lines, &count, error))
        return false;
    struct log_heads heads = log_heads(arena, lines, count);
    proving->entry = arena_new(arena, struct log_line, count);
    for (size_t i = 0; i < count; i++)
        if (named.index >= 0 ? (int64_t)lines[i].index == named.index
                             : proving->options->all || is_head(&heads, &lines[i]))
            proving->entry[proving->count++] = lines[i];
    *out_found = proving->count > 0;
    return true;
}

static void end_reading(struct session *session) {
    store_rollback(session->investigation.store);
    store_rollback(session->tables.store);
    session->reading = false;
}

/* ------------------------------------------------------------------ the checkpoint */

static bool has_all(const struct proving *proving) {
    for (size_t i = 0; i < proving->count; i++)
        if (proving->entry[i].index >= proving->checkpoint.size) return false;
    return true;
}

/* Only whoever signs needs the folder for themselves. */
static bool sign(struct proving *proving, struct error *error) {
    struct session *session = &proving->session;
    session_close(session);
    *session = (struct session){0};
    return session_open(proving->line->arena, proving->line->words[0], INVESTIGATION_APPEND,
                        proving->options->passphrase_file, session, error) &&
           sign_checkpoint_tiles(session, proving->line->cancel, !proving->options->json, error) &&
           sign_checkpoint(session, proving->options->as, &proving->checkpoint, error);
}

static bool find_checkpoint(struct proving *proving, struct error *error) {
    bool found;
    if (!sign_checkpoint_is_possible(&proving->session, error) ||
        !sign_checkpoint_newest(&proving->session, &found, &proving->checkpoint, error))
        return false;
    return (found && has_all(proving)) || sign(proving, error);
}

/* ------------------------------------------------------------------ disclosures */

static bool read_blob(struct proving *proving, const struct log_line *entry,
                      struct vault_blob *out_blob, struct error *error) {
    struct arena *arena = proving->line->arena;
    struct query *query;
    bool row;
    if (!query_open(proving->session.investigation.store, &VAULT_DISCLOSURES, &query, error))
        return false;
    query_bind_int(query, 1, (int64_t)entry->index);
    bool done = query_step(query, &row, error);
    size_t size = 0;
    const void *bytes = done && row ? query_blob(query, 0, &size) : NULL;
    if (done && !row)
        done = error_set(error, ERROR_NOT_FOUND,
                         "entry %" PRIu64 ": nothing of what is sealed in it "
                         "is left here",
                         entry->index);
    done = done && vault_read(arena, &entry->entry, arena_copy_part(arena, bytes, size), size,
                              out_blob, error);
    query_close(query);
    return done;
}

static bool add_disclosure(struct proving *proving, const struct log_line *entry,
                           const struct vault_blob *blob, const char *name, struct buffer *out,
                           struct error *error) {
    struct digester *digester = &proving->session.investigation.digester;
    for (size_t i = 0; i < entry->entry.sd_count; i++) {
        if (strcmp(entry->entry.sd[i].name, name) != 0) continue;
        const char *text = blob->field[i];
        if (!text) break;
        struct digest digest = disclosure_digest(digester, text, strlen(text));
        if (!digest_equal(&digest, &entry->entry.sd[i].digest))
            return error_set(error, ERROR_CORRUPT,
                             "entry %" PRIu64 ": what is kept of %s is not what it "
                             "commits to; run cairn verify",
                             entry->index, name);
        buffer_format(out, "%s\n", text);
        return true;
    }
    return error_set(error, ERROR_NOT_FOUND,
                     "entry %" PRIu64 " has no sealed field \"%s\" that could "
                     "be opened here",
                     entry->index, quote(name).text);
}

static bool add_disclosures(struct proving *proving, const struct log_line *entry,
                            struct buffer *out, struct error *error) {
    struct vault_blob blob;
    if (!read_blob(proving, entry, &blob, error)) return false;
    const char *at = proving->options->with;
    for (size_t length; *(at += strspn(at, ", ")); at += length) {
        length = strcspn(at, ", ");
        const char *name = arena_copy_part(proving->line->arena, at, length);
        if (!add_disclosure(proving, entry, &blob, name, out, error)) return false;
    }
    return true;
}

/* ------------------------------------------------------------------ writing */

struct written {
    struct buffer receipt, disclosures;
};

static bool make(struct proving *proving, const struct log_line *entry, struct written *written,
                 struct error *error) {
    struct investigation *investigation = &proving->session.investigation;
    return log_receipt_add(investigation->store, &investigation->digester, &proving->checkpoint,
                           entry->index, &entry->leaf, &written->receipt, error) &&
           (!proving->options->with ||
            add_disclosures(proving, entry, &written->disclosures, error));
}

static bool put(struct proving *proving, uint64_t index, const char *kind, const void *bytes,
                size_t size, struct error *error) {
    struct arena *arena = proving->line->arena;
    return files_write(
        arena_format(arena, "%s/%" PRIu64 ".%s", proving->line->words[2], index, kind), bytes, size,
        error);
}

static bool write_files(struct proving *proving, const struct log_line *entry,
                        const struct written *written, struct error *error) {
    return put(proving, entry->index, "entry", entry->bytes, entry->size, error) &&
           put(proving, entry->index, "tlog-proof", written->receipt.bytes, written->receipt.size,
               error) &&
           (!proving->options->with ||
            put(proving, entry->index, "disclosures", buffer_text(&written->disclosures),
                written->disclosures.size, error));
}

/* All of them are made before one is written. */
static bool write_all(struct proving *proving, struct error *error) {
    struct store *store = proving->session.investigation.store;
    struct written *written = arena_new(proving->line->arena, struct written, proving->count);
    bool done = store_begin(store, STORE_READ, error);
    for (size_t i = 0; done && i < proving->count; i++)
        done = make(proving, &proving->entry[i], &written[i], error);
    store_rollback(store);
    done = done && files_make_folder(proving->line->words[2], error);
    for (size_t i = 0; done && i < proving->count; i++)
        done = write_files(proving, &proving->entry[i], &written[i], error);
    for (size_t i = 0; i < proving->count; i++) {
        buffer_close(&written[i].receipt);
        buffer_close(&written[i].disclosures);
    }
    return done;
}

static void print(const struct proving *proving, const char *vkey) {
    struct buffer *out = proving->line->out;
    if (proving->options->json) {
        struct json json = json_to(out);
        json_open_object(&json);
        json_member_text(&json, "origin", proving->checkpoint.checkpoint.origin);
        json_member_whole(&json, "size", (int64_t)proving->checkpoint.size);
        json_member_text(&json, "key", vkey);
        json_name(&json, "entries");
        json_open_list_flat(&json);
        for (size_t i = 0; i < proving->count; i++)
            json_whole(&json, (int64_t)proving->entry[i].index);
        json_close_list(&json);
        json_close_object(&json);
        return;
    }
    for (size_t i = 0; i < proving->count; i++)
        buffer_format(
            out, "%s/%" PRIu64 ".tlog-proof: entry %" PRIu64 " is in the record of %" PRIu64 "\n",
            proving->line->words[2], proving->entry[i].index, proving->entry[i].index,
            proving->checkpoint.size);
    buffer_format(out, "\nThe key that they are checked with: %s\n", vkey);
}

/* ------------------------------------------------------------------ the command */

static bool prove(struct proving *proving, struct error *error) {
    struct session *session = &proving->session;
    const char *vkey;
    bool found;
    if (!session_read_tables(session, proving->line->cancel, !proving->options->json, error))
        return false;
    bool done = find_entries(proving, &found, error);
    end_reading(session);
    if (!done) return false;
    if (!found) {
        buffer_format(proving->line->out, "there is no record or entry \"%s\"\n",
                      quote(proving->line->words[1]).text);
        proving->line->answer_no = true;
        return true;
    }
    done = find_checkpoint(proving, error) && sign_checkpoint_vkey(session, &vkey, error) &&
           write_all(proving, error);
    if (done) print(proving, vkey);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct proof_options options = {0};
    struct proving proving = {.line = line, .options = &options};
    if (!command_options(&PROOF_COMMAND, line, &options, sizeof options, 3, 3, error) ||
        !session_open(line->arena, line->words[0], INVESTIGATION_READ, options.passphrase_file,
                      &proving.session, error))
        return false;
    bool done = prove(&proving, error);
    session_close(&proving.session);
    return done;
}
