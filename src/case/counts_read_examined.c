/* Rows of what was examined, found and inventoried. */
#include <string.h>

#include "base/fold.h"
#include "case/counts_reading.h"

static enum counted_sex sex_of(const char *estimate) {
    static const char *const words[] = {"male", "probable_male", "female", "probable_female",
                                        "indeterminate"};
    for (int i = 0; estimate && i <= SEX_IS_INDETERMINATE; i++)
        if (!strcmp(words[i], estimate)) return (enum counted_sex)i;
    return SEX_IS_NOT_ESTIMATED;
}

enum { AGE_ADULT = 18, AGE_OLDER = 45 };

/* A range that lies across a boundary is neither on this side nor on that one. One without an end
 * is open there. */
static enum counted_age age_of(struct query *query, int low, int high) {
    if (query_is_null(query, low) && query_is_null(query, high)) return AGE_IS_NOT_ESTIMATED;
    int64_t least = query_is_null(query, low) ? 0 : query_int(query, low);
    int64_t most = query_is_null(query, high) ? INT64_MAX : query_int(query, high);
    if (most < AGE_ADULT) return AGE_UNDER_18;
    if (least >= AGE_OLDER) return AGE_FROM_45;
    if (least >= AGE_ADULT) return most < AGE_OLDER ? AGE_18_TO_44 : AGE_ACROSS_45;
    return most < AGE_OLDER ? AGE_ACROSS_18 : AGE_ACROSS_BOTH;
}

struct examination {
    struct counting *counting;
    bool human; /* of a kind that looks at all of it, not at teeth or a sample alone */
    enum counted_sex sex;
    enum counted_age age;
    int sex_said, age_said;
};

static void put_examination(void *data, const char *rec) {
    const struct examination *one = data;
    struct counted_remains *remains = counting_remains(one->counting, rec);
    if (!remains) return;
    remains->examined = remains->examined || one->human;
    if (one->sex_said != SAID_NOTHING) remains->sex_said = one->sex_said;
    if (one->age_said != SAID_NOTHING) remains->age_said = one->age_said;
    if (one->sex != SEX_IS_NOT_ESTIMATED)
        remains->sex = remains->sex == SEX_IS_NOT_ESTIMATED || remains->sex == one->sex
                           ? one->sex
                           : SEX_DIFFERS;
    if (one->age != AGE_IS_NOT_ESTIMATED)
        remains->age = remains->age == AGE_IS_NOT_ESTIMATED || remains->age == one->age
                           ? one->age
                           : AGE_DIFFERS;
}

bool counting_take_examination(struct counting *counting, struct query *query, bool forked) {
    static const char *const whole[] = {"external_examination", "autopsy", "anthropology",
                                        "re_examination"};
    const char *type = counting_text(query, 3);
    struct examination one = {counting,
                              false,
                              sex_of(counting_text(query, 4)),
                              age_of(query, 6, 8),
                              counting_none(counting_text(query, 5)),
                              counting_none(counting_text(query, 7))};
    (void)forked;
    for (size_t i = 0; type && i < sizeof whole / sizeof *whole; i++)
        one.human = one.human || !strcmp(type, whole[i]);
    counting_each_text(query, 2, &one, put_examination);
    return true;
}

static unsigned mechanism_bit(const char *mechanism) {
    static const struct {
        const char *word;
        unsigned bit;
    } bits[] = {{"projectile", FOUND_PROJECTILE}, {"blast", FOUND_BLAST}, {"blunt", FOUND_BLUNT},
                {"sharp", FOUND_SHARP},           {"thermal", FOUND_BURN}};
    for (size_t i = 0; mechanism && i < sizeof bits / sizeof *bits; i++)
        if (!strcmp(bits[i].word, mechanism)) return bits[i].bit;
    return FOUND_OTHER;
}

static unsigned found_by(const char *class, const char *mechanism, const char *timing) {
    bool burn = !strcmp(class, "burn");
    if (strcmp(class, "trauma") != 0 && !burn) return 0;
    if (!strcmp(timing, "antemortem")) return FOUND_HEALED;
    if (!strcmp(timing, "possible_perimortem")) return FOUND_POSSIBLE;
    if (strcmp(timing, "perimortem") != 0) return 0;
    return FOUND_INJURY | mechanism_bit(mechanism) | (burn ? FOUND_BURN : 0);
}

