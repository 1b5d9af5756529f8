/* The words of declarations as pages say them: names of kinds and fields, choices, roles, in the
 * reader's language; and the texts of values. */
#ifndef CAIRN_WEB_WORDS_H
#define CAIRN_WEB_WORDS_H

#include <jansson.h>

#include "web/visit.h"

/* "Found where" of found_where: a word of a declaration for people. */
const char *word_text(const struct visit *visit, const char *word);

/* What a field, or a part of rows, is called; what it asks for. */
const char *field_text(const struct visit *visit, const struct schema_field *field);
const char *field_sentence(const struct visit *visit, const struct schema_field *field);

/* "Remains", "Graves": one of a kind, and all of them. */
const char *kind_text(const struct visit *visit, const struct schema *schema);
const char *kinds_text(const struct visit *visit, const struct schema *schema);

/* "cable tie" of cable_tie: a role, a reason, or a word that means the same in every field; and one
 * of this field's choices. */
const char *choice_text(const struct visit *visit, const char *word);
const char *choice_of(const struct visit *visit, const struct schema_field *field,
                      const char *word);

/* The same of a field that goes by its name; "" of "", which says nothing. */
const char *choice_named(const struct visit *visit, const char *kind, const char *name,
                         const char *word);

/* "field, laboratory". */
const char *roles_text(const struct visit *visit, unsigned roles);

/* Fails with ERROR_DENIED: such records are for these roles. */
bool refuse_kind(const struct visit *visit, unsigned roles, struct error *error);

/* What is on a page of one value. */
struct shown {
    const char *text;
    const char *address; /* of the record that it is, or NULL */
    bool none;           /* the reason why there is no value */
    const char *language; /* tag of a text in a known script, for lang; or NULL: that of the page */
};

/* What the visitor may know a record by: what it is called (record/label.h), else its identifier. */
MUST_CHECK bool record_label(const struct visit *visit, const char *rec, const char **out_label,
                            struct error *error);

/* The texts of a checked value (VALUE_OF_ENTRY): one, or one for each element of a list. Not for
 * rows. */
MUST_CHECK bool shown_value(const struct visit *visit, const struct schema_field *field,
                            const json_t *value, struct shown **out_shown, size_t *out_count,
                            struct error *error);

/* The same on one line, briefly: dates as 2022-09-16, which sort in columns; rows, too. */
MUST_CHECK bool shown_line(const struct visit *visit, const struct schema_field *field,
                           const json_t *value, const char **out_text, struct error *error);

/* The text with its holes filled; `values` ends with one of zeroes. */
const char *fill(const struct visit *visit, const char *text, const struct message_value *values);

/* May the person make and change records of this kind in a form? */
bool may_write_kind(const struct schema *schema, unsigned roles);

#endif
