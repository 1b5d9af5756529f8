/* A small record into which eight append at once while somebody reads it: for what is tried with the
 * power (base/power.h). */
#ifndef CAIRN_TESTS_RECORD_EIGHT_WRITERS_H
#define CAIRN_TESTS_RECORD_EIGHT_WRITERS_H

#include "record/trial.h"

enum { EIGHT_WRITERS = 8 };

struct eight_writers {
    struct trial trial; /* its record is closed */
    struct draft entry, photograph; /* what is appended, with a new `rec` each time */
    struct spool *spool[EIGHT_WRITERS]; /* NULL: it has none */
};

void eight_writers_open(struct eight_writers *scene);
void eight_writers_close(struct eight_writers *scene);

/* Work for power_record: appends all of it, and promises each entry and each tree that was read. Half
 * way all of the database's log is copied into the database, and begins anew; at the end a new one is
 * made, since the first is removed with its last connection. */
void eight_writers_run(void *scene);

/* Appends one entry to the record, or a copy of it, that is open. */
MUST_CHECK bool eight_writers_append(struct eight_writers *scene,
                                     struct investigation *investigation,
                                     struct receipt *out_receipt, struct error *error);

#endif
