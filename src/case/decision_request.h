/* What people want to decide: from words of a command line, or from the lines of a table. */
#ifndef CAIRN_CASE_DECISION_REQUEST_H
#define CAIRN_CASE_DECISION_REQUEST_H

#include <jansson.h>

#include "input/messages.h"
#include "schema/schema.h"

enum decision_verb { DECISION_PROPOSE, DECISION_CONFIRM, DECISION_REFUSE, DECISION_REVOKE };

enum { DECISION_VERBS = DECISION_REVOKE + 1, DECISION_REQUESTS_MOST = 10000 };

struct decision_request {
    struct place place;  /* of its line in a table */
    const char *remains; /* a code, or several joined by "+": all that are this person */
    const char *person;  /* a code */
    json_t *fields;      /* what people say in the other fields of the kind, as VALUE_OF_TABLE; the
                            caller's to give back */
};

/* "propose", …; and the kind of entry that it makes: "proposal", … */
const char *decision_verb_name(enum decision_verb verb);
const char *decision_verb_kind(enum decision_verb verb);

/* Does the program fill in this field by itself: who is whom, and what it rests on? */
bool decision_fills_in(const char *field);

/* Puts what `word` ("discrepancies=none were found") says into the fields. What the program fills in
 * by itself (who is whom, what it rests on) cannot be said. */
MUST_CHECK bool decision_request_word(struct arena *arena, enum decision_verb verb,
                                      const char *word, json_t *fields, struct error *error);

/* Reads a table with the columns `remains` and `person` and any fields of the kind, a line each
 * decision. What is wrong goes to `reading`, and it returns false; the requests are the caller's to
 * close all the same. */
MUST_CHECK bool decision_requests_read(struct arena *arena, enum decision_verb verb,
                                       const char *file, const void *bytes, size_t size,
                                       struct reading *reading,
                                       struct decision_request **out_requests, int *out_count);

/* A required field that has no value and that the program does not fill in; NULL: there is none. */
const struct schema_field *decision_request_missing(enum decision_verb verb,
                                                    const struct decision_request *request);

void decision_requests_close(struct decision_request *requests, int count);

#endif
