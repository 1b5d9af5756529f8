/* Machine-readable zones of travel documents, as ICAO Doc 9303 (8th edition, 2021) lays them out:
 * identity cards (part 5: TD1; part 6: TD2), passports (part 4: TD3), visas (part 7: MRV-A,
 * MRV-B).
 *
 * Zones are found in text as people type and paste it. Nothing is repaired: each line is kept as
 * it was given, what was taken for another character so as to read it is said, and what might have
 * been misread is a suggestion beside what stands there. A check digit is a sum modulo 10: one
 * that agrees proves no letter right, since 6 and G, 1 and L, < and K weigh the same. */
#ifndef CAIRN_INPUT_MRZ_H
#define CAIRN_INPUT_MRZ_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum {
    MRZ_BYTES_MOST = 1 << 20,
    MRZ_ZONES_MOST = 1000,
    MRZ_LINES_MOST = 3,
    MRZ_WIDTH_MOST = 44,
    MRZ_FIELDS_MOST = 10,
    MRZ_CHECKS_MOST = 5,
    MRZ_SLIPS_MOST = 12,
    MRZ_CENTURIES = 3,
    MRZ_AGE_MOST = 110 /* years, of a holder at the expiry */
};

enum mrz_format { MRZ_TD1, MRZ_TD2, MRZ_TD3, MRZ_MRV_A, MRZ_MRV_B, MRZ_FORMATS };

enum mrz_part {
    MRZ_DOCUMENT_CODE,
    MRZ_STATE,
    MRZ_NAMES,
    MRZ_NUMBER,
    MRZ_NATIONALITY,
    MRZ_BIRTH,
    MRZ_SEX,
    MRZ_EXPIRY,
    MRZ_OPTIONAL,
    MRZ_OPTIONAL_2, /* TD1 has two */
    MRZ_WHOLE,      /* what the last check digit is taken over */
    MRZ_PARTS
};

/* A line of a zone. Lines, and positions in them, count from 1. */
struct mrz_line {
    int number;                    /* of the line of the text that it stands in */
    const char *raw;               /* that line, byte for byte, without its end */
    char text[MRZ_WIDTH_MOST + 1]; /* A to Z, 0 to 9, <, and ? for what nobody could read */
    const char *changes;           /* how `raw` was taken to be `text`, in words; NULL: it is it */
};

struct mrz_field {
    enum mrz_part part;
    int line, from, to;
    const char *text;  /* what stands there, fillers and all */
    const char *value; /* fillers become blanks, those at the end go; "" when there are no others */
};

enum mrz_result {
    MRZ_AGREES,
    MRZ_FAILS,
    MRZ_ABSENT,     /* a filler, where there may be one */
    MRZ_UNREADABLE  /* something that nobody could read is in it */
};

/* One character read for another: what would stand there instead. */
struct mrz_slip {
    int line, at;
    char from, to;
    bool all; /* every check digit of the zone would agree then */
};

struct mrz_check {
    enum mrz_part part;
    int line, at; /* where the digit stands */
    char given, computed; /* computed: ? when it cannot be */
    enum mrz_result result;
    /* Unless it agrees: single characters that are often taken for each other, and would make it
     * agree without making another fail; those that make all agree come first. */
    int slip_count;
    struct mrz_slip slip[MRZ_SLIPS_MOST];
};

struct mrz_century {
    int year;
    bool possible;
    const char *why;
};

/* A date of six digits: which century, the zone does not say. */
struct mrz_date {
    int year, month, day; /* as printed; -1: not known (fillers), or no number */
    int count;            /* 0 when the year is not known */
    struct mrz_century century[MRZ_CENTURIES]; /* all that it could be, and why or why not */
};

enum mrz_grade {
    MRZ_NOTE,  /* worth knowing */
    MRZ_ODD,   /* unusual; look at the paper again */
    MRZ_WRONG  /* against the standard: a slip, or no sound document */
};

struct mrz_remark {
    enum mrz_part part;
    enum mrz_grade grade;
    const char *text;
};

struct mrz_zone {
    enum mrz_format format;
    int line_count, width;
    struct mrz_line line[MRZ_LINES_MOST];
    int field_count;
    struct mrz_field field[MRZ_FIELDS_MOST]; /* in the order of their places */
    int check_count;
    struct mrz_check check[MRZ_CHECKS_MOST];
    /* Values; "" for what is not there. */
    const char *code, *state, *number, *nationality;
    const char *family, *given; /* primary and secondary identifier */
    const char *native;         /* names in Cyrillic, where the zone encodes them; else NULL */
    bool cut;                   /* the names fill their field, so that some may be missing */
    char sex;                   /* M, F, X (not specified), or 0: nothing of that */
    struct mrz_date birth, expiry;
    int remark_count;
    struct mrz_remark *remark;
    size_t remark_capacity;
};

/* A line that looks like one of a zone, and why it was not read as such. */
struct mrz_fragment {
    int number;
    const char *raw, *why;
};

struct mrz {
    int zone_count;
    struct mrz_zone *zone;
    int fragment_count;
    struct mrz_fragment *fragment;
};

/* Finds the zones in a text, in its order: the lines of a zone stand one after the other, perhaps
 * with empty lines between, or all in one line. None is no failure. Fails when the text is larger
 * than MRZ_BYTES_MOST, has zero bytes (UTF-16), or more than MRZ_ZONES_MOST zones. In the arena. */
MUST_CHECK bool mrz_read(struct arena *arena, const char *bytes, size_t size, struct mrz *out_mrz,
                         struct error *error);

/* Whether no check digit fails or cannot be computed. */
bool mrz_agrees(const struct mrz_zone *zone);

/* What the check digits that do not agree are of, in words: "document number, birth"; "" when all
 * agree. In the arena. */
const char *mrz_failing(struct arena *arena, const struct mrz_zone *zone);

/* Does the check digit of a part not agree? False when the part has none. */
bool mrz_part_fails(const struct mrz_zone *zone, enum mrz_part part);

/* The remarks of a zone that are at least of that grade. */
int mrz_remarks(const struct mrz_zone *zone, enum mrz_grade grade);

/* "TD3", and "passport, 2 lines of 44". */
const char *mrz_format_name(enum mrz_format format);
const char *mrz_format_words(enum mrz_format format);

/* "number", "birth", as programs know a part, and "document number", as people do. */
const char *mrz_part_name(enum mrz_part part);
const char *mrz_part_words(enum mrz_part part);

/* "agrees", "fails", "absent", "unreadable"; "note", "odd", "wrong". */
const char *mrz_result_name(enum mrz_result result);
const char *mrz_grade_name(enum mrz_grade grade);

/* The date in one of its centuries as EDTF (schema/edtf.h): "1974-08-12", "1974-08-XX",
 * "1974-XX-XX"; in the arena. NULL when there is no such day. */
const char *mrz_date_text(struct arena *arena, const struct mrz_date *date, int century);

#endif
