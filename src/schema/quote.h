/* A value as it may stand in a message: short, on one line, and harmless to a terminal. */
#ifndef CAIRN_SCHEMA_QUOTE_H
#define CAIRN_SCHEMA_QUOTE_H

struct quoted {
    char text[68];
};

/* The first 60 bytes or so of a text; control characters and broken UTF-8 become "?". */
struct quoted quote(const char *text);

#endif
