/* Parts of a page: how much running text they hold, and which of them are no part of its article. */
#ifndef CAIRN_INPUT_ARTICLE_PARTS_H
#define CAIRN_INPUT_ARTICLE_PARTS_H

#include "input/article_page.h"

/* What a block counts for as running text: its bytes without links, a quarter of it where it does
 * not end as a sentence, nothing for headings, captions and fragments. */
uint32_t parts_weight(const struct page *page, const struct page_block *block);

/* Marks the nodes that are no part of the article (PAGE_AWAY), and all within them. One that holds
 * the title, or without a title (-1) most of the text, is part of it whatever its name says. */
void parts_set_away(struct page *page, long title);

static inline bool parts_is_away(const struct page *page, const struct page_block *block) {
    return page->nodes[block->node].roles & PAGE_AWAY;
}

/* Sets the weight of every node: of the blocks from `from` to before `to` that are not away, in it
 * and in the nodes within it. */
void parts_weigh(struct page *page, long from, long to);

#endif
