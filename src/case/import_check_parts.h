/* Between import_check.c, which compares, and import_check_scope.c, which says what with. */
#ifndef CAIRN_CASE_IMPORT_CHECK_PARTS_H
#define CAIRN_CASE_IMPORT_CHECK_PARTS_H

#include "case/import.h"
#include "case/record_rows.h"

/* The records that an import has to be held against. */
struct import_scope {
    int count;
    size_t capacity;
    struct record_source *source;
    json_t *owned;  /* values of the record that the sources point to */
    json_t *people; /* codes of the remains and persons whom the import is about */
    json_t *staff;  /* barcodes of samples of staff */
    int people_count;
};

/* Finds them: what the plan says of profiles, samples and persons; the families of these persons;
 * the samples and profiles of all these and of nobody (staff); and all that is needed to weigh them.
 * The scope is to be closed, also when it fails. */
MUST_CHECK bool import_scope_make(struct arena *arena, const struct import_plan *plan,
                                  const struct cancel *cancel, struct import_scope *out_scope,
                                  struct error *error);
void import_scope_close(struct import_scope *scope);

#endif
