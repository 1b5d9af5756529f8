/* What a kind of record consists of. Every kind is declared once, in schema/KIND.schema; the
 * declarations become constant tables when the program is built (schema_list), and any text of one
 * can be read at run time (schema_parse.h), since an older entry is read by the text that it was
 * written under. Validation, columns, import, export and docs/records.md are all made from these
 * structs: a new field is a new line in one declaration and nothing else. */
#ifndef CAIRN_SCHEMA_SCHEMA_H
#define CAIRN_SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SCHEMA_TEXT_MOST = 32 << 10, /* bytes of a declaration: as an entry it has to fit 65,535 */
    SCHEMA_NAME_MOST = 40,       /* bytes of the name of a kind or field */
    SCHEMA_FIELDS_MOST = 100,
    SCHEMA_PARTS_MOST = 16,  /* values in one row of a rows field */
    SCHEMA_WORDS_MOST = 64,  /* of a choice */
    SCHEMA_LIST_MOST = 4096, /* elements of a list, rows of a rows field */
    SCHEMA_CODE_MOST = 64,   /* bytes of a code */
    SCHEMA_LINE_MOST = 200,  /* bytes of a name: text on one line */
    SCHEMA_PROSE_MOST = 8000 /* bytes of a text that declares no limit of its own */
};

/* What people may do in an investigation, and so sign and read. A set is bits: 1 << role. */
enum user_role {
    USER_ADMINISTRATOR,
    USER_FIELD,
    USER_LABORATORY,
    USER_EXAMINER,
    USER_LIAISON, /* family liaison */
    USER_PRESS,
    USER_BOARD,
    USER_CUSTODIAN
};

enum { USER_ROLES = USER_CUSTODIAN + 1, USER_ROLES_ALL = (1 << USER_ROLES) - 1 };

/* The kinds of line of DESIGN section 4, and how a value stands in an entry. */
enum field_type {
    FIELD_CODE,        /* "ABC-0001-B": the record's own code */
    FIELD_NAME,        /* short text on one line */
    FIELD_TEXT,        /* text of several lines */
    FIELD_SCRIPT_TEXT, /* {"script":"Cyrl","text":"…"}: the script as in ISO 15924 */
    FIELD_INTEGER,     /* whole number of the field's unit */
    FIELD_DECIMAL,     /* "0.0015": keeps its digits */
    FIELD_YES_NO,      /* true, false */
    FIELD_DATE,        /* "2022-03~": see edtf.h */
    FIELD_INSTANT,     /* microseconds since 1970 in UTC */
    FIELD_CHOICE,      /* one of the field's words */
    FIELD_REFERENCE,   /* "r-" and 26 characters, "u-" for a user, "waiting:" and a code where that
                          is not there yet (value.h); in tables a code */
    FIELD_GEOMETRY,    /* {"point":[longitude, latitude]} in microdegrees: see geometry.h */
    FIELD_MEDIA,       /* "1": the number of an attachment; in tables the path of a file; waits as
                          a reference does */
    FIELD_HEX,         /* bytes in hexadecimal */
    FIELD_BASE64,      /* bytes in base64 */
    FIELD_ROWS         /* list of {part: value}: a small table within the record */
};

enum field_tier { TIER_PUBLIC, TIER_TEAM, TIER_RESTRICTED };

struct schema_words {
    int count;
    const char *const *word;
};

struct schema_field {
    const char *name;
    const char *sentence; /* for the person who fills it in */
    enum field_type type; /* of an element, when `list` */
    bool list, required;
    bool open;                 /* a choice that takes other words, a code given by others */
    const char *pattern;       /* of a code (code.h); NULL: none */
    const char *unit;          /* of an integer; else NULL */
    int64_t least, most;       /* bounds of a number; most bytes of text; bytes of hex and base64;
                               `most` of a geometry: its step in microdegrees */
    struct schema_words words; /* a choice's words, a reference's kinds (none: any kind) */
    enum field_tier tier;
    unsigned readers;            /* roles that may read it; of TIER_RESTRICTED only */
    struct schema_words columns; /* of the import table: one, or one for each element of a list */
    int part_count;
    const struct schema_field *parts; /* of rows */
    int line;                         /* of the declaration, where it stands */
};

enum schema_signing {
    SIGNED_BY_ONE,  /* anybody with one of the roles */
    SIGNED_BY_EACH, /* one signature for each of the roles, by different people */
    SIGNED_BY_HANDS /* who gives and who receives, each with one of the roles */
};

struct schema {
    const char *kind;
    const char *about;
    const char *text; /* the declaration itself, without line feeds at its end: what is hashed, and
                         what is entered in the log */
    size_t text_size;
    const char *code_pattern; /* NULL when people give it no code of this form */
    const char *code_example; /* NULL when people give it no code */
    bool code_given;          /* codes given by others are taken as they are */
    enum schema_signing signing;
    unsigned signers; /* roles; of hands USER_ROLES_ALL where the declaration names none: anybody */
    enum field_tier tier;
    unsigned readers;  /* of fields that say nothing else */
    const char *table; /* "remains.tsv": the plain table it is imported from and exported to */
    bool imported;
    struct schema_words key; /* fields that say which record a line of the table is about */
    const char *line_rows;   /* the rows field that each line gives one row of; NULL: a line is
                                a record */
    int field_count;
    const struct schema_field *fields; /* in the order in which people are asked for them */
};

/* The declarations of this program, sorted by kind. */
extern const struct schema schema_list[];
extern const int schema_count;

/* The declaration of a kind, or NULL. */
const struct schema *schema_find(const char *kind);

/* The kind whose plain table has this file name, or NULL. */
const struct schema *schema_find_table(const char *file_name);

/* A field, or a row's part, by name; NULL when there is none. */
const struct schema_field *schema_field_find(const struct schema *schema, const char *name);
const struct schema_field *schema_part_find(const struct schema_field *rows, const char *name);

/* The field that holds the record's own code, or NULL. */
const struct schema_field *schema_code_field(const struct schema *schema);

/* May somebody with these roles read what is sealed in this field? (Public fields anybody may.) */
bool schema_may_read(const struct schema_field *field, unsigned roles);

/* May somebody with these roles look at records of this kind at all? */
bool schema_may_look(const struct schema *schema, unsigned roles);

/* May one person with these roles give (one of) the signatures? */
bool schema_may_sign(const struct schema *schema, unsigned roles);

/* May a person with these roles sign it, with another (0: nobody) where each of two roles signs? */
bool schema_may_sign_with(const struct schema *schema, unsigned roles, unsigned other);

/* "laboratory"; and the role of that name: false when there is none. */
const char *user_role_name(enum user_role role);
bool user_role_find(const char *name, enum user_role *out_role);

/* Are two words of people the same? Case makes no difference, nor do blanks, "-" and "_": what
 * is said of columns (input/table.h) holds for all words of a table. */
bool schema_same_word(const char *first, const char *second);

#endif
