/* Inside of base/child.h: what happens in the other processes. */
#ifndef CAIRN_BASE_CHILD_PROCESS_H
#define CAIRN_BASE_CHILD_PROCESS_H

#include <stdint.h>

#include "base/child.h"

/* What stands before an answer: its size, and the error's code if `run` failed (the answer is then
 * the error's text). A question has only the size. */
struct child_head {
    uint64_t size;
    int32_t code;
};

/* Serves what comes over the socket `control` (the index of a work, with a socket to answer on)
 * until nobody is at its other end. Before it forks it sends the new process's pidfd over that
 * socket. */
_Noreturn void child_serve(int control, const struct child_work *const *works, int count);

/* Sends bytes with a descriptor (-1: none), and receives them; false when the other side is
 * gone. */
bool child_send(int socket, const void *bytes, size_t size, int descriptor);
bool child_receive(int socket, void *bytes, size_t size, int *out_descriptor);

#endif
