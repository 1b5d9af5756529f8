/* References to what somebody may not read: neither its code nor its identifier is shown, since both
 * lead from one record to the other. */
#ifndef CAIRN_RECORD_UNSEEN_H
#define CAIRN_RECORD_UNSEEN_H

#include <jansson.h>

#include "record/tables.h"

/* Is what the reference names for others than somebody with these roles? A code that waits for its
 * record is when the field may name something that is. What is handed over in custody never is: its
 * identifier is shown, since who holds it has to name it. In a STORE_READ transaction of the
 * tables. */
MUST_CHECK bool unseen_reference(struct arena *arena, const struct tables *tables, unsigned roles,
                                 const struct schema_field *field, const char *text,
                                 bool *out_unseen, struct error *error);

/* Parts a value (VALUE_OF_ENTRY) into what somebody with these roles may see and a list of the
 * references that they may not; NULL where there is nothing of it. Both are the caller's to give
 * back. (Rows refer only to what everybody may look at.) */
MUST_CHECK bool unseen_split(struct arena *arena, const struct tables *tables, unsigned roles,
                             const struct schema_field *field, const json_t *value,
                             json_t **out_seen, json_t **out_unseen, struct error *error);

/* Leaves in the fields of a record what somebody with these roles may see: the fields that they may
 * read, and in these "withheld" in the place of what is unseen; of a list the rest, where something
 * is left. */
MUST_CHECK bool unseen_leave_out(struct arena *arena, const struct tables *tables, unsigned roles,
                                 const struct schema *schema, json_t *fields, struct error *error);

#endif
