#include "cli/agent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>

#include "base/background.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/encode.h"
#include "base/files.h"
#include "base/local.h"
#include "cli/agent_frame.h"
#include "record/investigation.h"

/* ------------------------------------------------------------------ names */

enum { NAME_BYTES = 10, NAME_LENGTH = ENCODE_BASE32_LENGTH(NAME_BYTES) };

/* Short, for a socket's name has few characters; that it is the right agent is seen by its key. */
static bool short_name(const char *text, char out[NAME_LENGTH + 1], struct error *error) {
    struct digester digester = {0};
    if (!digest_open(&digester, error)) return false;
    struct digest digest = digest_of(&digester, text, strlen(text));
    digest_close(&digester);
    encode_text(ENCODING_BASE32, digest.byte, NAME_BYTES, out);
    return true;
}

bool agent_prefix(struct arena *arena, const char *origin, char **out_folder, char **out_prefix,
                  struct error *error) {
    char name[NAME_LENGTH + 1];
    if (!files_memory_folder(arena, out_folder, error) || !short_name(origin, name, error))
        return false;
    *out_prefix = arena_format(arena, "agent-%s-", name);
    return true;
}

bool agent_path(struct arena *arena, const char *origin, const struct identifier *user,
                char **out_path, struct error *error) {
    char *folder, *prefix, name[NAME_LENGTH + 1];
    if (!agent_prefix(arena, origin, &folder, &prefix, error) ||
        !short_name(user->text, name, error))
        return false;
    *out_path = arena_format(arena, "%s/%s%s", folder, prefix, name);
    return true;
}

/* ------------------------------------------------------------------ the process */

struct agent {
    struct arena *arena;
    const char *folder, *path, *origin;
    struct secret *private_key;
    struct local local;
    int signals;  /* tells of those that end it */
    double until; /* clock_seconds_asleep_too() */
    uint8_t request[AGENT_REQUEST_MOST];
};

static bool open_signals(struct agent *agent, struct error *error) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    agent->signals = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
    return agent->signals >= 0 ||
           error_set(error, ERROR_INTERNAL, "no signals are told of: %s", strerror(errno));
}

static bool begin(void *data, struct error *error) {
    struct agent *agent = data;
    secret_lock(agent->private_key);
    if (!agent->private_key->locked)
        return error_set(error, ERROR_DENIED, "the system locks no memory for a key that is to be "
                         "held; allow some with ulimit -l, or do without unlock");
    return open_signals(agent, error) && local_listen(agent->path, &agent->local, error);
}

/* Is there anything left to be there for? */
static bool is_wanted(struct agent *agent) {
    struct arena_mark mark = arena_mark(agent->arena);
    bool wanted = clock_seconds_asleep_too() < agent->until && local_is_there(&agent->local) &&
                  investigation_is(agent->arena, agent->folder);
    arena_release(agent->arena, mark);
    return wanted;
}

static bool receive(struct agent *agent, int peer, double until, enum agent_kind *out_kind,
                    size_t *out_size) {
    struct error ignored = {0};
    return local_receive(peer, agent->request, AGENT_HEAD, until, &ignored) &&
           agent_head_read(agent->request, out_kind, out_size) &&
           local_receive(peer, agent->request + AGENT_HEAD, *out_size, until, &ignored);
}

/* Who asks for the end is answered when there is nothing left of it. */
static void end(struct agent *agent) {
    secret_close(agent->private_key);
    local_close(&agent->local);
}

/* One peer at a time, each for AGENT_PATIENCE at most. False: it was asked to end, and has. What goes
 * wrong is for the peer, who gets no answer. */
static bool serve_peer(struct agent *agent) {
    struct error ignored = {0};
    int peer;
    if (!local_accept(&agent->local, &peer, &ignored)) return true;
    double until = clock_seconds() + AGENT_PATIENCE, left;
    uint8_t answer[AGENT_ANSWER_MOST];
    enum agent_kind kind;
    size_t size;
    bool goes_on = true;
    /* The time is looked at again: the machine may have slept meanwhile. */
    if (receive(agent, peer, until, &kind, &size) &&
        (left = agent->until - clock_seconds_asleep_too()) > 0) {
        struct agent_held held = {agent->origin, agent->private_key, (uint32_t)left};
        goes_on = kind != AGENT_END;
        size = agent_answer(&held, kind, agent->request + AGENT_HEAD, size, answer);
        if (!goes_on) end(agent);
        (void)!local_send(peer, answer, size, until, &ignored);
    }
    local_leave(peer);
    return goes_on;
}

static int wait_milliseconds(const struct agent *agent) {
    double left = agent->until - clock_seconds_asleep_too();
    return left < AGENT_LOOK ? (left > 0 ? (int)(left * 1000) + 1 : 0) : AGENT_LOOK * 1000;
}

static void serve(void *data) {
    struct agent *agent = data;
    for (;;) {
        struct pollfd waiting[] = {{.fd = agent->signals, .events = POLLIN},
                                   {.fd = agent->local.socket, .events = POLLIN}};
        int ready = poll(waiting, 2, wait_milliseconds(agent));
        if (ready < 0 || waiting[0].revents || !is_wanted(agent)) break;
        if (ready > 0 && !serve_peer(agent)) return;
    }
    end(agent);
}

bool agent_start(struct arena *arena, const struct agent_plan *plan, pid_t *out_process,
                 struct error *error) {
    static const struct background BACKGROUND = {begin, serve};
    struct agent *agent = arena_new(arena, struct agent, 1);
    char *folder, *path;
    if (!files_absolute(arena, plan->folder, &folder, error) ||
        !agent_path(arena, plan->origin, &plan->user, &path, error))
        return false;
    agent->arena = arena;
    agent->folder = folder;
    agent->path = path;
    agent->origin = plan->origin;
    agent->private_key = plan->private_key;
    agent->until = clock_seconds_asleep_too() + plan->seconds;
    return background_start(&BACKGROUND, agent, out_process, error);
}
