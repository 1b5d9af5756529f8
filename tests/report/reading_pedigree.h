/* Reads a drawn pedigree as somebody who looks at it would: from shapes alone, who stands where and
 * whom the lines join. Fails the test where a line joins what it should not, or anything covers
 * anything else. */
#ifndef CAIRN_TESTS_REPORT_READING_PEDIGREE_H
#define CAIRN_TESTS_REPORT_READING_PEDIGREE_H

#include "report/pedigree_drawing.h"

struct seen_box {
    double left, top, right, bottom;
};

struct seen_symbol {
    const char *title;
    char shape; /* s, c, d: square, circle, diamond */
    bool repeat, dead, typed, question, tick;
    const char *mark, *remains; /* NULL: none */
    double x, y, reach;
    int labels;
    struct seen_box label[16];
};

/* What one connected set of lines joins: symbols at whose sides it ends, and at whose tops. */
struct seen_family {
    int parents, parent[2];
    int children, *child;
    bool related; /* a double line */
};

struct seen_pedigree {
    int symbols;
    struct seen_symbol *symbol;
    int families;
    struct seen_family *family;
};

struct seen_pedigree reading_pedigree(struct arena *arena, const struct drawing *drawing);

#endif
