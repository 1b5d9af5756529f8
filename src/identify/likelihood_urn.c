#include <stdlib.h>
#include <string.h>

#include "identify/likelihood_parts.h"

/* Theta: one urn over all founder alleles (Balding and Nichols 1994): the next is an a with
 * probability (b theta + (1 - theta) p_a) / (1 + (j - 2) theta), b the copies of a before it, j its
 * number. Alleles that are known come first; the unknown ones are then either new draws from the
 * weights b theta + (1 - theta) p or copies of an unknown one before them, each with weight theta:
 * a sum over the partitions of the unknown alleles into blocks of copies, each an elimination of
 * its own in which a block is one variable. */
struct urn {
    int unknown;
    struct member *member[LIKELIHOOD_MOST_URN];
    int side[LIKELIHOOD_MOST_URN];
};

/* A drawn allele that is known for certain, or -1. A founder's two alleles can be exchanged, so a
 * founder of whom one allele is known has it on the father's side. */
static int known_draw(const struct work *work, int m, int side) {
    const struct member *member = &work->structure->member[m];
    const struct evidence *evidence = &work->evidence[m];
    if (member->shape == SHAPE_SAME) return evidence->a;
    if (!member_is_founder(member)) return -1;
    if (member->shape == SHAPE_PAIR) return side == 0 ? evidence->a : evidence->b;
    return member->shape == SHAPE_ONE && side == 0 ? evidence->a : -1;
}

/* Whether anything depends on the member's allele on this side. */
static bool is_used(const struct structure *structure, int m, int side) {
    const struct member *member = &structure->member[m];
    if (m == structure->whom || member->shape != SHAPE_NONE) return true;
    for (int c = 0; c < structure->members; c++)
        for (int from = 0; from < 2; from++) {
            const struct member *child = &structure->member[c];
            if (member_parent(child, from) != m) continue;
            /* Without a switch it is the paternal one that was handed on. */
            if (child->switched[from] || member->male_on_x || side == 0) return true;
        }
    return false;
}

/* Draws what is known: leaves the weights of a new draw in scale->prior, what is known weighs in
 * `*out_weight`. */
static bool open_urn(const struct work *work, struct scale *scale, struct urn *urn,
                     long double *out_weight, struct error *error) {
    struct structure *structure = work->structure;
    double theta = work->question->theta;
    double *copies = calloc((size_t)scale->states, sizeof *copies);
    if (!copies) abort();
    long double weight = 1;
    int drawn = 0, unknown = 0;
    for (int m = 0; m < structure->members; m++)
        for (int side = 0; side < 2; side++) {
            if (!member_draws(&structure->member[m], side)) continue;
            int known = known_draw(work, m, side);
            if (known >= 0) {
                int state = scale->state_of[known];
                weight *= (copies[state] * theta + (1 - theta) * scale->prior[state]) /
                          (drawn == 0 ? 1 - theta : 1 + (drawn - 1) * theta);
                copies[state]++;
                drawn++;
            } else if (is_used(structure, m, side)) {
                if (unknown < LIKELIHOOD_MOST_URN) {
                    urn->member[unknown] = &structure->member[m];
                    urn->side[unknown] = side;
                }
                unknown++;
            }
        }
    for (int s = 0; s < scale->states; s++)
        scale->prior[s] = copies[s] * theta + (1 - theta) * scale->prior[s];
    free(copies);
    if (unknown > LIKELIHOOD_MOST_URN)
        return error_set(error, ERROR_TOO_LARGE,
                         "theta over %d unknown founder alleles is more than the %d that are "
                         "summed exactly; use theta 0 or a smaller pedigree",
                         unknown, LIKELIHOOD_MOST_URN);
    for (int j = 0; j < unknown; j++)
        weight /= drawn + j == 0 ? 1 - theta : 1 + (drawn + j - 1) * theta;
    urn->unknown = unknown;
    *out_weight = weight;
    return true;
}

/* All ways to put the unknown draws from number `next` on into blocks. */
static bool sum_partitions(struct engine *engine, const struct work *work,
                           const struct scale *scale, const struct program_input *input,
                           struct urn *urn, int next, int blocks, const int *size,
                           long double weight, struct answer *answer, struct error *error) {
    if (next == urn->unknown)
        return answer_add(engine, work, scale, input, weight, answer, error);
    double theta = work->question->theta;
    int wider[LIKELIHOOD_MOST_URN + 1];
    memcpy(wider, size, sizeof wider);
    for (int block = 0; block <= blocks; block++) {
        urn->member[next]->block[urn->side[next]] = (int16_t)block;
        wider[block] = size[block] + 1;
        long double factor = size[block] ? size[block] * (long double)theta : 1;
        if (!sum_partitions(engine, work, scale, input, urn, next + 1,
                            blocks + (block == blocks), wider, weight * factor, answer, error))
            return false;
        wider[block] = size[block];
    }
    return true;
}

bool answer_add_urn(struct engine *engine, struct work *work, struct scale *scale,
                    struct arena *arena, struct answer *answer, struct error *error) {
    struct urn urn;
    long double weight = 0;
    if (!open_urn(work, scale, &urn, &weight, error)) return false;
    struct program_input input;
    input_fill(work, scale, arena, &input);
    const int size[LIKELIHOOD_MOST_URN + 1] = {0};
    return sum_partitions(engine, work, scale, &input, &urn, 0, 0, size, weight, answer, error);
}
