/* Those missing as documents and names are held against them, made once for all threads and kept
 * until somebody's record changes: reading and sorting the names of thousands takes far longer than
 * holding one document against them. */
#ifndef CAIRN_WEB_MISSING_H
#define CAIRN_WEB_MISSING_H

#include <pthread.h>

#include "case/leads_record.h"

/* The best candidate of a document. */
struct missing_lead {
    int person; /* in the list; -1: there is no candidate */
    int more;   /* candidates beside this one */
    double score;
};

struct missing_list {
    struct arena arena;
    struct given_names given;
    struct leads_list list;
    int64_t version; /* leads_missing_version */
    int held;
    json_t *found; /* of documents that were held against it, by the place of their revision */
};

/* The newest list, or none yet. All zeroes before it is opened, but for the mutex. */
struct missing_now {
    pthread_mutex_t mutex;
    struct missing_list *missing;
};

/* The list as the tables have it, or a newer one, until it is given back. In a STORE_READ
 * transaction of the tables. */
MUST_CHECK bool missing_hold(struct missing_now *now, const struct tables *tables,
                             struct missing_list **out_missing, struct error *error);
void missing_release(struct missing_now *now, struct missing_list *missing);

/* What was found for a document before, by where its newest revision stands in the log; false when it
 * was not held against this list yet. And what is to be found next time. */
bool missing_recall(struct missing_now *now, const struct missing_list *missing, int64_t index,
                    struct missing_lead *out_lead);
void missing_keep(struct missing_now *now, struct missing_list *missing, int64_t index,
                  const struct missing_lead *lead);

/* Nobody may hold one. */
void missing_close(struct missing_now *now);

#endif
