/* What is wrong with what was typed into a field, in the reader's language. Whoever reads a value
 * says in English what is wrong with it (schema/value.h); in other languages a form says what the
 * field takes, and has that reason beside it. */
#ifndef CAIRN_WEB_FAULT_TEXT_H
#define CAIRN_WEB_FAULT_TEXT_H

#include "web/visit.h"

struct fault_text {
    const char *text;
    const char *detail; /* in English; NULL: the text says all */
};

/* Of an error of value_read or value_check for this field, or for a part of rows; in the arena. */
struct fault_text fault_text_of(const struct visit *visit, const struct schema_field *field,
                                const struct error *error);

#endif
