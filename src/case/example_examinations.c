/* The examinations of the example: every number is examined once, before anybody knows a name. */
#include <string.h>

#include "case/example_story.h"

/* In mm: the standard error of a stature from femur and tibia, and how far the estimate is off. */
enum { STATURE_ERROR = 33, STATURE_OFF = 50 };

static const char *sex_text(const struct example_remains *remains) {
    if (remains->individual->age < EXAMPLE_CHILD_AGE) return "not_examined";
    return remains->sex == SEX_MALE     ? "male"
           : remains->sex == SEX_FEMALE ? "female"
                                        : "indeterminate";
}

static void write_estimates(const struct example_remains *remains, int off, struct buffer *out) {
    bool adult = remains->individual->age >= 18;
    bool measured = remains->complete && adult;
    int stature = remains->individual->life->height + off;
    example_cell(out, sex_text(remains));
    example_cell(out, adult ? "pelvis and skull" : NULL);
    example_cell_number(out, remains->youngest);
    if (remains->oldest) example_cell_number(out, remains->oldest);
    else example_cell(out, "unknown");
    example_cell(out, !remains->oldest ? "fusion only"
                      : adult          ? "Suchey-Brooks, auricular surface"
                                       : "dental development");
    if (!measured) {
        buffer_add_text(out, "\t\t\t\t");
        return;
    }
    example_cell_number(out, stature);
    example_cell_number(out, stature - 2 * STATURE_ERROR);
    example_cell_number(out, stature + 2 * STATURE_ERROR);
    example_cell(out, "femur and tibia, Trotter and Gleser 1952");
}

/* Marks on what skin there is. */
static const char *external_text(struct arena *arena, const struct example_remains *remains,
                                 const struct example_lying *lying) {
    const struct example_mark *mark = remains->individual->life->mark;
    bool skin = remains->body && strcmp(lying->preservation, "skeletal") != 0;
    if (!skin) return "not_examined";
    if (!mark || remains->individual->pieces > 1) return "examined_absent";
    return arena_format(arena, "%s, %s: %s", mark->kind, mark->site, mark->description);
}

/* Only what a doctor may say: the manner stays open until the case is closed. */
static void write_cause(const struct example_remains *remains, const struct example_lying *lying,
                        struct buffer *out) {
    bool ill = !lying->injury && remains->individual->age >= 70;
    example_cell(out, lying->injury    ? lying->injury->cause
                      : !remains->body ? "not_examined"
                      : ill            ? "disease of the coronary arteries"
                                       : "unknown");
    example_cell(out, lying->injury ? "pending" : ill ? "natural" : "undetermined");
}

static void write_examination(struct arena *arena, struct simulate_random *random, int number,
                              const struct example_remains *remains,
                              const struct example_lying *lying, struct buffer *out) {
    int length = 45 + 5 * example_draw(random, 10);
    int off = example_draw(random, 2 * STATURE_OFF + 1) - STATURE_OFF;
    example_cell(out, arena_format(arena, "X-%05d", number));
    example_cell(out, remains->code);
    example_cell(out, remains->body ? "autopsy" : "anthropology");
    example_cell(out, example_instant(arena, lying->examined, lying->examined_from));
    example_cell(out, example_instant(arena, lying->examined, lying->examined_from + length));
    example_cell(out, "District mortuary (invented)");
    example_cell(out, arena_format(arena, "%s|%s;L. Jarosh|photographer", lying->examiner,
                                   remains->body ? "pathologist" : "anthropologist"));
    example_cell(out, lying->reviewer);
    example_cell(out, "yes");
    example_cell(out, "both");
    example_cell(out, remains->body ? "yes" : "no");
    example_cell(out, "1");
    write_estimates(remains, off, out);
    example_cell(out, external_text(arena, remains, lying));
    write_cause(remains, lying, out);
    example_cell(out, arena_format(arena, "LB%06d", remains->barcode));
    example_line_end(out);
}

void example_write_examinations(struct arena *arena, uint64_t seed,
                                const struct example_site *site,
                                const struct example_ground *ground, struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_EXAMINATIONS);
    buffer_add_text(out, "number\tremains\ttype\tstarted\tended\tplace\texaminers\treviewer\t"
                         "blind\tphotographed\tradiographed\tindividuals\tsex_estimate\t"
                         "sex_method\tage_low\tage_high\tage_method\tstature_point\tstature_low\t"
                         "stature_high\tstature_method\texternal\tcause_a\tmanner\tsamples\n");
    for (int i = 0; i < site->count; i++)
        write_examination(arena, &random, i + 1, &site->remains[i], &ground->lying[i], out);
}
