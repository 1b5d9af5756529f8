/* The values of fields, one at a time: from the text of a cell or form field to JSON, checked as
 * JSON, and back to text. What is written can be read again, and gives the same value.
 *
 * In text, the elements of a list are separated by ";". Rows are separated by ";" too, their parts
 * by "|" in the order of the declaration, and the elements of a list within a part by ",". A
 * backslash before one of these, or before itself, takes its meaning away. An empty text is no
 * value; so is NA (but not in free text), and 0 for a reference. The five reasons why a value is
 * not there are written as their word (none.h); ? is unknown. */
#ifndef CAIRN_SCHEMA_VALUE_H
#define CAIRN_SCHEMA_VALUE_H

#include <jansson.h>

#include "base/arena.h"
#include "schema/json_node.h"
#include "schema/schema.h"

/* References and media stand as codes and paths in what comes from a table, and as identifiers and
 * numbers of attachments in an entry. What a sealed one names may not be there yet: until a later
 * revision puts the identifier in its place it stands in an entry as "waiting:ABC-G001". (Neither
 * codes nor identifiers have a colon.) In public it cannot wait, since that would show the code for
 * ever. */
#define VALUE_WAITING "waiting:"
enum value_form { VALUE_OF_TABLE, VALUE_OF_ENTRY };

/* Reads a text. The value is the caller's to give back, and NULL where the text says nothing; it
 * was checked as one of VALUE_OF_TABLE. The error names the field and what is allowed. */
MUST_CHECK bool value_read(struct arena *arena, const struct schema_field *field, const char *text,
                           json_t **out_value, struct error *error);

/* Is it a value of this field? NULL and JSON's null are, unless it is required. */
MUST_CHECK bool value_check(const struct schema_field *field, const json_t *value,
                            enum value_form form, struct error *error);

MUST_CHECK bool value_check_node(const struct schema_field *field, const struct json_node *value,
                                 enum value_form form, struct error *error);

/* Is it a whole record: an object of the kind's fields and no others, each of them checked? */
MUST_CHECK bool value_check_record(const struct schema *schema, const json_t *record,
                                   enum value_form form, struct error *error);

/* Adds the text of a value that was checked. */
void value_write(const struct schema_field *field, const json_t *value, struct buffer *out);

/* Calls visit(data, field, text) for each reference and each media within a checked value; `field`
 * is the field or the part that holds it. What it returns, if not NULL and not `text`, takes the
 * place of the text: so codes become identifiers before an entry, and codes again after it. False
 * from visit ends the walk. */
typedef bool value_visit(void *data, const struct schema_field *field, const char *text,
                         const char **out_text, struct error *error);
MUST_CHECK bool value_walk(const struct schema_field *field, json_t *value, value_visit *visit,
                           void *data, struct error *error);

/* The code or path of a reference or media that waits, as value_walk gives its text; else NULL. */
const char *value_waiting(const char *text);

/* The reason word of {"none": …}, or NULL when it is something else. */
const char *value_none(const json_t *value);
const char *value_none_node(const struct json_node *value);

#endif
