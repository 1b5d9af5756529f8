/* Published test vectors, which are not part of the project. */
#ifndef CAIRN_TESTS_RECORD_VECTORS_H
#define CAIRN_TESTS_RECORD_VECTORS_H

#include <jansson.h>

#include "base/arena.h"

/* The file NAME below $CAIRN_SHARED_DATA/vectors, or else ../shared/data/vectors beside the
 * checkout, in the arena, with a zero byte behind it. NULL when it is not there, which is said on
 * stderr. */
char *vectors_file(struct arena *arena, const char *name, size_t *out_size);

/* The same as JSON, for the caller to give back; fails the test if it is none. */
json_t *vectors_json(struct arena *arena, const char *name);

/* The text of a member, which must be there. */
const char *vectors_text(const json_t *object, const char *name);

/* Lines of a file, cut apart in place: the next one at *at, NULL at the end. */
char *vectors_line(char **at);

#endif
