/* How often something may be done: a bucket of tokens for each key (an address, a user's name,
 * both), which fills up again with time. Memory is bounded: where there are more keys than slots,
 * those whose buckets are nearest to full are forgotten, so that a flood of new keys does not free
 * the one that is held back. Any thread. */
#ifndef CAIRN_HTTP_RATE_H
#define CAIRN_HTTP_RATE_H

#include "base/clock.h"
#include "base/random.h"

struct rate;

struct rate_limit {
    double burst;      /* so many at once */
    double per_second; /* and so many more each second */
};

/* For at most `slots` keys at a time (16 bytes each). The clock is kept. */
struct rate *rate_make(size_t slots, struct clock *clock, struct random *random);
void rate_close(struct rate *rate);

/* Takes one token from the key's bucket and returns 0, or, when it is empty, takes nothing and
 * returns in how many seconds there will be one. A key should begin with what it counts: "sign-in
 * 192.0.2.1". */
double rate_take(struct rate *rate, struct rate_limit limit, const char *key);

/* Puts a token back that rate_take took: what was counted turned out to be no guess. */
void rate_give_back(struct rate *rate, struct rate_limit limit, const char *key);

#endif
