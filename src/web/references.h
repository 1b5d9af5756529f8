/* References as people type them: by code, number or name. */
#ifndef CAIRN_WEB_REFERENCES_H
#define CAIRN_WEB_REFERENCES_H

#include <jansson.h>

#include "web/pages.h"

/* Puts identifiers in the place of what the value of the field names; identifiers stay. Of another
 * type nothing changes. A code is looked up before other names, and both only among the kinds that
 * the field may name and the visitor may read. With `waits` a code of another kind that it may name
 * is taken as well, and waits (VALUE_WAITING) where it is of nothing. Without, in forms of two hands, it
 * is of nothing, except of a thing that custody follows, which has its code on it.
 * ERROR_BAD_INPUT, in the reader's language: nothing is called that, or several things are. */
MUST_CHECK bool references_find(const struct visit *visit, const struct schema_field *field,
                                bool waits, json_t *value, struct error *error);

#endif
