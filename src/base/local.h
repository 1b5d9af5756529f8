/* Streams between processes of one user on one machine: a socket with a name in a folder that only
 * that user can enter. Whoever is at the other end is another user's process, or a broken one,
 * until it has been looked at: every wait has an end. */
#ifndef CAIRN_BASE_LOCAL_H
#define CAIRN_BASE_LOCAL_H

#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

enum { LOCAL_PATH_MOST = 107 }; /* bytes of a socket's name (unix(7)) */

/* A socket that is listened at. */
struct local {
    const char *path; /* of whoever opened it */
    int socket;
    dev_t device; /* which file it is, whatever its name leads to later */
    ino_t file;
};

/* Makes the socket (mode 0600) and listens. What has that name already is ERROR_CONFLICT. */
MUST_CHECK bool local_listen(const char *path, struct local *out_local, struct error *error);

/* Does the name still lead to it? */
bool local_is_there(const struct local *local);

/* Ends it; its name goes too, if it still leads to it. */
void local_close(struct local *local);

/* Who connects next; local_leave ends it. ERROR_DENIED: a process of another user. */
MUST_CHECK bool local_accept(const struct local *local, int *out_peer, struct error *error);

/* Connects to whoever listens there, a process of this user; local_leave ends it. ERROR_NOT_FOUND:
 * nobody does. */
MUST_CHECK bool local_connect(const char *path, int *out_peer, struct error *error);

/* All of the bytes, until clock_seconds() is `until` (ERROR_BUSY after that). ERROR_STORAGE: the
 * other end has gone. */
MUST_CHECK bool local_send(int peer, const void *bytes, size_t size, double until,
                           struct error *error);
MUST_CHECK bool local_receive(int peer, void *bytes, size_t size, double until,
                              struct error *error);

void local_leave(int peer);

#endif
