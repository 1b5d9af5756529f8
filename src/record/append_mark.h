/* The high-water mark (record/mark.h) of a record that is appended to: held against it once, and then
 * set forward as it grows. */
#ifndef CAIRN_RECORD_APPEND_MARK_H
#define CAIRN_RECORD_APPEND_MARK_H

#include <pthread.h>

#include "record/investigation.h"
#include "record/mark.h"

struct append_mark {
    const struct investigation *investigation;
    pthread_mutex_t lock;
    struct digester digester;
    struct mark mark;
    double advanced; /* when, by clock_seconds */
};

/* Refuses what mark_holds does. What it points to is in the arena. */
MUST_CHECK bool append_mark_open(struct arena *arena, struct investigation *investigation,
                                 struct append_mark *out_mark, struct error *error);

/* The tree is on the disk. From any thread, after every commit: the mark's file is written about once
 * a second. That it cannot be written loses no entry; less is known when the record is next opened. */
void append_mark_follow(struct append_mark *mark, const struct merkle *tree);

/* Nobody appends any more: what the record has now is marked. */
void append_mark_close(struct append_mark *mark);

#endif
