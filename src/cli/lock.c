/* cairn lock: ends what cairn unlock started. */
#include "cli/session.h"

struct lock_options {
    const char *as;
};

static const struct option OPTIONS[] = {
    {.name = "as", .kind = OPTION_TEXT, .target = offsetof(struct lock_options, as),
     .value = "NAME", .help = "this user alone, and not all of them"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command LOCK_COMMAND = {
    .name = "lock",
    .usage = "DIR [--as NAME]",
    .summary = "asks for passphrases again",
    .help = "Ends what cairn unlock started for this investigation, and says for how many users. "
            "Their keys are wiped from memory before it returns. That nobody was unlocked is no "
            "failure.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static bool end(struct session *session, const char *name, int *out_count, struct error *error) {
    const struct user_line *user = NULL;
    struct files_lock lock;
    if (name && !user_list_find(&session->users, name, &user, error)) return false;
    if (!agent_lock(session->arena, &lock, error)) return false;
    bool done = agent_end(session->arena, session->investigation.origin,
                          user ? &user->user->id : NULL, out_count, error);
    files_unlock(&lock);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct lock_options options = {0};
    struct session session;
    int count;
    if (!command_options(&LOCK_COMMAND, line, &options, sizeof options, 1, 1, error) ||
        !session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = end(&session, options.as, &count, error);
    session_close(&session);
    if (!done) return false;
    if (count == 0) buffer_add_text(line->out, "nobody was unlocked\n");
    else buffer_format(line->out, "%d user%s locked\n", count, count == 1 ? " is" : "s are");
    return true;
}
