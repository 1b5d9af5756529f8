/* What is worked out from all of the tables and shown on many pages, such as counts and chains of
 * custody: made once for all threads, and kept until the log has grown. */
#ifndef CAIRN_WEB_KEPT_H
#define CAIRN_WEB_KEPT_H

#include <pthread.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

struct visit;

/* One such thing; it never changes. */
struct kept {
    struct arena arena;
    void *thing;      /* in the arena */
    int64_t log_size; /* of the tables that it was made from */
    unsigned key;
    int held; /* by requests, and once while it is kept */
};

enum { KEPT_MOST = 8 /* of different keys at a time: three labels that a role may read or not */ };

/* All zeroes before it is opened, but for the mutex. */
struct kept_now {
    pthread_mutex_t mutex;
    struct kept *kept[KEPT_MOST];
    unsigned next; /* place of the one that makes room */
};

/* Makes it from the tables of the visit, in the arena. */
typedef bool kept_make(struct arena *arena, const struct visit *visit, void **out_thing,
                       struct error *error);

/* The thing as the visit's tables have it, or a newer one, until it is given back. What is another
 * thing for other readers has another key. Whoever comes first makes it, and those who come
 * meanwhile wait for it. */
MUST_CHECK bool kept_hold(struct kept_now *now, const struct visit *visit, unsigned key,
                          kept_make *make, struct kept **out_kept, struct error *error);

/* Takes NULL. */
void kept_release(struct kept_now *now, struct kept *kept);

/* Nobody may hold one. */
void kept_close(struct kept_now *now);

#endif
