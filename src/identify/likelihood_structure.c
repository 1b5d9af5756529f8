#include <math.h>

#include "identify/likelihood_parts.h"

bool person_is_male_on_x(const struct question *question, int person) {
    return question->marker->chromosome == X_CHROMOSOME &&
           question->pedigree->person[person].sex == SEX_MALE;
}

static enum shape shape_of(const struct evidence *evidence) {
    if (evidence->kind == EVIDENCE_NONE) return SHAPE_NONE;
    if (evidence->kind == EVIDENCE_PAIR) return SHAPE_PAIR;
    return evidence->silent == 0 && evidence->other == 0 ? SHAPE_SAME : SHAPE_ONE;
}

static double frequency_sum(const struct marker *marker) {
    double sum = 0;
    for (int i = 0; i < marker->allele_count; i++) sum += marker->frequency[i];
    return sum;
}

/* Whether with theta somebody without children is nothing but draws from the urn, and what is not
 * known of them one of few. */
static bool is_stranger(const struct question *question, int i) {
    const struct person *person = &question->pedigree->person[i];
    const struct evidence *evidence = &question->evidence[i];
    if (question->theta == 0 || person->father >= 0 || person->mother >= 0) return false;
    if (evidence->kind == EVIDENCE_PAIR) return true;
    return evidence->kind == EVIDENCE_ONE && evidence->whole >= 2 * evidence->other &&
           (evidence->silent >= evidence->other || !question->marker->has_silent);
}

/* Nobody is left out whom the likelihood depends on: only persons of whom nothing is known and
 * from whom nobody that matters descends; they would sum to 1 (a founder's alleles to the sum of
 * the frequencies). Untyped ancestors stay, since mutation need not be stationary. */
static void choose_members(struct work *work, int whom, struct arena *arena) {
    const struct question *question = work->question;
    const struct pedigree *pedigree = question->pedigree;
    int count = pedigree->count;
    int *children = arena_new(arena, int, count + 1);
    int *queue = arena_new(arena, int, count + 1);
    bool *gone = arena_new(arena, bool, count + 1);
    bool custom = question->marker->model[MALE_PARENT].kind == MUTATION_CUSTOM ||
                  question->marker->model[FEMALE_PARENT].kind == MUTATION_CUSTOM;
    for (int i = 0; i < count; i++) {
        const struct person *person = &pedigree->person[i];
        if (person->father >= 0) children[person->father]++;
        if (person->mother >= 0) children[person->mother]++;
    }
    int head = 0, tail = 0;
    work->stranger = arena_new(arena, struct stranger, count + 1);
    for (int i = 0; i < count; i++) {
        if (children[i] > 0) continue;
        if (i != whom && is_stranger(question, i)) {
            work->stranger[work->strangers++] =
                (struct stranger){question->evidence[i], person_is_male_on_x(question, i)};
            gone[i] = true;
        } else {
            queue[tail++] = i;
        }
    }
    double log_sum = log(frequency_sum(question->marker));
    while (head < tail) {
        int i = queue[head++];
        const struct person *person = &pedigree->person[i];
        bool founder = person->father < 0 && person->mother < 0;
        if (question->evidence[i].kind != EVIDENCE_NONE || i == whom || (custom && !founder))
            continue;
        gone[i] = true;
        if (question->theta == 0) {
            if (person->father < 0 && !person_is_male_on_x(question, i))
                work->log_weight += log_sum;
            if (person->mother < 0) work->log_weight += log_sum;
        }
        if (person->father >= 0 && --children[person->father] == 0) queue[tail++] = person->father;
        if (person->mother >= 0 && --children[person->mother] == 0) queue[tail++] = person->mother;
    }
    int kept = 0;
    int *number = arena_new(arena, int, count + 1);
    for (int i = 0; i < count; i++) number[i] = gone[i] ? -1 : kept++;
    work->structure =
        arena_take(arena, 1, sizeof(struct structure) + (size_t)kept * sizeof(struct member));
    work->evidence = arena_new(arena, struct evidence, kept + 1);
    struct structure *structure = work->structure;
    structure->members = (int16_t)kept;
    structure->whom = (int16_t)(whom < 0 ? -1 : number[whom]);
    structure->asked[0] = structure->asked[1] = -1;
    for (int i = 0; i < count; i++) {
        if (gone[i]) continue;
        const struct person *person = &pedigree->person[i];
        struct member *member = &structure->member[number[i]];
        member->father = (int16_t)(person->father < 0 ? -1 : number[person->father]);
        member->mother = (int16_t)(person->mother < 0 ? -1 : number[person->mother]);
        member->male_on_x = person_is_male_on_x(question, i);
        member->shape = (uint8_t)shape_of(&question->evidence[i]);
        member->block[0] = member->block[1] = -1;
        work->evidence[number[i]] = question->evidence[i];
    }
}

