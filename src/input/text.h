/* The encoding of text from outside: UTF-8 with or without a byte order mark, or UTF-16 with one
 * (as GeneMapper and spreadsheets write it). What comes out is checked UTF-8. */
#ifndef CAIRN_INPUT_TEXT_H
#define CAIRN_INPUT_TEXT_H

#include <stddef.h>

#include "input/messages.h"

/* Copies `bytes` into the arena as UTF-8 ending with a zero byte, without byte order mark.
 * Ill-formed text and NUL are reported with line and column; it then returns false. */
MUST_CHECK bool text_decode(struct arena *arena, const char *file, const void *bytes, size_t size,
                            struct reading *reading, char **out_text, size_t *out_length);

#endif
