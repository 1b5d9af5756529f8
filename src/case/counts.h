/* Counting, so that no figure can be taken for another: each says what it counts (remains, bones,
 * individuals, persons), of how many that was looked at and of how many not, and leads to the list
 * behind it. Remains are not people: numbers of remains, individuals, those identified and those
 * returned are different figures of different units, and never added up.
 *
 * Counts are read once from the tables, each table once, and every figure is worked out from them
 * in memory: count_figures.c says how they are called and what they rest on. */
#ifndef CAIRN_CASE_COUNTS_H
#define CAIRN_CASE_COUNTS_H

#include "case/count_individuals.h"
#include "case/proportion.h"
#include "record/investigation.h"
#include "record/tables.h"

enum count_unit {
    COUNT_REMAINS,     /* numbers that were given; not human ones apart */
    COUNT_ELEMENTS,    /* bones and teeth */
    COUNT_DISTINCT,    /* individuals that DNA tells apart, of the newest comparison */
    COUNT_INDIVIDUALS, /* the same, joined where it is certain that they are one */
    COUNT_PERSONS      /* of the list of the missing */
};

enum { COUNT_UNITS = COUNT_PERSONS + 1 };

/* What the record says of one of the unit. The first two were examined: somebody looked. */
enum count_answer {
    COUNT_YES,
    COUNT_NO,           /* looked at, and it is not so */
    COUNT_UNCERTAIN,    /* looked at, and it cannot be told */
    COUNT_NOT_EXAMINED, /* nobody looked */
    COUNT_NOT_RECORDED, /* it was not written down whether anybody looked */
    COUNT_SILENT,       /* nothing is said */
    COUNT_WITHHELD,     /* known, and not said here */
    COUNT_DISPUTED      /* newest revisions of a forked record say different things */
};

enum { COUNT_ANSWERS = COUNT_DISPUTED + 1 };

/* How a figure may be read. */
enum count_reading {
    COUNT_CENSUS, /* of all: what is not counted is not so; no interval */
    COUNT_SAMPLE, /* a share of those examined, with an interval where some were not */
    COUNT_LISTED, /* only what was found is written down: nothing is said of the others, no share */
    COUNT_FLOOR   /* at least so many */
};

struct count_figure {
    const char *name;  /* "hands_bound": for programs and addresses */
    const char *title; /* "hands bound" */
    const char *about; /* what is counted, and what was looked at */
    enum count_unit unit;
    enum count_reading reading;
    const char *rests[8]; /* "remains.restraint": fields that it is worked out from; NULL ends */
    const struct count_rule *rule;
};

/* All figures, in the order in which they are shown. */
extern const struct count_figure count_figures[];
extern const int count_figure_count;

/* What a figure is broken down by. */
enum count_dimension {
    COUNT_BY_NOTHING,
    COUNT_BY_GRAVE,
    COUNT_BY_SITE,
    COUNT_BY_SEX,
    COUNT_BY_AGE, /* of the 95 % ranges of examinations; one that lies across a boundary is a group
                     of its own, and never split */
    COUNT_BY_PAPERS /* on the body: a military ticket, other documents. No document says who
                       somebody was */
};

enum { COUNT_DIMENSIONS = COUNT_BY_PAPERS + 1 };

/* "remains"; "yes", "not_examined"; "not examined"; "grave". And the figure, answer or dimension of
 * a name: NULL or false when there is none. */
const char *count_unit_name(enum count_unit unit);
const char *count_answer_name(enum count_answer answer);
const char *count_answer_words(enum count_answer answer);
const char *count_dimension_name(enum count_dimension dimension);
const struct count_figure *count_figure_find(const char *name);
bool count_answer_find(const char *name, enum count_answer *out_answer);
bool count_dimension_find(const char *name, enum count_dimension *out_dimension);

/* May somebody with these roles (bits 1 << enum user_role) read all that it rests on? The command
 * line shows whatever its folder can open, with COUNT_ALL_ROLES. */
enum { COUNT_ALL_ROLES = (1 << USER_ROLES) - 1 };
bool count_figure_may_read(const struct count_figure *figure, unsigned roles);
bool count_dimension_may_read(enum count_dimension dimension, unsigned roles);

struct counts;

/* Reads them, in STORE_READ transactions of both stores; in the arena. `individuals` may be NULL:
 * then there are none of that unit. It must live as long. They stay what they are while the log has
 * not grown: who shows many figures keeps them. */
MUST_CHECK bool counts_read(struct arena *arena, const struct investigation *investigation,
                            const struct tables *tables,
                            const struct count_individuals *individuals, struct counts **out_counts,
                            struct error *error);

/* Which bone shows a floor. */
struct count_method {
    const char *bone;  /* "femur", "tooth"; NULL: no bone that shows it is inventoried */
    const char *tooth; /* "36"; NULL: it is none */
    const char *side;  /* "left", "right"; NULL: a person has one */
    int zone;          /* of fragments; 0: the whole bone */
};

struct count_row {
    const char *group; /* a grave's code, "male", "across 18"; "all" */
    const char *rec;   /* of a grave or site; else NULL */
    int answer[COUNT_ANSWERS];
    int examined;         /* yes and no: what a share is of */
    struct interval interval; /* of the share, were those examined drawn at random from all;
                                 NAN: no question of that (see count_reading), or none examined */
    struct count_method method; /* of a floor */
};

struct count_table {
    const struct count_figure *figure;
    enum count_dimension dimension;
    struct count_row all;
    struct count_row *row; /* of groups that have any, in their order. One individual may lie in
                              two graves: rows need not add up to all */
    int row_count;
};

/* Works a figure out. ERROR_DENIED unless the roles may read what it rests on; ERROR_BAD_INPUT
 * where it cannot be broken down so (persons lie in no grave until they are identified). */
MUST_CHECK bool counts_tally(struct arena *arena, const struct counts *counts,
                             const struct count_figure *figure, enum count_dimension dimension,
                             unsigned roles, struct count_table *out_table, struct error *error);

/* The difference of the shares of two rows of a figure; NAN: no question of that. Beside it, the
 * difference itself in *out_difference. */
struct interval count_row_difference(const struct count_table *table, const struct count_row *row,
                                     const struct count_row *other, double *out_difference);

/* One that was counted. */
struct count_item {
    const char *rec;   /* NULL: an individual, which is no record, or a person who is for other roles */
    const char *label; /* its code; NULL: a person who is for other roles */
    const char *const *remains; /* codes of the remains of an individual or person */
    int remains_count;
};

/* The list behind a number: those of a group (NULL: of all) with this answer; of a floor
 * COUNT_YES are the bones that show it. Errors as counts_tally; ERROR_NOT_FOUND: no such group. */
MUST_CHECK bool counts_list(struct arena *arena, const struct counts *counts,
                            const struct count_figure *figure, enum count_dimension dimension,
                            const char *group, enum count_answer answer, unsigned roles,
                            struct count_item **out_items, int *out_count, struct error *error);

/* What must be said beside all figures: of which comparison individuals are, how many remains have
 * no profile and so belong to none, … A text with the holes {comparison} and {count}. */
struct count_note {
    const char *text;
    long long comparison, count;
};

/* In the arena; ended by one of zeroes. */
const struct count_note *counts_notes(struct arena *arena, const struct counts *counts);

#endif
