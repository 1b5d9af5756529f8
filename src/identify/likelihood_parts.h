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
    double *matrix[2], *transpose[2];
    int *state_of; /* allele -> state */
};

/* What is asked: ln P(evidence, further[i]) of `count` evidences on one member. */
struct answer {
    int count;
    const struct evidence *further;
    long double *sum; /* P, added up over the runs */
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

/* One elimination: adds weight * P(evidence, further[i]) to every answer. */
MUST_CHECK bool answer_add(struct engine *engine, const struct work *work,
                           const struct scale *scale, const struct program_input *input,
                           long double weight, struct answer *answer, struct error *error);

/* ------------------------------------------------------------------ likelihood_urn.c */

/* The same with theta: one elimination for each partition of the unknown founder alleles. Changes
 * scale->prior and the blocks of the structure. */
MUST_CHECK bool answer_add_urn(struct engine *engine, struct work *work, struct scale *scale,
                               struct arena *arena, struct answer *answer, struct error *error);

#endif
