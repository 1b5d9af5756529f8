/* From records to the rows that identification reads: remains, samples, persons, frequencies,
 * parameters and mutation are written as the plain tables that they are exported to, and read as
 * those are, so that there is one way to read them; rows of profiles are made at once. References
 * become codes again; what a sample was taken from is followed to remains or a person, through bones
 * and other samples. */
#ifndef CAIRN_CASE_RECORD_ROWS_H
#define CAIRN_CASE_RECORD_ROWS_H

#include <jansson.h>

#include "input/rows.h"
#include "schema/schema.h"

/* The kinds that rows are made of, from what is owned to what it is read from. */
enum record_rows_kind {
    ROWS_OF_PERSON,
    ROWS_OF_REMAINS,
    ROWS_OF_ELEMENT,
    ROWS_OF_SAMPLE,
    ROWS_OF_PROFILE,
    ROWS_OF_FREQUENCIES,
    ROWS_OF_PARAMETERS,
    ROWS_OF_MUTATION,
    RECORD_ROWS_KINDS
};

extern const char *const RECORD_ROWS_KIND[RECORD_ROWS_KINDS];

/* The place of a kind in that list; -1: no rows are made of it, and no comparison rests on it. */
int record_rows_kind(const char *kind);

struct record_source {
    const struct schema *schema;
    const char *rec;      /* its identifier */
    const json_t *fields; /* as VALUE_OF_ENTRY */
    struct place place;   /* of its rows; `file` is what people call it where it is in no file */
};

/* Makes the rows of the records (the same order gives the same rows). What cannot be used, and why,
 * goes to reading->notes: a profile whose subject is not there yet, a locus with three alleles.
 * With `staff_apart` samples of staff become remains under their barcode, so that they can be
 * compared; else they are samples that are not used. What a table would be refused for goes to
 * reading->errors, and it returns false. Texts of profiles are the records', and live as long. */
MUST_CHECK bool record_rows(struct arena *arena, const struct record_source *source, int count,
                            bool staff_apart, struct rows *out_rows, struct reading *reading);

#endif
