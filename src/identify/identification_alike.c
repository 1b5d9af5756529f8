#include "identify/identification_alike.h"

#include <math.h>
#include <string.h>

#include "identify/union_find.h"

/* The listed naming of a family that names exactly these, or NULL. */
static const struct naming *find_naming(const struct namings *namings, int family, int count,
                                        const int *individual, const int *missing) {
    for (size_t n = namings->first[family]; n < namings->first[family + 1]; n++) {
        const struct naming *naming = &namings->naming[n];
        if (naming->count == count &&
            memcmp(naming->missing, missing, (size_t)count * sizeof *missing) == 0 &&
            memcmp(naming->individual, individual, (size_t)count * sizeof *individual) == 0)
            return naming;
    }
    return NULL;
}

/* Puts what `assigned` (of each missing person: its individual, -1) says of a family in the form of
 * a naming; returns how many are named. */
static int family_naming(const struct identification *run, int family, const int *assigned,
                         int *individual, int *missing) {
    int count = 0;
    for (int j = 0; j < run->dataset->missing_count; j++)
        if (run->dataset->missing[j].family == family && assigned[j] >= 0) {
            individual[count] = assigned[j];
            missing[count++] = j;
        }
    return count;
}

static double log_members(const struct identification *run, const struct naming *naming) {
    double sum = 0;
    for (int m = 0; m < run->dataset->panel.count; m++)
        sum += run->casework.log_reference[naming->family][m];
    for (int i = 0; i < naming->count; i++)
        sum += run->casework.log_population[naming->individual[i]];
    return sum + naming->log_ratio;
}

/* Two of a family whose individuals can be exchanged (one of them may be nobody's) in the best
 * assignment, with ln L the same within 1e-9 relative. */
static void join_persons(struct identification *run, int *assigned, int *root, int *individual,
                         int *missing) {
    const struct dataset *dataset = run->dataset;
    for (int a = 0; a < dataset->missing_count; a++)
        for (int b = a + 1; b < dataset->missing_count; b++) {
            int family = dataset->missing[a].family;
            if (dataset->missing[b].family != family) break;
            if (assigned[a] < 0 && assigned[b] < 0) continue;
            int count = family_naming(run, family, assigned, individual, missing);
            const struct naming *before =
                find_naming(&run->namings, family, count, individual, missing);
            int first = assigned[a], second = assigned[b];
            assigned[a] = second;
            assigned[b] = first;
            count = family_naming(run, family, assigned, individual, missing);
            const struct naming *after =
                find_naming(&run->namings, family, count, individual, missing);
            assigned[a] = first;
            assigned[b] = second;
            if (!before || !after) continue;
            double difference = fabs(before->log_ratio - after->log_ratio);
            if (difference > 1e-9 * fabs(log_members(run, before))) continue;
            union_find_join(root, run->individuals.count + a, run->individuals.count + b);
            if (first >= 0) union_find_join(root, first, run->individuals.count + a);
            if (second >= 0) union_find_join(root, second, run->individuals.count + a);
        }
}

/* An individual whom nobody is named with, in place of one that is. */
static void join_individuals(struct identification *run, int *assigned, int *root, int *individual,
                             int *missing) {
    const struct assignment *best = &run->joint.best[0];
    for (int j = 0; j < run->dataset->missing_count; j++) {
        if (assigned[j] < 0) continue;
        int family = run->dataset->missing[j].family, own = assigned[j];
        int count = family_naming(run, family, assigned, individual, missing);
        const struct naming *before =
            find_naming(&run->namings, family, count, individual, missing);
        for (size_t n = run->namings.first[family];
             before && n < run->namings.first[family + 1]; n++) {
            const struct naming *after = &run->namings.naming[n];
            int other = -1, differences = 0;
            for (int i = 0; after->count == count && i < count; i++) {
                if (after->missing[i] != before->missing[i]) differences = 2;
                if (after->individual[i] == before->individual[i]) continue;
                differences++;
                if (before->individual[i] == own) other = after->individual[i];
            }
            if (differences != 1 || other < 0 || best->missing[other] >= 0) continue;
            double difference = fabs(before->log_ratio - after->log_ratio);
            if (difference > 1e-9 * fabs(log_members(run, before))) continue;
            union_find_join(root, own, other);
            union_find_join(root, own, run->individuals.count + j);
        }
    }
}

void identification_find_alike(struct arena *arena, struct identification *run) {
    const struct dataset *dataset = run->dataset;
    int individuals = run->individuals.count, all = individuals + dataset->missing_count;
    if (!run->joint.best_count) return;
    int *root = arena_new(arena, int, all + 1);
    int *assigned = arena_new(arena, int, dataset->missing_count + 1);
    int *individual = arena_new(arena, int, dataset->missing_count + 1);
    int *missing = arena_new(arena, int, dataset->missing_count + 1);
    for (int i = 0; i < all; i++) root[i] = i;
    for (int j = 0; j < dataset->missing_count; j++) assigned[j] = -1;
    for (int i = 0; i < individuals; i++)
        if (run->joint.best[0].missing[i] >= 0) assigned[run->joint.best[0].missing[i]] = i;
    join_persons(run, assigned, root, individual, missing);
    join_individuals(run, assigned, root, individual, missing);
    run->alike = arena_new(arena, struct alike, all + 1);
    int *number = arena_new(arena, int, all + 1); /* of each root: its group, from 1 */
    int *size = arena_new(arena, int, all + 1);
    for (int i = 0; i < all; i++) size[union_find_root(root, i)]++;
    for (int i = 0; i < all; i++) {
        int at = union_find_root(root, i);
        if (size[at] < 2) continue;
        if (!number[at]) {
            number[at] = ++run->alike_count;
            struct alike *alike = &run->alike[number[at] - 1];
            alike->individual = arena_new(arena, int, size[at]);
            alike->missing = arena_new(arena, int, size[at]);
        }
        struct alike *alike = &run->alike[number[at] - 1];
        if (i < individuals) alike->individual[alike->individuals++] = i;
        else alike->missing[alike->persons++] = i - individuals;
    }
}
