/* Which script a name is written in (ISO 15924), so that the same name in two scripts is known to
 * be two spellings and never one with foreign letters in it. */
#ifndef CAIRN_SCHEMA_SCRIPT_H
#define CAIRN_SCHEMA_SCRIPT_H

#include "base/error.h"

enum { SCRIPT_CODE = 5 };

/* Is it formed as the code of a script: Latn, Cyrl? */
bool script_is_code(const char *code);

/* The one script that all letters of a well-formed text belong to, into `out_code`. Fails when
 * there are letters of two (a Latin a among Cyrillic letters looks the same), or none that are
 * known. */
MUST_CHECK bool script_of(const char *text, char out_code[SCRIPT_CODE], struct error *error);

#endif
