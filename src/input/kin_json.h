/* Between kin_case.c and its parts (kin_marker.c, kin_genotypes.c): values out of JSON, refused
 * with what was expected. */
#ifndef CAIRN_INPUT_KIN_JSON_H
#define CAIRN_INPUT_KIN_JSON_H

#include <jansson.h>

#include "input/kin_case.h"

/* Whether `value` is an object without keys beyond the NULL-terminated `keys` and "description";
 * `what` names it in messages. */
MUST_CHECK bool kin_check_object(const json_t *value, const char *what, const char *const *keys,
                                 struct error *error);

/* Whether `name` of `length` bytes can be a name (see kin_read_name); for the keys of objects. */
MUST_CHECK bool kin_check_name(const char *name, size_t length, const char *what,
                               struct error *error);

/* A name: a string that is not empty, of at most 200 bytes, without control characters. Copied. */
MUST_CHECK bool kin_read_name(struct arena *arena, const json_t *value, const char *what,
                              const char **out_name, struct error *error);

/* A number between `least` and `most`. */
MUST_CHECK bool kin_read_number(const json_t *value, const char *what, double least, double most,
                                double *out_number, struct error *error);

/* A list with at most `most` elements. */
MUST_CHECK bool kin_check_list(const json_t *value, const char *what, size_t most,
                               struct error *error);

/* The markers, with frequencies and mutation. */
MUST_CHECK bool kin_read_panel(struct arena *arena, const json_t *list, struct panel *out_panel,
                               struct error *error);

/* The typed persons; panel and hypotheses of `kin` are there. */
MUST_CHECK bool kin_read_genotypes(struct arena *arena, const json_t *object, struct kin_case *kin,
                                   struct error *error);

/* The drop-outs of persons; hypotheses and genotypes are there. */
MUST_CHECK bool kin_read_dropouts(struct arena *arena, const json_t *object, struct kin_case *kin,
                                  struct error *error);

#endif
