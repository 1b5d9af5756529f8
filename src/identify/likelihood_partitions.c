#include <math.h>

#include "identify/likelihood_parts.h"

/* An unknown draw is either a new one from the urn's weights or a copy of an unknown one before it,
 * each with weight theta: a sum over the partitions of the unknown draws into blocks of copies,
 * each an elimination of its own in which a block is one variable. */
struct partition {
    const struct urn_sum *job;
    struct arena *arena;
    int blocks;
    int *size;          /* of each block; 0 beyond the last */
    struct wide *pairs; /* the share of copies of two blocks in the sum, in one order */
};

/* How many programs a partition into so many blocks takes. */
static double runs_of(const struct urn *urn, int blocks) {
    if (urn->apart == 0 || blocks < 2) return 1;
    return urn->apart == 1 ? blocks : blocks * (blocks - 1) / 2.0;
}

double partitions_runs(const struct urn *urn) {
    enum { MOST = 30 };
    if (urn->unknown > MOST) return INFINITY;
    double ways[MOST + 2] = {1}; /* Stirling's numbers of the second kind */
    for (int u = 1; u <= urn->unknown; u++) {
        for (int k = u; k > 0; k--) ways[k] = ways[k - 1] + k * ways[k];
        ways[0] = 0;
    }
    double runs = 0;
    for (int k = 0; k <= urn->unknown; k++) runs += ways[k] * runs_of(urn, k);
    return runs;
}

/* Adds weight times a number of the table. */
static void add(struct wide *sum, double weight, const struct table *table, size_t i) {
    *sum = wide_plus(*sum, table->wide ? wide_times(wide_of(weight), table->wide[i])
                                       : wide_of(weight * table->narrow[i]));
}

static bool run(const struct urn_sum *job, int first, int second, struct table *out_table,
                struct error *error) {
    job->work->structure->asked[0] = (int16_t)first;
    job->work->structure->asked[1] = (int16_t)second;
    return table_run(job->engine, job->work->structure, job->input, job->wide, out_table, error);
}

static bool add_partition(const struct partition *partition, double weight, struct error *error) {
    const struct urn_sum *job = partition->job;
    struct table table;
    if (!run(job, -1, -1, &table, error)) return false;
    bool tied = structure_queries(job->work->structure) < job->dimensions;
    size_t step = tied ? (size_t)job->states + 1 : 1; /* along the diagonal */
    for (size_t i = 0; i < table_size(&table, job->states); i++)
        add(&job->sum[i * step], weight, &table, i);
    return true;
}

/* What a partition says of its blocks' alleles: P, and for each allele the sums of P(block i has
 * it) over the blocks, by their sizes s and by s (s + 1). */
struct blocks {
    struct wide all, *by_size, *by_square;
};

/* What is the same for single blocks and for one of a pair. */
static void add_block(struct blocks *blocks, int size, int allele, const struct table *table,
                      size_t i) {
    add(&blocks->by_size[allele], size, table, i);
    add(&blocks->by_square[allele], (double)size * (size + 1), table, i);
}

/* The table of two blocks i < j: the draws asked about may be copies of one each, in either order;
 * one of them is left to partitions_sum. The pairs with the first block tell of single ones too. */
static void add_pair(const struct partition *partition, double weight, int i, int j,
                     const struct table *table, struct blocks *blocks) {
    const struct urn_sum *job = partition->job;
    int first = partition->size[i], second = partition->size[j];
    double both = weight * job->urn->theta * job->urn->theta * first * second;
    size_t n = (size_t)job->states;
    for (size_t k = 0; k < n * n; k++) add(&partition->pairs[k], both, table, k);
    if (i > 0) return;
    for (size_t k = 0; k < n * n; k++) {
        add_block(blocks, second, (int)(k % n), table, k);
        if (j > 1) continue;
        add_block(blocks, first, (int)(k / n), table, k);
        add(&blocks->all, 1, table, k);
    }
}

static void add_wide(struct wide *sum, double weight, struct wide number) {
    *sum = wide_plus(*sum, wide_times(wide_of(weight), number));
}

