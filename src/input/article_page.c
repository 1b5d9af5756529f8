#include "input/article_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

void page_open(struct page *page, struct arena *arena) {
    memset(page, 0, sizeof *page);
    page->arena = arena;
    page_add_node(page, 0, MARKUP_OTHER, 0);
}

void page_close(struct page *page) {
    buffer_close(&page->text);
    free(page->nodes);
    free(page->blocks);
    page->nodes = NULL;
    page->blocks = NULL;
}

uint32_t page_add_node(struct page *page, uint32_t parent, enum markup_tag tag, unsigned roles) {
    page->nodes = memory_grow(page->nodes, page->node_count, &page->node_room, sizeof *page->nodes);
    page->nodes[page->node_count] =
        (struct page_node){.parent = parent, .tag = (uint8_t)tag, .roles = (uint16_t)roles};
    return (uint32_t)page->node_count++;
}

void page_add_block(struct page *page, uint32_t node, size_t at, size_t linked, unsigned roles,
                    int heading) {
    struct buffer *text = &page->text;
    while (text->size > at && strchr(" \n", text->bytes[text->size - 1]))
        text->bytes[--text->size] = 0;
    if (text->size == at) return;
    if (page->block_count == page->block_most) {
        page->full = true;
        return;
    }
    page->blocks =
        memory_grow(page->blocks, page->block_count, &page->block_room, sizeof *page->blocks);
    page->blocks[page->block_count++] = (struct page_block){
        .node = node,
        .at = (uint32_t)at,
        .size = (uint32_t)(text->size - at),
        .linked = (uint32_t)linked,
        .roles = (uint16_t)roles,
        .heading = (uint8_t)heading,
    };
}

/* ------------------------------------------------------------------ text */

/* Characters that nobody sees (soft hyphen, zero widths, word joiner) and those that turn the
 * direction of writing; and blanks. Of a sequence that begins with 0xc2, 0xe2 or 0xef. */
enum unseen { SEEN, UNSEEN, TURNS, BLANK, CONTROL };

static enum unseen unseen_of(const unsigned char *at, size_t length) {
    if (length == 2)
        return at[0] != 0xc2   ? SEEN
               : at[1] == 0xa0 ? BLANK
               : at[1] == 0xad ? UNSEEN
               : at[1] < 0xa0  ? CONTROL
                               : SEEN;
    if (length != 3) return SEEN;
    if (at[0] == 0xef) return at[1] == 0xbb && at[2] == 0xbf ? UNSEEN : SEEN;
    if (at[0] != 0xe2) return SEEN;
    if (at[1] == 0x80) {
        if (at[2] <= 0x8a || at[2] == 0xa8 || at[2] == 0xa9 || at[2] == 0xaf) return BLANK;
        if (at[2] <= 0x8d) return UNSEEN;
        if (at[2] == 0x8e || at[2] == 0x8f || (at[2] >= 0xaa && at[2] <= 0xae)) return TURNS;
    }
    if (at[1] == 0x81) {
        if (at[2] == 0x9f) return BLANK;
        if (at[2] >= 0xa0 && at[2] <= 0xa4) return UNSEEN;
        if (at[2] >= 0xa6 && at[2] <= 0xa9) return TURNS;
    }
    return SEEN;
}

static void add_blank(struct buffer *out) {
    if (out->size && !strchr(" \n", out->bytes[out->size - 1])) buffer_add(out, " ", 1);
}

void page_add_text(struct page *page, const char *text, size_t size) {
    struct buffer *out = &page->text;
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    while (at < end) {
        const unsigned char *run = at;
        while (at<end && * at> 0x20 && *at < 0x7f && *at != '&') at++;
        if (at > run) buffer_add(out, run, (size_t)(at - run));
        if (at == end) break;
        if (*at == '&' && !page->plain) {
            uint32_t point;
            size_t taken = markup_entity((const char *)at, (size_t)(end - at), &point);
            if (taken) {
                struct buffer one = {0};
                /* Through the same sieve, but not as an entity again. */
                markup_add_point(&one, point);
                if (point == '&') buffer_add(out, "&", 1);
                else page_add_text(page, one.bytes, one.size);
                buffer_close(&one);
                at += taken;
                continue;
            }
        }
        if (*at == '&') {
            buffer_add(out, at++, 1);
        } else if (*at == ' ' || (*at >= 9 && *at <= 13)) {
            add_blank(out);
            at++;
        } else if (*at < 0x80) {
            at++; /* a control character */
        } else {
            size_t length = utf8_sequence(at, (size_t)(end - at));
            enum unseen unseen = length ? unseen_of(at, length) : UNSEEN;
            if (unseen == SEEN) buffer_add(out, at, length);
            else if (unseen == BLANK) add_blank(out);
            else if (unseen == TURNS) page->turned = true;
            at += length ? length : 1;
        }
    }
}

char *page_clean(struct page *page, const char *text, size_t size) {
    size_t before = page->text.size;
    page_add_text(page, text, size);
    const char *at = buffer_text(&page->text) + before;
    size_t length = page->text.size - before;
    while (length && *at == ' ') at++, length--;
    while (length && at[length - 1] == ' ') length--;
    char *copy = arena_copy_part(page->arena, at, length);
    page->text.size = before;
    return copy;
}
