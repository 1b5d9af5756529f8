/* A page as its reader sees it, before anybody knows what of it is the article: paragraphs in their
 * order, the parts that they stand in, and what the page says of itself to programs. Made of markup
 * (article_html.c) or of lines (article_plain.c), read by article_body.h and article_meta.h. */
#ifndef CAIRN_INPUT_ARTICLE_PAGE_H
#define CAIRN_INPUT_ARTICLE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "input/markup.h"

enum { PAGE_METAS_MOST = 256, PAGE_SCRIPTS_MOST = 32, PAGE_MARKS_MOST = 1024 };

/* What the names of an element, and of those around it, say that it is. */
enum page_role {
    PAGE_AWAY = 1 << 0, /* navigation, comments, promotion: not the article */
    PAGE_KEEP = 1 << 1, /* the article's text, by its name */
    PAGE_CAPTION = 1 << 2,
    PAGE_CREDIT = 1 << 3,
    PAGE_STANDFIRST = 1 << 4,
    PAGE_BYLINE = 1 << 5,
    PAGE_DATE = 1 << 6,
    PAGE_UPDATED = 1 << 7,
    PAGE_HEADLINE = 1 << 8,
    PAGE_LIVE = 1 << 9, /* an entry in a text of entries */
    PAGE_QUOTE = 1 << 10,
    PAGE_LIST = 1 << 11,
    PAGE_TABLE = 1 << 12,
    PAGE_FIGURE = 1 << 13,
    PAGE_PARAGRAPH = 1 << 14, /* p, li, blockquote: what is meant for text */
    PAGE_JOINED = 1 << 15     /* of a block: a line break, no new paragraph, lies before it */
};

/* An element that holds paragraphs or has a role. The first is the whole page, its own parent; a
 * parent comes before its children. */
struct page_node {
    uint32_t parent;
    uint32_t weight; /* for article_body.c: what it holds of running text */
    uint16_t roles;  /* its own */
    uint8_t tag;     /* enum markup_tag */
    uint8_t held;    /* for article_body.c */
};

/* A paragraph, heading, list item, cell or other run of text; "\n" is a line break within it. */
struct page_block {
    uint32_t node;        /* that it stands in */
    uint32_t at, size;    /* in the page's text */
    uint32_t linked;      /* bytes of it that are links */
    uint16_t roles;       /* its element's and those around it */
    uint8_t heading;      /* 1 to 6; 0: none */
    uint8_t kept : 4;     /* enum body_kind, set by article_body.c */
    uint8_t leftover : 1; /* by its words, as article_line.h has it */
    uint8_t ends : 1;     /* a heading behind which other articles come */
    uint8_t credit : 1;   /* says who took a picture */
};

/* A part of a block with a role of its own: the name of an author, a time. */
struct page_mark {
    uint32_t block, at, size;
    uint16_t roles;
    const char *datetime; /* the attribute of <time>, or NULL */
};

struct page_meta {
    const char *name, *content; /* name, property or itemprop, in small letters */
};

struct page {
    struct arena *arena;
    struct buffer text; /* UTF-8 without control characters; blanks are single */
    struct page_node *nodes;
    struct page_block *blocks;
    size_t node_count, block_count, node_room, block_room, block_most;
    struct page_mark mark[PAGE_MARKS_MOST];
    struct page_meta meta[PAGE_METAS_MOST];
    struct {
        const char *text; /* in the page's bytes */
        size_t size;
    } script[PAGE_SCRIPTS_MOST]; /* JSON-LD */
    int mark_count, meta_count, script_count;
    const char *title, *language; /* of <title> and <html lang>; or NULL */
    bool plain;                   /* made of lines */
    bool full;                    /* more blocks than PAGE_BLOCKS_MOST */
    bool turned;                  /* marks that turn the direction of writing were left out */
};

/* An empty page with its first node. Its own memory is given back by page_close, the rest is the
 * arena's. */
void page_open(struct page *page, struct arena *arena);
void page_close(struct page *page);

/* Makes a page of HTML, and of lines of text; both are UTF-8 and must stay until the page is closed.
 * Reading stops at PAGE_BLOCKS_MOST of the size (`full`): no article has so many paragraphs, and
 * memory stays in proportion. */
#define PAGE_BLOCKS_MOST(size) ((size) / 16 + 10000)
void page_read_html(struct page *page, const char *text, size_t size);
void page_read_lines(struct page *page, const char *text, size_t size);

/* Adds a node below `parent`, and a block of the text from `at` on, which ends the page's text (and
 * nothing, when that is empty). Returns their number. */
uint32_t page_add_node(struct page *page, uint32_t parent, enum markup_tag tag, unsigned roles);
void page_add_block(struct page *page, uint32_t node, size_t at, size_t linked, unsigned roles,
                    int heading);

/* Adds characters to the page's text: blanks of any kind and their runs as one blank, no control
 * characters, no marks that turn the direction of writing, nothing invisible. */
void page_add_text(struct page *page, const char *text, size_t size);

/* Text from elsewhere as page_add_text makes it, on one line, in the arena. */
char *page_clean(struct page *page, const char *text, size_t size);

static inline const char *page_block_text(const struct page *page, const struct page_block *block) {
    return page->text.bytes + block->at;
}

#endif
