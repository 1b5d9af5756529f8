#include "hand_dataset.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 400, MOST_MARKERS = 40 };

void hand_open(struct hand *to) {
    *to = (struct hand){0};
    arena_open(&to->arena, 0);
    struct dataset *dataset = &to->dataset;
    dataset->missing_total = dataset->missing_total_male = dataset->missing_total_female = -1;
    dataset->panel.marker = arena_new(&to->arena, struct marker, MOST_MARKERS);
    dataset->remains = arena_new(&to->arena, struct remains, MOST);
    dataset->family = arena_new(&to->arena, struct family, MOST);
    dataset->missing = arena_new(&to->arena, struct missing, MOST);
}

void hand_close(struct hand *to) { arena_close(&to->arena); }

struct hand hand;

int hand_begin(void **state) {
    (void)state;
    hand_open(&hand);
    return 0;
}

int hand_end(void **state) {
    (void)state;
    hand_close(&hand);
    return 0;
}

void hand_markers(struct hand *to, int copies, enum chromosome chromosome, int alleles,
                  const double *frequencies, double rate) {
    static const char *const names[] = {"10", "11", "12", "13", "14", "15", "16", "17"};
    struct panel *panel = &to->dataset.panel;
    struct mutation_model model = {.kind = rate > 0 ? MUTATION_EQUAL : MUTATION_NONE, .rate = rate};
    struct error error = {0};
    for (int i = 0; i < copies; i++) {
        struct marker *marker = &panel->marker[panel->count++];
        if (panel->count > MOST_MARKERS ||
            !marker_make(&to->arena, arena_format(&to->arena, "L%d", panel->count), chromosome,
                         alleles, names, frequencies, -1, marker, &error) ||
            !marker_set_mutation(&to->arena, marker, &model, &model, &error))
            abort();
    }
}

static int allele_of(char sign) {
    if (sign == '-') return ALLELE_UNTYPED;
    return sign == '?' ? ALLELE_UNKNOWN : sign - '0';
}

static struct profile *read_profile(struct hand *to, const char *subject, double dropout,
                                    const char *genotypes) {
    if (!genotypes) return NULL;
    int markers = to->dataset.panel.count;
    struct profile *profile = arena_new(&to->arena, struct profile, 1);
    *profile = (struct profile){subject, dropout, arena_new(&to->arena, struct genotype, markers)};
    bool one = strlen(genotypes) == 2;
    if (!one && strlen(genotypes) + 1 != (size_t)markers * 3) abort();
    for (int m = 0; m < markers; m++) {
        const char *word = genotypes + (one ? 0 : m * 3);
        profile->genotype[m] = (struct genotype){allele_of(word[0]), allele_of(word[1])};
    }
    return profile;
}

void hand_person(struct hand *to, const char *family, const char *id, const char *father,
                 const char *mother, enum sex sex, enum role role, const char *genotypes) {
    struct dataset *dataset = &to->dataset;
    int f = dataset->family_count - 1;
    if (f < 0 || strcmp(dataset->family[f].name, family) != 0) {
        f = dataset->family_count++;
        dataset->family[f] =
            (struct family){.name = family,
                            .pedigree = {0, arena_new(&to->arena, struct person, MOST)},
                            .role = arena_new(&to->arena, enum role, MOST),
                            .profile = arena_new(&to->arena, struct profile *, MOST)};
    }
    struct family *own = &dataset->family[f];
    struct pedigree *pedigree = &own->pedigree;
    int person = pedigree->count,
        parent[2] = {pedigree_find(pedigree, father), pedigree_find(pedigree, mother)};
    if (person == MOST || (parent[0] < 0 && strcmp(father, "0") != 0) ||
        (parent[1] < 0 && strcmp(mother, "0") != 0))
        abort();
    pedigree->person[pedigree->count++] = (struct person){id, parent[0], parent[1], sex};
    own->role[person] = role;
    own->profile[person] = read_profile(to, id, 0, genotypes);
    if (role == ROLE_MISSING)
        dataset->missing[dataset->missing_count++] = (struct missing){f, person};
}

void hand_remains(struct hand *to, const char *code, enum sex sex, double dropout,
                  const char *genotypes) {
    struct dataset *dataset = &to->dataset;
    if (dataset->remains_count == MOST) abort();
    dataset->remains[dataset->remains_count++] = (struct remains){
        .code = code, .sex = sex, .profile = read_profile(to, code, dropout, genotypes)};
}

bool hand_prepare(struct hand *to, struct individuals *individuals, struct casework *casework,
                  struct error *error) {
    return individuals_find(&to->arena, &to->dataset, false, INDIVIDUALS_THRESHOLD, 1, NULL,
                            individuals, error) &&
           casework_prepare(&to->arena, &to->dataset, individuals, 1, NULL, casework, error);
}
