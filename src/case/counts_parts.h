/* Between counts.c and its parts: what was read of the tables, reduced to what is counted. */
#ifndef CAIRN_CASE_COUNTS_PARTS_H
#define CAIRN_CASE_COUNTS_PARTS_H

#include <jansson.h>

#include "case/counts.h"

/* What a field says: the place of its word among those of its declaration (of yes and no: 1, 0), or
 * one of these. */
enum said {
    SAID_NOTHING = -1,
    SAID_ABSENT = -2,
    SAID_NOT_EXAMINED = -3,
    SAID_NOT_RECORDED = -4,
    SAID_UNKNOWN = -5,
    SAID_WITHHELD = -6,
    SAID_DIFFERENT_THINGS = -7 /* newest revisions do */
};

/* Fields of remains of which each has one word. In the order of their columns (counts_read.c). */
enum counted_field {
    FIELD_OF_SEX,
    FIELD_OF_KIND,
    FIELD_OF_STATUS,
    FIELD_OF_COMPLETE,
    FIELD_OF_ARMS,
    FIELD_OF_POSITION,
    FIELD_OF_PRESERVATION,
    FIELD_OF_ARTICULATION,
    COUNTED_FIELDS
};

/* Where somebody was restrained, as bits. */
enum { AT_WRISTS = 1, AT_ANKLES = 2, AT_NECK = 4, AT_EYES = 8, AT_MOUTH = 16, AT_OTHER = 32,
       AT_ANYWHERE = 63 };

/* What was found on remains, as bits: of injuries about the time of death, their mechanism. */
enum {
    FOUND_INJURY = 1,
    FOUND_POSSIBLE = 2, /* perhaps about the time of death */
    FOUND_PROJECTILE = 4,
    FOUND_BLAST = 8,
    FOUND_BLUNT = 16,
    FOUND_SHARP = 32,
    FOUND_BURN = 64,
    FOUND_OTHER = 128, /* another mechanism, or none that can be told */
    FOUND_HEALED = 256 /* an injury before death */
};

enum counted_sex {
    SEX_IS_MALE,
    SEX_IS_PROBABLY_MALE,
    SEX_IS_FEMALE,
    SEX_IS_PROBABLY_FEMALE,
    SEX_IS_INDETERMINATE,
    SEX_DIFFERS, /* estimates do */
    SEX_IS_NOT_ESTIMATED,
    COUNTED_SEXES
};

enum counted_age {
    AGE_UNDER_18,
    AGE_ACROSS_18,
    AGE_18_TO_44,
    AGE_ACROSS_45,
    AGE_FROM_45,
    AGE_ACROSS_BOTH,
    AGE_DIFFERS,
    AGE_IS_NOT_ESTIMATED,
    COUNTED_AGES
};

enum counted_papers { PAPERS_TICKET, PAPERS_OTHER, PAPERS_NONE_RECORDED, COUNTED_PAPERS };

enum { PLACE_NONE = -1, PLACE_DIFFERS = -2 };

/* How a figure is answered. */
enum rule_kind {
    RULE_ALL,       /* every one is counted */
    RULE_WORD,      /* a field says one of some words */
    RULE_RESTRAINT, /* restrained there */
    RULE_FOUND,     /* something of this was found by who examined it */
    RULE_BURNT,
    RULE_SEX,
    RULE_AGE,
    RULE_EXAMINED,
    RULE_DOCUMENT,
    RULE_NAMED,
    RULE_RETURNED,
    RULE_REPORTED,
    RULE_IDENTIFIED,
    RULE_GIVEN_BACK,
    RULE_GIVEN_BACK_UNNAMED,
    RULE_FLOOR
};

struct count_rule {
    enum rule_kind kind;
    enum counted_field field; /* of RULE_WORD */
    unsigned bits;            /* AT_…, FOUND_…, or 1 << of a sex or age */
    const char *word[3];      /* counted; NULL ends */
    const char *uncertain;    /* a word that says that it cannot be told */
};

