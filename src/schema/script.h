/* Which script a name is written in (ISO 15924), so that the same name in two scripts is known to
 * be two spellings and never one with foreign letters in it. */
#ifndef CAIRN_SCHEMA_SCRIPT_H
#define CAIRN_SCHEMA_SCRIPT_H

#include <stddef.h>

#include "base/error.h"

enum { SCRIPT_CODE = 5 };

/* Is it formed as the code of a script: Latn, Cyrl? */
bool script_is_code(const char *code);

/* The one script that all letters of a well-formed text belong to, into `out_code`. Fails when
 * there are letters of two (a Latin a among Cyrillic letters looks the same), or none that are
 * known. */
MUST_CHECK bool script_of(const char *text, char out_code[SCRIPT_CODE], struct error *error);

/* Puts Latin letters in place of the Cyrillic ones that look just the same, into `out` of `size`
 * bytes. True when there was any, and nothing beyond ASCII is left: then eyes cannot tell the two
 * texts apart. */
bool script_looks_latin(const char *text, char *out, size_t size);

/* The first character that is not seen on paper or screen, but is there (a blank that does not
 * break, one without width, a mark of direction); NULL when there is none. */
const char *script_find_unseen(const char *text);

#endif
