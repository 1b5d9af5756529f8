/* Whether what was written as SVG is well-formed, and what of it a page may not have. */
#ifndef CAIRN_TESTS_REPORT_MARKUP_H
#define CAIRN_TESTS_REPORT_MARKUP_H

#include "report/drawing.h"

/* The drawing as SVG, in the arena. Fails the test where it is not well-formed XML, has an element,
 * an attribute or a namespace that drawings do not have (so also style and on…), or reaches beyond
 * its box. */
const char *markup_of_svg(const struct drawing *drawing);

/* How often `part` stands in `text`. */
int markup_count(const char *text, const char *part);

#endif
