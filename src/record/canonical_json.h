/* Between values of jansson and canonical JSON. */
#ifndef CAIRN_RECORD_CANONICAL_JSON_H
#define CAIRN_RECORD_CANONICAL_JSON_H

#include <jansson.h>

#include "record/canonical_write.h"

/* Puts a value: NULL is null. One that has no canonical form (a fraction, too many levels, text
 * with U+0000) is an error; what the writer holds is then of no use. */
MUST_CHECK bool canonical_put_json(struct canonical_writer *writer, const json_t *value,
                                   struct error *error);

/* The value as bytes, in the arena. */
MUST_CHECK bool canonical_of_json(struct arena *arena, const json_t *value, char **out_bytes,
                                  size_t *out_size, struct error *error);

/* The value of bytes that were scanned; the caller's to give back. */
MUST_CHECK bool canonical_to_json(const char *bytes, size_t size, json_t **out_value,
                                  struct error *error);

#endif
