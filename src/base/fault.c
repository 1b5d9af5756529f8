#include "base/fault.h"

#ifdef CAIRN_FAULTS
#include <errno.h>
#include <stdatomic.h>

static const struct {
    const char *name;
    int cause;
} KINDS[FAULT_KINDS] = {
    [FAULT_MEMORY] = {"allocation", ENOMEM}, [FAULT_OPEN] = {"open", EMFILE},
    [FAULT_READ] = {"read", EIO},            [FAULT_WRITE] = {"write", ENOSPC},
    [FAULT_SYNC] = {"fsync", EIO},           [FAULT_RENAME] = {"rename", EIO},
    [FAULT_REMOVE] = {"remove", EIO},        [FAULT_STEP] = {"database step", EIO},
};

/* Allocators have no place to carry it in, so it is the process's. */
static struct {
    atomic_long left; /* operations until one fails; 0 and below: past it, or never */
    atomic_bool stays;
    atomic_int fired; /* 1 + the kind that failed first */
    atomic_long asked, seen[FAULT_KINDS];
    void (*_Atomic watch)(enum fault kind, long nth);
} state;

void fault_arm(long nth, bool stays) {
    state.left = nth;
    state.stays = stays;
    state.fired = 0;
    state.asked = 0;
    for (int i = 0; i < FAULT_KINDS; i++) state.seen[i] = 0;
}

void fault_watch(void (*watch)(enum fault kind, long nth)) { state.watch = watch; }

bool fault_here(enum fault kind) {
    long nth = atomic_fetch_add(&state.asked, 1) + 1;
    void (*watch)(enum fault kind, long nth) = state.watch;
    if (watch) watch(kind, nth);
    atomic_fetch_add(&state.seen[kind], 1);
    long left = atomic_fetch_sub(&state.left, 1);
    if (left == 1) state.fired = 1 + (int)kind;
    else if (!state.stays || !state.fired) return false;
    errno = KINDS[kind].cause;
    return true;
}

bool fault_fired(enum fault *out_kind) {
    int fired = state.fired;
    if (!fired) return false;
    *out_kind = (enum fault)(fired - 1);
    return true;
}

long fault_count(enum fault kind) { return state.seen[kind]; }

const char *fault_name(enum fault kind) { return KINDS[kind].name; }
#endif
