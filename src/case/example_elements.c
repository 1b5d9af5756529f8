/* The bones of those remains of the example that are parts: what they are and how long. */
#include <string.h>

#include "case/example_story.h"

struct bone {
    const char *part; /* it belongs to remains with this description */
    const char *name, *side;
    int measurement; /* number by Buikstra and Ubelaker; 0: not measured */
    int share;       /* its length in thousandths of the height */
};

static const struct bone BONES[] = {
    {"left leg", "femur", "left", 60, 266},    {"left leg", "tibia", "left", 69, 216},
    {"left leg", "fibula", "left", 75, 214},   {"both legs", "femur", "left", 60, 266},
    {"both legs", "femur", "right", 60, 266},  {"both legs", "tibia", "left", 69, 216},
    {"both legs", "tibia", "right", 69, 216},  {"right arm", "humerus", "right", 40, 187},
    {"right arm", "radius", "right", 45, 141}, {"right arm", "ulna", "right", 48, 150},
    {"skull", "cranium", "midline", 0, 0},     {"skull", "mandible", "midline", 0, 0},
};

enum { BONE_COUNT = sizeof BONES / sizeof BONES[0] };

static void write_bone(struct arena *arena, struct simulate_random *random,
                       const struct example_remains *remains, const char *code, int number,
                       const struct bone *bone, struct buffer *out) {
    bool child = remains->individual->age < 18;
    int fragments = example_draw(random, 8) == 0 ? 2 + example_draw(random, 4) : 1;
    int length = remains->individual->life->height * bone->share / 1000 +
                 example_draw(random, 15) - 7;
    bool measured = bone->measurement && fragments == 1 && !child;
    static const char *const taphonomy[] = {"soil_stain", "root_marks;soil_stain",
                                            "machine_damage", "gnawed"};
    /* The first number is that of the part itself; its bones count on from there. */
    example_cell(out, arena_format(arena, "%.*s-E%02d", (int)(strrchr(code, '-') - code), code,
                                   number + 2));
    example_cell(out, code);
    example_cell(out, bone->name);
    example_cell(out, bone->side);
    example_cell(out, fragments == 1 ? "over_75" : "25_to_75");
    example_cell_number(out, fragments);
    example_cell(out, child ? "open" : "fused");
    example_cell(out, measured ? arena_format(arena, "%d|%d", bone->measurement, length) : NULL);
    int seen = example_draw(random, 12);
    example_cell(out, taphonomy[seen < 4 ? seen : 0]);
    example_cell(out, number ? arena_format(arena, "%s|articulated|certain", code) : NULL);
    example_line_end(out);
}

void example_write_elements(struct arena *arena, uint64_t seed, const struct example_site *site,
                            struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_ELEMENTS);
    buffer_add_text(out, "code\tremains\tbone\tside\tcompleteness\tfragments\tfused\tmeasurements\t"
                         "taphonomy\tassociated\n");
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        int number = 0;
        for (int j = 0; j < BONE_COUNT && !remains->body; j++)
            if (!strcmp(BONES[j].part, remains->what))
                write_bone(arena, &random, remains, remains->code, number++, &BONES[j], out);
    }
}
