#include <string.h>

#include "input/article_find.h"
#include "input/article_line.h"
#include "input/article_parts.h"
#include "input/article_title.h"

enum { SHORT = 40 /* bytes below which a run of text is no paragraph by itself */ };

#define BOX 0.2   /* of the text that a box with leftovers may hold */
#define REST 0.45 /* of the text that may come behind "More stories" */

/* Sets what the words of each block say of it. */
static void read_lines(const struct body *body) {
    for (long i = body->title + 1; i < body->end; i++) {
        struct page_block *block = block_at(body, i);
        struct line_key key;
        if (parts_is_away(body->page, block)) continue;
        size_t mark = line_caption_mark(text_at(body, i), block->size);
        if (mark) {
            block->at += (uint32_t)mark;
            block->size -= (uint32_t)mark;
            block->roles |= PAGE_CAPTION;
        }
        line_key(text_at(body, i), block->size, &key);
        block->leftover = line_is_away(&key);
        block->ends = line_is_end(&key);
        block->credit = line_is_credit(&key);
    }
}

/* Is it a leftover, in the part that holds the text? */
static bool is_leftover(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i);
    bool sentence = line_is_sentence(text, block->size);
    int words = line_words(text, block->size);
    if (words == 0) return !body_is_time(text, block->size) || !body->live;
    if (body_is_time(text, block->size)) return !body->live;
    if (block->leftover || block->credit) return true;
    if (block->heading) return body_is_links(block, 0.9) && !body->live;
    if (body_is_links(block, 0.9) && !(body->live && sentence)) return true;
    if (body_is_links(block, 0.5) && (!sentence || (block->roles & PAGE_LIST))) return true;
    if ((block->roles & (PAGE_BYLINE | PAGE_UPDATED)) && !sentence) return true;
    if ((block->roles & PAGE_LIST) || sentence) return false;
    if (body_is_date_line(text, block->size, 1)) return !body->live;
    if (body->page->plain) return false;
    return words <= ((block->roles & PAGE_PARAGRAPH) ? 1 : 4) && block->size < 2 * SHORT &&
           !(block->roles & PAGE_TABLE);
}

/* Was a paragraph with these words taken already? */
bool body_is_again(struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i);
    uint64_t hash = 14695981039346656037u;
    if (block->size < SHORT) return false;
    for (uint32_t j = 0; j < block->size; j++)
        hash = (hash ^ (unsigned char)text[j]) * 1099511628211u;
    if (!hash) hash = 1;
    for (size_t at = hash & (body->seen_room - 1);; at = (at + 1) & (body->seen_room - 1)) {
        if (body->seen[at] == hash) return true;
        if (body->seen[at]) continue;
        body->seen[at] = hash;
        return false;
    }
}

/* ------------------------------------------------------------------ the text */

/* Running text behind each block, from the end. */
static size_t weight_from(const struct body *body, long from) {
    size_t weight = 0;
    for (long i = from; i < body->end; i++)
        if (body_is_held(body, i)) weight += parts_weight(body->page, block_at(body, i));
    return weight;
}

static bool is_short_line(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    return block->size < 2 * SHORT && !line_is_sentence(text_at(body, i), block->size);
}

static bool is_live(const struct body *body, bool said) {
    int times = 0, entries = 0;
    for (long i = body->title + 1; i < body->end; i++) {
        const struct page_block *block = block_at(body, i);
        if (!body_is_held(body, i) || parts_is_away(body->page, block)) continue;
        times += body_begins_entry(body, i);
        entries += (block->roles & PAGE_LIVE) != 0;
    }
    return said || times >= 3 || (times >= 2 && entries >= 2);
}

static void take_caption(struct body *body, long i) {
    struct page_block *block = block_at(body, i);
    if ((block->roles & PAGE_CREDIT) || block->credit || block->leftover) return;
    if (line_words(text_at(body, i), block->size) < 2 || body_is_again(body, i)) return;
    block->kept = BODY_CAPTION;
}

