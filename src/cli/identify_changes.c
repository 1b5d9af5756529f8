#include "case/decision_changes.h"
#include "case/shell_word.h"
#include "cli/identify_record.h"

static bool hold(struct command_line *line, const struct identify_line *options,
                 struct session *session, struct identify_run *run, struct error *error) {
    struct decisions decisions;
    struct decision_changes changes;
    if (!session_read_tables(session, line->cancel, !options->run.json, error) ||
        !decisions_read(line->arena, &session->investigation, &session->tables, &decisions,
                        error) ||
        !identify_run(line, options, session, run, error) ||
        !decision_changes_make(line->arena, &session->investigation, &session->tables, &decisions,
                               &run->run.found, &changes, error))
        return false;
    line->answer_no = changes.fallen > 0;
    if (options->run.json) {
        decision_changes_json(&changes, line->out);
        return true;
    }
    decision_changes_text(line->arena, &changes, line->out);
    if (changes.fallen)
        buffer_format(line->out, "\nnext: cairn explain %s REMAINS PERSON, locus by locus; then cairn "
                      "decide %s, to propose anew,\n      refuse or revoke\n",
                      shell_word(line->arena, line->words[0]),
                      shell_word(line->arena, line->words[0]));
    return true;
}

bool identify_changes(struct command_line *line, const struct identify_line *options,
                      struct error *error) {
    struct session session;
    struct identify_line own = *options;
    struct identify_run run = {0};
    own.run.quiet = true;
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = hold(line, &own, &session, &run, error);
    identify_run_close(&run);
    session_close(&session);
    return done;
}
