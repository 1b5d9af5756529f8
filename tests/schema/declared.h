/* What several tests of declarations share. */
#ifndef CAIRN_TESTS_SCHEMA_DECLARED_H
#define CAIRN_TESTS_SCHEMA_DECLARED_H

#include "schema/schema_parse.h"

/* A small declaration with the facts of a kind and these lines of fields. The test fails when it
 * cannot be read. */
const struct schema *declare(struct arena *arena, const char *fields);

/* The only field of a small declaration, which has this type: "integer mm 0..100". */
const struct schema_field *declare_field(struct arena *arena, const char *type);

#endif
