/* A small investigation that is served to the test: a user for each role, and one who has several. */
#ifndef CAIRN_TESTS_WEB_SERVED_H
#define CAIRN_TESTS_WEB_SERVED_H

#include "record/small_record.h"
#include "web/web.h"

enum { SERVED_USERS = USER_ROLES + 2 };

struct served {
    struct small_record small;
    struct web_options options;
    struct web *web;
    int port;
};

/* The names of all users: "Ada Admin", "Will Worker" (field, laboratory, examiner, liaison), and one
 * for each role, who is called "Only" and the role. All have TRIAL_PASSPHRASE. */
const char *served_name(int user);
unsigned served_roles(int user);

/* Makes the investigation with its users; it is open for appending (small_add). */
void served_make(struct served *served);

/* Serves it, without a limit of requests. Again after served_stop, with what has been recorded. */
void served_start(struct served *served);

/* Ends the server. The investigation is closed. */
void served_stop(struct served *served);

/* Holds the record against itself (trial_check); how many entries it has. */
uint64_t served_check(struct served *served);

void served_remove(struct served *served);

/* The newest revision of a record as it can be opened: all its fields, of those that nothing was
 * left out. The caller's to give back. The server may run meanwhile. */
json_t *served_fields(struct served *served, const char *rec);

/* How many entries there are. */
uint64_t served_size(struct served *served);

#endif
