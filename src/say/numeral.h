/* Numbers in digits and words. */
#ifndef CAIRN_SAY_NUMERAL_H
#define CAIRN_SAY_NUMERAL_H

#include "say/token.h"

struct numeral {
    double value;
    bool about;   /* the word itself is only about: "a dozen" */
    bool percent; /* a sign or word for it stands behind */
    bool words;   /* in words, at least in part */
};

/* Reads the number that begins at token `i`: 1,204  5 000  ninety-one  "two hundred and six"
 * «37 тис.»  99%. Returns behind it; `i` when there is none, or when the digits are a time or a
 * date. */
int numeral_read(const struct paragraph *paragraph, int i, int to, struct numeral *out_number);

#endif
