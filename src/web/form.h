/* The form of a kind of record, made from its declaration: a control for each field that the person
 * may read, with what was typed into it and what is wrong with that. */
#ifndef CAIRN_WEB_FORM_H
#define CAIRN_WEB_FORM_H

#include <jansson.h>

#include "web/pages.h"

enum {
    FORM_SPARE_ROWS = 2, /* empty rows behind those that are filled, */
    FORM_MORE_ROWS = 10  /* and when more are asked for */
};

/* What is in one control. */
struct form_value {
    const char *text;
    const char *none;  /* why there is no value: one of the five words, or "" */
    const char *fault;  /* NULL: nothing */
    const char *detail; /* of the fault, in English; or NULL */
};

struct form_field {
    const struct schema_field *field;
    struct form_value value; /* of one that is no rows */
    bool unseen; /* it also names what is for other roles, which stays as it is */
    int row_count;
    struct form_value *cells; /* [row_count * part_count] */
    const char *fault, *detail;
    const char *meanwhile; /* what somebody else has made of it since; NULL: nothing */
};

/* Somebody who may sign with the person. */
struct form_partner {
    const char *user, *name;
    bool chosen;
};

/* A form that is no record's own: a decision or a handover, which is signed with the passphrase
 * again. */
struct form_place {
    const char *name, *about, *address, *back, *button;
    const char *here;  /* the place in the navigation */
    const char *wrong; /* with the passphrase; NULL: nothing */
    const char *partner_label; /* of who signs too ("record.with"); NULL: nobody does */
    const char *partner_wrong;
    const struct form_partner *partner;
    size_t partner_count;
    const struct says_line *says; /* what the record says of it, to be read before it is signed */
    size_t says_count;
    const char *seen; /* all of that, as it comes back ("record.seen"); NULL: nothing is said */
};

struct form {
    const struct form_place *place; /* NULL: it makes or changes a record */
    const struct schema *schema;
    const char *rec;     /* that is changed; NULL: a new one */
    const char *base;    /* leaf hashes of the revisions that it was made from, with blanks between */
    int field_count;
    struct form_field *field;
    const char *fault, *detail; /* of the whole */
};

/* The form with what a record says (VALUE_OF_ENTRY); an empty object for a new one. */
MUST_CHECK bool form_of_record(const struct visit *visit, const struct schema *schema,
                               const json_t *fields, struct form *out_form, struct error *error);

/* The form with what was sent. What is of the form and no field has a name that begins with
 * "record.", since fields may be called anything else. ERROR_BAD_INPUT: it is none of this kind. */
MUST_CHECK bool form_of_request(const struct visit *visit, const struct schema *schema,
                                struct form *out_form, struct error *error);

/* Does the word stand in a list "wrists; ankles"? */
bool form_has_word(const char *list, const char *word, size_t length);

/* The field of this name; NULL: the form does not ask it. */
struct form_field *form_field_of(struct form *form, const char *name);

/* Do both have the same in a field? */
bool form_field_same(const struct form_field *left, const struct form_field *right);

/* The value of a field as VALUE_OF_TABLE, the caller's to give back; NULL: it says nothing. False
 * when it is wrong: `fault` of its controls says how. */
MUST_CHECK bool form_read_field(const struct visit *visit, struct form_field *field,
                                json_t **out_value);

/* Is the field one that forms ask for? (When something was written down is the program's to say;
 * files are added by web/media_add.c, and stay what they are.) */
bool form_asks(const struct schema_field *field, unsigned roles);

/* Shows it, with this status. */
void form_show(const struct visit *visit, const struct form *form, int status);

#endif
