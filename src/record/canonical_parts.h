/* What the files of canonical JSON share. */
#ifndef CAIRN_RECORD_CANONICAL_PARTS_H
#define CAIRN_RECORD_CANONICAL_PARTS_H

#include <stdint.h>

/* The next byte that raw text (well-formed, and not at its end) stands for; goes behind it. */
uint8_t canonical_unescape(const char **at);

/* Past the ASCII characters that stand for themselves between the quotes of a text. */
const uint8_t *canonical_plain(const uint8_t *at, const uint8_t *end);

#endif
