/* Names and values of a query or a form (application/x-www-form-urlencoded, as the URL Standard has
 * it), and what text from outside must be before anybody sees it. */
#ifndef CAIRN_HTTP_FIELDS_H
#define CAIRN_HTTP_FIELDS_H

#include "base/arena.h"
#include "http/request.h"

enum {
    FIELDS_MOST = 1000,          /* in one form */
    FIELD_NAME_MOST = 200,       /* bytes */
    FIELD_VALUE_MOST = 1 << 16   /* bytes: more does not fit into an entry */
};

struct fields {
    struct arena *arena;
    struct field *list;
    size_t count, capacity;
};

/* Adds one. ERROR_BAD_INPUT: it is no UTF-8, or has control characters; ERROR_TOO_LARGE. */
MUST_CHECK bool fields_add(struct fields *fields, const char *name, size_t name_size,
                           const char *value, size_t value_size, struct error *error);

/* Adds all of "a=1&b=2". A % that encodes nothing is refused. */
MUST_CHECK bool fields_read(struct fields *fields, const char *bytes, size_t size,
                            struct error *error);

/* The first of that name, or NULL. */
const char *fields_find(const struct fields *fields, const char *name);

/* The bytes that a percent-encoded text stands for, in the arena, with "+" as a space if `plus`.
 * False: a % is not followed by two hexadecimal digits. */
bool percent_decode(struct arena *arena, const char *text, size_t size, bool plus, char **out,
                    size_t *out_size);

/* Is it UTF-8 without control characters, but tab and line end? */
bool text_is_clean(const char *text, size_t size);

#endif
