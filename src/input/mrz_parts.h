/* What the files of mrz.h share. */
#ifndef CAIRN_INPUT_MRZ_PARTS_H
#define CAIRN_INPUT_MRZ_PARTS_H

#include "input/mrz.h"

/* What may stand in a place, as bits. */
enum mrz_class {
    MRZ_LETTERS = 1,
    MRZ_DIGITS = 2,
    MRZ_FILLER = 4,
    MRZ_WORD = MRZ_LETTERS | MRZ_FILLER,
    MRZ_DATE = MRZ_DIGITS | MRZ_FILLER,
    MRZ_ALL = MRZ_LETTERS | MRZ_DIGITS | MRZ_FILLER
};

struct mrz_place {
    enum mrz_part part;
    int line, from, to;
    enum mrz_class class;
    int check; /* where the check digit stands, on the same line; 0: there is none */
};

struct mrz_range {
    int line, from, to;
};

enum { MRZ_RANGES = 4 };

struct mrz_layout {
    const char *name, *words;
    int lines, width;
    int count;
    struct mrz_place place[MRZ_FIELDS_MOST];
    struct mrz_range whole[MRZ_RANGES]; /* what the last check digit is taken over, in its order */
    int whole_at;                       /* where it stands, on the last of these lines; 0: none */
    bool long_number; /* a longer number goes on in the first optional field */
};

extern const struct mrz_layout MRZ_LAYOUT[MRZ_FORMATS];

/* A line of the text as a line of a zone would be: without blanks, in capitals, with what looks
 * like a letter of a zone in its place. */
struct mrz_reading {
    char *text;          /* `?` for what is none */
    int length, strange; /* characters, and how many of them stand in no zone */
    int first_strange;   /* the position in the line of the first of them */
    const char *changes; /* NULL: none */
};

struct mrz_reading mrz_line_read(struct arena *arena, const char *raw, size_t size);

/* Fills in the fields, values, checks and remarks of a zone of which format and lines are known. */
void mrz_zone_fill(struct arena *arena, struct mrz_zone *zone);

void mrz_remark(struct arena *arena, struct mrz_zone *zone, enum mrz_part part,
                enum mrz_grade grade, const char *format, ...) PRINTF_LIKE(5, 6);

/* The field of a part, or NULL. */
const struct mrz_field *mrz_field_of(const struct mrz_zone *zone, enum mrz_part part);

/* Where the document number goes on in the optional field, and the check digit after it. */
bool mrz_number_goes_on(const struct mrz_zone *zone, struct mrz_range *out_rest, int *out_check);

/* Computes the check digits, and what would make those that fail agree. */
void mrz_checks_make(struct mrz_zone *zone);

/* The characters that are often taken for this one. */
const char *mrz_look_alikes(char character);

/* Reads birth and expiry, which explain each other, with remarks. */
void mrz_dates_make(struct arena *arena, struct mrz_zone *zone);

/* Splits the names, with remarks. */
void mrz_names_make(struct arena *arena, struct mrz_zone *zone);

enum mrz_state_kind { MRZ_STATE_LISTED, MRZ_STATE_SPECIAL, MRZ_STATE_FORMER, MRZ_STATE_UNKNOWN };

/* What kind of code of a state it is; of a special or former one `*out_words` says what it means.
 * */
enum mrz_state_kind mrz_state_kind(const char *code, const char **out_words);

#endif
