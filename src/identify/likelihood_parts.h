/* Inside of likelihood.h: how a question is answered. Shared by the files of the engine, nobody
 * else. A question is reduced to its members and their structure (likelihood_structure.c), the
 * structure is compiled once (likelihood_compile.c), the program runs on the question's numbers
 * (likelihood_run.c). With theta the founders' alleles come from one urn (likelihood_urn.c): the
 * program runs for each partition of the unknown ones into copies (likelihood_partitions.c), or at
 * the nodes of a quadrature over the frequencies (likelihood_nodes.c). */
#ifndef CAIRN_IDENTIFY_LIKELIHOOD_PARTS_H
#define CAIRN_IDENTIFY_LIKELIHOOD_PARTS_H

#include <stdint.h>

#include "identify/elimination.h"
#include "identify/likelihood.h"

/* What a person's evidence is to the structure of the elimination; its numbers come at run time. */
enum shape {
    SHAPE_NONE,
    SHAPE_PAIR, /* two different alleles: which is the father's is a switch */
    SHAPE_ORDERED, /* two different alleles, the first the father's: one order of a pair */
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
 * so made of zeroed memory. */
struct structure {
    int16_t members, whom;
    int16_t asked[2];   /* theta: blocks that are asked about instead of a person; else -1 */
    uint8_t mutates[2]; /* by the parent's sex */
    uint8_t urn;
    uint8_t late; /* theta: what whom inherits mutates after all else is summed (urn_run) */
    uint8_t states_class;
    struct member member[]; /* `members` of them */
};

/* With theta: a typed founder without children, who is nothing but draws from the urn. */
struct stranger {
    struct evidence evidence;
    bool male_on_x;
};

/* A question as it is worked on: only the persons that matter, in the order of the pedigree. */
struct work {
    const struct question *question;
    struct structure *structure;
    struct evidence *evidence; /* of each member */
    int strangers;             /* who are not members */
    struct stranger *stranger;
    double log_weight; /* of what does not depend on any unknown */
    double most_work;  /* with theta: multiplications that it may take */
};

/* Which alleles are a state of their own: all; those that somebody shows; also those that are asked
 * about; or those that somebody shows and one other, from which all others can be told. */
enum lump { LUMP_NOTHING, LUMP_UNSEEN, LUMP_UNASKED, LUMP_ALIKE };

/* The marker as the run sees it: all alleles, or some and one state for all others. */
struct scale {
    int states, silent; /* silent: index, -1 */
    double *prior;      /* states */
    const double *matrix[2], *transpose[2];
    int *state_of;  /* allele -> state */
    int lone, rest; /* LUMP_ALIKE: the state of the one other allele, of all others; -1: none */
};

/* P(evidence, whom's alleles) for each pair of alleles of the person asked about (paternal by
 * maternal), for each single one of a male on X, or of nobody, one number. */
struct table {
    int dimensions; /* 2, 1 or 0, of as many numbers as there are states */
    const double *narrow;
    const struct wide *wide; /* instead of the former */
};

static inline size_t table_size(const struct table *table, int states) {
    size_t size = 1;
    for (int i = 0; i < table->dimensions; i++) size *= (size_t)states;
    return size;
}

/* Number `i` of the table. */
static inline struct wide table_number(const struct table *table, size_t i) {
    return table->wide ? table->wide[i] : wide_of(table->narrow[i]);
}

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

bool person_is_male_on_x(const struct question *question, int person);

bool member_is_founder(const struct member *member);

/* The parent whom the member's allele on this side (0 paternal, 1 maternal) is of, -1: none. */
int member_parent(const struct member *member, int side);

/* Whether the allele on this side exists and comes from the population. */
bool member_draws(const struct member *member, int side);

/* ln of what stands outside the elimination: the halves of the switches of transmission, and the
 * weights of sure genotypes (twice for a founder's two different alleles: they have two orders). */
double structure_log_constant(const struct work *work);

/* ------------------------------------------------------------------ likelihood_compile.c */

/* How many variables the program's result has: the alleles of the person asked about (one when
 * theta makes them copies of each other), or the blocks. */
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

/* `further`: the evidences that are asked about, with LUMP_UNASKED. */
void scale_make(const struct work *work, enum lump lump, const struct evidence *further, int count,
                struct arena *arena, struct scale *scale);

/* Whether alleles that nobody shows may be taken together; and whether besides, what mutates does
 * so without regard to what it was, to alleles by their frequencies (LUMP_ALIKE). */
bool scale_can_lump(const struct work *work);
bool scale_is_alike(const struct work *work);

/* What the program of the work's structure runs on. */
void input_fill(const struct work *work, const struct scale *scale, const double *prior,
                struct arena *arena, struct program_input *input);

/* One elimination, in doubles or in wide numbers. The table belongs to the engine, until the next
 * run. */
MUST_CHECK bool table_run(struct engine *engine, const struct structure *structure,
                          const struct program_input *input, bool wide, struct table *out_table,
                          struct error *error);

/* ln P(evidence, evidence[i] on the person asked about) of `count` evidences. False when a number
 * below `least`, or too large, was among them, so that what underflowed may count. */
bool table_read(const struct table *table, const struct scale *scale, double least,
                const struct evidence *evidence, int count, double *out_log);

/* ------------------------------------------------------------------ likelihood_spread.c */

/* Of a table of wide numbers over the states of a scale made with LUMP_ALIKE, that over all
 * alleles; of one made with LUMP_UNSEEN too, where the table is over draws from the urn and nothing
 * else. `*scale` becomes that of all alleles, to read the table with. */
void table_spread(const struct question *question, struct arena *arena, struct scale *scale,
                  struct table *table);

/* ------------------------------------------------------------------ likelihood_urn.c */

/* With theta: one urn over all founder alleles. Those that are known are drawn first; what is left
 * to sum over are the unknown ones. */
struct urn {
    double theta;
    double *weight;    /* of each state: that of a new draw after the known ones */
    double log_weight; /* of the known draws, and of what every draw is divided by */
    int drawn;         /* known draws */
    int unknown;
    int *member, *side; /* of each unknown draw */
    int apart;          /* alleles asked about that nobody has handed on or inherited, drawn last */
};

/* What the sum over the unknown draws works on. Both ways of summing add to `sum`, a table over so
 * many dimensions of states, with `weight`. */
struct urn_sum {
    struct engine *engine;
    const struct work *work;
    const struct urn *urn;
    int states, dimensions;
    const struct program_input *input;
    double *prior; /* what the program takes for one: vector 0 of the input */
    bool wide;
    struct wide *sum;
};

/* table_run with theta; the table is in wide numbers, `wide`: every run too. With `apart` it is
 * over so many alleles that are drawn from the urn and nothing else, instead of over a member's. It
 * is in the arena, and to be taken times exp(*out_log_weight). Changes the blocks of the structure.
 * Fails with ERROR_TOO_COSTLY when it would take too long. */
MUST_CHECK bool urn_run(struct engine *engine, struct work *work, const struct scale *scale,
                        int apart, bool wide, struct arena *arena, struct table *out_table,
                        double *out_log_weight, struct error *error);

/* ------------------------------------------------------------------ likelihood_partitions.c */

/* How many programs the sum over partitions runs. */
double partitions_runs(const struct urn *urn);

MUST_CHECK bool partitions_sum(const struct urn_sum *job, double weight, struct arena *arena,
                               struct error *error);

/* ------------------------------------------------------------------ likelihood_nodes.c */

/* At how many nodes the program runs. */
double nodes_runs(const struct urn *urn, int states);

/* `program`: of the structure with each unknown draw in a block of its own. */
void nodes_sum(const struct urn_sum *job, const struct program *program, double weight,
               struct arena *arena);

#endif
