/* Which part of a page holds the article's text, and where the article ends. */
#include <string.h>

#include "input/article_find.h"
#include "input/article_line.h"
#include "input/article_parts.h"

enum { ENTRY_DEPTH = 5 /* elements around an entry's text, at most */ };

#define MOST 0.75 /* of the text that a part must hold to be taken for the whole */

bool body_is_time(const char *text, size_t size) {
    if (size < 4 || size > 8) return false;
    for (size_t i = 0; i < size; i++)
        if (!strchr("0123456789:. apmhAPM", text[i])) return false;
    return strchr("0123456789", text[0]) && (memchr(text, ':', size) || memchr(text, '.', size));
}

/* Does an entry begin here: with its time alone, or before its first words? */
bool body_begins_entry(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i), *blank = memchr(text, ' ', block->size);
    if (body_is_time(text, block->size)) return true;
    return blank && body_is_time(text, (size_t)(blank - text)) && 2 * block->linked < block->size;
}

/* Entries are parts beside each other, of which one may have most of the text: goes up from it as
 * long as that adds entries. */
static void widen_main(struct body *body, bool said) {
    struct page *page = body->page;
    uint32_t *times = arena_new(page->arena, uint32_t, page->node_count);
    for (long i = body->title + 1; i < body->end; i++)
        if (!parts_is_away(page, block_at(body, i)) && body_begins_entry(body, i))
            times[block_at(body, i)->node]++;
    for (size_t i = page->node_count; i-- > 1;) times[page->nodes[i].parent] += times[i];
    bool entry = said;
    for (uint32_t i = body->main, up = 0; i && up < ENTRY_DEPTH; up++) {
        const struct page_node *node = &page->nodes[i];
        entry = entry || node->tag == MARKUP_article || node->tag == MARKUP_li ||
                (node->roles & PAGE_LIVE);
        i = node->parent;
        if (entry && times[i] >= 2 && times[i] > times[body->main]) body->main = i;
    }
}

/* A node has more of the text than all others together. Parents come before their children, so one
 * way through the nodes is enough. */
void body_find_main(struct body *body, bool live) {
    struct page *page = body->page;
    parts_weigh(page, body->title < 0 ? 0 : body->title + 1, body->end);
    body->main = 0;
    for (uint32_t i = 1; i < page->node_count; i++) {
        const struct page_node *node = &page->nodes[i];
        if (node->parent == body->main && !(node->roles & PAGE_PARAGRAPH) &&
            node->weight >= MOST * page->nodes[body->main].weight && node->weight > 0)
            body->main = i;
    }
    widen_main(body, live);
    page->nodes[0].held = body->main == 0;
    for (uint32_t i = 1; i < page->node_count; i++)
        page->nodes[i].held = i == body->main || page->nodes[page->nodes[i].parent].held;
}

/* The next article of a page without end begins with a heading of the first order. */
long body_find_end(const struct body *body) {
    long count = (long)body->page->block_count;
    size_t weight = 0;
    struct line_key title, key;
    if (body->title < 0) return count;
    line_key(text_at(body, body->title), block_at(body, body->title)->size, &title);
    for (long i = body->title + 1; i < count; i++) {
        const struct page_block *block = block_at(body, i);
        if (parts_is_away(body->page, block)) continue;
        if (block->heading == 1 && weight >= 200 && !(block->roles & PAGE_LIVE) &&
            line_words(text_at(body, i), block->size) > 2) {
            line_key(text_at(body, i), block->size, &key);
            if (strcmp(key.text, title.text) != 0) return i;
        }
        weight += parts_weight(body->page, block);
    }
    return count;
}
