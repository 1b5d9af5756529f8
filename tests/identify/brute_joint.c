#include "brute_joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brute.h"
#include "identify/likelihood.h"

enum { MOST_COMBINATIONS = 4000, MOST_PERSONS = 64, MOST_ASSIGNMENTS = 1 << 20 };

static const struct genotype untyped = {ALLELE_UNTYPED, ALLELE_UNTYPED};

/* The namings of one family, each looked at when it is first asked for. */
struct family_ratios {
    int count, *missing; /* its missing persons */
    double *log_ratio;   /* by the number whose digits are remains + 1; NAN: not looked at */
};

/* A locus of a pedigree with up to two observations of each person. */
struct observed {
    struct person person[MOST_PERSONS];
    struct genotype seen[2][MOST_PERSONS];
    double dropout[2][MOST_PERSONS];
    int count;
    bool twice;
};

static void see(struct observed *observed, int person, struct genotype seen, double dropout) {
    if (seen.a == ALLELE_UNTYPED && seen.b == ALLELE_UNTYPED) return;
    int which = observed->seen[0][person].a != ALLELE_UNTYPED;
    observed->twice = observed->twice || which;
    observed->seen[which][person] = seen;
    observed->dropout[which][person] = dropout;
}

static void add_person(struct observed *observed, struct person person) {
    if (observed->count == MOST_PERSONS) abort();
    observed->person[observed->count] = person;
    observed->seen[0][observed->count] = observed->seen[1][observed->count] = untyped;
    observed->dropout[0][observed->count] = observed->dropout[1][observed->count] = 0;
    observed->count++;
}

static double log_observed(struct brute_joint *joint, const struct marker *marker,
                           struct observed *observed) {
    struct pedigree pedigree = {observed->count, observed->person};
    double theta = joint->dataset->theta;
    if (!observed->twice && brute_size(marker, &pedigree, observed->seen[0]) <= MOST_COMBINATIONS) {
        joint->by_hand++;
        return log(
            brute_likelihood(marker, &pedigree, observed->seen[0], observed->dropout[0], theta));
    }
    joint->by_engine++;
    struct evidence evidence[MOST_PERSONS];
    for (int i = 0; i < observed->count; i++)
        evidence[i] = evidence_both(evidence_of(marker, observed->seen[0][i],
                                                observed->dropout[0][i], observed->person[i].sex),
                                    evidence_of(marker, observed->seen[1][i],
                                                observed->dropout[1][i], observed->person[i].sex));
    struct question question = {marker, &pedigree, evidence, theta, false};
    struct engine *engine = engine_open();
    struct error error = {0};
    double found;
    if (!likelihood_of(engine, &question, &found, &error)) abort();
    engine_close(engine);
    return found;
}

/* Sexes that X cannot do without. */
static bool leaves_out(const struct marker *marker, const struct pedigree *pedigree) {
    if (marker->chromosome == AUTOSOME) return false;
    for (int i = 0; i < pedigree->count; i++)
        if (pedigree->person[i].sex == SEX_UNKNOWN) return true;
    return false;
}

static struct genotype seen_at(const struct marker *marker, const struct remains *remains, int m) {
    bool lost = marker->chromosome == X_CHROMOSOME && remains->sex == SEX_UNKNOWN;
    return remains->profile && !lost ? remains->profile->genotype[m] : untyped;
}

/* ln P(what was seen of the remains) in an unrelated person, at theta 0. */
static double log_alone(struct brute_joint *joint, const struct remains *remains) {
    double sum = 0;
    for (int m = 0; m < joint->dataset->panel.count; m++) {
        const struct marker *marker = &joint->dataset->panel.marker[m];
        struct genotype seen = seen_at(marker, remains, m);
        struct person person = {"", -1, -1, remains->sex};
        struct pedigree single = {1, &person};
        if (seen.a != ALLELE_UNTYPED)
            sum += log(brute_likelihood(marker, &single, &seen, &remains->profile->dropout, 0));
    }
    return sum;
}

