/* An investigation with a log of any length, made through the path that every entry takes: sealed,
 * signed, verified, admitted and committed. Every entry is a profile of 23 loci, and every eighth
 * revises the one before it. All invented. */
#ifndef CAIRN_BENCH_MADE_LOG_H
#define CAIRN_BENCH_MADE_LOG_H

#include "record/append.h"
#include "record/investigation_create.h"

#define MADE_ORIGIN "example.org/bench"

enum { MADE_LOCI = 23, MADE_READINGS = 64, MADE_REVISED = 8 };

struct made_log {
    struct arena arena;
    struct random random;
    const char *path; /* the folder NAME.cairn */
    struct identifier user;    /* who signs */
    struct secret private_key;
    json_t *reading[MADE_READINGS]; /* fields of profiles, used in turn */
};

/* Makes the investigation, with the entries that each has; leaves the program when it cannot. */
void made_log_open(struct made_log *made, const char *path);
void made_log_close(struct made_log *made);

/* A first revision of a profile, the `number`th; points into `made` and `signer`. */
struct draft made_draft(struct made_log *made, const struct draft_signer *signer, int64_t number);

/* Appends so many entries more. Returns how many there are now. */
int64_t made_log_grow(struct made_log *made, int64_t entries);

#endif
