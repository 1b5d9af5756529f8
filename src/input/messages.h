/* What a reader of tables has to say, each with its place: errors (the file is not taken) and notes
 * (what was not used, and why). Everything that is wrong is collected, so that a table is mended in
 * one go. */
#ifndef CAIRN_INPUT_MESSAGES_H
#define CAIRN_INPUT_MESSAGES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

/* Where something stands. `line` and `column` (in characters) count from 1; 0: the whole file, or
 * the whole line. `file` is NULL when it concerns no single file. */
struct place {
    const char *file;
    int line, column;
};

struct reading_message {
    struct place place;
    const char *text; /* one line of UTF-8, without control characters */
};

enum { MESSAGES_LISTED = 100 };

struct messages {
    int count; /* all of them; the first MESSAGES_LISTED are listed */
    struct reading_message item[MESSAGES_LISTED];
};

struct reading {
    struct arena *arena; /* of the texts; set by the maker, the rest starts as zeroes */
    struct messages errors, notes;
};

/* Adds a message. What stands in the text from outside is made harmless (control characters and
 * broken UTF-8 become "?") and a long text is cut. */
void reading_error(struct reading *reading, struct place place, const char *format, ...)
    PRINTF_LIKE(3, 4);
void reading_note(struct reading *reading, struct place place, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Writes the messages, one a line, "file:line:column: text", and how many more there are. */
void messages_write(const struct messages *messages, struct buffer *out);

#endif
