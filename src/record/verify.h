/* Is a record whole, and did only those write in it who were entitled to? Everything in the folder
 * is doubted, and everything that is wrong is named. */
#ifndef CAIRN_RECORD_VERIFY_H
#define CAIRN_RECORD_VERIFY_H

#include "base/cancel.h"
#include "record/entry.h"
#include "store/store.h"

enum verify_level {
    VERIFY_RECORD,   /* form, signatures, authority, revisions and the tree: no secret is needed */
    VERIFY_CONTENTS, /* and disclosures and files against what the entries commit to */
    VERIFY_TABLES    /* and the tables that are kept against ones made afresh */
};

enum { VERIFY_PROBLEMS_MOST = 100000, VERIFY_FORKS_MOST = 10000 };

struct verify_problem {
    int64_t index; /* of the entry; VERIFY_WHOLE: of no single one */
    const char *what;
};
#define VERIFY_WHOLE INT64_MAX

/* A record that has several newest revisions: no damage, but nobody has said which holds. */
struct verify_fork {
    struct identifier rec;
    const char *kind;
    size_t heads;
    int64_t last; /* index of the newest of them */
};

/* Entries that bear an earlier day than one before them: a clock was wrong, or was set so. No damage
 * either: the order of the log does not depend on what a clock said. */
struct verify_backdated {
    size_t count;
    int64_t first;              /* index of the first of them, */
    char day[11], newest[11]; /* its day, and the latest before it */
};

/* Somebody who may sign, and who made them. */
struct verify_user {
    struct identifier id;
    unsigned roles; /* bits 1 << enum user_role, as they are at the end */
    const char *state;
    uint64_t made; /* index of the entry that did */
    const struct identifier *by;
    size_t by_count;
};

/* An earlier state of the record that somebody has kept outside of it: it must still begin so. */
struct verify_past {
    const char *what; /* "the high-water mark of this device" */
    uint64_t size;
    struct digest root;
};

struct verify_result {
    bool ok; /* there is no problem */
    enum verify_level level;
    int64_t unopened; /* sealed fields and files that no disclosure is left of */
    bool root_key_checked;
    struct digest root_key; /* SHA-256 of the public key of the first administrator, */
    bool root_key_found;    /* if entry 0 gives one */
    const char *origin;     /* NULL: the record does not say it */
    uint64_t size;
    struct digest root;
    size_t checkpoints; /* that were signed */
    const char *device; /* what the copy is called that is one (record/device.h); NULL: the main one */
    uint64_t outbox;    /* the last so many entries, which the main copy is not known to have */
    struct verify_problem *problem; /* in the order of the log */
    size_t problem_count, unlisted; /* the rest, beyond VERIFY_PROBLEMS_MOST */
    struct verify_fork *fork;
    size_t fork_count;
    struct verify_backdated backdated;
    struct verify_user *user;
    size_t user_count;
    const struct verify_past *past; /* what it was compared with, this device's mark included */
    size_t past_count;
    const char *unmarked; /* why this device has no high-water mark of it; NULL: it has */
};

struct verify_plan {
    enum verify_level level;
    const struct digest *root_key; /* what the first administrator's key should be; NULL: not known */
    int threads;
    const struct cancel *cancel; /* NULL: never */
    bool shown;                  /* progress on a terminal */
    const struct verify_past *past;
    size_t past_count;
};

/* Verifies the investigation in a folder; the result is in the arena. Fails only when it cannot be
 * done: what is found is no failure. */
MUST_CHECK bool verify_run(struct arena *arena, const char *path, const struct verify_plan *plan,
                           struct verify_result *out_result, struct error *error);

#endif
