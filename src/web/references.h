/* References as people type them: by code, number or name. */
#ifndef CAIRN_WEB_REFERENCES_H
#define CAIRN_WEB_REFERENCES_H

#include <jansson.h>

#include "web/pages.h"

/* Puts identifiers in the place of what the value of the field names; identifiers stay. Of another
 * type nothing changes. ERROR_BAD_INPUT, in the reader's language: nothing is called that, or
 * several things are. */
MUST_CHECK bool references_find(const struct visit *visit, const struct schema_field *field,
                                json_t *value, struct error *error);

#endif
