/* Asking an agent (cli/agent.h), as commands do that sign, and those that end it. */
#ifndef CAIRN_CLI_AGENT_ASK_H
#define CAIRN_CLI_AGENT_ASK_H

#include "base/files.h"
#include "base/sign.h"
#include "record/identifier.h"

/* One that answered. */
struct agent_found {
    const char *path;
    struct public_key public_key;
    uint32_t seconds_left;
};

/* The agent of a user; ERROR_NOT_FOUND: there is none. All is in the arena. */
MUST_CHECK bool agent_find(struct arena *arena, const char *origin,
                           const struct identifier *user, struct agent_found *out_found,
                           struct error *error);

/* The key that it holds; points to it. Signing fails with ERROR_DENIED when the agent has ended
 * meanwhile. */
struct signing_key agent_signing_key(const struct agent_found *found);

/* Nobody else starts or ends agents of this user (of the system) until files_unlock. */
MUST_CHECK bool agent_lock(struct arena *arena, struct files_lock *out_lock, struct error *error);

/* Ends the agents of an investigation, or of `user` (NULL: all of them), and removes what those
 * left that were killed. *out_count: how many there were. One that does not answer is ERROR_BUSY, after
 * all others have ended. Between agent_lock and files_unlock. */
MUST_CHECK bool agent_end(struct arena *arena, const char *origin, const struct identifier *user,
                          int *out_count, struct error *error);

#endif