/* A line of a copied page that is a caption: no sentence, no heading, in the midst of sentences. */
static bool is_plain_caption(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i);
    if (!body->page->plain || body->live || (block->roles & PAGE_JOINED)) return false;
    if (i + 1 < (long)body->page->block_count && (block_at(body, i + 1)->roles & PAGE_JOINED))
        return false;
    return !line_is_sentence(text, block->size) && line_words(text, block->size) >= 5 &&
           block->size < 600 && !strchr("\"-", text[0]) && memcmp(text, "\xe2\x80", 2) != 0;
}

/* The element around an element is a box of its own, not the text: it has two leftovers and more
 * that the page put into it. */
static void count_leftovers(struct body *body, long from) {
    for (long i = from; i < body->end; i++) {
        uint32_t box = body->page->nodes[block_at(body, i)->node].parent;
        if (block_at(body, i)->leftover && body->leftovers[box] < UINT8_MAX) body->leftovers[box]++;
    }
}

static bool is_promotion(const struct body *body, const struct page_block *block) {
    const struct page_node *nodes = body->page->nodes;
    uint32_t box = nodes[block->node].parent;
    /* What a figure shows beside its caption: forms, players, quotations that stand in the text. */
    if ((block->roles & PAGE_FIGURE) && !(block->roles & PAGE_TABLE)) return true;
    return body->leftovers[box] >= 2 && nodes[box].held && box != body->main &&
           nodes[box].weight < BOX * nodes[body->main].weight;
}

static void take_text(struct body *body, long from) {
    size_t all = weight_from(body, from), before = 0;
    for (long i = from; i < body->end; i++) {
        struct page_block *block = block_at(body, i);
        if (block->kept != BODY_OUT || parts_is_away(body->page, block)) continue;
        if (block->roles & (PAGE_CAPTION | PAGE_CREDIT)) {
            take_caption(body, i);
            continue;
        }
        if (!body_is_held(body, i) || is_promotion(body, block)) continue;
        if (block->ends && is_short_line(body, i)) {
            if (before > 0 && (double)(all - before) < REST * (double)all) return;
            continue;
        }
        before += parts_weight(body->page, block);
        if (is_leftover(body, i)) continue;
        if (is_plain_caption(body, i)) take_caption(body, i);
        else if (!body_is_again(body, i)) block->kept = BODY_TEXT;
    }
}

/* Headings and fragments behind the last sentence head nothing. */
static void trim_end(struct body *body, long from) {
    for (long i = body->end; i-- > from;) {
        struct page_block *block = block_at(body, i);
        if (block->kept != BODY_TEXT) continue;
        bool sentence = line_is_sentence(text_at(body, i), block->size);
        bool list = (block->roles & (PAGE_LIST | PAGE_TABLE | PAGE_QUOTE)) && !block->linked;
        if (sentence || list || block->size > 4 * SHORT) return;
        block->kept = BODY_OUT;
    }
}

void article_body_find(struct page *page, const struct article_meta *meta, long *out_first,
                       long *out_last) {
    struct body body = {.page = page, .seen_room = 64};
    *out_first = *out_last = BODY_NONE;
    while (body.seen_room < 2 * page->block_count + 2) body.seen_room *= 2;
    body.seen = arena_new(page->arena, uint64_t, body.seen_room);
    body.title = article_title_find(page, meta);
    parts_set_away(page, body.title);
    body.end = body_find_end(&body);
    body_find_main(&body, meta->live);
    read_lines(&body);
    if (!page->nodes[0].weight) return;
    body.live = is_live(&body, meta->live);
    if (body.title >= 0) block_at(&body, body.title)->kept = BODY_TITLE;
    long from = body_take_head(&body);
    body.leftovers = arena_new(page->arena, uint8_t, page->node_count);
    count_leftovers(&body, from);
    take_text(&body, from);
    trim_end(&body, from);
    for (long i = 0; i < body.end; i++) {
        int kept = block_at(&body, i)->kept;
        if (kept == BODY_OUT || kept == BODY_ABOUT) continue;
        if (*out_first == BODY_NONE) *out_first = i;
        *out_last = i;
    }
}
