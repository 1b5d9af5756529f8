/* A process of its own, which goes on when the one that started it has ended. */
#ifndef CAIRN_BASE_BACKGROUND_H
#define CAIRN_BASE_BACKGROUND_H

#include <sys/types.h>

#include "base/error.h"

struct background {
    bool (*begin)(void *data, struct error *error); /* makes what it needs: files, sockets */
    void (*serve)(void *data);                      /* what it is there for */
};

/* Starts it: of no terminal and in no session but its own, in the folder /, with no file of its
 * parents open, its standard files /dev/null, new files its user's alone (umask 077). It leaves no
 * core dump, and no process of the same user can look into it. What signals do is the default, and
 * they are all blocked. Memory is as it was here, but not locked (secret_lock).
 *
 * Returns once begin() has. When that fails, the error is here, and the process has ended; when it
 * succeeds, *out_process is its number. It ends when serve() returns, and runs nothing that was to
 * be run at the end of the process here. */
MUST_CHECK bool background_start(const struct background *background, void *data,
                                 pid_t *out_process, struct error *error);

#endif
