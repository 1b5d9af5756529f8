/* The agent: a process in the background that holds somebody's private key in locked memory and
 * signs with it what commands ask it to (cli/agent_frame.h). The key never leaves it. It listens at
 * a socket in the folder that files_memory_folder names, whose name follows from the investigation
 * and the user, so that commands find it by themselves.
 *
 * It ends, and the key is wiped, when it is asked to, at its time, at SIGINT, SIGTERM or SIGHUP,
 * and when the investigation's folder or the socket is not there any more. */
#ifndef CAIRN_CLI_AGENT_H
#define CAIRN_CLI_AGENT_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/secret.h"
#include "record/identifier.h"

enum {
    AGENT_PATIENCE = 2, /* seconds that a peer has for its request and its answer */
    AGENT_LOOK = 3      /* seconds from one look at the folder to the next, at most */
};

struct agent_plan {
    const char *folder; /* of the investigation */
    const char *origin;
    struct identifier user;
    struct secret *private_key;
    double seconds; /* that it goes on, whether the machine is awake or not */
};

/* How the sockets of an investigation's agents begin, in the folder *out_folder; in the arena. */
MUST_CHECK bool agent_prefix(struct arena *arena, const char *origin, char **out_folder,
                             char **out_prefix, struct error *error);

/* The path of the socket of a user's agent; in the arena. */
MUST_CHECK bool agent_path(struct arena *arena, const char *origin,
                           const struct identifier *user, char **out_path, struct error *error);

/* Starts it; ERROR_CONFLICT: there is something of its socket's name. The private key that is here
 * stays the caller's. */
MUST_CHECK bool agent_start(struct arena *arena, const struct agent_plan *plan,
                            pid_t *out_process, struct error *error);

#endif