static struct observed references_at(const struct dataset *dataset, int f, int m) {
    const struct family *family = &dataset->family[f];
    struct observed observed = {.count = 0};
    for (int p = 0; p < family->pedigree.count; p++) {
        add_person(&observed, family->pedigree.person[p]);
        if (family->profile[p])
            see(&observed, p, family->profile[p]->genotype[m], family->profile[p]->dropout);
    }
    return observed;
}

/* ln of P(references, named in their places) over P(the same, the named unrelated to everybody);
 * with theta one urn above and one below. */
static double log_naming(struct brute_joint *joint, int f, const int *remains) {
    const struct dataset *dataset = joint->dataset;
    const struct family_ratios *own = &joint->family[f];
    double sum = 0;
    for (int m = 0; m < dataset->panel.count; m++) {
        const struct marker *marker = &dataset->panel.marker[m];
        if (leaves_out(marker, &dataset->family[f].pedigree)) continue;
        struct observed above = references_at(dataset, f, m), below = above;
        for (int k = 0; k < own->count; k++) {
            if (remains[k] < 0) continue;
            const struct remains *body = &dataset->remains[remains[k]];
            struct genotype seen = seen_at(marker, body, m);
            if (seen.a == ALLELE_UNTYPED) continue;
            see(&above, dataset->missing[own->missing[k]].person, seen, body->profile->dropout);
            add_person(&below, (struct person){"", -1, -1, body->sex});
            see(&below, below.count - 1, seen, body->profile->dropout);
        }
        double high = log_observed(joint, marker, &above);
        if (high == -INFINITY) return -INFINITY;
        sum += high - log_observed(joint, marker, &below);
    }
    return sum;
}

double brute_joint_naming(struct brute_joint *joint, struct arena *arena, int family,
                          const int *remains) {
    struct family_ratios *own = &joint->family[family];
    size_t base = (size_t)joint->dataset->remains_count + 1, size = 1, at = 0;
    for (int k = 0; k < own->count; k++) size *= base;
    if (!own->log_ratio) {
        own->log_ratio = arena_new(arena, double, size);
        for (size_t i = 0; i < size; i++) own->log_ratio[i] = NAN;
    }
    for (int k = 0; k < own->count; k++) at = at * base + (size_t)(remains[k] + 1);
    if (isnan(own->log_ratio[at])) own->log_ratio[at] = log_naming(joint, family, remains);
    return own->log_ratio[at];
}

/* ------------------------------------------------------------------ who is informative */

static bool is_ancestor(const struct pedigree *pedigree, int ancestor, int person) {
    if (person < 0) return false;
    return person == ancestor || is_ancestor(pedigree, ancestor, pedigree->person[person].father) ||
           is_ancestor(pedigree, ancestor, pedigree->person[person].mother);
}

static bool are_kin(const struct pedigree *pedigree, int a, int b) {
    for (int i = 0; i < pedigree->count; i++)
        if (is_ancestor(pedigree, i, a) && is_ancestor(pedigree, i, b)) return true;
    return false;
}

static bool is_typed(const struct dataset *dataset, const struct family *family, int person) {
    for (int m = 0; family->profile[person] && m < dataset->panel.count; m++)
        if (!leaves_out(&dataset->panel.marker[m], &family->pedigree) &&
            family->profile[person]->genotype[m].a != ALLELE_UNTYPED)
            return true;
    return false;
}

/* Of whom a relative by blood is typed, or is missing too and informative. */
static void find_informative(struct brute_joint *joint) {
    const struct dataset *dataset = joint->dataset;
    for (int round = 0; round <= dataset->missing_count; round++)
        for (int j = 0; j < dataset->missing_count; j++) {
            const struct missing *own = &dataset->missing[j];
            const struct family *family = &dataset->family[own->family];
            for (int p = 0; p < family->pedigree.count; p++)
                if (is_typed(dataset, family, p) && are_kin(&family->pedigree, p, own->person))
                    joint->informative[j] = true;
            for (int k = 0; k < dataset->missing_count; k++)
                if (dataset->missing[k].family == own->family && joint->informative[k] &&
                    are_kin(&family->pedigree, dataset->missing[k].person, own->person))
                    joint->informative[j] = true;
        }
}

