/* Data sets written down by hand, a line for a marker, a person or remains; all of it invented.
 * What does not fit ends the test. */
#ifndef CAIRN_TESTS_IDENTIFY_HAND_DATASET_H
#define CAIRN_TESTS_IDENTIFY_HAND_DATASET_H

#include "identify/pairwise.h"

struct hand {
    struct arena arena;
    struct dataset dataset; /* remains, families and missing are filled as they are said */
};

/* An empty data set without markers: theta 0, missing_total not said. */
void hand_open(struct hand *to);
void hand_close(struct hand *to);

/* One that is opened and closed as set-up and tear-down of a test. */
extern struct hand hand;
int hand_begin(void **state);
int hand_end(void **state);

/* `copies` alike markers with alleles "10", "11", … of these frequencies; the rate is of equal
 * mutation, 0 none. To be called before persons and remains. */
void hand_markers(struct hand *to, int copies, enum chromosome chromosome, int alleles,
                  const double *frequencies, double rate);

/* A person of a family, which begins with its first; parents by id, "0" unknown, and said before
 * their children. `genotypes` as below, NULL: not typed. */
void hand_person(struct hand *to, const char *family, const char *id, const char *father,
                 const char *mother, enum sex sex, enum role role, const char *genotypes);

/* Remains. `genotypes` has a word for each marker, two digits that are indices of alleles: "01 22
 * 0? --" is two peaks, one peak, one allele with the other unknown, and nothing. A single word
 * stands for all markers. */
void hand_remains(struct hand *to, const char *code, enum sex sex, double dropout,
                  const char *genotypes);

/* Individuals and families as the engine takes them, every number for itself. */
MUST_CHECK bool hand_prepare(struct hand *to, struct individuals *individuals,
                             struct casework *casework, struct error *error);

#endif
