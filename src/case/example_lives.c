/* Who the people of the example were: names, days, height, what they could be known by. */
#include "case/example_story.h"
#include "base/calendar.h"

enum { ADULT = 18, SERVES_MOST = 55 };

static const struct example_mark MARKS[] = {
    {"tattoo", "left forearm", "anchor with a rope"},
    {"tattoo", "right shoulder", "swallow"},
    {"tattoo", "left hand", "three dots between thumb and finger"},
    {"tattoo", "chest", "rising sun over waves"},
    {"scar", "abdomen", "scar of an operation, low on the right"},
    {"scar", "left knee", "long curved scar"},
    {"scar", "chin", "short white scar"},
    {"birthmark", "neck", "brown, the size of a coin"},
    {"amputation", "right little finger", "end joint missing since childhood"},
};

static const struct example_mark FRACTURES[] = {
    {"fracture", "left forearm", "old healed fracture of the left radius, slightly bent"},
    {"fracture", "right shin", "old healed fracture of the right tibia"},
    {"fracture", "ribs, left", "three old healed ribs"},
    {"fracture", "right collar bone", "old healed fracture of the right clavicle"},
};

static const char *const RINGS[] = {
    "НАЗАВЖДИ РАЗОМ", "ЛЮБЛЮ О.", "15 ТРАВНЯ", "ВІРНІСТЬ", "МІЙ СВІТ", "Т. і Ю.",
};

static const char *const COATS[] = {
    "blue quilted jacket",        "brown leather jacket",    "grey knitted cardigan",
    "black coat with a hood",     "green rain jacket",       "checked flannel shirt",
    "dark blue track suit",       "white blouse, blue skirt", "black trousers, grey sweater",
    "striped shirt, jeans",       "red fleece jacket",       "house coat with flowers",
};

#define PICK(random, list) (&(list)[example_draw(random, sizeof(list) / sizeof *(list))])

static int draw_height(struct simulate_random *random, enum sex sex, int age) {
    int adult = (sex == SEX_FEMALE ? 1510 : 1620) + example_draw(random, 141) +
                example_draw(random, 141);
    int growing = 780 + 62 * age;
    return age < ADULT && growing < adult ? growing : adult;
}

/* Type allocation codes that begin with 00 are for tests: no telephone has such a number. */
static const char *draw_imei(struct arena *arena, struct simulate_random *random) {
    char *imei = arena_format(arena, "00101700%06d", example_draw(random, 1000000));
    int sum = 0; /* Luhn's check digit */
    for (int i = 0; i < 14; i++) {
        int digit = (imei[i] - '0') * (1 + i % 2);
        sum += digit / 10 + digit % 10;
    }
    return arena_format(arena, "%s%d", imei, (10 - sum % 10) % 10);
}

static struct example_life *make_life(struct arena *arena, struct simulate_random *random,
                                      enum sex sex, int age) {
    struct example_life *life = arena_new(arena, struct example_life, 1);
    bool adult = age >= ADULT;
    life->sex = sex;
    life->name.given = example_given(random, sex);
    life->surname = life->birth_surname = example_draw(random, EXAMPLE_SURNAMES);
    int month = 1 + example_draw(random, 12), day = 1 + example_draw(random, 28);
    life->born = calendar_day(EXAMPLE_YEAR - age, month, day);
    life->seen = EXAMPLE_BEGIN + example_draw(random, EXAMPLE_END - EXAMPLE_BEGIN);
    life->height = draw_height(random, sex, age);
    bool serves = sex == SEX_MALE && adult && age <= SERVES_MOST;
    life->soldier = example_draw(random, 12) == 0 && serves;
    life->held = example_draw(random, 12) == 0 && adult;
    if (example_draw(random, 4) == 0 && adult) life->mark = PICK(random, MARKS);
    if (example_draw(random, 8) == 0 && adult) life->fracture = PICK(random, FRACTURES);
    if (example_draw(random, 6) == 0 && adult) life->ring = *PICK(random, RINGS);
    if (example_draw(random, 5) == 0 && adult) life->imei = draw_imei(arena, random);
    life->coat = life->soldier ? "field uniform without signs" : *PICK(random, COATS);
    return life;
}

/* Surnames come from the father, else from the mother; most wives bear their husband's. Parents
 * stand before their children in every family. */
static void name_family(struct arena *arena, struct simulate_random *random,
                        const struct example_family *family) {
    int count = family->pedigree.count;
    for (int i = 0; i < count; i++) {
        const struct person *person = &family->pedigree.person[i];
        struct example_life *life = family->person[i].life;
        int from = person->father >= 0 ? person->father : person->mother;
        if (from >= 0)
            life->surname = life->birth_surname = family->person[from].life->birth_surname;
    }
    for (int i = 0; i < count; i++) {
        const struct person *person = &family->pedigree.person[i];
        if (person->father < 0 || person->mother < 0) continue;
        struct example_life *mother = family->person[person->mother].life;
        bool takes = example_draw(random, 4) > 0 && mother->surname == mother->birth_surname;
        if (takes) mother->surname = family->person[person->father].life->birth_surname;
    }
    for (int i = 0; i < count; i++) {
        struct example_life *life = family->person[i].life;
        int father = family->pedigree.person[i].father;
        const char *of = father >= 0 ? family->person[father].life->name.given
                                     : example_given(random, SEX_MALE);
        life->name.patronymic = example_patronymic(arena, of, life->sex);
        life->name.family = example_surname(arena, life->surname, life->sex);
        if (life->surname != life->birth_surname)
            life->name.maiden = example_surname(arena, life->birth_surname, life->sex);
    }
}

static void make_family(struct arena *arena, struct simulate_random *random,
                        struct example_family *family) {
    const struct example_life *first = NULL;
    for (int i = 0; i < family->pedigree.count; i++) {
        struct example_person *person = &family->person[i];
        person->life = make_life(arena, random, family->pedigree.person[i].sex, person->age);
        if (person->role != ROLE_MISSING) continue;
        /* Those of one family were seen last on one day. */
        if (first) person->life->seen = first->seen;
        first = person->life;
    }
    name_family(arena, random, family);
}

void example_lives_make(struct arena *arena, uint64_t seed, struct example_families *families,
                        struct example_site *site) {
    struct simulate_random random = example_stream(seed, SUBJECT_LIVES);
    for (int i = 0; i < families->count; i++) make_family(arena, &random, &families->family[i]);
    for (int i = 0; i < site->individual_count; i++) {
        struct example_individual *one = &site->individual[i];
        if (one->family >= 0) {
            one->life = families->family[one->family].person[one->member].life;
            continue;
        }
        one->life = make_life(arena, &random, one->sex, one->age);
        struct example_name *name = &one->life->name;
        name->patronymic = example_patronymic(arena, example_given(&random, SEX_MALE), one->sex);
        name->family = example_surname(arena, one->life->surname, one->sex);
    }
    for (int i = 0; i < site->count; i++) {
        struct example_life *life = site->remains[i].individual->life;
        if (site->remains[i].grave != site->soldiers_grave) continue;
        life->soldier = true;
        life->coat = "field uniform without signs";
    }
}
