/* The headline among the blocks of a page. */
#ifndef CAIRN_INPUT_ARTICLE_TITLE_H
#define CAIRN_INPUT_ARTICLE_TITLE_H

#include "input/article_meta.h"

/* The block that is the title: by its order as a heading, by its name, by what the page says to
 * programs and in <title>; of a page of lines the first that can be one. -1: none. */
long article_title_find(const struct page *page, const struct article_meta *meta);

#endif