bool member_is_founder(const struct member *member) {
    return member->father < 0 && member->mother < 0;
}

int member_parent(const struct member *member, int side) {
    if (side == 1) return member->mother;
    return member->male_on_x ? -1 : member->father;
}

bool member_draws(const struct member *member, int side) {
    return member_parent(member, side) < 0 && !(member->male_on_x && side == 0);
}

/* Which of two alleles a parent hands on is a switch, where it makes a difference: not for a male
 * on X or somebody with twice the same, nor for the first child of a founder of whom nothing is
 * known, whose alleles can be exchanged (the one handed on is the one called paternal). */
static void choose_switches(struct structure *structure, struct arena *arena) {
    bool *has_child = arena_new(arena, bool, structure->members + 1);
    for (int m = 0; m < structure->members; m++)
        for (int side = 0; side < 2; side++) {
            int parent = member_parent(&structure->member[m], side);
            if (parent < 0) continue;
            const struct member *from = &structure->member[parent];
            bool exchangeable =
                member_is_founder(from) && from->shape == SHAPE_NONE && !has_child[parent];
            has_child[parent] = true;
            structure->member[m].switched[side] =
                !from->male_on_x && from->shape != SHAPE_SAME && !exchangeable;
        }
}

/* With theta: somebody with one parent in the pedigree and two different alleles has drawn one of
 * them. Taking the two orders one by one makes that a known draw. */
static void choose_ordered(struct structure *structure) {
    enum { MOST_ORDERED = 8 };
    int ordered = 0;
    for (int m = 0; m < structure->members && ordered < MOST_ORDERED; m++) {
        struct member *member = &structure->member[m];
        if (member->shape != SHAPE_PAIR || member_draws(member, 0) == member_draws(member, 1))
            continue;
        member->shape = SHAPE_ORDERED;
        ordered++;
    }
}

/* Whether the table over whom's alleles is one over those handed on to them, once these have
 * mutated: nothing is known of whom, and nobody descends. */
static bool is_leaf(const struct structure *structure) {
    if (structure->whom < 0 || structure->member[structure->whom].shape != SHAPE_NONE) return false;
    for (int m = 0; m < structure->members; m++)
        if (structure->member[m].father == structure->whom ||
            structure->member[m].mother == structure->whom)
            return false;
    return true;
}

void structure_make(struct work *work, int whom, struct arena *arena) {
    const struct question *question = work->question;
    choose_members(work, whom, arena);
    for (int sex = 0; sex < 2; sex++)
        work->structure->mutates[sex] =
            question->marker->transmission[sex] && !question->without_mutation;
    work->structure->urn = question->theta > 0;
    if (work->structure->urn) choose_ordered(work->structure);
    work->structure->late = work->structure->urn && is_leaf(work->structure);
    choose_switches(work->structure, arena);
}

double structure_log_constant(const struct work *work) {
    const struct structure *structure = work->structure;
    double sum = work->log_weight;
    int halves = 0;
    for (int m = 0; m < structure->members; m++) {
        const struct member *member = &structure->member[m];
        const struct evidence *evidence = &work->evidence[m];
        halves += member->switched[0] + member->switched[1];
        if (member->shape == SHAPE_PAIR && member_is_founder(member)) halves--;
        bool sure = member->shape != SHAPE_NONE && member->shape != SHAPE_ONE;
        if (sure && evidence->whole != 1) sum += log(evidence->whole);
    }
    return sum - halves * M_LN2;
}
