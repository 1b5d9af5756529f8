/* Between counts_read.c and its parts. */
#ifndef CAIRN_CASE_COUNTS_READING_H
#define CAIRN_CASE_COUNTS_READING_H

#include "case/counts_parts.h"
#include "case/rec_map.h"
#include "store/query.h"

/* Two records, of which the first names the other; and how many newest revisions it has. */
struct counting_pair {
    const char *rec, *other;
    int heads;
};

struct counting {
    struct arena *arena;
    const struct tables *tables;
    struct counts *counts;
    /* Identifiers, and where what they name stands: remains; graves; sites; elements and samples
     * become remains. */
    struct rec_map remains_of, element_of, grave_of, site_of, person_of;
    size_t remains_room, element_room, person_room, grave_room, site_room, join_room;
    int (*join)[2]; /* of linked remains: identifiers are known once all were read */
    int join_count;
    struct counting_pair *left; /* samples of what was not there yet */
    struct counting_pair *link; /* remains that are certainly one person's */
    size_t left_count, left_room, link_count, link_room;
    struct error *error;
};

/* The text of a column, or NULL; the same in the arena, or "". */
const char *counting_text(struct query *query, int column);
const char *counting_kept(struct counting *counting, struct query *query, int column);

/* The remains of an identifier: of remains, or of a bone or sample of theirs; NULL: there are
 * none. */
struct counted_remains *counting_remains(struct counting *counting, const char *rec);

/* Keeps a pair behind a list of them. */
void counting_keep_pair(struct counting *counting, struct counting_pair **list, size_t *count,
                        size_t *room, const char *rec, const char *other, int heads);

/* Calls take for each text of a list that stands as JSON in a column. */
void counting_each_text(struct query *query, int column, void *data,
                        void (*take)(void *data, const char *text));

/* The place of a word among those of its field, or SAID_NOTHING. */
int counting_word(const struct schema_field *field, const char *word);

/* SAID_… of one of the reasons (schema/none.h), or NULL. */
int counting_none(const char *reason);

/* The bit of a place on the body where somebody was restrained. */
unsigned counting_site_bit(const char *word);

/* counts_read_examined.c: rows of what was examined, found and inventoried. `forked`: the record
 * has several newest revisions. */
bool counting_take_element(struct counting *counting, struct query *query, bool forked);
bool counting_take_examination(struct counting *counting, struct query *query, bool forked);
bool counting_take_finding(struct counting *counting, struct query *query, bool forked);
bool counting_take_document(struct counting *counting, struct query *query, bool forked);
bool counting_take_sample(struct counting *counting, struct query *query, bool forked);
bool counting_take_profile(struct counting *counting, struct query *query, bool forked);

/* Samples that were taken of samples, once all were read. */
void counting_follow_samples(struct counting *counting);

/* counts_read_persons.c: rows of persons and handovers; decisions; who is one individual, once all
 * of them are known; and who was given what is not theirs, once handovers are known too. */
struct decisions;
bool counting_take_person(struct counting *counting, struct query *query, bool forked);
bool counting_take_handover(struct counting *counting, struct query *query, bool forked);
void counting_take_decisions(struct counting *counting, const struct decisions *decisions);
void counting_join(struct counting *counting);
void counting_tell_others(struct counting *counting);

#endif
