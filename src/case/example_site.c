/* The site of the example: who lies in which grave, in how many pieces, and under which codes. */
#include "case/example_plan.h"

/* At EXAMPLE_REMAINS; the soldiers' grave holds no more at larger sizes. */
enum { SOLDIERS = 17, SOLDIER_OLDEST = 55, PIECES_MOST = 4 };

/* How many are found in two, three, four pieces. */
static const int IN_PIECES[PIECES_MOST + 1] = {0, 0, 28, 7, 2};

/* How an individual comes apart; the first piece is the most of it. */
static const char *const PIECES[PIECES_MOST + 1][PIECES_MOST] = {
    [2] = {"body without left leg", "left leg"},
    [3] = {"trunk and arms", "skull", "both legs"},
    [4] = {"trunk", "skull", "right arm", "both legs"},
};

/* By the number of the draw; most bodies need no word. */
static const char *const NOTES[] = {
    "wrapped in a blanket",       "coffin of raw planks",
    "summer clothing, no shoes",  "winter coat",
    "roots through the grave",    "grave shallower than one metre",
    "no clothing preserved",      "cross fallen over",
    "photographed before lifting", "soil sample taken",
};

enum { NOTE_COUNT = sizeof NOTES / sizeof NOTES[0], NOTE_DRAWS = 40 };

struct layout {
    struct example_individual *individual;
    int *grave; /* of each, counted from 0 */
    int count, grave_count, soldiers_grave, soldiers;
};

static int extra_pieces(int remains) {
    int extra = 0;
    for (int i = 2; i <= PIECES_MOST; i++)
        extra += (i - 1) * example_scaled(IN_PIECES[i], remains);
    return extra;
}

/* All who lie at the site, in a random order: first those of the families, then those whom nobody
 * has listed. */
static void gather(struct arena *arena, struct simulate_random *random,
                   const struct simulate_panel *panel, const struct example_families *families,
                   int remains, struct layout *layout) {
    layout->count = remains - extra_pieces(remains);
    layout->individual = arena_new(arena, struct example_individual, layout->count);
    int *order = arena_new(arena, int, layout->count), next = 0;
    for (int i = 0; i < layout->count; i++) order[i] = i;
    simulate_shuffle(random, order, layout->count);
    size_t width = (size_t)panel->panel->count;
    for (int i = 0; i < families->count; i++) {
        const struct example_family *family = &families->family[i];
        for (int j = 0; j < family->pedigree.count; j++) {
            if (!family->person[j].buried) continue;
            layout->individual[order[next++]] = (struct example_individual){
                .person = family->pedigree.person[j].id,
                .family = i,
                .member = j,
                .sex = family->pedigree.person[j].sex,
                .age = family->person[j].age,
                .truth = family->truth + (size_t)j * width,
                .pieces = 1};
        }
    }
    while (next < layout->count) {
        enum sex sex = simulate_below(random, 100) < 55 ? SEX_MALE : SEX_FEMALE;
        int age = 20 + (int)simulate_below(random, 36);
        age += (int)simulate_below(random, 32);
        struct genotype *truth = arena_new(arena, struct genotype, width);
        simulate_person(panel, random, sex, NULL, NULL, truth);
        layout->individual[order[next++]] = (struct example_individual){
            .family = -1, .member = -1, .sex = sex, .age = age, .truth = truth, .pieces = 1};
    }
}

/* The first of the random order are found in pieces; returns how many those are. */
static int take_apart(struct layout *layout, int remains) {
    int next = 0;
    for (int pieces = 2; pieces <= PIECES_MOST; pieces++)
        for (int i = example_scaled(IN_PIECES[pieces], remains); i > 0; i--)
            layout->individual[next++].pieces = pieces;
    return next;
}

/* One grave each, in an order of its own, but for the soldiers: whole men of an age to serve. */
static void dig(struct arena *arena, struct simulate_random *random, struct layout *layout,
                int remains, int apart) {
    int wanted = remains < EXAMPLE_REMAINS ? example_scaled(SOLDIERS, remains) : SOLDIERS;
    if (wanted < 2) wanted = 2;
    int *order = arena_new(arena, int, layout->count);
    for (int i = 0; i < layout->count; i++) order[i] = i;
    simulate_shuffle(random, order, layout->count);
    layout->grave = arena_new(arena, int, layout->count);
    layout->soldiers_grave = -1;
    for (int i = 0; i < layout->count; i++) {
        const struct example_individual *one = &layout->individual[order[i]];
        bool soldier = layout->soldiers < wanted && order[i] >= apart && one->sex == SEX_MALE &&
                       one->age >= 18 && one->age <= SOLDIER_OLDEST;
        if (soldier && layout->soldiers++ > 0) {
            layout->grave[order[i]] = layout->soldiers_grave;
            continue;
        }
        if (soldier) layout->soldiers_grave = layout->grave_count;
        layout->grave[order[i]] = layout->grave_count++;
    }
}

