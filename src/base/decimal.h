/* Decimal numbers for people: as short as they can be written without becoming another number. */
#ifndef CAIRN_BASE_DECIMAL_H
#define CAIRN_BASE_DECIMAL_H

struct decimal {
    char text[32];
};

/* "0.05", "1e-06", "0.999999999": the fewest digits that are read as the same double. Not for NAN,
 * which has no digits ("nan"). */
struct decimal decimal_of(double number);

#endif
