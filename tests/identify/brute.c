#include "brute.h"

#include <stdlib.h>

enum { FROM_FATHER, FROM_MOTHER, NO_ALLELE = -1 };

struct brute {
    const struct marker *marker;
    const struct pedigree *pedigree;
    const struct genotype *seen;
    const double *dropout;
    double theta;
    int *order;        /* persons, parents first */
    int (*allele)[2];  /* of each person, from father and mother; NO_ALLELE: none there */
    int *drawn;        /* how often each allele came out of the urn */
    int drawn_in_all;
};

static bool is_x_male(const struct brute *brute, int person) {
    return brute->marker->chromosome == X_CHROMOSOME &&
           brute->pedigree->person[person].sex == SEX_MALE;
}

static void set_order(struct brute *brute) {
    int count = brute->pedigree->count, done = 0;
    bool *placed = calloc((size_t)count + 1, sizeof *placed);
    while (done < count) {
        for (int i = 0; i < count; i++) {
            const struct person *person = &brute->pedigree->person[i];
            if (placed[i] || (person->father >= 0 && !placed[person->father]) ||
                (person->mother >= 0 && !placed[person->mother]))
                continue;
            placed[i] = true;
            brute->order[done++] = i;
        }
    }
    free(placed);
}

/* P(seen | true genotype {x, y}), word for word: drop-out hits each allele that is there by itself;
 * the silent allele is never seen; nothing else is seen than what is there. */
static long double weight_of(const struct brute *brute, int person) {
    struct genotype seen = brute->seen[person];
    long double dropout = brute->dropout[person], kept = 1 - dropout;
    int x = brute->allele[person][FROM_FATHER], y = brute->allele[person][FROM_MOTHER];
    int silent = brute->marker->has_silent ? brute->marker->allele_count - 1 : -9;
    if (seen.a == ALLELE_UNTYPED && seen.b == ALLELE_UNTYPED) return 1;
    if (is_x_male(brute, person)) {
        if (seen.b >= 0 && seen.b != seen.a) return 0;
        return y == seen.a ? kept : 0;
    }
    if (seen.b == ALLELE_UNKNOWN) {
        if (x != seen.a && y != seen.a) return 0;
        return x == y ? 1 - dropout * dropout : kept;
    }
    if (seen.a != seen.b) {
        bool same = (x == seen.a && y == seen.b) || (x == seen.b && y == seen.a);
        return same ? kept * kept : 0;
    }
    if (x == seen.a && y == seen.a) return 1 - dropout * dropout;
    if (x != seen.a && y != seen.a) return 0;
    return x == silent || y == silent ? kept : dropout * kept;
}

/* The chance that the urn gives `allele` after what was drawn already. */
static long double draw(const struct brute *brute, int allele) {
    long double theta = brute->theta, p = brute->marker->frequency[allele];
    int turn = brute->drawn_in_all + 1;
    return (brute->drawn[allele] * theta + (1 - theta) * p) / (1 + (turn - 2) * theta);
}

/* The chance that `parent` hands on `allele`: one of two with a half each, or his only one. */
static long double pass(const struct brute *brute, int parent, enum parent_sex sex, int allele) {
    const double *matrix = brute->marker->transmission[sex];
    int count = brute->marker->allele_count;
    long double chance = 0;
    int ways = is_x_male(brute, parent) ? 1 : 2;
    for (int side = 2 - ways; side < 2; side++) {
        int own = brute->allele[parent][side];
        long double change = own == allele;
        if (matrix) change = matrix[own * count + allele];
        chance += change / ways;
    }
    return chance;
}

static long double sum_from(struct brute *brute, int place, int side);

/* All alleles that the person at `place` may have from one side, and all that follows. */
static long double sum_side(struct brute *brute, int place, int side) {
    int self = brute->order[place];
    const struct person *person = &brute->pedigree->person[self];
    int parent = side == FROM_FATHER ? person->father : person->mother;
    long double sum = 0;
    for (int i = 0; i < brute->marker->allele_count; i++) {
        long double chance =
            parent < 0 ? draw(brute, i)
                       : pass(brute, parent, side == FROM_FATHER ? MALE_PARENT : FEMALE_PARENT, i);
        if (chance == 0) continue;
        brute->allele[self][side] = i;
        if (parent < 0) brute->drawn[i]++, brute->drawn_in_all++;
        sum += chance * sum_from(brute, place, side + 1);
        if (parent < 0) brute->drawn[i]--, brute->drawn_in_all--;
    }
    return sum;
}

static long double sum_from(struct brute *brute, int place, int side) {
    if (place == brute->pedigree->count) return 1;
    int self = brute->order[place];
    if (side == FROM_FATHER && is_x_male(brute, self)) {
        brute->allele[self][FROM_FATHER] = NO_ALLELE;
        side = FROM_MOTHER;
    }
    if (side <= FROM_MOTHER) return sum_side(brute, place, side);
    long double weight = weight_of(brute, self);
    return weight == 0 ? 0 : weight * sum_from(brute, place + 1, FROM_FATHER);
}

double brute_likelihood(const struct marker *marker, const struct pedigree *pedigree,
                        const struct genotype *genotypes, const double *dropouts, double theta) {
    size_t count = (size_t)pedigree->count;
    struct brute brute = {.marker = marker,
                          .pedigree = pedigree,
                          .seen = genotypes,
                          .dropout = dropouts,
                          .theta = theta,
                          .order = calloc(count + 1, sizeof(int)),
                          .allele = calloc(count + 1, sizeof(int[2])),
                          .drawn = calloc((size_t)marker->allele_count, sizeof(int))};
    set_order(&brute);
    double sum = (double)sum_from(&brute, 0, FROM_FATHER);
    free(brute.order);
    free(brute.allele);
    free(brute.drawn);
    return sum;
}

double brute_size(const struct marker *marker, const struct pedigree *pedigree,
                  const struct genotype *genotypes) {
    double size = 1, alleles = marker->allele_count;
    for (int i = 0; i < pedigree->count; i++) {
        const struct person *person = &pedigree->person[i];
        int parent[2] = {person->father, person->mother};
        bool one_allele = marker->chromosome == X_CHROMOSOME && person->sex == SEX_MALE;
        double ways = 1;
        for (int side = one_allele; side < 2; side++) {
            bool mutates = marker->transmission[side == FROM_FATHER ? MALE_PARENT : FEMALE_PARENT];
            ways *= parent[side] < 0 || mutates || alleles < 2 ? alleles : 2;
        }
        struct genotype seen = genotypes[i];
        double fits = ways;
        if (seen.a >= 0) fits = seen.b >= 0 && seen.b != seen.a ? 2 : 2 * alleles;
        size *= fits < ways ? fits : ways;
    }
    return size;
}
