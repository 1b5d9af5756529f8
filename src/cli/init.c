/* cairn init: a new investigation with its first two users. */
#include <string.h>

#include "base/encode.h"
#include "base/files.h"
#include "case/shell_word.h"
#include "cli/command.h"
#include "cli/key_cost.h"
#include "cli/passphrase.h"
#include "record/entry.h"
#include "record/investigation_create.h"
#include "schema/value.h"

struct init_options {
    const char *name, *agency, *origin, *threshold, *confirmations;
    const char *administrator, *worker, *passphrase_file;
    int64_t key_cost;
};

static const struct option OPTIONS[] = {
    {.name = "name", .kind = OPTION_TEXT, .target = offsetof(struct init_options, name),
     .value = "NAME", .help = "what the investigation is called in public (DIR)"},
    {.name = "agency", .kind = OPTION_TEXT, .target = offsetof(struct init_options, agency),
     .value = "NAME", .help = "who runs it and answers for it (not recorded)"},
    {.name = "origin", .kind = OPTION_TEXT, .target = offsetof(struct init_options, origin),
     .value = "NAME", .help = "its address for ever: example.org/record (a random one)"},
    {.name = "threshold", .kind = OPTION_TEXT, .target = offsetof(struct init_options, threshold),
     .value = "P", .help = "posterior from which on DNA may be proposed (0.9995)"},
    {.name = "confirmations", .kind = OPTION_TEXT,
     .target = offsetof(struct init_options, confirmations), .value = "N",
     .help = "how many must confirm beside who proposes (1)"},
    {.name = "administrator", .kind = OPTION_TEXT,
     .target = offsetof(struct init_options, administrator), .value = "NAME",
     .help = "name of the first administrator (Administrator)"},
    {.name = "worker", .kind = OPTION_TEXT, .target = offsetof(struct init_options, worker),
     .value = "NAME", .help = "name of the first worker (Worker)"},
    {.name = "passphrase-file", .kind = OPTION_TEXT,
     .target = offsetof(struct init_options, passphrase_file), .value = "FILE",
     .help = "first line the administrator's passphrase, second the worker's"},
    KEY_COST_OPTION(struct init_options),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command INIT_COMMAND = {
    .name = "init",
    .usage = "DIR [--name NAME] [--origin NAME] [--passphrase-file FILE]",
    .summary = "a new investigation and its first two users",
    .help = "Makes the folder DIR (usually NAME.cairn) with an administrator, who gives others "
            "their roles and does nothing else, and a worker with the roles field, laboratory, "
            "examiner and liaison. Each has a key under a passphrase of their own. Without a "
            "passphrase the key is lost: there is no way around it.\n"
            "The fingerprint that is printed belongs outside this computer, with people who "
            "would notice: whoever has it can tell this record from any other.\n"
            "A passphrase file may have one line; it is then that of both. Roles bind programs "
            "that keep to them. Somebody who holds the folder can read it, and with a key can "
            "sign whatever its user may.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* A name as people write it becomes the value of a field. */
static bool read_field(struct arena *arena, const char *kind, const char *field, const char *text,
                       json_t *fields, struct error *error) {
    json_t *value = NULL;
    if (!value_read(arena, schema_field_find(schema_find(kind), field), text, &value, error))
        return false;
    json_object_set_new(fields, field, value ? value : json_null());
    return true;
}

/* The folder's own name, without .cairn. */
static const char *name_of(struct arena *arena, const char *path) {
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/') start--;
    const char *name = arena_copy_part(arena, path + start, length - start);
    size_t size = strlen(name);
    return size > 6 && strcmp(name + size - 6, ".cairn") == 0
               ? arena_copy_part(arena, name, size - 6)
               : name;
}

/* No other record has it, though nobody finds it there either (RFC 2606). */
static const char *random_origin(struct arena *arena, struct random *random) {
    uint8_t bytes[16];
    char text[ENCODE_BASE32_LENGTH(sizeof bytes) + 1];
    random_fill(random, bytes, sizeof bytes);
    encode_text(ENCODING_BASE32, bytes, sizeof bytes, text);
    return arena_format(arena, "record.invalid/%s", text);
}

static void print(struct command_line *line, const struct investigation_plan *plan,
                  const struct init_options *options, const struct investigation_root *root) {
    char hex[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, root->fingerprint.byte, DIGEST_SIZE, hex);
    const char *folder = shell_word(line->arena, plan->path);
    buffer_format(line->out,
                  "%s: a new investigation, signed by its administrator\n\n"
                  "  administrator  %s  %s\n"
                  "  worker         %s  %s\n"
                  "  origin         %s  (never changes)\n"
                  "  root key       %s\n\n"
                  "Write the root key down and give it to people outside who would notice if it "
                  "were\nanother one. A passphrase that is lost cannot be replaced by this "
                  "program.\n\n"
                  "next: cairn import %s PATH\n",
                  plan->path, root->administrator.text, options->administrator,
                  root->worker.text, options->worker, plan->origin, hex, folder);
}

static bool create(struct command_line *line, const struct init_options *options,
                   const struct passphrases *passphrases, struct investigation_plan *plan,
                   struct error *error) {
    struct random random;
    struct investigation_root root;
    struct secret administrator = {0}, worker = {0};
    bool done = random_open(&random, error);
    if (done && !plan->origin) plan->origin = random_origin(line->arena, &random);
    done = done && entry_check_origin(plan->origin, error) &&
           passphrase_new(passphrases, 0, "the administrator", &administrator, error) &&
           passphrase_new(passphrases, 1, "the worker", &worker, error);
    plan->administrator.passphrase = &administrator;
    plan->worker.passphrase = &worker;
    done = done && investigation_create(line->arena, &random, plan, &root, error);
    secret_close(&administrator);
    secret_close(&worker);
    if (done) print(line, plan, options, &root);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct init_options options = {.administrator = "Administrator",
                                   .worker = "Worker",
                                   .agency = "not_recorded",
                                   .key_cost = SECRET_COST_KIBIBYTES};
    struct passphrases passphrases;
    if (!command_options(&INIT_COMMAND, line, &options, sizeof options, 1, 1, error)) return false;
    if (!options.name) options.name = name_of(line->arena, line->words[0]);
    if (files_is_folder(line->words[0]) || files_is_file(line->words[0]))
        return error_set(error, ERROR_CONFLICT, "%s is there already; a new investigation needs a "
                         "new name", line->words[0]);
    if (!passphrase_open(options.passphrase_file, &passphrases, error)) return false;
    json_t *facts = json_object(), *administrator = json_object(), *worker = json_object();
    struct investigation_plan plan = {.path = line->words[0],
                                      .origin = options.origin,
                                      .fields = facts,
                                      .administrator.fields = administrator,
                                      .worker.fields = worker,
                                      .cost = key_cost(options.key_cost)};
    bool done = read_field(line->arena, "investigation", "name", options.name, facts, error) &&
                read_field(line->arena, "investigation", "agency", options.agency, facts, error) &&
                (!options.threshold || read_field(line->arena, "investigation", "threshold",
                                                  options.threshold, facts, error)) &&
                (!options.confirmations || read_field(line->arena, "investigation", "confirmations",
                                                      options.confirmations, facts, error)) &&
                read_field(line->arena, "user", "name", options.administrator, administrator,
                           error) &&
                read_field(line->arena, "user", "name", options.worker, worker, error) &&
                create(line, &options, &passphrases, &plan, error);
    json_decref(facts);
    json_decref(administrator);
    json_decref(worker);
    passphrase_close(&passphrases);
    return done;
}
