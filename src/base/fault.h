/* Faults on purpose. Whatever the outside can refuse (memory, files, the database) asks here first,
 * so that a test can make the first, the second, the third … of these operations fail and look at
 * what is left. Only builds for development can do so (CAIRN_FAULTS, see meson.build): in a release
 * nothing is asked and nothing is counted. */
#ifndef CAIRN_BASE_FAULT_H
#define CAIRN_BASE_FAULT_H

#include <stdbool.h>

enum fault {
    FAULT_MEMORY,
    FAULT_OPEN, /* files and folders, also making them */
    FAULT_READ,
    FAULT_WRITE,
    FAULT_SYNC,
    FAULT_RENAME,
    FAULT_REMOVE,
    FAULT_STEP, /* of a database statement */
    FAULT_KINDS
};

#ifdef CAIRN_FAULTS

/* Shall this operation fail? Then errno is set as the system would have set it. Any thread. */
bool fault_here(enum fault kind);

/* From now on the operation number `nth` fails (1: the next one; 0: none), and with `stays` every
 * one after it. Counts begin again. */
void fault_arm(long nth, bool stays);

/* Has one been made to fail since, and of which kind (the first)? */
bool fault_fired(enum fault *out_kind);

/* From now on `watch` (NULL: nobody) is told of every operation, by its kind and its number since
 * fault_arm, in the thread that asks for it. */
void fault_watch(void (*watch)(enum fault kind, long nth));

/* How many of a kind were asked for since. */
long fault_count(enum fault kind);

/* "fsync", for messages. */
const char *fault_name(enum fault kind);

#else
static inline bool fault_here(enum fault kind) {
    (void)kind;
    return false;
}
#endif

#endif
