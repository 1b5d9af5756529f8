/* What people call a record, for its identifier. */
#ifndef CAIRN_RECORD_LABEL_H
#define CAIRN_RECORD_LABEL_H

#include "record/tables.h"

/* The code of a record, else what its declaration tells records apart by (the number of a
 * photograph), else its name (of a user: r-X and u-X are the same); the identifier itself when it
 * has none of these, or cannot be opened. In the arena; in a STORE_READ transaction of the
 * tables. */
MUST_CHECK bool label_of(struct arena *arena, const struct tables *tables, const char *identifier,
                         const char **out_label, struct error *error);

/* The same for somebody with these roles: NULL where they may not read what the record is called by,
 * and without what they may not read of what it is called by. */
MUST_CHECK bool label_for(struct arena *arena, const struct tables *tables, unsigned roles,
                          const char *identifier, const char **out_label, struct error *error);

/* May somebody with these roles read what records of this kind are called by? */
bool label_may_read(const struct schema *schema, unsigned roles);

/* The other way round: the identifier of the record of this kind that people call `text`, in the
 * arena; NULL when there is none. A code is taken as it may have been typed: in small letters, with
 * its check character (schema/code.h); ERROR_BAD_INPUT when it can be none. ERROR_CONFLICT when
 * several records are called so. */
MUST_CHECK bool label_find(struct arena *arena, const struct tables *tables, const char *kind,
                           const char *text, const char **out_rec, struct error *error);

struct label_hit {
    const struct table *table;
    const char *rec;
};

/* Every record that people call `text`, each once, of all kinds in their order, in the arena. */
MUST_CHECK bool label_find_all(struct arena *arena, const struct tables *tables, const char *text,
                               struct label_hit **out_hits, size_t *out_count,
                               struct error *error);

#endif
