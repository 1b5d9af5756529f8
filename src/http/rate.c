#include "http/rate.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hmac.h"
#include "base/memory.h"

enum { WAYS = 8, KEY = 32 };

struct slot {
    uint64_t key;   /* 0: free */
    double full_at; /* when the bucket would be full again: the whole state of it (GCRA) */
};

struct rate {
    pthread_mutex_t mutex;
    struct clock *clock;
    struct slot *slots;
    size_t groups;     /* of WAYS slots; a key lies in one of them */
    uint8_t secret[KEY]; /* nobody outside can choose keys that fall into one group */
};

struct rate *rate_make(size_t slots, struct clock *clock, struct random *random) {
    struct rate *rate = memory_take(1, sizeof *rate);
    rate->groups = (slots + WAYS - 1) / WAYS;
    if (!rate->groups) rate->groups = 1;
    rate->slots = memory_take(rate->groups * WAYS, sizeof *rate->slots);
    rate->clock = clock;
    random_fill(random, rate->secret, sizeof rate->secret);
    pthread_mutex_init(&rate->mutex, NULL);
    return rate;
}

void rate_close(struct rate *rate) {
    if (!rate) return;
    pthread_mutex_destroy(&rate->mutex);
    free(rate->slots);
    free(rate);
}

/* The key's slot, or the one that is least missed. */
static struct slot *slot_of(struct rate *rate, uint64_t key) {
    struct slot *group = &rate->slots[key % rate->groups * WAYS], *least = group;
    for (int i = 0; i < WAYS; i++) {
        if (group[i].key == key) return &group[i];
        if (group[i].full_at < least->full_at) least = &group[i];
    }
    *least = (struct slot){.key = key};
    return least;
}

static uint64_t hash_of(const struct rate *rate, const char *key) {
    uint8_t code[HMAC_MOST];
    uint64_t hash;
    hmac_of(HMAC_SHA256, rate->secret, sizeof rate->secret, key, strlen(key), code);
    memcpy(&hash, code, sizeof hash);
    return hash ? hash : 1;
}

double rate_take(struct rate *rate, struct rate_limit limit, const char *key) {
    uint64_t hash = hash_of(rate, key);
    double now = rate->clock->seconds(rate->clock);
    pthread_mutex_lock(&rate->mutex);
    struct slot *slot = slot_of(rate, hash);
    double full_at = (slot->full_at > now ? slot->full_at : now) + 1 / limit.per_second;
    double wait = full_at - now - limit.burst / limit.per_second;
    /* A trifle of rounding is no reason to wait. */
    if (wait <= 1e-9 * (1 + now)) {
        slot->full_at = full_at;
        wait = 0;
    }
    pthread_mutex_unlock(&rate->mutex);
    return wait;
}

void rate_give_back(struct rate *rate, struct rate_limit limit, const char *key) {
    uint64_t hash = hash_of(rate, key);
    pthread_mutex_lock(&rate->mutex);
    slot_of(rate, hash)->full_at -= 1 / limit.per_second;
    pthread_mutex_unlock(&rate->mutex);
}
