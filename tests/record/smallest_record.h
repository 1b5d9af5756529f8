/* An investigation with no more entries than a photograph needs: small enough to try something on
 * each of its bytes. */
#ifndef CAIRN_TESTS_RECORD_SMALLEST_RECORD_H
#define CAIRN_TESTS_RECORD_SMALLEST_RECORD_H

#include "record/trial.h"

/* An administrator and a worker, the declarations of declarations, users, investigations and media,
 * one photograph of a few bytes, and a checkpoint. It is closed, and removed by trial_close. */
void smallest_make(struct trial *trial);

/* The same as a program made it that knew no checkpoints: without one, without a key and without
 * tables for them. */
void smallest_make_before_checkpoints(struct trial *trial);

#endif
