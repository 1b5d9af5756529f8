/* Names that somebody is about to use: a code that is given, a record that is revised. Whoever
 * looks whether something is free, and then takes it, claims its name meanwhile, so that two who
 * come together are one after the other. */
#ifndef CAIRN_WEB_CLAIMS_H
#define CAIRN_WEB_CLAIMS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { CLAIMS_MOST = 256 /* at a time */, CLAIM_MOST = 300 /* bytes of one */ };

struct claims {
    pthread_mutex_t mutex;
    pthread_cond_t given_back;
    int count;
    char name[CLAIMS_MOST][CLAIM_MOST];
};

void claims_open(struct claims *claims);

/* Waits until nobody has any of the names, and takes all of them. */
void claims_take(struct claims *claims, const char *const *names, size_t count);
void claims_give_back(struct claims *claims, const char *const *names, size_t count);

#endif
