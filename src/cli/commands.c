#include "cli/command.h"

extern const struct command ARTICLE_COMMAND;
extern const struct command COUNT_COMMAND;
extern const struct command CUSTODY_COMMAND;
extern const struct command DECIDE_COMMAND;
extern const struct command DEMO_COMMAND;
extern const struct command DEVICE_COMMAND;
extern const struct command EXAMPLE_COMMAND;
extern const struct command EXPLAIN_COMMAND;
extern const struct command FIND_COMMAND;
extern const struct command IDENTIFY_COMMAND;
extern const struct command IMPORT_COMMAND;
extern const struct command INIT_COMMAND;
extern const struct command KIN_COMMAND;
extern const struct command LEADS_COMMAND;
extern const struct command LOCK_COMMAND;
extern const struct command MRZ_COMMAND;
extern const struct command PROOF_COMMAND;
extern const struct command PUBLISH_COMMAND;
extern const struct command PULL_COMMAND;
extern const struct command REPLAY_COMMAND;
extern const struct command SERVE_COMMAND;
extern const struct command SHOW_COMMAND;
extern const struct command UNLOCK_COMMAND;
extern const struct command UPGRADE_COMMAND;
extern const struct command USER_COMMAND;
extern const struct command VERIFY_COMMAND;

const struct command *const COMMANDS[] = {
    &DEMO_COMMAND,
    &EXAMPLE_COMMAND,
    &INIT_COMMAND,
    &USER_COMMAND,
    &DEVICE_COMMAND,
    &UNLOCK_COMMAND,
    &LOCK_COMMAND,
    &IMPORT_COMMAND,
    &IDENTIFY_COMMAND,
    &EXPLAIN_COMMAND,
    &DECIDE_COMMAND,
    &KIN_COMMAND,
    &MRZ_COMMAND,
    &ARTICLE_COMMAND,
    &LEADS_COMMAND,
    &SERVE_COMMAND,
    &SHOW_COMMAND,
    &FIND_COMMAND,
    &COUNT_COMMAND,
    &CUSTODY_COMMAND,
    &PUBLISH_COMMAND,
    &PROOF_COMMAND,
    &PULL_COMMAND,
    &VERIFY_COMMAND,
    &REPLAY_COMMAND,
    &UPGRADE_COMMAND,
    NULL,
};
