/* A page out of lines of text, as it is copied from a browser: a block a line; lines without a blank
 * line between are joined. Tags that were copied as text are taken out of lines that begin with
 * one. */
#include <ctype.h>
#include <string.h>

#include "input/article_page.h"

static bool is_tag(const char *at, size_t left) {
    if (left < 3 || *at != '<') return false;
    return isalpha((unsigned char)at[1]) || (at[1] == '/' && isalpha((unsigned char)at[2]));
}

static void add_line(struct page *page, const char *line, size_t size) {
    struct markup markup = markup_of(line, size);
    struct markup_token token;
    if (!is_tag(line, size)) {
        page_add_text(page, line, size);
        return;
    }
    while (markup_next(&markup, &token))
        if (token.kind == MARKUP_TEXT) page_add_text(page, token.text, token.size);
}

void page_read_lines(struct page *page, const char *text, size_t size) {
    bool joined = false;
    page->plain = true;
    page->block_most = PAGE_BLOCKS_MOST(size);
    buffer_reserve(&page->text, 1);
    for (const char *end = text + size; text < end && !page->full;) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        size_t length = (size_t)((next ? next : end) - text);
        size_t at = page->text.size, before = page->block_count;
        while (length && isspace((unsigned char)*text)) text++, length--;
        bool tagged = is_tag(text, length);
        add_line(page, text, length);
        page_add_block(page, 0, at, 0, PAGE_PARAGRAPH | (joined && !tagged ? PAGE_JOINED : 0), 0);
        joined = page->block_count > before && !tagged;
        text = next ? next + 1 : end;
    }
}
