/* What the two halves of the parser share. */
#ifndef CAIRN_SCHEMA_SCHEMA_PARSE_PARTS_H
#define CAIRN_SCHEMA_SCHEMA_PARSE_PARTS_H

#include "base/arena.h"
#include "schema/schema.h"

/* A line with those that continue it, and the number of the first. */
struct schema_line {
    int number;
    char *text;
};

/* A declaration while it is read. */
struct schema_parser {
    struct arena *arena;
    const char *file;
    int line; /* where it is */
    struct error *error;
    struct schema schema;
    struct schema_field *fields; /* being filled: SCHEMA_FIELDS_MOST */
    struct schema_field *parts;  /* of the last field, when it is rows: SCHEMA_PARTS_MOST */
};

/* Reports what is wrong with the line; always false. */
bool parser_fault(struct schema_parser *parser, const char *format, ...) PRINTF_LIKE(2, 3);

/* May a kind, or a column of a plain table, be called so? And a table, field or part, which names
 * tables and columns of the database? */
MUST_CHECK bool parser_word(struct schema_parser *parser, const char *name);
MUST_CHECK bool parser_name(struct schema_parser *parser, const char *name);

/* Cuts a text at blanks into at most `most` words, and takes the blanks around a text off. */
MUST_CHECK bool parser_words(struct schema_parser *parser, char *text, int most,
                             struct schema_words *out_words);
char *parser_trim(char *text);

/* A set of roles: words with commas, blanks or `between` ("or") between them. */
MUST_CHECK bool parser_roles(struct schema_parser *parser, char *text, const char *between,
                             unsigned *out_roles);

/* "public", "team", "restricted to …". */
MUST_CHECK bool parser_tier(struct schema_parser *parser, char *text, enum field_tier *out_tier,
                            unsigned *out_readers);

/* Adds the field, or the part of the last one, that a line declares. */
MUST_CHECK bool parser_field(struct schema_parser *parser, char *text);

/* Does all that was declared fit together? The key is set, if it was not said. */
MUST_CHECK bool parser_check(struct schema_parser *parser);

#endif
