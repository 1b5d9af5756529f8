/* The findings of the example: injuries, restraints and old fractures, each with its timing. What
 * is seen is said, and what else could explain it; never who did it. */
#include "case/example_story.h"

/* What differs from one sort of finding to the other; NULL: an empty cell. */
struct finding {
    const char *class, *mechanism, *timing, *restraint_site, *zone, *description;
    int length, diameter;
    const char *healing, *projectile, *recovered, *istanbul, *allegation, *alternatives;
};

static void write_finding(struct arena *arena, int examination, int number,
                          const struct example_remains *remains, const struct example_lying *lying,
                          struct finding what, struct buffer *out) {
    example_cell(out, arena_format(arena, "X-%05d-%d", examination, number));
    example_cell(out, arena_format(arena, "X-%05d", examination));
    example_cell(out, remains->code);
    example_cell(out, what.class);
    example_cell(out, what.mechanism);
    example_cell(out, what.timing);
    example_cell(out, what.restraint_site);
    example_cell(out, what.zone);
    example_cell(out, what.description);
    example_cell(out, what.length ? arena_format(arena, "%d", what.length) : NULL);
    example_cell(out, what.diameter ? arena_format(arena, "%d", what.diameter) : NULL);
    example_cell(out, what.healing);
    example_cell(out, what.projectile);
    example_cell(out, what.recovered);
    example_cell(out, what.istanbul);
    example_cell(out, what.allegation);
    example_cell(out, what.alternatives);
    const char *science = remains->body ? "pathologist" : "anthropologist";
    example_cell(out, arena_format(arena, "%s, %s", lying->examiner, science));
    example_cell(out, arena_format(arena, "%s, %s", lying->reviewer, science));
    example_line_end(out);
}

static struct finding injury_finding(const struct example_injury *injury, const char *recovered) {
    bool shot = injury->projectile;
    return (struct finding){
        .class = "trauma",
        .mechanism = injury->mechanism,
        .timing = "perimortem",
        .zone = injury->zone,
        .description = injury->description,
        .length = shot ? 0 : injury->length,
        .diameter = shot ? injury->length : 0,
        .healing = "none",
        .projectile = injury->projectile,
        .recovered = recovered,
        .alternatives = "Damage by digging tools: the edges are stained like the bone around them.",
    };
}

/* A grade of the Istanbul Protocol answers an allegation, and there is none without one. */
static struct finding restraint_finding(const struct example_restraint *restraint, bool alleged) {
    return (struct finding){
        .class = "restraint",
        .mechanism = "ligature",
        .timing = "possible_perimortem",
        .restraint_site = restraint->site,
        .zone = restraint->site,
        .description = restraint->description,
        .istanbul = alleged ? "highly_consistent" : NULL,
        .allegation = alleged ? "Held at the brick works and tied (statement ST-02)." : NULL,
        .alternatives = "Tied after death to carry the body: the furrow in the skin speaks against "
                        "it where skin is left.",
    };
}

static struct finding blindfold_finding(void) {
    return (struct finding){.class = "restraint",
                            .timing = "indeterminate",
                            .restraint_site = "eyes",
                            .zone = "eyes",
                            .description = "Strip of cloth over the eyes, knotted behind.",
                            .alternatives = "Laid over the face at burial: the knot speaks against "
                                            "it."};
}

static struct finding beaten_finding(bool alleged) {
    return (struct finding){
        .class = "trauma",
        .mechanism = "blunt",
        .timing = "antemortem",
        .zone = "ribs, both sides",
        .description = "Six fractured ribs with beginning callus, some days to weeks old.",
        .healing = "beginning",
        .istanbul = alleged ? "consistent" : NULL,
        .allegation = alleged ? "Beaten while held at the brick works (statement ST-02)." : NULL,
        .alternatives = "A fall or an accident in the weeks before death.",
    };
}

static struct finding old_finding(const struct example_mark *fracture) {
    return (struct finding){.class = "pathology",
                            .mechanism = "blunt",
                            .timing = "antemortem",
                            .zone = fracture->site,
                            .description = fracture->description,
                            .healing = "complete"};
}

void example_write_findings(struct arena *arena, const struct example_site *site,
                            const struct example_ground *ground, struct buffer *out) {
    buffer_add_text(out, "number\texamination\tremains\tclass\tmechanism\ttiming\trestraint_site\t"
                         "zone\tdescription\tlength\tdiameter\thealing\tprojectile\trecovered\t"
                         "istanbul\tallegation\talternatives\topinion_of\treviewed_by\n");
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        const struct example_lying *lying = &ground->lying[i];
        const struct example_life *life = remains->individual->life;
        struct finding found[5];
        int count = 0;
        if (lying->injury) found[count++] = injury_finding(lying->injury, lying->recovered);
        if (lying->restraint) found[count++] = restraint_finding(lying->restraint, life->held);
        if (lying->restraint && lying->restraint->blindfold) found[count++] = blindfold_finding();
        if (lying->beaten) found[count++] = beaten_finding(life->held);
        if (life->fracture && remains->complete) found[count++] = old_finding(life->fracture);
        for (int j = 0; j < count; j++)
            write_finding(arena, i + 1, j + 1, remains, lying, found[j], out);
    }
}
