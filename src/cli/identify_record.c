#include "cli/identify_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/files.h"
#include "case/identification_json.h"
#include "case/identification_text.h"
#include "case/shell_word.h"
#include "record/device.h"

bool identify_run(struct command_line *line, const struct identify_line *options,
                  const struct session *session, struct identify_run *out_run,
                  struct error *error) {
    struct steps *steps = &out_run->steps;
    double began = clock_seconds();
    if (!run_options_read(&options->run, line->words[0], session, line->arena, line->cancel,
                          &out_run->run, error))
        return false;
    steps_add(steps, "read", clock_seconds() - began);
    struct identify_options engine = run_request_engine(&options->run.asked, line->cancel);
    steps_watch(steps, &engine);
    bool done = run_identify(line->arena, &engine, &out_run->run, error);
    steps_end(steps);
    return done;
}

void identify_run_close(struct identify_run *run) { run_close(&run->run); }

void identify_write(struct command_line *line, const struct identify_line *options,
                    const struct identify_run *run) {
    const struct run *made = &run->run;
    if (options->run.json) identification_json(&made->found, &made->provenance, line->out);
    else
        identification_text(line->arena, &made->found, &made->verdicts, &made->provenance,
                            line->words[0], run_request_words(line->arena, &options->run.asked),
                            line->out);
}

/* ------------------------------------------------------------------ its entry */

bool identify_append(struct session *session, const struct session_signer *signer,
                     const struct run *run, struct receipt *out_receipt, struct error *error) {
    struct draft_signer signed_by = session_draft_signer(signer);
    struct comparison_entry entry;
    bool done = comparison_entry_make(session->arena, &session->investigation, run,
                                      &session->random, &signed_by, &entry, error);
    struct append_batch batch = {.drafts = &entry.draft, .count = 1};
    done = done && session_append(session, &batch, out_receipt, NULL, error);
    comparison_entry_close(&entry);
    return done;
}

/* What was recorded comes after the result; beside JSON it goes to stderr, and is no part of what
 * the hash is of. */
static void tell_receipt(struct command_line *line, const struct identify_line *options,
                         const struct receipt *receipt) {
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    const char *folder = shell_word(line->arena, line->words[0]);
    encode_text(ENCODING_BASE64, receipt->leaf.byte, DIGEST_SIZE, leaf);
    const char *text = arena_format(
        line->arena,
        "\nRecorded as entry %" PRIu64 ", leaf hash %s\n"
        "      cairn identify %s --repeat %" PRIu64 " runs it again and compares every digit\n",
        receipt->index, leaf, folder, receipt->index);
    if (options->run.json) fputs(text, stderr);
    else buffer_add_text(line->out, text);
}

static bool run_and_append(struct command_line *line, const struct identify_line *options,
                           struct session *session, const struct session_signer *signer,
                           struct identify_run *run, struct error *error) {
    struct receipt receipt;
    if (!session_read_tables(session, line->cancel, !options->run.json, error) ||
        !identify_run(line, options, session, run, error))
        return false;
    identify_write(line, options, run);
    if (options->dry_run) {
        if (!options->run.json) buffer_add_text(line->out, "\nNothing was recorded (--dry-run).\n");
        return true;
    }
    if (!identify_append(session, signer, &run->run, &receipt, error)) return false;
    tell_receipt(line, options, &receipt);
    return true;
}

bool identify_record(struct command_line *line, const struct identify_line *options,
                     struct error *error) {
    struct session session;
    struct session_signer signer = {0};
    struct identify_run run = {0};
    enum investigation_access access = options->dry_run ? INVESTIGATION_READ : INVESTIGATION_APPEND;
    if (!session_open(line->arena, line->words[0], access, options->passphrase_file, &session,
                      error))
        return false;
    bool done = (options->dry_run ||
                 (device_may_append(&session.investigation, "comparison", error) &&
                  session_is_declared(&session, error) &&
                  session_signer_open(&session, options->as, 1U << USER_LABORATORY, &signer,
                                      error))) &&
                run_and_append(line, options, &session, &signer, &run, error);
    session_signer_close(&signer);
    identify_run_close(&run);
    session_close(&session);
    return done;
}

/* ------------------------------------------------------------------ the same again */

/* The options that the comparison was run with; those of how to run and print stay. */
static void take_options(const struct comparison *comparison, struct identify_line *options) {
    int64_t threads = options->run.asked.threads;
    options->run.asked = run_request_of(comparison);
    options->run.asked.threads = threads;
    options->run.quiet = true;
}

