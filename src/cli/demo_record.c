#include "cli/demo_record.h"

#include <string.h>

#include <jansson.h>

#include "base/files.h"
#include "case/decision_request.h"
#include "cli/demo_users.h"
#include "schema/schema.h"

extern const struct command DECIDE_COMMAND, IMPORT_COMMAND, INIT_COMMAND, USER_COMMAND,
    VERIFY_COMMAND;

/* The key of somebody invented need not be hard to guess; it only has to be quick. */
#define KEY_COST "--key-cost=8"

static bool refuse_any(void *data, const char *name, struct error *error) {
    return error_set(error, ERROR_DENIED, "%s: the folder is not empty, \"%.80s\" lies in it; name "
                     "a new one", (const char *)data, name);
}

bool demo_record_open(struct command_line *line, const char *folder, struct steps *steps,
                      struct demo_record *out_record, struct error *error) {
    struct arena *arena = line->arena;
    if (!files_make_folder(folder, error) ||
        !files_each(folder, refuse_any, (void *)folder, error))
        return false;
    *out_record = (struct demo_record){
        .line = line,
        .tables = files_join(arena, folder, "tables"),
        .investigation = files_join(arena, folder, "example.cairn"),
        .passphrases = files_join(arena, folder, "passphrases.txt"),
        .proposals = files_join(arena, folder, "proposals.tsv"),
        .confirmations = files_join(arena, folder, "confirmations.tsv"),
        .steps = steps,
    };
    return true;
}

/* ------------------------------------------------------------------ commands */

enum { WORDS_MOST = 64 };

struct words {
    char *word[WORDS_MOST];
    int count;
};

static void add_word(struct demo_record *record, struct words *words, const char *word) {
    if (words->count < WORDS_MOST)
        words->word[words->count++] = arena_copy(record->line->arena, word);
}

/* Runs the command with these words and the passphrases; what it prints goes to `out`. */
static bool call(struct demo_record *record, const struct command *command, struct words *words,
                 struct buffer *out, struct error *error) {
    struct command_line line = {.words = words->word,
                                .count = words->count,
                                .arena = record->line->arena,
                                .cancel = record->line->cancel,
                                .out = out};
    return command->run(&line, error) || error_within(error, "cairn %s", command->name);
}

static bool call_quietly(struct demo_record *record, const struct command *command,
                         const char *const *given, struct error *error) {
    struct words words = {0};
    struct buffer out = {0};
    for (; *given; given++) add_word(record, &words, *given);
    add_word(record, &words, "--passphrase-file");
    add_word(record, &words, record->passphrases);
    bool done = call(record, command, &words, &out, error);
    buffer_close(&out);
    return done;
}

/* ------------------------------------------------------------------ a new investigation */

/* Whoever is not there yet. */
static bool add_users(struct demo_record *record, struct error *error) {
    for (const struct demo_user *user = DEMO_USERS; user->name; user++) {
        const char *const words[] = {record->investigation, "add", user->name, "--roles",
                                     user->roles, "--new-passphrase-file", record->passphrases,
                                     KEY_COST, NULL};
        if (!strcmp(user->name, DEMO_ADMINISTRATOR) || !strcmp(user->name, DEMO_WORKER)) continue;
        if (!call_quietly(record, &USER_COMMAND, words, error)) return false;
    }
    return true;
}

static bool make(struct demo_record *record, struct error *error) {
    const char *const words[] = {record->investigation, "--name", "Elderwood (invented)",
                                 "--administrator", DEMO_ADMINISTRATOR, "--worker", DEMO_WORKER,
                                 KEY_COST, NULL};
    const char *line = arena_format(record->line->arena, "%s\n", DEMO_PASSPHRASE);
    return files_write(record->passphrases, line, strlen(line), error) &&
           call_quietly(record, &INIT_COMMAND, words, error) && add_users(record, error);
}

/* Everybody of these imports the tables that nobody before them may sign. */
static bool import_as(struct demo_record *record, const char *name, unsigned roles,
                      unsigned roles_before, struct error *error) {
    const char *given[WORDS_MOST] = {record->investigation, "--as", name};
    int count = 3;
    for (int i = 0; i < schema_count && count < WORDS_MOST - 1; i++) {
        const struct schema *schema = &schema_list[i];
        const char *path = files_join(record->line->arena, record->tables, schema->table);
        if (schema->imported && schema_may_sign(schema, roles) &&
            !schema_may_sign(schema, roles_before) && files_is_file(path))
            given[count++] = path;
    }
    return call_quietly(record, &IMPORT_COMMAND, given, error);
}

