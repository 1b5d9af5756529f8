#include "hand_dataset.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 400, MOST_MARKERS = 40 };

void hand_open(struct hand *hand) {
    *hand = (struct hand){0};
    arena_open(&hand->arena, 0);
    struct dataset *dataset = &hand->dataset;
    dataset->missing_total = dataset->missing_total_male = dataset->missing_total_female = -1;
    dataset->panel.marker = arena_new(&hand->arena, struct marker, MOST_MARKERS);
    dataset->remains = arena_new(&hand->arena, struct remains, MOST);
    dataset->family = arena_new(&hand->arena, struct family, MOST);
    dataset->missing = arena_new(&hand->arena, struct missing, MOST);
}

void hand_close(struct hand *hand) { arena_close(&hand->arena); }

void hand_markers(struct hand *hand, int copies, enum chromosome chromosome, int alleles,
                  const double *frequencies, double rate) {
    static const char *const names[] = {"10", "11", "12", "13", "14", "15", "16", "17"};
    struct panel *panel = &hand->dataset.panel;
    struct mutation_model model = {.kind = rate > 0 ? MUTATION_EQUAL : MUTATION_NONE, .rate = rate};
    struct error error = {0};
    for (int i = 0; i < copies; i++) {
        struct marker *marker = &panel->marker[panel->count++];
        if (panel->count > MOST_MARKERS ||
            !marker_make(&hand->arena, arena_format(&hand->arena, "L%d", panel->count), chromosome,
                         alleles, names, frequencies, -1, marker, &error) ||
            !marker_set_mutation(&hand->arena, marker, &model, &model, &error))
            abort();
    }
}

static int allele_of(char sign) {
    if (sign == '-') return ALLELE_UNTYPED;
    return sign == '?' ? ALLELE_UNKNOWN : sign - '0';
}

static struct profile *read_profile(struct hand *hand, const char *subject, double dropout,
                                    const char *genotypes) {
    if (!genotypes) return NULL;
    int markers = hand->dataset.panel.count;
    struct profile *profile = arena_new(&hand->arena, struct profile, 1);
    *profile =
        (struct profile){subject, dropout, arena_new(&hand->arena, struct genotype, markers)};
    bool one = strlen(genotypes) == 2;
    if (!one && strlen(genotypes) + 1 != (size_t)markers * 3) abort();
    for (int m = 0; m < markers; m++) {
        const char *word = genotypes + (one ? 0 : m * 3);
        profile->genotype[m] = (struct genotype){allele_of(word[0]), allele_of(word[1])};
    }
    return profile;
}

void hand_person(struct hand *hand, const char *family, const char *id, const char *father,
                 const char *mother, enum sex sex, enum role role, const char *genotypes) {
    struct dataset *dataset = &hand->dataset;
    int f = dataset->family_count - 1;
    if (f < 0 || strcmp(dataset->family[f].name, family) != 0) {
        f = dataset->family_count++;
        dataset->family[f] =
            (struct family){.name = family,
                            .pedigree = {0, arena_new(&hand->arena, struct person, MOST)},
                            .role = arena_new(&hand->arena, enum role, MOST),
                            .profile = arena_new(&hand->arena, struct profile *, MOST)};
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
    own->profile[person] = read_profile(hand, id, 0, genotypes);
    if (role == ROLE_MISSING)
        dataset->missing[dataset->missing_count++] = (struct missing){f, person};
}

void hand_remains(struct hand *hand, const char *code, enum sex sex, double dropout,
                  const char *genotypes) {
    struct dataset *dataset = &hand->dataset;
    if (dataset->remains_count == MOST) abort();
    dataset->remains[dataset->remains_count++] = (struct remains){
        .code = code, .sex = sex, .profile = read_profile(hand, code, dropout, genotypes)};
}
