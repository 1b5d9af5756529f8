#include "web/claims.h"

#include <stdio.h>
#include <string.h>

void claims_open(struct claims *claims) {
    pthread_mutex_init(&claims->mutex, NULL);
    pthread_cond_init(&claims->given_back, NULL);
    claims->count = 0;
}

/* Where it stands, or -1. Longer names are the same when they begin alike: one waits in vain, no
 * two do not wait. */
static int find(const struct claims *claims, const char *name) {
    for (int i = 0; i < claims->count; i++)
        if (strncmp(claims->name[i], name, CLAIM_MOST - 1) == 0) return i;
    return -1;
}

static bool are_free(const struct claims *claims, const char *const *names, size_t count) {
    if (claims->count + (int)count > CLAIMS_MOST) return false;
    for (size_t i = 0; i < count; i++)
        if (find(claims, names[i]) >= 0) return false;
    return true;
}

void claims_take(struct claims *claims, const char *const *names, size_t count) {
    pthread_mutex_lock(&claims->mutex);
    while (!are_free(claims, names, count))
        pthread_cond_wait(&claims->given_back, &claims->mutex);
    for (size_t i = 0; i < count; i++)
        snprintf(claims->name[claims->count++], CLAIM_MOST, "%s", names[i]);
    pthread_mutex_unlock(&claims->mutex);
}

void claims_give_back(struct claims *claims, const char *const *names, size_t count) {
    pthread_mutex_lock(&claims->mutex);
    for (size_t i = 0; i < count; i++) {
        int at = find(claims, names[i]);
        if (at >= 0) memcpy(claims->name[at], claims->name[--claims->count], CLAIM_MOST);
    }
    pthread_cond_broadcast(&claims->given_back);
    pthread_mutex_unlock(&claims->mutex);
}
