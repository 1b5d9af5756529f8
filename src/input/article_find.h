/* What the steps of article_body.c share: a page on its way to being an article. */
#ifndef CAIRN_INPUT_ARTICLE_FIND_H
#define CAIRN_INPUT_ARTICLE_FIND_H

#include "input/article_body.h"

/* What is known of a block beside the page: made once, read by all steps. */
struct body {
    struct page *page;
    long title, end;    /* the blocks from the one on and before the other are looked at */
    uint32_t main;      /* the node that holds the text */
    uint64_t *seen;     /* hashes of paragraphs */
    size_t seen_room;   /* a power of two */
    uint8_t *leftovers; /* of each node: leftovers among the blocks of its elements */
    bool live;          /* a text of entries with their times */
};

static inline struct page_block *block_at(const struct body *body, long i) {
    return &body->page->blocks[i];
}

static inline const char *text_at(const struct body *body, long i) {
    return page_block_text(body->page, block_at(body, i));
}

/* In the part that holds the text? */
static inline bool body_is_held(const struct body *body, long i) {
    return body->page->nodes[block_at(body, i)->node].held;
}

static inline bool body_is_links(const struct page_block *block, double share) {
    return block->linked > share * block->size;
}

/* The block behind the article: the title of the next one on a page without end, or none. */
long body_find_end(const struct body *body);

/* Finds the part that holds the text, between title and end. `live`: the page says that it is a text
 * of entries. */
void body_find_main(struct body *body, bool live);

/* A time alone, as an entry has it; a block that begins with one. */
bool body_is_time(const char *text, size_t size);
bool body_begins_entry(const struct body *body, long i);

/* A date and at most so many words that are none. */
bool body_is_date_line(const char *text, size_t size, int rest_most);

/* Was a paragraph with these words asked for already? */
bool body_is_again(struct body *body, long i);

/* Takes who, when and a standfirst between title and text. Returns the first block of the text. */
long body_take_head(struct body *body);

#endif