bool demo_record_make(struct demo_record *record, struct error *error) {
    const unsigned worker = 1U << USER_FIELD | 1U << USER_LABORATORY | 1U << USER_EXAMINER |
                            1U << USER_LIAISON;
    steps_begin(record->steps, "init", 0);
    if (!make(record, error)) return false;
    steps_begin(record->steps, "import", 0);
    bool done = import_as(record, DEMO_WORKER, worker, 0, error) &&
                import_as(record, DEMO_PRESS, 1U << USER_PRESS, worker, error);
    steps_end(record->steps);
    return done;
}

/* ------------------------------------------------------------------ identification */

static bool identify(struct demo_record *record, const struct identify_line *options,
                     struct session *session, struct identify_run *run, struct error *error) {
    struct command_line *line = record->line;
    struct session_signer signer = {0};
    struct receipt receipt;
    if (!session_read_tables(session, line->cancel, true, error) ||
        !identify_run(line, options, session, run, error) ||
        !session_signer_open(session, DEMO_WORKER, 1U << USER_LABORATORY, &signer, error))
        return false;
    for (int i = 0; i < run->steps.count; i++)
        steps_add(record->steps, run->steps.step[i].name, run->steps.step[i].seconds);
    bool done = identify_append(session, &signer, &run->run, &receipt, error);
    record->imported = run->run.basis.log_size;
    session_signer_close(&signer);
    return done;
}

bool demo_record_identify(struct demo_record *record, int threads, struct identify_run *out_run,
                          struct error *error) {
    struct session session;
    struct identify_line options = {.run = {.asked = run_request_none()}};
    options.run.asked.threads = threads;
    options.run.quiet = true;
    if (!session_open(record->line->arena, record->investigation, INVESTIGATION_APPEND,
                      record->passphrases, &session, error))
        return false;
    bool done = identify(record, &options, &session, out_run, error);
    session_close(&session);
    return done;
}

/* ------------------------------------------------------------------ decisions */

static void write_rows(const struct identify_run *run, enum decision_verb verb,
                       struct buffer *out) {
    static const char DEMONSTRATION[] = "Demonstration: what lay with the remains was not weighed.";
    buffer_add_text(out, "remains\tperson\tdiscrepancies\n");
    for (int i = 0; i < run->run.found.individuals.count; i++) {
        const struct verdict *verdict = &run->run.verdicts.of[i];
        if (verdict->kind != VERDICT_PROPOSED) continue;
        const struct pairing *pairing = &run->run.found.pairwise.pairing[verdict->best];
        buffer_format(out, "%s\t%s\t", identification_code(&run->run.found, i),
                      identification_person(&run->run.found, pairing->missing));
        if (!pairing->exclusions)
            buffer_format(out, "None by DNA. %s\n", DEMONSTRATION);
        else if (verb == DECISION_PROPOSE)
            buffer_format(out, "%d of %d loci cannot be without a mutation. %s\n",
                          pairing->exclusions, pairing->loci, DEMONSTRATION);
        else
            buffer_format(out, "The mutation at %d of %d loci is in the likelihood. %s\n",
                          pairing->exclusions, pairing->loci, DEMONSTRATION);
    }
}

static bool decide_as(struct demo_record *record, const struct identify_run *run,
                      enum decision_verb verb, const char *name, const char *path,
                      struct error *error) {
    struct buffer rows = {0};
    const char *const words[] = {record->investigation, decision_verb_name(verb), "--as", name,
                                 "--from", path, NULL};
    write_rows(run, verb, &rows);
    bool done = files_write(path, rows.bytes, rows.size, error) &&
                call_quietly(record, &DECIDE_COMMAND, words, error);
    buffer_close(&rows);
    return done;
}

bool demo_record_decide(struct demo_record *record, const struct identify_run *run,
                        struct error *error) {
    if (!run->run.verdicts.count[VERDICT_PROPOSED]) return true;
    steps_begin(record->steps, "decide", 0);
    bool done = decide_as(record, run, DECISION_PROPOSE, DEMO_WORKER, record->proposals, error) &&
                decide_as(record, run, DECISION_CONFIRM, DEMO_BOARD, record->confirmations, error);
    steps_end(record->steps);
    return done;
}

/* ------------------------------------------------------------------ verifying */

bool demo_record_verify(struct demo_record *record, struct error *error) {
    struct words words = {0};
    struct buffer out = {0};
    add_word(record, &words, record->investigation);
    add_word(record, &words, "--json");
    steps_begin(record->steps, "verify", 0);
    bool done = call(record, &VERIFY_COMMAND, &words, &out, error);
    steps_end(record->steps);
    if (!done) return false;
    json_t *said = json_loads(buffer_text(&out), 0, NULL);
    const char *root = json_string_value(json_object_get(said, "root"));
    record->entries = json_integer_value(json_object_get(said, "size"));
    record->root = arena_copy(record->line->arena, root ? root : "");
    done = json_is_true(json_object_get(said, "ok")) ||
           error_set(error, ERROR_CORRUPT, "the record of the demonstration is not whole");
    json_decref(said);
    buffer_close(&out);
    return done;
}
