/* Two users whose keys agents hold, for an investigation of which there is nothing but what agents
 * look for, in a runtime folder of the test's own. */
#ifndef CAIRN_TESTS_CLI_HELD_H
#define CAIRN_TESTS_CLI_HELD_H

#include "cli/agent.h"
#include "cli/agent_ask.h"
#include "record/hand_entry.h"

#define HELD_HEAD "cairn-entry/v1\n" HAND_ORIGIN "\n"
#define HELD_MESSAGE HELD_HEAD "{}"

enum { HELD_SOON = 20, HELD_LONG = 3600 }; /* seconds */

struct held {
    struct arena arena;
    struct hand_user worker, other;
    char *runtime, *investigation;
};

void held_open(struct held *held);

/* Without its folder no agent goes on, whatever became of the test. */
void held_close(struct held *held);

struct agent_plan held_plan(struct held *held, struct hand_user *user, double seconds);

/* Starts the agent of a user; finds the one there is; finds none. */
pid_t held_start(struct held *held, struct hand_user *user, double seconds);
struct agent_found held_find(struct held *held, const struct hand_user *user);
void held_expect_none(struct held *held, const struct hand_user *user);

/* Ends those of a user (NULL: of all), and there were so many. */
void held_expect_end(struct held *held, const struct hand_user *user, int count);

/* The worker's agent signs it, as the worker's key would; false, with the error, when it does
 * not. */
bool held_sign(struct held *held, const struct agent_found *found, const char *message, size_t size,
               struct error *error);

#endif
