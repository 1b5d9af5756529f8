/* cairn explain: why these remains and this person. */
#include <string.h>

#include "case/explain_json.h"
#include "case/explain_text.h"
#include "cli/command.h"
#include "base/nearest.h"
#include "cli/run_options.h"
#include "cli/steps.h"

static const struct option OPTIONS[] = {RUN_OPTIONS(struct run_options), {.name = NULL}};

static bool run(struct command_line *line, struct error *error);

const struct command EXPLAIN_COMMAND = {
    .name = "explain",
    .usage = "DIR REMAINS PERSON [options]",
    .summary = "why this pair: locus by locus, both hypotheses, other evidence",
    .help = "REMAINS is any code of the individual, PERSON the id of a missing person. Runs the "
            "same identification as cairn identify with the same options, and shows everything "
            "that the answer for this pair rests on.",
    .options = OPTIONS,
    .run = run,
};

static bool find_remains(const struct dataset *dataset, const char *code, int *out_remains,
                         struct error *error) {
    struct nearest nearest = nearest_to(code);
    for (int i = 0; i < dataset->remains_count; i++) {
        if (strcmp(dataset->remains[i].code, code) == 0) {
            *out_remains = i;
            return true;
        }
        nearest_consider(&nearest, dataset->remains[i].code);
    }
    if (nearest.word)
        return error_set(error, ERROR_NOT_FOUND,
                         "there are no remains \"%.80s\"; the nearest code is %.80s", code,
                         nearest.word);
    return error_set(error, ERROR_NOT_FOUND, "there are no remains \"%.80s\"; the codes are in "
                                             "remains.tsv", code);
}

static bool find_missing(const struct dataset *dataset, const char *id, int *out_missing,
                         struct error *error) {
    struct nearest nearest = nearest_to(id);
    for (int i = 0; i < dataset->missing_count; i++) {
        const struct missing *who = &dataset->missing[i];
        const char *name = dataset->family[who->family].pedigree.person[who->person].id;
        if (strcmp(name, id) == 0) {
            *out_missing = i;
            return true;
        }
        nearest_consider(&nearest, name);
    }
    for (int f = 0; f < dataset->family_count; f++)
        if (pedigree_find(&dataset->family[f].pedigree, id) >= 0)
            return error_set(error, ERROR_NOT_FOUND,
                             "%.80s of family %.80s is not missing: only those whose role is "
                             "missing can be named",
                             id, dataset->family[f].name);
    if (nearest.word)
        return error_set(error, ERROR_NOT_FOUND,
                         "nobody missing has the id \"%.80s\"; the nearest "
                         "is %.80s",
                         id, nearest.word);
    return error_set(error, ERROR_NOT_FOUND, "nobody missing has the id \"%.80s\"; the ids are in "
                                             "persons.tsv", id);
}

static bool explain(struct command_line *line, const struct run_options *options,
                    const struct session *session, struct run *run, struct error *error) {
    struct explanation explanation;
    struct steps steps = {0};
    int remains = 0, missing = 0;
    if (!run_options_read(options, line->words[0], session, line->arena, line->cancel, run,
                          error) ||
        !find_remains(&run->dataset, line->words[1], &remains, error) ||
        !find_missing(&run->dataset, line->words[2], &missing, error))
        return false;
    struct identify_options engine = run_request_engine(&options->asked, line->cancel);
    steps_watch(&steps, &engine);
    bool done = run_identify(line->arena, &engine, run, error);
    steps_end(&steps);
    if (!done ||
        !explanation_make(line->arena, &run->found, run->found.individuals.of_remains[remains],
                          missing, &explanation, error))
        return false;
    provenance_add_others(line->arena, &run->rows, &explanation, &run->provenance);
    if (options->json) explain_json(line->arena, &explanation, &run->provenance, line->out);
    else explain_text(line->arena, &explanation, &run->provenance, line->out);
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct run_options options = {.asked = run_request_none()};
    struct run made = {0};
    struct session session = {0};
    if (!command_options(&EXPLAIN_COMMAND, line, &options, sizeof options, 3, 3, error))
        return false;
    bool recorded = investigation_is(line->arena, line->words[0]);
    bool done = !recorded || (session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL,
                                           &session, error) &&
                              session_read_tables(&session, line->cancel, !options.json, error));
    done = done && explain(line, &options, recorded ? &session : NULL, &made, error);
    run_close(&made);
    session_close(&session);
    return done;
}
