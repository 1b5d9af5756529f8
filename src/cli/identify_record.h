/* Identification on the command line: one run, and what an investigation keeps of it. */
#ifndef CAIRN_CLI_IDENTIFY_RECORD_H
#define CAIRN_CLI_IDENTIFY_RECORD_H

#include "case/comparison_entry.h"
#include "cli/run_options.h"
#include "cli/steps.h"

struct identify_line {
    struct run_options run; /* stands first: RUN_OPTIONS */
    const char *as, *passphrase_file, *repeat;
    bool dry_run, changes;
};

/* A run, and how long its steps took. */
struct identify_run {
    struct run run;
    struct steps steps;
};

/* Reads the tables or (session not NULL) the records, and identifies. The run is to be closed, also
 * after a failure. */
MUST_CHECK bool identify_run(struct command_line *line, const struct identify_line *options,
                             const struct session *session, struct identify_run *out_run,
                             struct error *error);
void identify_run_close(struct identify_run *run);

/* Adds it to line->out, as text or JSON. */
void identify_write(struct command_line *line, const struct identify_line *options,
                    const struct identify_run *run);

/* Runs on an investigation and appends a comparison, unless it is a dry run. */
MUST_CHECK bool identify_record(struct command_line *line, const struct identify_line *options,
                                struct error *error);

/* Appends what came out on a session as a comparison, signed by `signer`. */
MUST_CHECK bool identify_append(struct session *session, const struct session_signer *signer,
                                const struct run *run, struct receipt *out_receipt,
                                struct error *error);

/* Runs the comparison options->repeat again, on the record as it was, and says whether every digit
 * is the same; line->answer_no when not. */
MUST_CHECK bool identify_repeat(struct command_line *line, const struct identify_line *options,
                                struct error *error);

/* Runs on the record as it is now, and says which decisions it no longer bears out; line->answer_no
 * when there are any. Nothing is recorded. */
MUST_CHECK bool identify_changes(struct command_line *line, const struct identify_line *options,
                                 struct error *error);

#endif
