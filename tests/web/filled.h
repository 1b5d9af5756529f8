/* Forms filled in with a value of the right sort in each field, made from the declaration. */
#ifndef CAIRN_TESTS_WEB_FILLED_H
#define CAIRN_TESTS_WEB_FILLED_H

#include "schema/schema.h"
#include "web/sheet.h"

/* A word that stands in no other field of any record: of texts and names it is all there is. In the
 * arena. */
const char *filled_word(struct arena *arena, const struct schema *schema,
                        const struct schema_field *field);

/* Puts a value into every control of the form that takes one: filled_word where that is text, the
 * code given, references to nothing. */
void filled_put(struct sheet *sheet, const struct schema *schema, const char *code);

/* The code of the one record of that kind, to be put into its form; "": it has none. */
const char *filled_code(const struct schema *schema);

/* Puts the references in that are needed, to such records of other kinds. Those of FILLED_FIRST, which
 * NULL ends, come before all others. */
void filled_refer(struct sheet *sheet, const struct schema *schema);
extern const char *const FILLED_FIRST[];

/* Is it text, in which anything may stand? */
bool filled_is_text(const struct schema_field *field);

/* Of kinds that forms are made for, with users as in served.h: who makes such records; -1: nobody. */
int filled_user(const struct schema *schema);

#endif
