/* How the remains of the example lay and what could be seen of them, and their table. */
#include "case/example_story.h"

enum { RESTRAINED = 8, BEATEN = 22, DAY_BEGIN = 8 * 60, DAY_MINUTES = 10 * 60 };

static const struct example_restraint RESTRAINTS[] = {
    {"wrists", "cable_tie", "two black ties locked through each other, behind the back",
     "both wrists bound behind the back", false},
    {"wrists", "rope", "double overhand knot, white cord of 4 mm",
     "wrists bound, cord in two turns", false},
    {"wrists", "tape", "six turns of grey tape", "wrists bound in front with tape", true},
    {"neck", "rope", "running noose, cord of 8 mm", "cord around the neck, knot on the left",
     false},
    {"ankles", "wire", "twisted four times", "ankles bound with insulated wire", false},
};

static const struct example_injury INJURIES[] = {
    {"blast", "trunk", "many small penetrating wounds of irregular form, metal fragments", "blast "
     "injury of the trunk", 0, NULL},
    {"blast", "legs", "comminuted fractures of both shins with fragments", "blast injury of the "
     "legs, loss of blood", 0, NULL},
    {"projectile", "skull, occipital bone", "round defect, sharp outer edge", "gunshot injury of "
     "the head", 9, "entry"},
    {"projectile", "chest, left, third rib", "notch in the rib with fracture lines", "gunshot "
     "injury of the chest", 8, "entry"},
    {"blunt", "skull, left parietal bone", "depressed fracture, edges bent inwards", "blunt injury "
     "of the head", 42, NULL},
    {"sharp", "neck, fourth vertebra", "straight narrow cut in the vertebral body", "stab injury "
     "of the neck", 18, NULL},
};

/* In thousandths of the bodies; the rest shows none. */
static const int INJURED[] = {270, 140, 50, 50, 45, 12};

enum { INJURY_COUNT = sizeof INJURED / sizeof INJURED[0] };

static const struct example_injury *draw_injury(struct simulate_random *random) {
    int number = example_draw(random, 1000);
    for (int i = 0; i < INJURY_COUNT; i++) {
        if (number < INJURED[i]) return &INJURIES[i];
        number -= INJURED[i];
    }
    return NULL;
}

static bool is_whole(const struct example_remains *remains) {
    return remains->complete && remains->individual->age >= 18;
}

/* Those who had been held before the others. */
static int list_candidates(struct simulate_random *random, const struct example_site *site,
                           int *order) {
    int count = 0, held = 0;
    for (int i = 0; i < site->count; i++)
        if (is_whole(&site->remains[i]) && site->remains[i].grave != site->soldiers_grave)
            order[count++] = i;
    simulate_shuffle(random, order, count);
    for (int i = 0; i < count; i++) {
        if (!site->remains[order[i]].individual->life->held) continue;
        int one = order[i];
        order[i] = order[held];
        order[held++] = one;
    }
    return count;
}

static void draw_violence(struct arena *arena, struct simulate_random *random,
                          const struct example_site *site, struct example_lying *lying) {
    int *order = arena_new(arena, int, site->count);
    int count = list_candidates(random, site, order);
    int tied = example_scaled(RESTRAINED, site->count);
    int beaten = example_scaled(BEATEN, site->count);
    if (tied < 1) tied = 1;
    for (int i = 0; i < count && i < tied + beaten; i++) {
        struct example_lying *one = &lying[order[i]];
        if (i >= tied) {
            one->beaten = true;
            continue;
        }
        one->restraint = &RESTRAINTS[i % (int)(sizeof RESTRAINTS / sizeof RESTRAINTS[0])];
        if (one->restraint->site[0] == 'w')
            one->arms = one->restraint->blindfold ? "front" : "behind_back";
    }
}

static void lie_down(struct simulate_random *random, const struct example_grave *grave, int place,
                     const struct example_remains *remains, struct example_lying *out) {
    static const char *const positions[] = {"supine", "supine", "supine", "supine", "prone",
                                            "left_side", "right_side", "flexed"};
    static const char *const arms[] = {"at_side", "at_side", "front", "front", "raised"};
    static const char *const legs[] = {"straight", "straight", "straight", "bent", "crossed"};
    static const char *const states[] = {"decomposing", "saponified", "skeletal", "mixed"};
    int across = grave->count > 1 ? grave->width * (2 * place + 1) / (2 * grave->count) -
                                        grave->width / 2
                                  : 0;
    out->east = grave->east + example_draw(random, 101) - 50;
    out->north = grave->north + across + example_draw(random, 41) - 20;
    out->up = -grave->depth + 60 + example_draw(random, 60);
    out->head = (grave->azimuth + 180 * (example_draw(random, 4) > 0)) % 360;
    out->position = remains->body ? positions[example_draw(random, 8)] : "jumbled";
    out->arms = arms[example_draw(random, 5)];
    out->legs = legs[example_draw(random, 5)];
    out->preservation = remains->body ? states[example_draw(random, 4)] : "skeletal";
    out->completeness = remains->complete ? 90 + example_draw(random, 11)
                        : remains->body   ? 55 + example_draw(random, 30)
                                          : 5 + example_draw(random, 25);
    out->stature = remains->complete
                       ? remains->individual->life->height + example_draw(random, 81) - 40
                       : 0;
}

static const char *const EXAMINERS[3] = {"R. Schevlad", "I. Zenvad", "M. Navira"};

void example_lying_make(struct arena *arena, uint64_t seed, const struct example_site *site,
                        struct example_ground *ground) {
    struct simulate_random random = example_stream(seed, SUBJECT_LYING);
    ground->lying = arena_new(arena, struct example_lying, site->count);
    int first = 0, end = 0; /* of the remains lifted on one day */
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        const struct example_grave *grave = &ground->grave[remains->grave - 1];
        struct example_lying *lying = &ground->lying[i];
        if (i == end) {
            first = i;
            while (end < site->count && site->remains[end].day == remains->day) end++;
        }
        lie_down(&random, grave, i - grave->first, remains, lying);
        if (remains->body) lying->injury = draw_injury(&random);
        lying->lifted = DAY_BEGIN + DAY_MINUTES * (i - first) / (end - first);
        lying->bag = i + 1;
        lying->examined = grave->day + 2 + example_draw(&random, 9);
        lying->examined_from = DAY_BEGIN + 15 * example_draw(&random, 28);
        lying->examiner = EXAMINERS[i % 3];
        lying->reviewer = EXAMINERS[(i + 1) % 3];
    }
    draw_violence(arena, &random, site, ground->lying);
}
