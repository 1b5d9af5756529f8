/* What the disk holds when the power fails. `kill -9` keeps what the system has not written yet, and
 * a power failure does not: so a body of work is recorded, call by call, and at each point of it the
 * folder is made again as it may be found afterwards, without what was not synced, or with any part
 * of it in any order.
 *
 * What is taken for granted: the drive does what fsync says, a sector of 512 bytes is written whole
 * or not at all and without touching its neighbours, and a rename happens in one step. Nothing else:
 * sizes, contents and names reach the disk independently of each other, a new file's name only with
 * its folder.
 *
 * For tests that are named test_power.c, since these are linked with power_calls.c, which stands
 * between program and libraries and the system. */
#ifndef CAIRN_TESTS_BASE_POWER_H
#define CAIRN_TESTS_BASE_POWER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct power;

/* Runs the work and records what any thread of this process does to files below the folder, given as
 * an absolute path without links; no name in it may begin with a dot. What lies in it before is on
 * the disk. One recording at a time. Fails the test when the record does not lead to what is in the
 * folder afterwards. */
struct power *power_record(const char *folder, void (*work)(void *data), void *data);
void power_close(struct power *power);

/* In the work, any thread: from now on this holds whatever happens. Kept byte by byte for whoever
 * checks; nothing outside of a recording. */
void power_promise(const void *bytes, size_t size);

/* How often something was written at this place of a file, by the path from the folder that it was
 * made under: did what should be tried happen? */
size_t power_writes(const struct power *power, const char *path, uint64_t at);

struct power_promise {
    const void *bytes;
    size_t size;
};

struct power_cuts {
    /* Is this folder, which may be changed, what may be left where so much was promised? */
    bool (*holds)(void *data, const char *folder, const struct power_promise *promises,
                  size_t count, struct error *error);
    void *data;
    uint64_t seed;
    int drawn;  /* folders that are drawn at random at a point, beside those of POWER_WAYS */
    int stride; /* of the points that are not beside a sync or promise one in so many is looked at */
    bool (*lies)(const char *path); /* of which files and folders, by the path from the recorded
                                       folder that they were made under, nothing is ever synced;
                                       NULL: of none */
};

struct power_tally {
    size_t operations, syncs, promises; /* that were recorded */
    size_t points;                      /* of operations + 1, that were looked at */
    size_t folders, different;          /* made at them; that were no copy of an earlier one */
};

/* Cuts the power and checks. Fails with what was wrong first and where; the folder is then left
 * beside the recorded one as NAME.cut, as it was before it was checked. */
MUST_CHECK bool power_cut(const struct power *power, const struct power_cuts *cuts,
                          struct power_tally *out_tally, struct error *error);

/* The same, says on stderr how much was tried, and fails the test unless all hold. */
void power_expect(const struct power *power, const char *what, const struct power_cuts *cuts);

/* And unless some do not, since the drive lies. */
void power_expect_loss(const struct power *power, const char *what, const struct power_cuts *cuts);

/* Sets `drawn` and `stride`: to these, or to what CAIRN_POWER says when it is set ("40,1"). */
void power_how_much(struct power_cuts *cuts, int drawn, int stride);

#endif
