/* What the files of the example share: population, families, site, and how they are written. The
 * order is the order of the draws: population, families, site, tables. */
#ifndef CAIRN_CASE_EXAMPLE_PLAN_H
#define CAIRN_CASE_EXAMPLE_PLAN_H

#include "base/buffer.h"
#include "case/example.h"
#include "identify/dataset.h"
#include "identify/simulate.h"

enum {
    EXAMPLE_YEAR = 2018,   /* ages are counted to this year */
    EXAMPLE_CHILD_AGE = 14 /* a child is younger */
};

/* The panel with its mutation models, and what a laboratory knows of each locus. */
struct example_population {
    struct panel panel;
    const int *amplicon;  /* length in base pairs: long ones fail first in bone */
    const int *male_rate; /* mutations in a million transmissions */
};

enum { EXAMPLE_SHARES = 10000, EXAMPLE_FEMALE_RATE = 500, EXAMPLE_RATE2 = 10 };

struct example_life;

/* A person beyond what the pedigree says. */
struct example_person {
    enum role role;
    bool typed;  /* a living relative's swab, or a missing person's toothbrush */
    bool buried; /* a missing person who lies at the site */
    int age;
    int barcode;               /* of the sample; 0: none. Set by example_write_samples */
    struct example_life *life; /* set by example_lives_make */
};

struct example_family {
    const char *name;
    struct pedigree pedigree;
    struct example_person *person;
    struct genotype *truth; /* a row for each person */
};

struct example_families {
    int count;
    struct example_family *family;
};

/* How many of something there are when there are `count` of them at EXAMPLE_REMAINS. */
int example_scaled(int count, int remains);

/* The same at every call: it does not depend on the seed. Fails only where marker.h does. */
MUST_CHECK bool example_population_make(struct arena *arena, struct example_population *out,
                                        struct error *error);

/* The families in the order of their names, with everybody's true genotypes. */
MUST_CHECK bool example_families_make(struct arena *arena, struct simulate_random *random,
                                      const struct simulate_panel *panel, int remains,
                                      struct example_families *out, struct error *error);

/* One who lies at the site. */
struct example_individual {
    const char *person; /* NULL: not listed */
    int family, member; /* of the families; not listed: -1 */
    enum sex sex;
    int age;
    const struct genotype *truth;
    int pieces; /* remains that this individual became */
    struct example_life *life; /* set by example_lives_make */
};

/* What was lifted under one number. */
struct example_remains {
    const char *code;
    struct example_individual *individual;
    const char *what; /* "whole body", "left leg" */
    bool body, complete;
    int grave, cross; /* cross 0: none, or its number cannot be read */
    int day;
    enum sex sex;         /* as the anthropologist says */
    int youngest, oldest; /* likewise; oldest 0: not estimated */
    const char *note;
    int dropout; /* in hundredths */
    bool typed, amelogenin;
    struct genotype *genotype; /* what the laboratory read */
    int barcode;               /* of the sample; set by example_write_samples */
};

struct example_site {
    int count;
    struct example_remains *remains; /* in the order of their codes */
    int individual_count;
    struct example_individual *individual;
    int grave_count, soldiers_grave; /* graves are numbered from 1 */
};

void example_site_make(struct arena *arena, struct simulate_random *random,
                       const struct example_population *population,
                       const struct simulate_panel *panel, const struct example_families *families,
                       int remains, struct example_site *out);

/* What the laboratory reads from the remains: most bodies give a full profile, parts rarely. */
void example_type_remains(struct arena *arena, struct simulate_random *random,
                          const struct example_population *population,
                          struct example_remains *remains);

/* The tables, each into an empty buffer; example_story.h has those of other subjects. */
void example_write_truth(const struct example_site *site, struct buffer *out);
void example_write_frequencies(const struct example_population *population, struct buffer *out);
void example_write_mutation(const struct example_population *population, struct buffer *out);
void example_write_parameters(int remains, struct buffer *out);
void example_write_readme(uint64_t seed, int remains, struct buffer *out);

#endif
