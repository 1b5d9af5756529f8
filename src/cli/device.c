/* cairn device: other computers that work on a copy. */
#include <inttypes.h>
#include <string.h>

#include "case/shell_word.h"
#include "cli/device_add.h"
#include "record/device.h"
#include "schema/quote.h"

static const struct option OPTIONS[] = {
    {.name = "numbers", .kind = OPTION_WHOLE, .target = offsetof(struct device_options, numbers),
     .value = "N", .help = "so many numbers for remains; 1000 when nothing is said",
     .least = 1, .most = 1000000},
    {.name = "reason", .kind = OPTION_TEXT, .target = offsetof(struct device_options, reason),
     .value = "TEXT", .help = "what the device is for"},
    SIGNER_OPTIONS(struct device_options),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command DEVICE_COMMAND = {
    .name = "device",
    .usage = "DIR [list|add|use] [NAME] [--numbers N]",
    .summary = "other computers that work on a copy",
    .help = "One copy of an investigation, the main one, makes the order of the record. add NAME "
            "enters a device, signed by an administrator, and gives it the next free range of "
            "numbers for remains; then the folder is copied to it, and use NAME, on the copy, "
            "says which device that copy is. list shows all.\n"
            "On a device everything goes on as on the main copy, but what is written there is not "
            "yet in the record: it is the device's outbox until cairn pull, on the main copy, has "
            "taken it. Users, keys, declarations and comparisons are the main copy's alone. New "
            "remains, graves, elements, belongings and documents get numbers of the device's "
            "range, so that two copies never give the same one.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static bool list_devices(struct session *session, struct buffer *out, struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct device_list list = {0};
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = device_list_read(session->arena, &investigation->digester, investigation->store,
                                 &list, error);
    store_rollback(investigation->store);
    if (!done) return false;
    for (size_t i = 0; i < list.count; i++)
        buffer_format(out, "%s  numbers %" PRId64 " to %" PRId64 "\n",
                      quote(list.range[i].name).text, list.range[i].first, list.range[i].last);
    if (!list.count) buffer_add_text(out, "There is no device.\n");
    if (!investigation->device) {
        buffer_add_text(out, "This is the main copy.\n");
        return true;
    }
    uint64_t outbox = investigation->tree.size - investigation->confirmed;
    buffer_format(out, "This is the device %s. %" PRIu64 " entr%s in its outbox, and so not yet in "
                  "the record.\n", quote(investigation->device).text, outbox,
                  outbox == 1 ? "y is" : "ies are");
    return true;
}

static bool use(struct session *session, const char *name, struct command_line *line,
                struct error *error) {
    struct investigation *investigation = &session->investigation;
    if (!device_use(line->arena, investigation, name, error)) return false;
    const char *folder = shell_word(line->arena, investigation->path);
    buffer_format(line->out, "%s is the device %s from now on; the folder that it was copied from "
                  "stays the main copy.\n\n"
                  "next: work here as before; then, where the main copy is: cairn pull DIR %s\n",
                  folder, quote(name).text, folder);
    return true;
}

static bool change(struct command_line *line, const struct device_options *options, bool add,
                   struct error *error) {
    struct session session;
    if (line->count < 3)
        return error_set(error, ERROR_USAGE, "device %s needs a name: cairn device DIR %s NAME",
                         line->words[1], line->words[1]);
    if (!session_open(line->arena, line->words[0], INVESTIGATION_APPEND, options->passphrase_file,
                      &session, error))
        return false;
    bool done = add ? device_add(&session, options, line->words[2], line->out, error)
                    : use(&session, line->words[2], line, error);
    session_close(&session);
    return done;
}

static bool list(struct command_line *line, struct error *error) {
    struct session session;
    if (line->count > 2)
        return error_set(error, ERROR_USAGE, "device list shows all devices; \"%.80s\" is too much",
                         line->words[2]);
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = list_devices(&session, line->out, error);
    session_close(&session);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct device_options options = {.numbers = 1000};
    if (!command_options(&DEVICE_COMMAND, line, &options, sizeof options, 1, 3, error)) return false;
    const char *verb = line->count > 1 ? line->words[1] : "list";
    if (!strcmp(verb, "list")) return list(line, error);
    if (!strcmp(verb, "add") || !strcmp(verb, "use"))
        return change(line, &options, !strcmp(verb, "add"), error);
    return error_set(error, ERROR_USAGE, "device \"%.80s\": it is one of list, add, use", verb);
}
