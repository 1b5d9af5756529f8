/* The families of the example: how many of which kind, who is who, and what they inherited. */
#include "case/example_plan.h"
#include "case/example_templates.h"

/* At EXAMPLE_REMAINS. */
enum {
    LISTED = 312,       /* missing persons with a typed relative or a direct reference */
    ELSEWHERE = 6,      /* of them not at the site */
    UNTYPED = 36,       /* missing persons whose family nobody has typed yet */
    UNTYPED_BURIED = 20 /* of them at the site */
};

/* How many families of each group; those with one missing person follow from LISTED. */
static const int FAMILIES[GROUP_COUNT] = {
    [GROUP_LARGE] = 8,        [GROUP_BROTHERS] = 6,  [GROUP_COUPLE] = 2,
    [GROUP_PARENT_CHILD] = 8, [GROUP_UNTYPED] = UNTYPED,
};

/* A family to be made: twice the number of its template, plus one if its dead are not here. */
struct plan {
    int *family;
    int count;
};

int example_scaled(int count, int remains) {
    return (count * remains + EXAMPLE_REMAINS / 2) / EXAMPLE_REMAINS;
}

static int dead_of(const struct example_template *template) {
    int dead = 0;
    for (int i = 0; i < TEMPLATE_ROWS; i++)
        dead += template->row[i].part == 'D' || template->row[i].part == 'R';
    return dead;
}

/* Divides `total` by share, the largest remainders first; adds to the plan and returns the dead. */
static int plan_group(struct plan *plan, enum example_group group, int total) {
    int count, shares = 0, given = 0, dead = 0;
    const struct example_template *templates = example_templates(&count);
    for (int i = 0; i < count; i++)
        if (templates[i].group == group) shares += templates[i].share;
    for (int i = 0; i < count; i++)
        if (templates[i].group == group) given += templates[i].share * total / shares;
    int left = total - given;
    for (int i = 0; i < count; i++) {
        if (templates[i].group != group) continue;
        int remainder = templates[i].share * total % shares, before = 0;
        for (int j = 0; j < count; j++) {
            int other = templates[j].share * total % shares;
            before += templates[j].group == group &&
                      (other > remainder || (other == remainder && j < i));
        }
        int families = templates[i].share * total / shares + (before < left);
        for (int j = 0; j < families; j++) plan->family[plan->count++] = 2 * i;
        dead += families * dead_of(&templates[i]);
    }
    return dead;
}

/* Marks `count` of the families from `first` to the end of the plan as not at the site. */
static void plan_elsewhere(struct plan *plan, struct simulate_random *random, int first,
                           int count) {
    simulate_shuffle(random, plan->family + first, plan->count - first);
    for (int i = first; i < first + count; i++) plan->family[i]++;
}

static void make_plan(struct simulate_random *random, int remains, struct plan *plan) {
    int listed = example_scaled(LISTED, remains);
    for (enum example_group group = GROUP_LARGE; group < GROUP_UNTYPED; group++) {
        int families = example_scaled(FAMILIES[group], remains);
        if (group == GROUP_LARGE && families == 0) families = 1;
        listed -= plan_group(plan, group, families);
    }
    int singles = plan->count;
    int elsewhere = example_scaled(ELSEWHERE, remains);
    plan_group(plan, GROUP_SINGLE, listed);
    plan_elsewhere(plan, random, singles, elsewhere ? elsewhere : 1);
    int untyped = plan->count, without = example_scaled(UNTYPED, remains);
    plan_group(plan, GROUP_UNTYPED, without);
    plan_elsewhere(plan, random, untyped, without - example_scaled(UNTYPED_BURIED, remains));
    simulate_shuffle(random, plan->family, plan->count);
}

static enum sex draw_sex(struct simulate_random *random, char sex, enum sex focal) {
    switch (sex) {
    case 'M': return SEX_MALE;
    case 'F': return SEX_FEMALE;
    case 'X': return focal;
    case 'O': return focal == SEX_MALE ? SEX_FEMALE : SEX_MALE;
    default: return simulate_below(random, 2) ? SEX_MALE : SEX_FEMALE;
    }
}

static enum role role_of(char part) {
    switch (part) {
    case 'D':
    case 'R': return ROLE_MISSING;
    case 'T':
    case 'P': return ROLE_REFERENCE;
    default: return ROLE_OTHER;
    }
}

static void place_parent(struct person *persons, struct person *child, int parent) {
    if (parent < 0) return;
    if (persons[parent].sex == SEX_MALE)
        child->father = parent;
    else
        child->mother = parent;
}

/* Generations lie 27 years apart, give or take four on either side. */
static int draw_age(struct simulate_random *random, int age, int generation) {
    int years = age + 27 * generation + (int)simulate_below(random, 9) - 4;
    return years < 1 ? 1 : years;
}

static void make_family(struct arena *arena, struct simulate_random *random,
                        const struct example_template *template, bool buried, const char *name,
                        struct example_family *out) {
    int count = 0;
    while (count < TEMPLATE_ROWS && template->row[count].part) count++;
    struct person *persons = arena_new(arena, struct person, count);
    struct example_person *more = arena_new(arena, struct example_person, count);
    enum sex focal = simulate_below(random, 100) < 55 ? SEX_MALE : SEX_FEMALE;
    uint32_t years = (uint32_t)(template->oldest - template->youngest + 1);
    int age = template->youngest + (int)simulate_below(random, years);
    for (int i = 0; i < count; i++) {
        const struct example_row *row = &template->row[i];
        persons[i] = (struct person){arena_format(arena, "%s-%02d", name, i + 1), -1, -1,
                                     draw_sex(random, row->sex, focal)};
        place_parent(persons, &persons[i], row->parent);
        place_parent(persons, &persons[i], row->other);
        enum role role = role_of(row->part);
        more[i] = (struct example_person){
            .role = role,
            .typed = row->part == 'T' || row->part == 'R',
            .buried = role == ROLE_MISSING && buried,
            .age = draw_age(random, age, row->generation),
        };
    }
    *out = (struct example_family){.name = name, .pedigree = {count, persons}, .person = more};
}

bool example_families_make(struct arena *arena, struct simulate_random *random,
                           const struct simulate_panel *panel, int remains,
                           struct example_families *out, struct error *error) {
    int template_count, digits = 3;
    const struct example_template *templates = example_templates(&template_count);
    struct plan plan = {arena_new(arena, int, example_scaled(LISTED + UNTYPED, remains) + 8), 0};
    make_plan(random, remains, &plan);
    for (int number = 1000; number <= plan.count; number *= 10) digits++;
    struct example_families result = {.count = plan.count};
    result.family = arena_new(arena, struct example_family, plan.count);
    for (int i = 0; i < plan.count; i++) {
        struct example_family *family = &result.family[i];
        const char *name = arena_format(arena, "F%0*d", digits, i + 1);
        make_family(arena, random, &templates[plan.family[i] / 2], plan.family[i] % 2 == 0, name,
                    family);
        if (!pedigree_check(&family->pedigree, NULL, error)) return false;
        size_t cells = (size_t)family->pedigree.count * (size_t)panel->panel->count;
        family->truth = arena_new(arena, struct genotype, cells);
        simulate_pedigree(panel, random, &family->pedigree, family->truth);
    }
    *out = result;
    return true;
}
