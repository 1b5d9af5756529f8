/* cairn unlock: commands sign without asking for a passphrase, for a while. */
#include "case/shell_word.h"
#include "cli/agent.h"
#include "cli/session.h"
#include "schema/quote.h"

enum { MINUTES = 240, MINUTES_MOST = 1440 };

struct unlock_options {
    const char *as, *passphrase_file;
    int64_t minutes;
};

static const struct option OPTIONS[] = {
    SIGNER_OPTIONS(struct unlock_options),
    {.name = "for", .kind = OPTION_WHOLE, .target = offsetof(struct unlock_options, minutes),
     .value = "MINUTES", .help = "locked again by itself after so many (240; at most 1440)",
     .least = 1, .most = MINUTES_MOST},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command UNLOCK_COMMAND = {
    .name = "unlock",
    .usage = "DIR [--as NAME] [--passphrase-file FILE] [--for MINUTES]",
    .summary = "signs without asking for a passphrase, for a while",
    .help = "Takes the passphrase once and leaves a process in the background, an agent, that "
            "signs entries of this investigation for the commands that you run, until cairn lock, "
            "for four hours at most unless --for says otherwise (time in which the computer "
            "sleeps counts), or until the folder DIR is gone. Several users may be unlocked; "
            "again for the same one, the time begins anew.\n"
            "The private key stays in the agent's memory, which is not swapped to the disk and "
            "in no core dump, and is wiped at the end. Programs of your own user can have "
            "entries signed meanwhile, and whoever sits at the computer can. A computer that "
            "sleeps keeps the key in its memory, and one that hibernates writes all of its memory "
            "to the disk: lock before you leave it.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* What is left of a session when it was closed, so that the agent gets nothing else of it. */
struct unlocking {
    const char *folder, *origin, *name;
    struct identifier user;
    struct secret private_key;
};

static bool unseal(struct command_line *line, const struct unlock_options *options,
                   struct unlocking *out, struct error *error) {
    struct session session;
    struct session_signer signer;
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, options->passphrase_file,
                      &session, error))
        return false;
    bool done = session_signer_unseal(&session, options->as, ~0U, &signer, error);
    if (done)
        *out = (struct unlocking){.folder = line->words[0],
                                  .origin = session.investigation.origin,
                                  .name = arena_copy(line->arena, signer.line->name),
                                  .user = signer.line->user->id,
                                  .private_key = signer.private_key};
    session_close(&session);
    return done;
}

/* The agent in place of the one before. */
static bool start(struct command_line *line, struct unlocking *unlocking, int64_t minutes,
                  int *out_before, struct error *error) {
    struct agent_plan plan = {.folder = unlocking->folder,
                              .origin = unlocking->origin,
                              .user = unlocking->user,
                              .private_key = &unlocking->private_key,
                              .seconds = 60.0 * (double)minutes};
    struct files_lock lock;
    pid_t process;
    if (!agent_lock(line->arena, &lock, error)) return false;
    bool done = agent_end(line->arena, plan.origin, &plan.user, out_before, error) &&
                agent_start(line->arena, &plan, &process, error);
    files_unlock(&lock);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct unlock_options options = {.minutes = MINUTES};
    struct unlocking unlocking;
    int before;
    if (!command_options(&UNLOCK_COMMAND, line, &options, sizeof options, 1, 1, error) ||
        !unseal(line, &options, &unlocking, error))
        return false;
    bool done = start(line, &unlocking, options.minutes, &before, error);
    secret_close(&unlocking.private_key);
    if (!done) return false;
    struct quoted name = quote(*unlocking.name ? unlocking.name : unlocking.user.text);
    buffer_format(line->out,
                  "%s is unlocked%s for %d minutes: commands on this folder sign without asking\n\n"
                  "next: cairn lock %s\n",
                  name.text, before ? " again" : "", (int)options.minutes,
                  shell_word(line->arena, line->words[0]));
    return true;
}
