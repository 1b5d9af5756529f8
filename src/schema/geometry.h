/* Places on the earth (WGS 84). In entries, whole microdegrees, longitude first:
 *
 *     {"point":[36123456,50123456]}    {"line":[[…,…],…]}    {"area":[[…,…],…]}
 *
 * An area is the one ring around it; its first corner is not repeated at the end. In forms and
 * tables it is well-known text (OGC 06-103r4) in degrees: POINT (36.123456 50.123456),
 * LINESTRING (…, …), POLYGON ((…)). Further decimals than six are cut off: they are millimetres. */
#ifndef CAIRN_SCHEMA_GEOMETRY_H
#define CAIRN_SCHEMA_GEOMETRY_H

#include <jansson.h>
#include <stdint.h>

#include "base/error.h"
#include "schema/json_node.h"

enum { GEOMETRY_POINTS_MOST = 1000 };

/* Reads well-known text. `step` (microdegrees, 0: any) is what all coordinates have to be multiples
 * of, for places that are shown coarsely. The value is the caller's to give back. */
MUST_CHECK bool geometry_read(const char *text, int64_t step, json_t **out_value,
                              struct error *error);

/* Is it a geometry as entries have it? */
MUST_CHECK bool geometry_check(const struct json_node *value, int64_t step, struct error *error);

/* Adds a geometry that was checked as well-known text. */
void geometry_write(const json_t *value, struct buffer *out);

#endif
