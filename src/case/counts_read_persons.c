/* Who is missing, identified and returned, and which remains are one individual. */
#include <string.h>

#include "case/counts_reading.h"
#include "case/decisions.h"

static int add_person(struct counting *counting, const char *rec, const char *id) {
    struct counts *counts = counting->counts;
    int known = rec_map_find(&counting->person_of, rec);
    if (known >= 0) return known;
    counts->person = arena_grow(counting->arena, counts->person, (size_t)counts->person_count,
                                &counting->person_room, sizeof *counts->person);
    counts->person[counts->person_count] = (struct counted_person){
        .rec = arena_copy(counting->arena, rec), .id = arena_copy(counting->arena, id ? id : rec)};
    rec_map_put(counting->arena, &counting->person_of, counts->person[counts->person_count].rec,
                counts->person_count);
    return counts->person_count++;
}

bool counting_take_person(struct counting *counting, struct query *query, bool forked) {
    const char *status = counting_text(query, 3);
    (void)forked;
    int place = add_person(counting, query_text(query, 0), counting_text(query, 2));
    if (!status || (strcmp(status, "duplicate") != 0 && strcmp(status, "withdrawn") != 0))
        counting->counts->person[place].reported = true;
    return true;
}

static bool has_remains(const struct counted_list *list, int remains) {
    for (int i = 0; i < list->count; i++)
        if (list->remains[i] == remains) return true;
    return false;
}

static void add_remains(struct counting *counting, struct counted_list *list, int remains) {
    if (has_remains(list, remains)) return;
    int *longer = arena_new(counting->arena, int, list->count + 1);
    if (list->count) memcpy(longer, list->remains, (size_t)list->count * sizeof *longer);
    longer[list->count++] = remains;
    list->remains = longer;
}

struct handing_over {
    struct counting *counting;
    int person;
};

static void put_handover(void *data, const char *rec) {
    const struct handing_over *one = data;
    struct counts *counts = one->counting->counts;
    int remains = rec_map_find(&one->counting->remains_of, rec);
    struct counted_person *person = one->person >= 0 ? &counts->person[one->person] : NULL;
    if (person) person->returned = true;
    /* What the record does not have is nobody's by a decision. */
    if (remains < 0 && person) person->returned_others = true;
    if (remains < 0) return;
    /* A bone that is given back does not give its remains back. */
    if (!strcmp(counts->remains[remains].rec, rec)) counts->remains[remains].returned = true;
    if (person) add_remains(one->counting, &person->handed, remains);
}

bool counting_take_handover(struct counting *counting, struct query *query, bool forked) {
    const char *person = counting_text(query, 2);
    struct handing_over one = {counting, person ? add_person(counting, person, NULL) : -1};
    (void)forked;
    counting_each_text(query, 3, &one, put_handover);
    return true;
}

/* ------------------------------------------------------------------ who is whom */

static void add_join(struct counting *counting, int one, int other) {
    if (one < 0 || other < 0 || one == other) return;
    counting->join = arena_grow(counting->arena, counting->join, (size_t)counting->join_count,
                                &counting->join_room, sizeof *counting->join);
    counting->join[counting->join_count][0] = one;
    counting->join[counting->join_count++][1] = other;
}

/* Confirmed and not revoked: those remains are that person, who is one individual. */
static void take_decision(struct counting *counting, const struct decision *decision) {
    if (decision->state != DECISION_CONFIRMED) return;
    int person = *decision->person_rec
                     ? add_person(counting, decision->person_rec, decision->person)
                     : -1;
    if (person >= 0) counting->counts->person[person].identified = true;
    for (int i = 0; i < decision->remains_count; i++) {
        int place = rec_map_find(&counting->remains_of, decision->remains_rec[i]);
        if (place < 0) continue;
        counting->counts->remains[place].named = true;
        if (person >= 0) add_remains(counting, &counting->counts->person[person].own, place);
    }
}

static void tell_others(struct counting *counting, struct counted_person *person) {
    for (int i = 0; i < person->handed.count; i++)
        if (!has_remains(&person->own, person->handed.remains[i]))
            add_remains(counting, &person->handed_others, person->handed.remains[i]);
    if (person->handed_others.count) person->returned_others = true;
}

void counting_tell_others(struct counting *counting) {
    for (int i = 0; i < counting->counts->person_count; i++)
        tell_others(counting, &counting->counts->person[i]);
}

/* Do all newest revisions of a record have this link? */
static bool is_settled(const struct counting *counting, const struct counting_pair *link) {
    int count = link->heads == 1;
    for (size_t i = 0; link->heads > 1 && i < counting->link_count; i++)
        count += !strcmp(counting->link[i].rec, link->rec) &&
                 !strcmp(counting->link[i].other, link->other);
    return count >= link->heads;
}

void counting_join(struct counting *counting) {
    struct counts *counts = counting->counts;
    for (size_t i = 0; i < counting->link_count; i++)
        if (is_settled(counting, &counting->link[i]))
            add_join(counting, rec_map_find(&counting->remains_of, counting->link[i].rec),
                     rec_map_find(&counting->remains_of, counting->link[i].other));
    for (int i = 0; i < counts->person_count; i++)
        for (int r = 1; r < counts->person[i].own.count; r++)
            add_join(counting, counts->person[i].own.remains[0], counts->person[i].own.remains[r]);
    counts_join(counting->arena, counts, counting->join, counting->join_count);
}

void counting_take_decisions(struct counting *counting, const struct decisions *decisions) {
    for (int i = 0; i < decisions->count; i++) take_decision(counting, &decisions->decision[i]);
}