/* A restraint after death (to carry the body) is none. */
bool counting_take_finding(struct counting *counting, struct query *query, bool forked) {
    struct counted_remains *remains = counting_remains(counting, counting_text(query, 2));
    const char *class = counting_text(query, 3), *mechanism = counting_text(query, 4);
    const char *timing = counting_text(query, 5);
    if (!remains) return true;
    if (!class) class = "";
    if (!timing) timing = "";
    unsigned found = found_by(class, mechanism, timing), restraint = 0;
    if (!strcmp(class, "restraint") && strcmp(timing, "postmortem") != 0)
        restraint = counting_site_bit(counting_text(query, 6));
    *(forked ? &remains->found_forked : &remains->found) |= found;
    *(forked ? &remains->found_restraint_forked : &remains->found_restraint) |= restraint;
    return true;
}

bool counting_take_document(struct counting *counting, struct query *query, bool forked) {
    struct counted_remains *remains = counting_remains(counting, counting_text(query, 2));
    const char *class = counting_text(query, 3), *where = counting_text(query, 4);
    (void)forked;
    if (!remains) return true;
    remains->has_document = true;
    if (!where || (strcmp(where, "on_body") && strcmp(where, "in_pocket") &&
                   strcmp(where, "in_clothing")))
        return true;
    if (class && !strcmp(class, "military_ticket")) remains->papers = PAPERS_TICKET;
    else if (remains->papers == PAPERS_NONE_RECORDED) remains->papers = PAPERS_OTHER;
    return true;
}

/* A sample may have been taken of another that stands behind it. */
bool counting_take_sample(struct counting *counting, struct query *query, bool forked) {
    const char *rec = query_text(query, 0), *subject = counting_text(query, 2);
    int place = rec_map_find(&counting->remains_of, subject);
    (void)forked;
    if (place >= 0)
        rec_map_put(counting->arena, &counting->remains_of, arena_copy(counting->arena, rec),
                    place);
    else if (subject)
        counting_keep_pair(counting, &counting->left, &counting->left_count, &counting->left_room,
                           rec, subject, 1);
    return true;
}

void counting_follow_samples(struct counting *counting) {
    for (bool found = true; found;) {
        found = false;
        for (size_t i = 0; i < counting->left_count; i++) {
            const struct counting_pair *one = &counting->left[i];
            int place = rec_map_find(&counting->remains_of, one->other);
            if (place < 0) continue;
            found = found || rec_map_find(&counting->remains_of, one->rec) < 0;
            rec_map_put(counting->arena, &counting->remains_of, one->rec, place);
        }
    }
}

bool counting_take_profile(struct counting *counting, struct query *query, bool forked) {
    struct counted_remains *remains = counting_remains(counting, counting_text(query, 2));
    (void)forked;
    if (remains) remains->has_profile = true;
    return true;
}

bool counting_take_element(struct counting *counting, struct query *query, bool forked) {
    const struct schema *schema = schema_find("element");
    struct counts *counts = counting->counts;
    const char *rec = query_text(query, 0), *completeness = counting_text(query, 7);
    if (forked && rec_map_find(&counting->element_of, rec) >= 0) return true;
    int remains = rec_map_find(&counting->remains_of, counting_text(query, 3));
    counts->element = arena_grow(counting->arena, counts->element, (size_t)counts->element_count,
                                 &counting->element_room, sizeof *counts->element);
    counts->element[counts->element_count++] = (struct counted_element){
        .rec = arena_copy(counting->arena, rec),
        .code = counting_kept(counting, query, 2),
        .bone = fold_small(counting->arena, counting_kept(counting, query, 4)),
        .remains = remains,
        .tooth = counting_word(schema_field_find(schema, "tooth"), counting_text(query, 5)),
        .side = counting_word(schema_field_find(schema, "side"), counting_text(query, 6)),
        .whole = completeness && !strcmp(completeness, "over_75"),
        .zones = query_is_null(query, 8) ? -1 : (int)query_int(query, 8)};
    const char *kept = counts->element[counts->element_count - 1].rec;
    rec_map_put(counting->arena, &counting->element_of, kept, counts->element_count - 1);
    if (remains >= 0) rec_map_put(counting->arena, &counting->remains_of, kept, remains);
    return true;
}