/* What the anthropologist says: sex where the pelvis and skull tell it, age as a range. */
static void estimate(struct simulate_random *random, struct example_remains *remains) {
    int age = remains->individual->age;
    bool child = age < EXAMPLE_CHILD_AGE;
    uint32_t known = child ? 0 : remains->body ? 93 : 35;
    remains->sex = simulate_below(random, 100) < known ? remains->individual->sex : SEX_UNKNOWN;
    int spread = child ? 2 : age < 25 ? 4 : 8;
    int shift = (int)simulate_below(random, (uint32_t)spread) - spread / 2;
    remains->youngest = age + shift - spread;
    if (!child && remains->youngest < EXAMPLE_CHILD_AGE) remains->youngest = EXAMPLE_CHILD_AGE;
    if (remains->youngest < 0) remains->youngest = 0;
    remains->oldest = remains->body || child ? age + shift + spread : 0;
    if (!remains->oldest) remains->youngest = 18;
}

static struct example_remains make_piece(struct simulate_random *random,
                                         struct example_individual *individual, int piece,
                                         int grave) {
    struct example_remains remains = {.individual = individual, .grave = grave};
    int whole = (int)simulate_below(random, 100);
    uint32_t note = simulate_below(random, NOTE_DRAWS);
    remains.note = note < NOTE_COUNT ? NOTES[note] : "";
    if (individual->pieces > 1) {
        remains.what = PIECES[individual->pieces][piece];
        remains.body = piece == 0;
    } else {
        remains.what = whole < 92 ? "whole body" : whole < 97 ? "body without skull" : "skull";
        remains.body = whole < 97;
        remains.complete = whole < 92;
    }
    estimate(random, &remains);
    return remains;
}

/* All pieces, an individual's first one in its grave, half of the others in another. */
static int lift(struct simulate_random *random, const struct layout *layout,
                struct example_remains *out) {
    int count = 0;
    for (int i = 0; i < layout->count; i++) {
        for (int j = 0; j < layout->individual[i].pieces; j++) {
            int grave = layout->grave[i];
            if (j > 0 && simulate_below(random, 2))
                grave = (int)simulate_below(random, (uint32_t)layout->grave_count);
            if (j > 0 && grave == layout->soldiers_grave) grave = layout->grave[i];
            out[count++] = make_piece(random, &layout->individual[i], j, grave);
        }
    }
    return count;
}

/* Codes in the order of the graves; within a grave as it came. */
static void number(struct arena *arena, struct simulate_random *random,
                   const struct example_remains *lifted, int count, const struct layout *layout,
                   struct example_site *out) {
    int graves = layout->grave_count;
    int *start = arena_new(arena, int, graves + 1), *crosses = arena_new(arena, int, graves);
    int *order = arena_new(arena, int, count);
    for (int i = 0; i < count; i++) {
        order[i] = i;
        start[lifted[i].grave + 1]++;
    }
    simulate_shuffle(random, order, count);
    for (int i = 0; i < graves; i++) {
        start[i + 1] += start[i];
        crosses[i] = i + 1;
    }
    simulate_shuffle(random, crosses, graves);
    for (int i = 0; i < graves; i++)
        if (simulate_below(random, 20) == 0 && i != layout->soldiers_grave) crosses[i] = 0;
    out->count = count;
    out->grave_count = graves;
    out->soldiers_grave = layout->soldiers_grave + 1;
    out->individual_count = layout->count;
    out->individual = layout->individual;
    out->remains = arena_new(arena, struct example_remains, count);
    for (int i = 0; i < count; i++) {
        int grave = lifted[order[i]].grave, place = start[grave]++;
        struct example_remains *remains = &out->remains[place];
        *remains = lifted[order[i]];
        int digits = count < 10000 ? 4 : 5;
        remains->code = arena_format(arena, "ELD-%0*d-%s", digits, place + 1,
                                     remains->body ? "B" : "E01");
        remains->cross = crosses[grave];
        remains->day = 20 * grave / graves;
        if (grave == layout->soldiers_grave) remains->note = "several in one grave, uniform";
        remains->grave = grave + 1;
    }
}

void example_site_make(struct arena *arena, struct simulate_random *random,
                       const struct example_population *population,
                       const struct simulate_panel *panel, const struct example_families *families,
                       int remains, struct example_site *out) {
    struct layout layout = {0};
    gather(arena, random, panel, families, remains, &layout);
    dig(arena, random, &layout, remains, take_apart(&layout, remains));
    struct example_remains *lifted = arena_new(arena, struct example_remains, remains);
    number(arena, random, lifted, lift(random, &layout, lifted), &layout, out);
    for (int i = 0; i < out->count; i++)
        example_type_remains(arena, random, population, &out->remains[i]);
}
