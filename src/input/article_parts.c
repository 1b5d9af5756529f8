#include "input/article_parts.h"

#include "input/article_line.h"

enum { PARAGRAPH_LEAST = 40, RUN_LEAST = 80, ABOUT_MOST = 200 /* bytes */ };

#define LINKS_MOST 0.4 /* of a paragraph */

uint32_t parts_weight(const struct page *page, const struct page_block *block) {
    unsigned none = PAGE_CAPTION | PAGE_CREDIT;
    /* Who and when is said in short; a long text is not, whatever the parts around it are called. */
    if (block->size < ABOUT_MOST) none |= PAGE_BYLINE | PAGE_UPDATED;
    bool paragraph = block->roles & PAGE_PARAGRAPH;
    if (block->heading || (block->roles & none) || block->linked > LINKS_MOST * block->size)
        return 0;
    if (block->size < (paragraph ? PARAGRAPH_LEAST : RUN_LEAST)) return 0;
    uint32_t weight = block->size - block->linked;
    bool sentence = line_is_sentence(page_block_text(page, block), block->size);
    if (block->roles & PAGE_LIST) weight /= 2;
    return sentence ? weight : weight / 4;
}

void parts_weigh(struct page *page, long from, long to) {
    for (size_t i = 0; i < page->node_count; i++) page->nodes[i].weight = 0;
    for (long i = from; i < to; i++)
        if (!parts_is_away(page, &page->blocks[i]))
            page->nodes[page->blocks[i].node].weight += parts_weight(page, &page->blocks[i]);
    for (size_t i = page->node_count; i-- > 1;)
        page->nodes[page->nodes[i].parent].weight += page->nodes[i].weight;
}

void parts_set_away(struct page *page, long title) {
    if (title >= 0) {
        for (uint32_t i = page->blocks[title].node;; i = page->nodes[i].parent) {
            page->nodes[i].roles &= (uint16_t)~PAGE_AWAY;
            if (i == 0) break;
        }
    } else {
        /* Weighed as if nothing were away. */
        for (size_t i = 0; i < page->node_count; i++) page->nodes[i].weight = 0;
        for (size_t i = 0; i < page->block_count; i++)
            page->nodes[page->blocks[i].node].weight += parts_weight(page, &page->blocks[i]);
        for (size_t i = page->node_count; i-- > 1;)
            page->nodes[page->nodes[i].parent].weight += page->nodes[i].weight;
        for (size_t i = 1; i < page->node_count; i++)
            if (page->nodes[i].weight > page->nodes[0].weight / 2)
                page->nodes[i].roles &= (uint16_t)~PAGE_AWAY;
    }
    for (size_t i = 1; i < page->node_count; i++)
        page->nodes[i].roles |= page->nodes[page->nodes[i].parent].roles & PAGE_AWAY;
}
