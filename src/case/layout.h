/* Text in columns and paragraphs for a terminal of 80 columns. */
#ifndef CAIRN_CASE_LAYOUT_H
#define CAIRN_CASE_LAYOUT_H

#include "base/buffer.h"

enum { LAYOUT_WIDTH = 79 };

/* How many characters of UTF-8 the text has. */
int layout_width(const char *text);

/* Adds `text` filled up with blanks to `width` characters of UTF-8; what is as long or longer is
 * cut, ends with "~", and leaves one blank. */
void layout_cell(struct buffer *out, const char *text, int width);

/* Ends a line without the blanks at its end. */
void layout_end_line(struct buffer *out);

/* Adds `text` as a paragraph: lines of at most LAYOUT_WIDTH characters, broken at blanks and where
 * the text has a line end, the first after `first`, the others after `indent` (both without
 * tabs). */
void layout_wrap(struct buffer *out, const char *first, const char *indent, const char *text);

/* The same after a name that has `width` characters beyond an indent of so many blanks; further
 * lines stand below the text. */
void layout_field(struct buffer *out, int indent, const char *name, int width, const char *text);

#endif
