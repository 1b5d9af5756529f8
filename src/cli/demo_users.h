/* Everybody in the demonstration: a user for each role, and one who has several. */
#ifndef CAIRN_CLI_DEMO_USERS_H
#define CAIRN_CLI_DEMO_USERS_H

#define DEMO_WORKER "Field and laboratory"
#define DEMO_ADMINISTRATOR "Registry"
#define DEMO_PRESS "Press office"
#define DEMO_BOARD "Board"

struct demo_user {
    const char *name, *roles; /* as cairn user takes them */
};

extern const struct demo_user DEMO_USERS[]; /* ended by one without a name */

/* Of all of them. */
extern const char DEMO_PASSPHRASE[];

#endif
