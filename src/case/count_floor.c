/* The least number of individuals from bones: of each bone that a person has once on each side,
 * how often it is there on the left, on the right or in the middle; the largest number counts
 * (Adams and Konigsberg, American Journal of Physical Anthropology 125, 2004: MNI as max(L, R)).
 * Fragments count by zones that are there, so that two of one bone never count twice; without zones
 * a bone counts when more than three quarters of it are there. */
#include <string.h>

#include "case/counts_parts.h"

enum { ZONES = 16, SLOTS = ZONES + 1 /* the last: whole bones alone */, SIDES = 2 };

/* Names in small letters. Of ribs, vertebrae and bones of hand and foot a person has several of one
 * name: they show nothing. */
static const struct {
    const char *name;
    bool paired;
} BONES[] = {
    {"femur", true},     {"tibia", true},     {"fibula", true},    {"humerus", true},
    {"radius", true},    {"ulna", true},      {"scapula", true},   {"clavicle", true},
    {"patella", true},   {"calcaneus", true}, {"talus", true},     {"os coxae", true},
    {"hip bone", true},  {"pelvis", true},    {"innominate", true}, {"ilium", true},
    {"ischium", true},   {"pubis", true},     {"maxilla", true},   {"parietal", true},
    {"temporal", true},  {"zygomatic", true}, {"mandible", false}, {"frontal", false},
    {"occipital", false}, {"skull", false},   {"cranium", false},  {"sacrum", false},
    {"sternum", false},  {"manubrium", false}, {"hyoid", false},   {"atlas", false},
    {"axis", false},
};

enum { BONE_COUNT = sizeof BONES / sizeof *BONES };

/* Where an element counts. */
struct place_of_bone {
    int bone, side; /* of teeth: BONE_COUNT and more, side 0 */
    unsigned zones; /* bits, of SLOTS */
};

static int bone_of(const char *name) {
    size_t length = strlen(name);
    if (length > 5 && !strcmp(name + length - 5, " bone") && strcmp(name, "hip bone") != 0)
        length -= 5;
    for (int i = 0; i < BONE_COUNT; i++)
        if (!strncmp(BONES[i].name, name, length) && !BONES[i].name[length]) return i;
    return -1;
}

/* False: it shows nothing. */
static bool find_place(const struct counted_element *element, const struct schema_field *side,
                       struct place_of_bone *out) {
    const char *word = element->side >= 0 ? side->words.word[element->side] : "";
    out->zones = element->whole ? (1U << SLOTS) - 1 : 0;
    if (element->zones > 0) out->zones |= (unsigned)element->zones & ((1U << ZONES) - 1);
    if (!out->zones) return false;
    out->side = 0;
    if (element->tooth >= 0) {
        out->bone = BONE_COUNT + element->tooth;
        return true;
    }
    out->bone = bone_of(element->bone);
    if (out->bone < 0) return false;
    if (!BONES[out->bone].paired) return true;
    out->side = !strcmp(word, "right");
    return out->side || !strcmp(word, "left");
}

static const char *method_of(struct arena *arena, const struct schema *schema, int bone, int side,
                             int zone) {
    static const char *const sides[] = {"left ", "right "};
    const char *part = zone == ZONES ? "" : arena_format(arena, ", zone %d", zone + 1);
    if (bone >= BONE_COUNT)
        return arena_format(arena, "tooth %s%s",
                            schema_field_find(schema, "tooth")->words.word[bone - BONE_COUNT],
                            part);
    return arena_format(arena, "%s%s%s", BONES[bone].paired ? sides[side] : "", BONES[bone].name,
                        part);
}

/* Of equal ones the whole bone is named, and else the first. */
static int most_frequent(const int *count, int size) {
    int at = 0;
    for (int i = 0; i < size; i++)
        if (count[i] > count[at] ||
            (count[i] == count[at] && i % SLOTS == ZONES && i / SLOTS == at / SLOTS))
            at = i;
    return at;
}

int count_floor(struct arena *arena, const struct counts *counts, const int *element,
                int element_count, const char **out_method, int *out_elements) {
    const struct schema *schema = schema_find("element");
    const struct schema_field *side = schema_field_find(schema, "side");
    int size = (BONE_COUNT + schema_field_find(schema, "tooth")->words.count) * SIDES * SLOTS;
    int shown = 0;
    struct place_of_bone place;
    struct arena_mark mark = arena_mark(arena);
    int *count = arena_new(arena, int, size);
    for (int i = 0; i < element_count; i++)
        if (find_place(&counts->element[element[i]], side, &place))
            for (int zone = 0; zone < SLOTS; zone++)
                count[(place.bone * SIDES + place.side) * SLOTS + zone] +=
                    (int)(place.zones >> zone & 1);
    int at = most_frequent(count, size), most = count[at];
    arena_release(arena, mark);
    for (int i = 0; most && i < element_count; i++)
        if (find_place(&counts->element[element[i]], side, &place) &&
            place.bone * SIDES + place.side == at / SLOTS && place.zones >> at % SLOTS & 1)
            out_elements[shown++] = element[i];
    *out_method = "no bone that shows it is inventoried";
    if (most)
        *out_method =
            method_of(arena, schema, at / SLOTS / SIDES, at / SLOTS % SIDES, at % SLOTS);
    return most;
}
