/* The belongings of the example: what lay on and beside the remains. */
#include "case/example_story.h"

const char *example_objects_add(struct arena *arena, struct example_objects *objects,
                                const struct example_site *site, int with, char letter,
                                int number) {
    const char *code = site->remains[with].code;
    int length = site->count < 10000 ? 8 : 9; /* "ELD-0001" */
    objects->object = arena_grow(arena, objects->object, (size_t)objects->count,
                                 &objects->capacity, sizeof *objects->object);
    struct example_object *object = &objects->object[objects->count++];
    object->code = arena_format(arena, "%.*s-%c%02d", length, code, letter, number);
    object->with = with;
    return object->code;
}

/* What is being written. */
struct writing {
    struct arena *arena;
    const struct example_site *site;
    const struct example_ground *ground;
    struct example_objects *objects;
    struct buffer *out;
    int remains, number;
};

/* What differs from one sort of belonging to the other; NULL: an empty cell. */
struct belonging {
    const char *class, *where, *detail, *description, *brand, *colour, *material, *inscription;
    const char *imei, *condition;
};

static const char *write(struct writing *to, struct belonging what) {
    const struct example_grave *grave =
        &to->ground->grave[to->site->remains[to->remains].grave - 1];
    struct buffer *out = to->out;
    const char *code =
        example_objects_add(to->arena, to->objects, to->site, to->remains, 'P', ++to->number);
    example_cell(out, code);
    example_cell(out, what.class);
    example_cell(out, what.where);
    example_cell(out, what.detail);
    example_cell(out, to->site->remains[to->remains].code);
    example_cell(out, grave->code);
    example_cell(out, example_date(to->arena, grave->day));
    example_cell(out, what.description);
    example_cell(out, what.brand);
    example_cell(out, what.colour);
    example_cell(out, what.material);
    example_cell(out, what.inscription);
    example_cell(out, what.imei);
    example_cell(out, what.condition);
    example_cell(out, arena_format(to->arena, "B-%05d-%d", to->remains + 1, to->number));
    example_cell(out, "District mortuary, object room");
    example_line_end(out);
    return code;
}

static void write_restraint(struct writing *to, const struct example_restraint *restraint) {
    write(to, (struct belonging){.class = "ligature",
                                 .where = "on_body",
                                 .detail = restraint->site,
                                 .description = restraint->knot,
                                 .material = restraint->material,
                                 .condition = "left closed, cut away from the knot"});
    if (restraint->blindfold)
        write(to, (struct belonging){.class = "blindfold",
                                     .where = "on_body",
                                     .detail = "over the eyes, knotted behind",
                                     .description = "strip torn from a sheet",
                                     .material = "cotton",
                                     .condition = "stained"});
}

/* What `life` had when last seen alive, and what of it was still there. */
static void write_kept(struct writing *to, struct simulate_random *random,
                       const struct example_life *life) {
    int clothing = example_draw(random, 100), ring = example_draw(random, 100);
    int phone = example_draw(random, 100), key = example_draw(random, 100);
    int cross = example_draw(random, 100);
    if (clothing < 70)
        write(to, (struct belonging){.class = "clothing",
                                     .where = "on_body",
                                     .description = life->coat,
                                     .condition = clothing < 35
                                                      ? "wet, decayed at the edges"
                                                      : "torn, washed for the photograph"});
    if (life->ring && ring < 70)
        write(to, (struct belonging){.class = "jewellery",
                                     .where = ring < 55 ? "on_body" : "in_pocket",
                                     .detail = ring < 55 ? "ring finger, right hand"
                                                         : "inner pocket",
                                     .description = "plain ring, engraved inside",
                                     .colour = "yellow metal",
                                     .inscription = life->ring});
    if (life->imei && phone < 60)
        write(to, (struct belonging){.class = "telephone",
                                     .where = "in_pocket",
                                     .detail = "right trouser pocket",
                                     .description = "telephone, glass broken",
                                     .brand = "Lorem (invented)",
                                     .colour = "black",
                                     .imei = life->imei,
                                     .condition = "wet, not switched on"});
    if (key < 9)
        write(to, (struct belonging){.class = "key",
                                     .where = "in_pocket",
                                     .description = key < 5 ? "two keys on a ring with a bottle cap"
                                                            : "flat door key, number filed off",
                                     .material = "brass"});
    if (cross < 12)
        write(to, (struct belonging){.class = "religious",
                                     .where = "on_body",
                                     .detail = "neck",
                                     .description = "small cross on a cord",
                                     .material = cross < 6 ? "silver" : "tin"});
}

void example_write_belongings(struct arena *arena, uint64_t seed, const struct example_site *site,
                              struct example_ground *ground, struct example_objects *objects,
                              struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_BELONGINGS);
    struct writing to = {arena, site, ground, objects, out, 0, 0};
    buffer_add_text(out, "code\tclass\tfound_where\tfound_detail\tremains\tgrave\tfound\t"
                         "description\tbrand\tcolour\tmaterial\tinscription\timei\tcondition\t"
                         "bag\tstored\n");
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        struct example_lying *lying = &ground->lying[i];
        to.remains = i;
        to.number = 0;
        if (!remains->body) continue;
        if (lying->restraint) write_restraint(&to, lying->restraint);
        /* Things change hands: a few lie with somebody who did not own them. */
        const struct example_life *life = remains->individual->life;
        if (example_draw(&random, 25) == 0)
            life = site->individual[example_draw(&random, site->individual_count)].life;
        write_kept(&to, &random, life);
        if (lying->injury && lying->injury->projectile && example_draw(&random, 3) == 0)
            lying->recovered = write(
                &to, (struct belonging){.class = "ammunition",
                                        .where = "on_body",
                                        .detail = lying->injury->zone,
                                        .description = "deformed fragment of a jacket",
                                        .material = "copper alloy",
                                        .condition = "rinsed, not cleaned"});
    }
}
