/* UTF-8 (RFC 3629), and foreign text made fit to be shown. */
#ifndef CAIRN_BASE_UTF8_H
#define CAIRN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* The length, 1 to 4, of the well-formed UTF-8 sequence at `at`; 0 when it is none (overlong forms,
 * surrogates and what lies beyond U+10FFFF are none). */
size_t utf8_sequence(const unsigned char *at, size_t left);

/* Whether the text is one line of UTF-8 that cannot steer a terminal: no C0, DEL or C1 control
 * characters, nothing that ends a line or turns the direction of writing (U+2028, U+2029, U+202A to
 * U+202E, U+2066 to U+2069). */
bool utf8_is_harmless(const char *text);

/* Makes the text so in place: every such character and every byte that is no UTF-8 becomes "?".
 * Returns `text`. */
char *utf8_harmless(char *text);

/* The same of a copy in the arena. */
char *utf8_harmless_copy(struct arena *arena, const char *text);

#endif
