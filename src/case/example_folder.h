/* The example investigation on the disk. */
#ifndef CAIRN_CASE_EXAMPLE_FOLDER_H
#define CAIRN_CASE_EXAMPLE_FOLDER_H

#include "base/arena.h"
#include "case/example.h"

/* Makes the investigation (example_make) and writes its files to `folder`, which is made when it
 * does not exist: all of them, or none when it fails or is cancelled. ERROR_DENIED when anything
 * lies in it: that may be somebody's real tables. */
MUST_CHECK bool example_folder_write(struct arena *arena, const char *folder, uint64_t seed,
                                     int remains, const struct cancel *cancel,
                                     struct error *error);

#endif
