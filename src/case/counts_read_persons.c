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

static void add_remains_of_person(struct counting *counting, int person, int remains) {
    struct counted_person *one = &counting->counts->person[person];
    for (int i = 0; i < one->remains_count; i++)
        if (one->remains[i] == remains) return;
    int *list = arena_new(counting->arena, int, one->remains_count + 1);
    if (one->remains_count)
        memcpy(list, one->remains, (size_t)one->remains_count * sizeof *list);
    list[one->remains_count++] = remains;
    one->remains = list;
}

struct handing_over {
    struct counting *counting;
    int person;
};

static void put_handover(void *data, const char *rec) {
    const struct handing_over *one = data;
    struct counts *counts = one->counting->counts;
    int remains = rec_map_find(&one->counting->remains_of, rec);
    if (remains < 0) return;
    /* A bone that is given back does not give its remains back. */
    if (!strcmp(counts->remains[remains].rec, rec)) counts->remains[remains].returned = true;
    if (one->person >= 0) add_remains_of_person(one->counting, one->person, remains);
}

bool counting_take_handover(struct counting *counting, struct query *query, bool forked) {
    const char *person = counting_text(query, 2);
    struct handing_over one = {counting, person ? add_person(counting, person, NULL) : -1};
    (void)forked;
    if (one.person >= 0) counting->counts->person[one.person].returned = true;
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
        if (person >= 0) add_remains_of_person(counting, person, place);
    }
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
        for (int r = 1; counts->person[i].identified && r < counts->person[i].remains_count; r++)
            add_join(counting, counts->person[i].remains[0], counts->person[i].remains[r]);
    counts_join(counting->arena, counts, counting->join, counting->join_count);
}

void counting_take_decisions(struct counting *counting, const struct decisions *decisions) {
    for (int i = 0; i < decisions->count; i++) take_decision(counting, &decisions->decision[i]);
}
