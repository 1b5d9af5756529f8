/* A runtime folder of a test's own, so that it meets no agent but those that it started, and the
 * end of processes that are not its children. */
#ifndef CAIRN_TESTS_CLI_RUNTIME_H
#define CAIRN_TESTS_CLI_RUNTIME_H

#include <sys/types.h>

#include "base/arena.h"

/* Makes a folder in /dev/shm and lets XDG_RUNTIME_DIR name it. To be removed with folder_remove,
 * which ends the agents too. */
char *runtime_make(struct arena *arena);

/* How many agents' sockets are in it. */
int runtime_sockets(struct arena *arena, const char *runtime);

/* Waits until the process has ended; fails the test when that takes longer than so many seconds. */
void runtime_wait_end(pid_t process, double seconds);

bool runtime_is_running(pid_t process);

/* The process that listens at the one agent's socket there is. */
pid_t runtime_only_agent(struct arena *arena, const char *runtime);

#endif
