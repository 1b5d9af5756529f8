/* Taking over what another copy of an investigation has appended (record/device.h).
 *
 * The main copy takes from a device every entry whose leaf hash it does not have, in the order in
 * which the other has them, each checked as if it came from a stranger: form, declaration, signatures
 * with the keys and roles that are taken at the index that it gets, what it follows, the rules of its
 * sealed fields, its disclosures and its files. So afterwards the set of leaf hashes is the union of
 * both, less what waits and what is refused.
 *
 * An entry waits when it might stand in the log if an administrator accepts it (record/authority.h):
 * its key was revoked, its signer suspended or given other roles meanwhile. What rests on it (follows
 * it, or names it or the record that it begins) waits with it. It is kept, and tried again each time.
 * What is refused stays where it is, and is named.
 *
 * A device takes from the main copy all that is new there, in place of its own order: its log is then
 * the main copy's, and behind that those of its outbox that the main copy does not have. Only an
 * entry that may not stand there any more waits on the device.
 *
 * All of it is one transaction: whatever interrupts it, nothing has happened. */
#ifndef CAIRN_RECORD_PULL_H
#define CAIRN_RECORD_PULL_H

#include "base/cancel.h"
#include "record/append.h"

enum pull_fate { PULL_TAKEN, PULL_WAITS, PULL_REFUSED };

/* An entry that this copy did not have in its log. */
struct pull_entry {
    enum pull_fate fate;
    int64_t from; /* its index in the other copy; -1: it waited, there or here */
    uint64_t index; /* PULL_TAKEN: its index here */
    struct digest leaf;
    const char *kind; /* NULL: it is no entry, and the next two are empty */
    struct identifier rec, by;
    int64_t rev;
    const char *why; /* it was not taken; NULL: it was */
};

struct pull_result {
    const char *device; /* what the other copy is called; NULL: it does not say that it is a device */
    bool two_histories; /* both copies have appended entries of their own under the record's name,
                           as if each were the main one */
    struct pull_entry *entry; /* in the arena, in the order of the other copy */
    size_t count, taken, waiting, refused;
};

struct pull {
    struct investigation *investigation; /* opened for appending; its tree and `confirmed` are kept up
                                          to date */
    struct appender *appender;
    struct random *random;
    const struct cancel *cancel; /* NULL: never */
    bool shown;                  /* progress on a terminal */
};

/* Takes what the copy in the folder `from` has. ERROR_CONFLICT when that is no copy of this
 * investigation, or, on a device, not the main copy that it goes on from. */
MUST_CHECK bool pull_run(struct arena *arena, const struct pull *pull, const char *from,
                         struct pull_result *out_result, struct error *error);

/* ------------------------------------------------------------------ what waits here */

/* What waits, and why, as it is now; all are PULL_WAITS. Not in a transaction. */
MUST_CHECK bool pull_waiting(struct arena *arena, struct investigation *investigation,
                             struct pull_result *out_result, struct error *error);

/* Accepts entries that wait, by their leaf hashes: appends the entry that says so, signed by an
 * administrator, with its `basis`, and then all that may stand in the log now. */
struct pull_acceptance {
    const struct digest *leaf;
    size_t count;
    const char *basis;
    const struct draft_signer *signer;
};

MUST_CHECK bool pull_accept(struct arena *arena, const struct pull *pull,
                            const struct pull_acceptance *acceptance,
                            struct pull_result *out_result, struct error *error);

#endif
