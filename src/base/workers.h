/* The same work for many indices on several threads. What a result depends on is the index, never
 * the thread, so any number of threads gives the same answer. */
#ifndef CAIRN_BASE_WORKERS_H
#define CAIRN_BASE_WORKERS_H

#include <stddef.h>

#include "base/cancel.h"
#include "base/error.h"

enum { WORKERS_MOST = 1024 };

/* Calls work(data, index, worker) once for every index below `count`, handed out in ascending
 * order; `worker` is 0..threads-1 and no two calls with the same worker run at the same time, so
 * each worker may own an arena. One thread runs in the caller. Returns when all calls have
 * returned. After a cancellation (NULL: never) no further index is begun and ERROR_CANCELLED is
 * reported. When the system gives fewer threads than asked for, those that there are do it all. */
MUST_CHECK bool workers_run(int threads, size_t count,
                            void (*work)(void *data, size_t index, int worker), void *data,
                            const struct cancel *cancel, struct error *error);

/* For work that keeps an error of each worker: the first of them, whoever is asked. True when there
 * is none. */
MUST_CHECK bool workers_agree(const struct error *errors, int threads, struct error *error);

/* How many cores this process may use; at least 1. */
int workers_default(void);

#endif
