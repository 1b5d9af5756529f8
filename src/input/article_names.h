/* What the names in an element's class, id, role and the like say that it is: "related-stories" is
 * no part of an article, "byline__name" has its author. */
#ifndef CAIRN_INPUT_ARTICLE_NAMES_H
#define CAIRN_INPUT_ARTICLE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct names;

/* The names that are known (words/article.words), in the arena. */
const struct names *article_names_open(struct arena *arena);

/* Adds what the names, with blanks between, say to `*roles` (enum page_role); true when they say
 * that nobody sees it. Of a long text the beginning is read. */
bool names_roles(const struct names *names, const char *text, size_t size, unsigned *roles);

#endif