/* The first line of the two that differs; "" where one has no more. */
static void first_difference(struct arena *arena, const char *one, const char *other, int *out_line,
                             const char **out_one, const char **out_other) {
    *out_line = 1;
    for (;; (*out_line)++) {
        size_t length = strcspn(one, "\n"), other_length = strcspn(other, "\n");
        bool end = !one[length] || !other[other_length];
        if (end || length != other_length || memcmp(one, other, length) != 0) {
            *out_one = arena_copy_part(arena, one, length);
            *out_other = arena_copy_part(arena, other, other_length);
            return;
        }
        one += length + 1;
        other += other_length + 1;
    }
}

enum { RESULT_MOST = 1 << 30 };

static bool tell_difference(struct command_line *line, const struct comparison *comparison,
                            const struct buffer *result, struct error *error) {
    char *kept;
    const char *then, *now;
    size_t size;
    int number;
    buffer_format(line->out, "Entry %" PRIu64 " is not what comes out now.\n",
                  comparison->line.index);
    if (strcmp(comparison->engine, COMPARISON_ENGINE) != 0)
        buffer_format(line->out, "It was made by %s; this is %s.\n", comparison->engine,
                      COMPARISON_ENGINE);
    if (!comparison->result_path) {
        buffer_add_text(line->out, "Its result is not kept here any more, only its hash.\n");
        return true;
    }
    if (!files_read(line->arena, comparison->result_path, RESULT_MOST, &kept, &size, error))
        return false;
    first_difference(line->arena, kept, buffer_text(result), &number, &then, &now);
    buffer_format(line->out, "The first line of the results that differs is %d:\n\nthen: %s\nnow:  "
                  "%s\n", number, then, now);
    return true;
}

static bool repeat_on(struct command_line *line, struct identify_line *options,
                      struct session *session, const struct comparison *comparison,
                      struct identify_run *run, struct error *error) {
    struct digester digester = session->investigation.digester;
    struct buffer result = {0};
    take_options(comparison, options);
    if (!session_read_tables_of(session, (int64_t)comparison->basis.log_size, line->cancel,
                                !options->run.json, error) ||
        !identify_run(line, options, session, run, error))
        return false;
    identification_json(&run->run.found, &run->run.provenance, &result);
    struct digest digest = digest_of(&digester, result.bytes, result.size);
    bool same = digest_equal(&digest, &comparison->basis.result), done = true;
    line->answer_no = !same;
    if (options->run.json) buffer_add(line->out, result.bytes, result.size);
    else if (same)
        buffer_format(line->out, "Entry %" PRIu64 ", a comparison on %" PRIu64 " entries: every "
                      "digit of its result is the same (SHA-256 of %zu bytes).\n",
                      comparison->line.index, comparison->basis.log_size, result.size);
    else done = tell_difference(line, comparison, &result, error);
    buffer_close(&result);
    return done;
}

static bool check_root(struct session *session, const struct comparison *comparison,
                       struct error *error) {
    struct digester digester = session->investigation.digester;
    struct digest root;
    if (comparison->basis.log_size > comparison->line.index)
        return error_set(error, ERROR_CORRUPT, "entry %" PRIu64 " says that it ran on %" PRIu64
                         " entries, more than stand before it", comparison->line.index,
                         comparison->basis.log_size);
    return log_root_at(session->investigation.store, &digester, comparison->basis.log_size, &root,
                       error) &&
           (digest_equal(&root, &comparison->basis.log_root) ||
            error_set(error, ERROR_CORRUPT, "entry %" PRIu64 " ran on another record than this: "
                      "the root of its first %" PRIu64 " entries is not the one that it names; "
                      "run cairn verify", comparison->line.index, comparison->basis.log_size));
}

bool identify_repeat(struct command_line *line, const struct identify_line *options,
                     struct error *error) {
    struct identify_line own = *options;
    struct session session;
    struct comparison comparison;
    struct identify_run run = {0};
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = store_begin(session.investigation.store, STORE_READ, error);
    if (done) {
        done = comparison_read(line->arena, &session.investigation, options->repeat, &comparison,
                               error) &&
               check_root(&session, &comparison, error);
        store_rollback(session.investigation.store);
    }
    done = done && repeat_on(line, &own, &session, &comparison, &run, error);
    identify_run_close(&run);
    session_close(&session);
    return done;
}
