#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>

enum { ENOUGH_DIGITS = 17 };

struct decimal decimal_of(double number) {
    struct decimal decimal;
    for (int digits = 1; digits <= ENOUGH_DIGITS; digits++) {
        snprintf(decimal.text, sizeof decimal.text, "%.*g", digits, number);
        if (strtod(decimal.text, NULL) == number) break;
    }
    return decimal;
}
