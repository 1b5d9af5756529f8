/* What one entry puts into the table of its kind. */
#ifndef CAIRN_RECORD_TABLE_ROW_H
#define CAIRN_RECORD_TABLE_ROW_H

#include "record/authority.h"
#include "record/log_pass.h"
#include "record/tables.h"

/* A record that a field refers to. */
struct table_mention {
    const char *field, *target; /* target: an identifier, of a user as that of its record */
};

struct table_row {
    struct entry entry;
    const struct table *table;  /* NULL: none; `why` says it */
    struct column_value *value; /* of each column of the kind */
    const char *code;           /* what people call the record, or NULL */
    const struct table_mention *mention; /* the same may stand more than once */
    size_t mention_count;
    const char *why;            /* something is left out, and this is why; NULL: nothing */
};

/* Makes the row of an entry with these disclosures (NULL: none are left), in the arena. A value is
 * taken when it is one of the entry's own declaration, by which it is checked, and that and the
 * table's say the same of what stands in the field. */
void table_row_make(struct arena *arena, struct digester *digester, const struct tables *tables,
                    const struct authority *authority, struct log_bytes bytes,
                    struct log_bytes disclosures, struct table_row *out_row);

#endif
