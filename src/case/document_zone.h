/* What a machine-readable zone says, as the fields of a document that is to be recorded. */
#ifndef CAIRN_CASE_DOCUMENT_ZONE_H
#define CAIRN_CASE_DOCUMENT_ZONE_H

#include <jansson.h>

#include "input/mrz.h"

/* The lines that the zone was read from, byte for byte as they were given, one under the other; in
 * the arena. */
const char *document_zone_lines(struct arena *arena, const struct mrz_zone *zone);

/* Puts them into `fields`, as VALUE_OF_ENTRY: the lines themselves, what each check digit says, and
 * the values that somebody may hold against the paper. A value whose check digit does not agree is
 * left out, and so is a date of which the century is not certain: nothing is made up. */
void document_zone_fields(struct arena *arena, const struct mrz_zone *zone, json_t *fields);

#endif
