/* A published folder, read as somebody who has nothing else. */
#ifndef CAIRN_TESTS_PUBLISH_PUBLISHED_H
#define CAIRN_TESTS_PUBLISH_PUBLISHED_H

#include "record/trial.h"

/* Fails the test unless the folder is whole for its checkpoint: that and every one in checkpoints/
 * that is no larger is signed, and has its own tiles, which make its root and contain those of the
 * smaller ones; and the entries, where there are bundles, are those of the tiles. Returns its size;
 * 0: there is no checkpoint yet. */
uint64_t published_check(struct trial *trial, const char *folder);

/* The vkey of the log, in the arena. */
const char *published_vkey(struct trial *trial);

#endif
