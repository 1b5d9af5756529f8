/* The codes that people give things, and the identifiers that entries use.
 *
 * A code may carry a check character, after a colon: ABC-0001-B:C. It is computed over the code's
 * letters and digits by ISO 7064, MOD 37-2, stands on labels and guards what is typed; it is
 * verified and taken off when a code is read, so that a code with it and without it are one code.
 *
 * A pattern says what codes of a kind look like: @ is a letter, # a digit, + allows more of what
 * stands before it, [BP] is one of those letters, everything else stands for itself:
 * @@@-####+-[BPE]. */
#ifndef CAIRN_SCHEMA_CODE_H
#define CAIRN_SCHEMA_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* The ISO 7064 MOD 37-2 check character (0-9, A-Z or *) of the letters and digits of a code; small
 * letters count as capitals, blanks and punctuation do not count. 0 when the code has neither
 * letters nor digits, or letters beyond A to Z: it can carry no check character. */
char code_check_character(const char *code);

/* Is this a pattern? Says what is wrong with it. */
MUST_CHECK bool code_pattern_check(const char *pattern, struct error *error);

/* Does the code fit the pattern, with capital letters? */
bool code_fits(const char *pattern, const char *code);

/* The number that the code of a pattern counts with: what stands in the place of the first # and those
 * after it, 436 in ABC-0436-B. False when the code does not fit the pattern, or counts nothing. */
bool code_number(const char *pattern, const char *code, int64_t *out_number);

/* Reads a code as somebody typed it into `out_code` (of SCHEMA_CODE_MOST + 1 bytes): without its
 * check character, which is verified, and in capitals when it fits the pattern so. A pattern of
 * NULL, and `given`, take any code of one line without a colon, as it is. One
 * with characters that are not seen, or with Cyrillic letters where Latin ones look the same, is
 * refused: it would be taken for another. */
MUST_CHECK bool code_read(const char *pattern, bool given, const char *text, char *out_code,
                          struct error *error);

/* Is it what code_read would leave unchanged? */
MUST_CHECK bool code_check(const char *pattern, bool given, const char *code, struct error *error);

/* Is it an identifier that begins with this letter: "r-" or "u-" and 128 bits in base32? */
bool identifier_check(char letter, const char *text);

#endif
