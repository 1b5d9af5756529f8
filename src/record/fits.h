/* Does an entry fit its declaration? */
#ifndef CAIRN_RECORD_FITS_H
#define CAIRN_RECORD_FITS_H

#include <jansson.h>

#include "record/entry.h"
#include "schema/schema.h"

/* Has the entry just the fields of its declaration, public and sealed as that says? What they say is
 * not looked at. */
MUST_CHECK bool fits_declaration(struct arena *arena, const struct schema *schema,
                                 const struct entry *entry, struct error *error);

/* Are these all fields of a record of the kind, each as its declaration has it, and do media name
 * attachments of which there are `file_count`? */
MUST_CHECK bool fits_record(const struct schema *schema, const json_t *fields, size_t file_count,
                            struct error *error);

#endif