/* The draws asked about come last: each is new, a copy of a block's, or of the other one. */
static void add_draws(const struct urn_sum *job, double weight, const struct blocks *blocks) {
    const double *fresh = job->urn->weight;
    double theta = job->urn->theta;
    int n = job->states;
    for (int a = 0; a < n; a++) {
        if (job->dimensions == 1) {
            add_wide(&job->sum[a], weight * fresh[a], blocks->all);
            add_wide(&job->sum[a], weight * theta, blocks->by_size[a]);
            continue;
        }
        for (int b = 0; b < n; b++) {
            add_wide(&job->sum[a * n + b], weight * fresh[a] * fresh[b], blocks->all);
            add_wide(&job->sum[a * n + b], weight * theta * fresh[b], blocks->by_size[a]);
            add_wide(&job->sum[a * n + b], weight * theta * fresh[a], blocks->by_size[b]);
        }
        add_wide(&job->sum[a * n + a], weight * theta * fresh[a], blocks->all);
        add_wide(&job->sum[a * n + a], weight * theta * theta, blocks->by_square[a]);
    }
}

static bool add_apart(const struct partition *partition, double weight, struct error *error) {
    const struct urn_sum *job = partition->job;
    struct arena *arena = partition->arena;
    struct arena_mark mark = arena_mark(arena);
    int n = job->states, count = partition->blocks;
    struct blocks blocks = {.by_size = arena_new(arena, struct wide, n),
                            .by_square = arena_new(arena, struct wide, n)};
    struct table table;
    bool done = true, pairs = job->dimensions == 2 && count > 1;
    for (int i = 0; i < count && pairs; i++)
        for (int j = i + 1; j < count && done; j++) {
            done = run(job, i, j, &table, error);
            if (done) add_pair(partition, weight, i, j, &table, &blocks);
        }
    for (int i = 0; i < count && !pairs && done; i++) {
        done = run(job, i, -1, &table, error);
        for (int a = 0; a < n && done; a++) {
            add_block(&blocks, partition->size[i], a, &table, (size_t)a);
            if (i == 0) add(&blocks.all, 1, &table, (size_t)a);
        }
    }
    if (!count) {
        done = run(job, -1, -1, &table, error);
        if (done) blocks.all = table_number(&table, 0);
    }
    if (done) add_draws(job, weight, &blocks);
    arena_release(arena, mark);
    return done;
}

/* All ways to put the unknown draws from number `next` on into blocks. */
static bool add_from(struct partition *partition, int next, double weight, struct error *error) {
    const struct urn *urn = partition->job->urn;
    if (next == urn->unknown)
        return urn->apart ? add_apart(partition, weight, error)
                          : add_partition(partition, weight, error);
    struct member *member = &partition->job->work->structure->member[urn->member[next]];
    int blocks = partition->blocks;
    for (int block = 0; block <= blocks; block++) {
        int size = partition->size[block]++;
        partition->blocks = blocks + (block == blocks);
        member->block[urn->side[next]] = (int16_t)block;
        if (!add_from(partition, next + 1, weight * (size ? size * urn->theta : 1), error))
            return false;
        partition->size[block]--;
    }
    partition->blocks = blocks;
    return true;
}

bool partitions_sum(const struct urn_sum *job, double weight, struct arena *arena,
                    struct error *error) {
    for (int s = 0; s < job->states; s++) job->prior[s] = job->urn->weight[s];
    size_t n = (size_t)job->states;
    struct partition partition = {.job = job,
                                  .arena = arena,
                                  .size = arena_new(arena, int, job->urn->unknown + 1),
                                  .pairs = arena_new(arena, struct wide, n * n)};
    if (!add_from(&partition, 0, weight, error)) return false;
    for (size_t i = 0; i < n * n && job->urn->apart == 2; i++) {
        job->sum[i] = wide_plus(job->sum[i], partition.pairs[i]);
        job->sum[i % n * n + i / n] = wide_plus(job->sum[i % n * n + i / n], partition.pairs[i]);
    }
    return true;
}