/* ------------------------------------------------------------------ assignments */

static bool sexes_agree(const struct dataset *dataset, int remains, int missing) {
    const struct missing *who = &dataset->missing[missing];
    enum sex a = dataset->remains[remains].sex;
    enum sex b = dataset->family[who->family].pedigree.person[who->person].sex;
    return a == SEX_UNKNOWN || b == SEX_UNKNOWN || a == b;
}

static bool may_be(const struct brute_joint *joint, int remains, int missing) {
    return sexes_agree(joint->dataset, remains, missing) &&
           (joint->prior == PRIOR_FLAT || joint->informative[missing]);
}

/* Writes down (or, without room, counts) every way to name the remains from `at` on. */
static void assign(struct brute_joint *joint, int at, int *named, bool *taken) {
    const struct dataset *dataset = joint->dataset;
    int remains = dataset->remains_count;
    if (at == remains) {
        if (joint->named)
            memcpy(joint->named + joint->count * (size_t)remains, named,
                   (size_t)remains * sizeof *named);
        if (++joint->count > MOST_ASSIGNMENTS) abort();
        return;
    }
    for (int j = -1; j < dataset->missing_count; j++) {
        if (j >= 0 && (taken[j] || !may_be(joint, at, j))) continue;
        named[at] = j;
        if (j >= 0) taken[j] = true;
        assign(joint, at + 1, named, taken);
        if (j >= 0) taken[j] = false;
    }
}

/* U (U-1) … (U-u+1), word for word. */
static long double falling(double unlisted, int unnamed) {
    long double weight = 1;
    for (int i = 0; i < unnamed; i++) weight *= unlisted - i > 0 ? unlisted - i : 0;
    return weight;
}

static long double weight_of(const struct brute_joint *joint, const int *named) {
    const struct dataset *dataset = joint->dataset;
    if (joint->prior == PRIOR_FLAT) return 1;
    bool by_sex = dataset->missing_total_male >= 0;
    double unlisted[2] = {by_sex ? dataset->missing_total_male : dataset->missing_total,
                          dataset->missing_total_female};
    int unnamed[2] = {0, 0};
    for (int j = 0; j < dataset->missing_count; j++) {
        const struct missing *who = &dataset->missing[j];
        enum sex sex = dataset->family[who->family].pedigree.person[who->person].sex;
        if (joint->informative[j]) unlisted[by_sex && sex == SEX_FEMALE]--;
    }
    for (int i = 0; i < dataset->remains_count; i++)
        if (named[i] < 0) unnamed[by_sex && dataset->remains[i].sex == SEX_FEMALE]++;
    return falling(unlisted[0], unnamed[0]) * (by_sex ? falling(unlisted[1], unnamed[1]) : 1);
}

static double ratio_of(struct brute_joint *joint, struct arena *arena, const int *named) {
    const struct dataset *dataset = joint->dataset;
    double sum = 0;
    for (int f = 0; f < dataset->family_count; f++) {
        const struct family_ratios *own = &joint->family[f];
        int remains[MOST_PERSONS], all = 0;
        for (int k = 0; k < own->count; k++) {
            remains[k] = -1;
            for (int i = 0; i < dataset->remains_count; i++)
                if (named[i] == own->missing[k]) remains[k] = i, all++;
        }
        if (all) sum += brute_joint_naming(joint, arena, f, remains);
    }
    return sum;
}

