/* Between profile_rows.c, which finds out whose and what each line of the profile tables is, and
 * profile_build.c, which makes profiles of them. */
#ifndef CAIRN_CASE_PROFILE_PARTS_H
#define CAIRN_CASE_PROFILE_PARTS_H

#include "case/dataset_parts.h"
#include "input/calls.h"

enum { NOT_USED = -1 };

/* A subject: the remains in their order, then the person rows in theirs. */
struct subject {
    struct place place;
    const char *name;
    double dropout;  /* of profiles that say nothing else */
    int first, last; /* its readings, in `assembly.order` */
};

/* What one line of a profile table was found to be. */
struct use {
    int subject, marker; /* NOT_USED: none; marker may be the panel's count: amelogenin */
    double dropout;
};

struct assembly {
    struct builder *builder;
    int subjects;
    struct subject *subject;
    struct use *use;      /* one for each profile row */
    int *order;           /* the rows in use, by subject */
    struct calls *calls;  /* of one subject: one for each marker, and amelogenin */
    int unknown_sex_on_x; /* subjects */
};

/* Lists the subjects, with their drop-out. */
void profile_make_subjects(struct assembly *assembly);

/* Says what each profile row is, and once of each marker that has no frequencies. */
void profile_find_uses(struct assembly *assembly);

/* Gives every allele that was seen a frequency, all at once, and then makes the matrices. */
void profile_add_unseen(struct assembly *assembly);

#endif
