/* Which bytes are UTF-8 (RFC 3629). */
#ifndef CAIRN_BASE_UTF8_H
#define CAIRN_BASE_UTF8_H

#include <stddef.h>

/* The length, 1 to 4, of the well-formed UTF-8 sequence at `at`; 0 when it is none (overlong forms,
 * surrogates and what lies beyond U+10FFFF are none). */
size_t utf8_sequence(const unsigned char *at, size_t left);

#endif
