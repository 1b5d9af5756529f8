/* Any JSON in canonical form: read by jansson, written by us. */
#ifndef CAIRN_TESTS_RECORD_REWRITE_H
#define CAIRN_TESTS_RECORD_REWRITE_H

#include <jansson.h>

#include "base/arena.h"

/* The canonical form in the arena; NULL, and the reason, where a value has none. */
const char *rewrite_value(struct arena *arena, const json_t *value, struct error *error);

/* The same of a text, which must have one. */
const char *rewrite_text(struct arena *arena, const char *text);

#endif
