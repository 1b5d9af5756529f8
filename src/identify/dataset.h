/* Everything that identification runs on: the panel, the remains and the families, with indices
 * instead of names. Filled by case/, read by the engine. */
#ifndef CAIRN_IDENTIFY_DATASET_H
#define CAIRN_IDENTIFY_DATASET_H

#include <stdbool.h>

#include "identify/marker.h"
#include "identify/pedigree.h"
#include "identify/profile.h"

/* The most that is taken, wherever it is given. A drop-out of 1 would say that nothing can be seen,
 * and make every profile impossible. */
#define THETA_MOST 0.5
#define DROPOUT_MOST 0.999

enum role { ROLE_OTHER, ROLE_MISSING, ROLE_REFERENCE };

struct family {
    const char *name;
    const char *where;                /* "persons.tsv:2", for messages; NULL: not known */
    struct pedigree pedigree;
    enum role *role;                  /* one for each person */
    struct profile **profile;         /* one for each person, NULL: not typed */
    const char *left_out;             /* why nobody of it is compared or named; NULL: they are */
};

struct remains {
    const char *code;
    enum sex sex;          /* SEX_UNKNOWN pairs with both */
    bool complete_body;    /* two complete bodies are never the same individual */
    struct profile *profile; /* NULL: not typed */
};

/* A missing person by place: families in the order of the files, persons in theirs. */
struct missing {
    int family, person;
};

struct dataset {
    struct panel panel;
    int remains_count;
    struct remains *remains;
    int family_count;
    struct family *family;
    int missing_count;
    struct missing *missing; /* every person of role missing, in the order of the files */
    double theta;
    /* N of the incident prior; negative: not said. By sex: both are set or neither. */
    double missing_total, missing_total_male, missing_total_female;
};

#endif
