/* How much room text takes. There are no font metrics here: widths are estimates that fonts for
 * screens (DejaVu Sans and Verdana are the widest) stay below, so that room is left rather than
 * text cut off by what stands beside it. */
#ifndef CAIRN_REPORT_TEXT_FIT_H
#define CAIRN_REPORT_TEXT_FIT_H

#include "report/drawing.h"

/* The size of the letters, in pixels, and the distance between lines of it. */
double text_height(enum drawing_size size);
double text_leading(enum drawing_size size);

/* At most how wide the text is on one line, in pixels. Any bytes; marks that stand over a letter
 * take no room. */
double text_width(enum drawing_size size, bool bold, const char *text);

/* The text in at most `most` lines of at most `width` pixels, broken at spaces and hyphens where
 * that is possible. What has no room is left out, and the last line then ends with "…". Returns the
 * number of lines (0 for empty text); they are in the arena. */
int text_break(struct arena *arena, enum drawing_size size, bool bold, double width,
               const char *text, int most, const char **line);

#endif
