/* Who the users are, as all threads see them: one unchanging list at a time, made anew when entries
 * have changed something about users or keys. */
#ifndef CAIRN_WEB_PEOPLE_H
#define CAIRN_WEB_PEOPLE_H

#include <pthread.h>

#include "record/investigation.h"
#include "record/user_list.h"

struct people {
    struct arena arena;
    struct authority authority;
    struct user_list users;
    int held;
};

/* The newest list. All zeroes before it is opened. */
struct people_now {
    pthread_mutex_t mutex;
    struct people *people;
};

/* Reads the list anew in a STORE_READ transaction of the investigation; those who hold an older one
 * keep it. */
MUST_CHECK bool people_read(struct people_now *now, struct digester *digester, struct store *store,
                            struct error *error);

/* The newest list, until it is given back. */
struct people *people_hold(struct people_now *now);
void people_release(struct people_now *now, struct people *people);

/* Nobody may hold one. */
void people_close(struct people_now *now);

/* The user of an identifier, or NULL. */
const struct user_line *people_find(const struct people *people, const struct identifier *user);

#endif
