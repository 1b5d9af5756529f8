/* What an element of a page is by its tag and its attributes. */
#ifndef CAIRN_INPUT_ARTICLE_LOOK_H
#define CAIRN_INPUT_ARTICLE_LOOK_H

#include "input/article_names.h"
#include "input/markup.h"

struct look {
    unsigned roles; /* enum page_role */
    bool
        hidden; /* its reader does not see it: by its tag, hidden, aria-hidden, its style, a name */
    const char *datetime; /* of <time>, in the arena; or NULL */
};

struct look look_at(struct arena *arena, const struct names *names,
                    const struct markup_token *token);

/* The order of a heading, 1 to 6; 0: it is none. */
int look_heading(enum markup_tag tag);

/* The value of an attribute with its entities as characters, in the arena. Of a long one the
 * beginning. */
char *look_value(struct arena *arena, const struct markup_attribute *attribute);

#endif
