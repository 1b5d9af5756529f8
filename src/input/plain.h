/* The plain tables (cairn(1), FILES): remains, samples, persons, profiles, frequencies,
 * parameters, mutation. Columns beyond those are kept as text for remains and persons, and ignored
 * in the other tables. */
#ifndef CAIRN_INPUT_PLAIN_H
#define CAIRN_INPUT_PLAIN_H

#include "input/rows.h"

/* What kind of table its first line makes some bytes: a plain table or a GeneMapper table by their
 * columns, or TABLE_UNKNOWN. Says nothing about the rest. */
enum table_kind table_detect(struct arena *arena, const void *bytes, size_t size);

/* "remains", "samples", …; NULL for TABLE_UNKNOWN. */
const char *table_kind_name(enum table_kind kind);

/* Adds the rows of a plain table (any kind but TABLE_UNKNOWN and TABLE_GENEMAPPER) to `rows`. All
 * or nothing: when anything is wrong, all of it goes to reading->errors, `rows` keeps what it had,
 * and it returns false. Cells that do not name an allele (OL, ?, …) are noted. `file` must live as
 * long as the rows. */
MUST_CHECK bool plain_read(struct arena *arena, enum table_kind kind, const char *file,
                           const void *bytes, size_t size, struct rows *rows,
                           struct reading *reading);

#endif
