/* The least number of individuals from bones: of each bone that a person has once on each side,
 * how often it is there on the left, on the right or in the middle; the largest number counts
 * (Adams and Konigsberg, American Journal of Physical Anthropology 125, 2004: MNI as max(L, R)).
 * Fragments count by zones that are there, so that two of one bone never count twice; without zones
 * a bone counts when more than three quarters of it are there. */
#include <string.h>

#include "base/says.h"
#include "case/counts_parts.h"

enum { ZONES = 16, SLOTS = ZONES + 1 /* the last: whole bones alone */, SIDES = 2 };

/* Names in small letters. Of ribs, vertebrae and bones of hand and foot a person has several of one
 * name: they show nothing. */
static const struct {
    const char *name;
    bool paired;
} BONES[] = {
    {SAYS("femur"), true},
    {SAYS("tibia"), true},
    {SAYS("fibula"), true},
    {SAYS("humerus"), true},
    {SAYS("radius"), true},
    {SAYS("ulna"), true},
    {SAYS("scapula"), true},
    {SAYS("clavicle"), true},
    {SAYS("patella"), true},
    {SAYS("calcaneus"), true},
    {SAYS("talus"), true},
    {SAYS("os coxae"), true},
    {SAYS("hip bone"), true},
    {SAYS("pelvis"), true},
    {SAYS("innominate"), true},
    {SAYS("ilium"), true},
    {SAYS("ischium"), true},
    {SAYS("pubis"), true},
    {SAYS("maxilla"), true},
    {SAYS("parietal"), true},
    {SAYS("temporal"), true},
    {SAYS("zygomatic"), true},
    {SAYS("mandible"), false},
    {SAYS("frontal"), false},
    {SAYS("occipital"), false},
    {SAYS("skull"), false},
    {SAYS("cranium"), false},
    {SAYS("sacrum"), false},
    {SAYS("sternum"), false},
    {SAYS("manubrium"), false},
    {SAYS("hyoid"), false},
    {SAYS("atlas"), false},
    {SAYS("axis"), false},
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

static struct count_method method_of(const struct schema *schema, int bone, int side, int zone) {
    static const char *const sides[] = {SAYS("left"), SAYS("right")};
    struct count_method method = {.zone = zone == ZONES ? 0 : zone + 1};
    if (bone >= BONE_COUNT) {
        method.bone = SAYS("tooth");
        method.tooth = schema_field_find(schema, "tooth")->words.word[bone - BONE_COUNT];
        return method;
    }
    method.bone = BONES[bone].name;
    if (BONES[bone].paired) method.side = sides[side];
    return method;
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
                int element_count, struct count_method *out_method, int *out_elements) {
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
    *out_method = (struct count_method){0};
    if (most) *out_method = method_of(schema, at / SLOTS / SIDES, at / SLOTS % SIDES, at % SLOTS);
    return most;
}