static void add_up(struct brute_joint *joint) {
    const struct dataset *dataset = joint->dataset;
    size_t remains = (size_t)dataset->remains_count, missing = (size_t)dataset->missing_count;
    double most = -INFINITY;
    for (size_t a = 0; a < joint->count; a++) most = fmax(most, joint->log_ratio[a]);
    long double all = 0;
    for (size_t a = 0; a < joint->count; a++)
        all += weight_of(joint, joint->named + a * remains) *
               expl((long double)joint->log_ratio[a] - most);
    for (size_t a = 0; a < joint->count; a++) {
        const int *named = joint->named + a * remains;
        joint->posterior[a] =
            (double)(weight_of(joint, named) * expl((long double)joint->log_ratio[a] - most) / all);
        for (size_t i = 0; i < remains; i++)
            *(named[i] < 0 ? &joint->nobody[i] : &joint->pair[i * missing + (size_t)named[i]]) +=
                joint->posterior[a];
    }
    for (size_t i = 0; i < remains; i++)
        for (size_t j = 0; j < missing; j++) {
            double with = NAN, without = -INFINITY;
            for (size_t a = 0; a < joint->count; a++) {
                if (joint->named[a * remains + i] == (int)j) with = fmax(with, joint->log_ratio[a]);
                else without = fmax(without, joint->log_ratio[a]);
            }
            joint->log_glr[i * missing + j] = with == -INFINITY ? with : with - without;
        }
}

struct brute_joint brute_joint_make(struct arena *arena, const struct dataset *dataset,
                                    enum prior_kind prior) {
    int remains = dataset->remains_count, missing = dataset->missing_count;
    struct brute_joint joint = {.dataset = dataset, .prior = prior};
    joint.informative = arena_new(arena, bool, missing + 1);
    joint.family = arena_new(arena, struct family_ratios, dataset->family_count + 1);
    for (int f = 0; f < dataset->family_count; f++)
        joint.family[f].missing = arena_new(arena, int, missing + 1);
    for (int j = 0; j < missing; j++) {
        struct family_ratios *own = &joint.family[dataset->missing[j].family];
        own->missing[own->count++] = j;
    }
    find_informative(&joint);
    for (int i = 0; i < remains; i++) joint.log_nobody += log_alone(&joint, &dataset->remains[i]);
    for (int f = 0; f < dataset->family_count; f++)
        for (int m = 0; m < dataset->panel.count; m++) {
            struct observed observed = references_at(dataset, f, m);
            if (!leaves_out(&dataset->panel.marker[m], &dataset->family[f].pedigree))
                joint.log_nobody += log_observed(&joint, &dataset->panel.marker[m], &observed);
        }
    joint.log_pair = arena_new(arena, double, remains *missing + 1);
    for (int i = 0; i < remains; i++)
        for (int j = 0; j < missing; j++) {
            int f = dataset->missing[j].family, naming[MOST_PERSONS];
            for (int k = 0; k < joint.family[f].count; k++)
                naming[k] = joint.family[f].missing[k] == j ? i : -1;
            joint.log_pair[i * missing + j] =
                sexes_agree(dataset, i, j) ? brute_joint_naming(&joint, arena, f, naming) : NAN;
        }
    int *named = arena_new(arena, int, remains + 1);
    bool *taken = arena_new(arena, bool, missing + 1);
    assign(&joint, 0, named, taken);
    joint.named = arena_new(arena, int, joint.count *(size_t)remains + 1);
    joint.count = 0;
    assign(&joint, 0, named, taken);
    joint.log_ratio = arena_new(arena, double, joint.count);
    joint.posterior = arena_new(arena, double, joint.count);
    for (size_t a = 0; a < joint.count; a++)
        joint.log_ratio[a] = ratio_of(&joint, arena, joint.named + a * (size_t)remains);
    joint.pair = arena_new(arena, double, remains *missing + 1);
    joint.nobody = arena_new(arena, double, remains + 1);
    joint.log_glr = arena_new(arena, double, remains *missing + 1);
    add_up(&joint);
    return joint;
}

long brute_joint_find(const struct brute_joint *joint, const int *named) {
    size_t remains = (size_t)joint->dataset->remains_count;
    for (size_t a = 0; a < joint->count; a++)
        if (memcmp(joint->named + a * remains, named, remains * sizeof *named) == 0) return (long)a;
    return -1;
}