struct counted_remains {
    const char *rec, *code;
    int place;       /* where it stands among all */
    int grave, site; /* of the counts' places, or PLACE_… */
    int said[COUNTED_FIELDS];
    unsigned restraint;   /* bits AT_…, when rows were given */
    int restraint_said;   /* 0: rows were given; or SAID_… */
    bool examined;        /* by a doctor or anthropologist */
    unsigned found, found_forked; /* FOUND_…; the second in one of several newest revisions */
    unsigned found_restraint, found_restraint_forked; /* AT_… */
    enum counted_sex sex;
    enum counted_age age;
    int sex_said, age_said; /* why there is no estimate: SAID_… */
    enum counted_papers papers;
    bool has_document, has_profile, named, returned;
};

struct counted_element {
    const char *rec, *code, *bone; /* bone: in small letters, "" when not said */
    int remains;                   /* -1: not there */
    int tooth, side;               /* words of their fields, or SAID_… */
    int zones;                     /* -1: not said */
    bool whole;                    /* more than three quarters */
};

/* Places among the remains, each once. */
struct counted_list {
    int *remains, count;
};

struct counted_person {
    const char *rec, *id;
    bool reported; /* missing, and neither entered twice nor withdrawn */
    bool identified, returned;
    bool returned_others;    /* of what was handed over, something is not named as theirs today */
    struct counted_list own; /* that a decision names as theirs */
    struct counted_list handed, handed_others; /* that were handed over; of these, not their own */
};

struct counted_individual {
    const char *label;
    int *remains, remains_count;
    bool named;
};

struct counted_place {
    const char *code, *rec;
    int site; /* of a grave */
};

struct counts {
    const struct schema_field *field[COUNTED_FIELDS]; /* of the declaration */
    struct counted_remains *remains;
    struct counted_element *element;
    struct counted_person *person;
    struct counted_individual *individual, *distinct;
    struct counted_place *grave, *site; /* sorted by code */
    int remains_count, element_count, person_count, individual_count, distinct_count;
    int grave_count, site_count;
    int without_profile;       /* remains that belong to no individual */
    int strays;                /* remains that the comparison names and the record has not */
    int forked;                /* remains with several newest revisions */
    const struct count_individuals *individuals;
};

/* count_join.c: individuals from those of the comparison, links that are certain and decisions.
 * `join` are pairs of remains. */
void counts_join(struct arena *arena, struct counts *counts, const int (*join)[2],
                 int join_count);

/* How many of a unit there are; the remains of one of them, and how many these are. (What is a
 * person's is the figure's to say: count_list_of_person.) */
int counts_size(const struct counts *counts, enum count_unit unit);
int counts_remains_of(const struct counts *counts, enum count_unit unit, int index,
                      const int **out_remains);

/* count_answers.c: what is said of one of the figure's unit; -1: it is none of those that the
 * figure is of. */
int count_answer_of(const struct counts *counts, const struct count_figure *figure, int index);

/* count_answers.c: the remains that a figure of persons is about: those that were handed over, or
 * that are theirs by a decision, and never the one for the other. */
struct counted_list count_list_of_person(const struct counted_person *person,
                                         const struct count_figure *figure);

/* count_floor.c: the least number of individuals that these elements come from, and as many of them
 * that show it (room for all). */
int count_floor(struct arena *arena, const struct counts *counts, const int *element,
                int element_count, struct count_method *out_method, int *out_elements);

/* counts.c: may the figure be worked out by this, for these roles? */
bool count_check(const struct count_figure *figure, enum count_dimension dimension, unsigned roles,
                 struct error *error);

/* One individual lies in few graves; of more groups than these the first count. */
enum { COUNT_GROUPS_MOST = 64 };

/* count_groups.c: the groups that one of the figure's unit is in: at most `most` of them. How many
 * groups there are, and what they are called. */
int count_groups_of(const struct counts *counts, enum count_unit unit, int index,
                    enum count_dimension dimension, int *out_group, int most);
int count_group_count(const struct counts *counts, enum count_dimension dimension);
const char *count_group_name(const struct counts *counts, enum count_dimension dimension,
                             int group, const char **out_rec);

#endif
