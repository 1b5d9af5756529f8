/* What the files of entries share. */
#ifndef CAIRN_RECORD_ENTRY_PARTS_H
#define CAIRN_RECORD_ENTRY_PARTS_H

#include "record/entry.h"

/* entry_read; an entry that is not `complete` need not be signed by `by`. */
MUST_CHECK bool entry_read_form(struct arena *arena, const void *bytes, size_t size, bool complete,
                                struct entry *out_entry, struct error *error);

/* entry_write likewise. */
MUST_CHECK bool entry_write_form(struct arena *arena, const struct entry *entry, bool complete,
                                 char **out_bytes, size_t *out_size, struct error *error);

#endif
