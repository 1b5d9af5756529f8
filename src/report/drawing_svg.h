/* A drawing as SVG (SVG 2), for a page of HTML or a file of its own.
 *
 * Nothing in it needs more than `default-src 'self'` of a content security policy: no script, no
 * style attributes and no style elements. Colours stand in presentation attributes, over which any
 * rule of a style sheet goes; ink is currentColor. A drawing with links is a group with a name for
 * screen readers, any other an image (in an image nobody could reach the links). */
#ifndef CAIRN_REPORT_DRAWING_SVG_H
#define CAIRN_REPORT_DRAWING_SVG_H

#include "base/buffer.h"
#include "report/drawing.h"

/* Adds the drawing to `out`, the same bytes for the same drawing on every machine and in every
 * locale. Coordinates have one decimal. Text may be anything: it is escaped, and what XML forbids
 * becomes U+FFFD. A link that is not one of ours ("/…" with one slash, "./…", "../…", "?…", "#…")
 * is left out, and what it stood around is there without it. */
void drawing_svg(const struct drawing *drawing, struct buffer *out);

#endif
