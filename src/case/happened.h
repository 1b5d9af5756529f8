/* What is asked of what people say of an event: that it has happened, and that what explains it is
 * said in words. */
#ifndef CAIRN_CASE_HAPPENED_H
#define CAIRN_CASE_HAPPENED_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum {
    HAPPENED_ALLOWANCE = 600, /* seconds by which the clock of who writes it down may be fast */
    HAPPENED_LETTERS = 10     /* of an explanation, at least */
};

/* Is the moment `at` of a record (VALUE_OF_ENTRY) not in the future, as it is `now` (seconds since
 * 1970 in UTC)? Where it says none it is not. ERROR_BAD_INPUT: it is; what came after it would be
 * refused as earlier until then. */
MUST_CHECK bool happened_check(const json_t *fields, int64_t now, struct error *error);

/* Does the field say something in words: HAPPENED_LETTERS letters of any script? */
bool happened_in_words(const json_t *fields, const char *name);

#endif
