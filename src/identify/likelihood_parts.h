/* Inside of likelihood.h: how a question is answered. Shared by the files of the engine, nobody
 * else. A question is reduced to its members and their structure (likelihood_structure.c), the
 * structure is compiled once (likelihood_compile.c), the program runs on the question's numbers
 * (likelihood_run.c), with theta once for each partition of the urn (likelihood_urn.c). */
#ifndef CAIRN_IDENTIFY_LIKELIHOOD_PARTS_H
#define CAIRN_IDENTIFY_LIKELIHOOD_PARTS_H

#include <stdint.h>

#include "identify/elimination.h"
#include "identify/likelihood.h"

/* What a person's evidence is to the structure of the elimination; its numbers come at run time. */
enum shape {
    SHAPE_NONE,
    SHAPE_PAIR, /* two different alleles: which is the father's is a switch */
    SHAPE_SAME, /* surely {a, a} (or the one allele of a male on X) */
    SHAPE_ONE   /* an a and something of which only weights are known */
};

/* A person of the question. Of what is in pairs the first is the paternal allele's, the second the
 * maternal one's. */
struct member {
    int16_t father, mother; /* index among the members, -1 */
    uint8_t male_on_x;
    uint8_t shape;
    uint8_t switched[2]; /* whether which of the parent's alleles was handed on is a switch */
    int16_t block[2];    /* theta: which urn block the drawn allele is in; else -1 */
};

/* The structure of a question: questions of one structure share one program. Compared byte by byte,
 * so made of zeroed memory and without gaps. */
struct structure {
    int16_t members, whom;
    uint8_t mutates[2]; /* by the parent's sex */
    uint8_t urn;
    uint8_t states_class;
    struct member member[]; /* `members` of them */
};

/* A question as it is worked on: only the persons that matter, in the order of the pedigree. */
struct work {
    const struct question *question;
    struct structure *structure;
    struct evidence *evidence; /* of each member */
    double log_weight;         /* of what does not depend on any unknown */
};

/* The marker as the run sees it: all alleles, or those that were seen and one for all others. */
struct scale {
    int states, silent; /* silent: index, -1 */
    double *prior;      /* states */
    const double *matrix[2], *transpose[2];
    int *state_of; /* allele -> state */
};

/* P(evidence, whom's alleles) for each pair of alleles of the person asked about (paternal by
 * maternal), for each single one of a male on X, or of nobody, one number. */
struct table {
    size_t size;
    const double *narrow;
    const struct wide *wide; /* instead, where the range of doubles is not enough */
};

struct cached;

struct engine {
    struct arena programs; /* structures and programs */
    struct arena scratch;
    struct cached *cache;
    size_t cached, cache_size;
    struct workspace workspace;
};

/* ------------------------------------------------------------------ likelihood_structure.c */

/* Chooses the members and states their structure, but for what depends on the scale. `whom`: the
 * person that is asked about, -1: nobody. */
void structure_make(struct work *work, int whom, struct arena *arena);

bool member_is_founder(const struct member *member);

/* The parent whom the member's allele on this side (0 paternal, 1 maternal) is of, -1: none. */
int member_parent(const struct member *member, int side);

/* Whether the allele on this side exists and comes from the population. */
bool member_draws(const struct member *member, int side);

/* ln of what stands outside the elimination: the halves of the switches of transmission, and the
 * weights of sure genotypes (twice for a founder's two different alleles: they have two orders). */
double structure_log_constant(const struct work *work);

/* ------------------------------------------------------------------ likelihood_compile.c */

/* How many variables the program's result has: the alleles of the person asked about. One when
 * theta makes them copies of each other. */
int structure_queries(const struct structure *structure);

/* The class of a number of states: all of a class share programs. */
uint8_t states_class_of(int states);

/* Indices of a member's alleles a and b at run time. Of the vectors the prior is 0; then come, for
 * each member of SHAPE_ONE, the weights of the other allele with a first and of those without. */
static inline int index_a(int m) { return 2 * m; }
static inline int index_b(int m) { return 2 * m + 1; }

/* The program of a structure, compiled or remembered; belongs to the engine, until the next call.
 * Fails as elimination_compile does. */
MUST_CHECK bool engine_program(struct engine *engine, const struct structure *structure,
                               const struct program **out_program, struct error *error);

/* ------------------------------------------------------------------ likelihood_run.c */

void scale_make(const struct work *work, bool lump, struct arena *arena, struct scale *scale);

/* Whether alleles that nobody shows may be taken together. */
bool scale_can_lump(const struct work *work);

/* What the program of the work's structure runs on. */
void input_fill(const struct work *work, const struct scale *scale, struct arena *arena,
                struct program_input *input);

/* One elimination, in doubles or in wide numbers. The table belongs to the engine, until the next
 * run. */
MUST_CHECK bool table_run(struct engine *engine, const struct structure *structure,
                          const struct program_input *input, bool wide, struct table *out_table,
                          struct error *error);

/* ln P(evidence, evidence[i] on the person asked about) of `count` evidences. False when a number
 * below `least`, or too large, was among them, so that what underflowed may count. */
bool table_read(const struct table *table, const struct scale *scale, double least,
                const struct evidence *evidence, int count, double *out_log);

/* ------------------------------------------------------------------ likelihood_urn.c */

/* With theta: the unknown founder alleles, drawn from the urn after those that are known. */
struct urn {
    double theta;
    int unknown;
    struct member *member[LIKELIHOOD_MOST_URN];
    int side[LIKELIHOOD_MOST_URN];
};

/* Draws what is known: leaves the weights of a new draw in scale->prior, and multiplies what is
 * known into the weight of the work. Fails when too much is unknown. */
MUST_CHECK bool urn_open(struct work *work, struct scale *scale, struct arena *arena,
                         struct urn *urn, struct error *error);

/* table_run with theta: one elimination for each partition of the unknown founder alleles. Changes
 * the blocks of the structure. */
MUST_CHECK bool urn_run(struct engine *engine, const struct work *work, const struct urn *urn,
                        const struct program_input *input, bool wide, struct arena *arena,
                        struct table *out_table, struct error *error);

#endif
