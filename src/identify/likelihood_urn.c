#include <math.h>
#include <string.h>

#include "identify/likelihood_parts.h"

/* Theta: one urn over all founder alleles (Balding and Nichols 1994): the next is an a with
 * probability (b theta + (1 - theta) p_a) / (1 + (j - 2) theta), b the copies of a before it, j its
 * number. Alleles that are known come first; the unknown ones are then either new draws from the
 * weights b theta + (1 - theta) p or copies of an unknown one before them, each with weight theta:
 * a sum over the partitions of the unknown alleles into blocks of copies, each an elimination of
 * its own in which a block is one variable. */
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

bool urn_open(struct work *work, struct scale *scale, struct arena *arena, struct urn *urn,
              struct error *error) {
    struct structure *structure = work->structure;
    double theta = work->question->theta;
    double *copies = arena_new(arena, double, scale->states);
    int drawn = 0;
    *urn = (struct urn){.theta = theta};
    for (int m = 0; m < structure->members; m++)
        for (int side = 0; side < 2; side++) {
            if (!member_draws(&structure->member[m], side)) continue;
            int known = known_draw(work, m, side);
            if (known >= 0) {
                int state = scale->state_of[known];
                work->log_weight +=
                    log((copies[state] * theta + (1 - theta) * scale->prior[state]) /
                        (1 + (drawn - 1) * theta));
                copies[state]++;
                drawn++;
            } else if (is_used(structure, m, side)) {
                if (urn->unknown < LIKELIHOOD_MOST_URN) {
                    urn->member[urn->unknown] = &structure->member[m];
                    urn->side[urn->unknown] = side;
                }
                urn->unknown++;
            }
        }
    if (urn->unknown > LIKELIHOOD_MOST_URN)
        return error_set(error, ERROR_TOO_LARGE,
                         "theta over %d unknown founder alleles is more than the %d that are "
                         "summed exactly; use theta 0 or a smaller pedigree",
                         urn->unknown, LIKELIHOOD_MOST_URN);
    for (int s = 0; s < scale->states; s++)
        scale->prior[s] = copies[s] * theta + (1 - theta) * scale->prior[s];
    for (int j = 0; j < urn->unknown; j++) work->log_weight -= log1p((drawn + j - 1) * theta);
    return true;
}

/* The tables of several runs, added up. */
struct sums {
    struct engine *engine;
    const struct work *work;
    const struct urn *urn;
    const struct program_input *input;
    double *narrow;
    struct wide *wide;
};

/* Adds weight times the table of the structure as its blocks are now. */
static bool sums_add(struct sums *sums, double weight, struct error *error) {
    const struct structure *structure = sums->work->structure;
    struct table table;
    if (!table_run(sums->engine, structure, sums->input, sums->wide, &table, error)) return false;
    bool single = structure->whom >= 0 && structure->member[structure->whom].male_on_x;
    bool tied = structure_queries(structure) == 1 && !single;
    size_t step = tied ? (size_t)sums->input->states + 1 : 1;
    for (size_t i = 0; i < table.size; i++) {
        if (sums->wide)
            sums->wide[i * step] =
                wide_plus(sums->wide[i * step], wide_times(table.wide[i], wide_of(weight)));
        else sums->narrow[i * step] += weight * table.narrow[i];
    }
    return true;
}

/* All ways to put the unknown draws from number `next` on into blocks. */
static bool sum_partitions(struct sums *sums, int next, int blocks, const int *size, double weight,
                           struct error *error) {
    const struct urn *urn = sums->urn;
    if (next == urn->unknown) return sums_add(sums, weight, error);
    int wider[LIKELIHOOD_MOST_URN + 1];
    memcpy(wider, size, sizeof wider);
    for (int block = 0; block <= blocks; block++) {
        urn->member[next]->block[urn->side[next]] = (int16_t)block;
        wider[block] = size[block] + 1;
        if (!sum_partitions(sums, next + 1, blocks + (block == blocks), wider,
                            weight * (size[block] ? size[block] * urn->theta : 1), error))
            return false;
        wider[block] = size[block];
    }
    return true;
}

bool urn_run(struct engine *engine, const struct work *work, const struct urn *urn,
             const struct program_input *input, bool wide, struct arena *arena,
             struct table *out_table, struct error *error) {
    const struct structure *structure = work->structure;
    struct sums sums = {.engine = engine, .work = work, .urn = urn, .input = input};
    size_t size = 1, states = (size_t)input->states;
    if (structure->whom >= 0)
        size = structure->member[structure->whom].male_on_x ? states : states * states;
    if (wide) sums.wide = arena_new(arena, struct wide, size);
    else sums.narrow = arena_new(arena, double, size);
    const int none[LIKELIHOOD_MOST_URN + 1] = {0};
    if (!sum_partitions(&sums, 0, 0, none, 1, error)) return false;
    *out_table = (struct table){.size = size, .narrow = sums.narrow, .wide = sums.wide};
    return true;
}
