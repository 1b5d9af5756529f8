/* The table of the example's remains. */
#include <string.h>

#include "case/example_story.h"

static const char *dropout_text(struct arena *arena, int hundredths) {
    if (!hundredths) return "0";
    return hundredths == 10 ? "0.1" : arena_format(arena, "0.%02d", hundredths);
}

static const char *restraint_text(struct arena *arena, const struct example_remains *remains,
                                  const struct example_restraint *restraint) {
    if (!remains->body) return "not_examined";
    if (!restraint) return "examined_absent";
    const char *text = arena_format(arena, "%s|%s|%s|yes", restraint->site, restraint->material,
                                    restraint->knot);
    return restraint->blindfold ? arena_format(arena, "%s;eyes|cloth|knotted behind|yes", text)
                                : text;
}

/* Skull and centre, half a body apart; of a part only the centre. */
static const char *points_text(struct arena *arena, const struct example_remains *remains,
                               const struct example_lying *lying) {
    const char *centre = arena_format(arena, "centre|%d|%d|%d", lying->east, lying->north,
                                      lying->up);
    if (!remains->complete) return centre;
    int half = (lying->head < 180 ? 1 : -1) * remains->individual->life->height * 2 / 5;
    return arena_format(arena, "%s;skull|%d|%d|%d", centre, lying->east + half, lying->north,
                        lying->up + 40);
}

static const char *wrap_of(const char *note) {
    if (strncmp(note, "wrapped", 7) == 0) return "blanket";
    return strncmp(note, "coffin", 6) == 0 ? "coffin" : NULL;
}

static void write_given(struct arena *arena, const struct example_remains *remains,
                        const struct example_grave *grave, struct buffer *out) {
    static const char *const sexes[] = {[SEX_MALE] = "M", [SEX_FEMALE] = "F", [SEX_UNKNOWN] = "?"};
    example_cell(out, remains->code);
    example_cell(out, sexes[remains->sex]);
    example_cell(out, remains->complete ? "yes" : "no");
    example_cell(out, dropout_text(arena, remains->dropout));
    example_cell(out, grave->code);
    example_cell(out, remains->cross ? arena_format(arena, "%d", remains->cross) : NULL);
    example_cell(out, remains->body ? "body" : "body_part");
    example_cell(out, example_date(arena, grave->day));
    example_cell(out, remains->oldest
                          ? arena_format(arena, "%d-%d", remains->youngest, remains->oldest)
                          : arena_format(arena, "%d+", remains->youngest));
    example_cell(out, remains->what);
    example_cell(out, remains->note);
}

static void write_seen(struct arena *arena, const struct example_remains *remains,
                       const struct example_grave *grave, const struct example_lying *lying,
                       struct buffer *out) {
    static const char *const lifters[] = {"T. Hirvan", "A. Brestan", "L. Korven"};
    bool body = remains->body;
    example_cell(out, "ELD");
    example_cell(out, "examined");
    example_cell(out, example_instant(arena, grave->day, lying->lifted));
    example_cell(out, lifters[lying->bag % 3]);
    example_cell(out, lying->stature ? arena_format(arena, "%d", lying->stature) : NULL);
    example_cell(out, points_text(arena, remains, lying));
    example_cell(out, lying->position);
    example_cell(out, body ? arena_format(arena, "%d", lying->head) : NULL);
    example_cell(out, body ? lying->arms : NULL);
    example_cell(out, body ? lying->legs : NULL);
    example_cell(out, lying->preservation);
    example_cell(out, remains->complete ? "full" : "partial");
    example_cell_number(out, lying->completeness);
    example_cell(out, restraint_text(arena, remains, lying->restraint));
    example_cell(out, wrap_of(remains->note));
    example_cell(out, arena_format(arena, "B-%05d", lying->bag));
    example_cell(out, arena_format(arena, "S-%06d", lying->bag));
    example_cell(out, arena_format(arena, "District mortuary, shelf %c%d", 'A' + lying->bag % 8,
                                   1 + lying->bag % 60));
}

void example_write_remains(struct arena *arena, const struct example_site *site,
                           const struct example_ground *ground, struct buffer *out) {
    buffer_add_text(out, "code\tsex\tcomplete\tdropout\tgrave\tcross\tkind\tfound\tage_range\t"
                         "description\tnotes\tsite\tstatus\tlifted_at\tlifted_by\tstature\tpoints\t"
                         "position\thead_direction\tarms\tlegs\tpreservation\tarticulation\t"
                         "completeness\trestraint\twrap\tbag\tseal\tstored\n");
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        const struct example_grave *grave = &ground->grave[remains->grave - 1];
        write_given(arena, remains, grave, out);
        write_seen(arena, remains, grave, &ground->lying[i], out);
        example_line_end(out);
    }
}
