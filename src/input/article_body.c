#include "input/article_body.h"

#include <string.h>

#include "input/article_date.h"
#include "input/article_line.h"
#include "input/article_parts.h"
#include "input/article_title.h"

enum {
    HEAD_BLOCKS = 12,  /* between title and text, at most */
    HEAD_WEIGHT = 700, /* bytes of running text there, at most */
    ENTRY_DEPTH = 5,   /* elements around an entry's text, at most */
    SHORT = 40         /* bytes below which a run of text is no paragraph by itself */
};

#define MOST 0.75 /* of the text that a part must hold to be taken for the whole */
#define BOX 0.2   /* of the text that a box with leftovers may hold */
#define REST 0.45 /* of the text that may come behind "More stories" */

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

static struct page_block *block_at(const struct body *body, long i) {
    return &body->page->blocks[i];
}

static const char *text_at(const struct body *body, long i) {
    return page_block_text(body->page, block_at(body, i));
}

/* Sets what the words of each block say of it. */
static void read_lines(const struct body *body) {
    for (long i = body->title + 1; i < body->end; i++) {
        struct page_block *block = block_at(body, i);
        struct line_key key;
        if (parts_is_away(body->page, block)) continue;
        line_key(text_at(body, i), block->size, &key);
        block->leftover = line_is_away(&key);
        block->ends = line_is_end(&key);
        block->credit = line_is_credit(&key);
    }
}

/* ------------------------------------------------------------------ the part that holds the text */

static bool is_time(const char *text, size_t size) {
    if (size < 4 || size > 8) return false;
    for (size_t i = 0; i < size; i++)
        if (!strchr("0123456789:. apmhAPM", text[i])) return false;
    return strchr("0123456789", text[0]) && (memchr(text, ':', size) || memchr(text, '.', size));
}

/* Does an entry begin here: with its time alone, or before its first words? */
static bool begins_entry(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i), *blank = memchr(text, ' ', block->size);
    if (is_time(text, block->size)) return true;
    return blank && is_time(text, (size_t)(blank - text)) && 2 * block->linked < block->size;
}

/* Entries are parts beside each other, of which one may have most of the text: goes up from it as
 * long as that adds entries. */
static void widen_main(struct body *body, bool said) {
    struct page *page = body->page;
    uint32_t *times = arena_new(page->arena, uint32_t, page->node_count);
    for (long i = body->title + 1; i < body->end; i++)
        if (!parts_is_away(page, block_at(body, i)) && begins_entry(body, i))
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
static void find_main(struct body *body, bool live) {
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

static bool is_held(const struct body *body, long i) {
    return body->page->nodes[block_at(body, i)->node].held;
}

/* The next article of a page without end begins with a heading of the first order. */
static long find_end(const struct body *body) {
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

/* ------------------------------------------------------------------ single blocks */

static bool is_date_line(const char *text, size_t size, int rest_most) {
    struct article_date date;
    int rest;
    if (size > 200) return false;
    return article_date_find(text, size, &date, &rest) && rest <= rest_most;
}

/* Who or when, and nothing else. */
static bool is_about(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i);
    struct byline_names people = {.count = 0};
    if (block->heading || block->size > 200) return false;
    if (is_date_line(text, block->size, (block->roles & PAGE_DATE) ? 6 : 2)) return true;
    if (line_is_sentence(text, block->size) && line_words(text, block->size) > 6) return false;
    if (byline_read(body->page->arena, text, block->size, true, &people)) return true;
    if ((block->roles & (PAGE_BYLINE | PAGE_DATE | PAGE_UPDATED)) && !(block->roles & PAGE_QUOTE))
        return true;
    return byline_is_desk(text, block->size);
}

/* The name that a line begins and its date ends: "Лука Журавский, 12 октября 2018 года". */
static bool is_named_date(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    struct article_date date;
    int rest;
    return !block->heading && block->size < 160 &&
           !line_is_sentence(text_at(body, i), block->size) &&
           article_date_find(text_at(body, i), block->size, &date, &rest) && rest <= 5;
}

static bool is_links(const struct page_block *block, double share) {
    return block->linked > share * block->size;
}

/* Is it a leftover, in the part that holds the text? */
static bool is_leftover(const struct body *body, long i) {
    const struct page_block *block = block_at(body, i);
    const char *text = text_at(body, i);
    bool sentence = line_is_sentence(text, block->size);
    int words = line_words(text, block->size);
    if (words == 0) return !is_time(text, block->size) || !body->live;
    if (is_time(text, block->size)) return !body->live;
    if (block->leftover || block->credit) return true;
    if (block->heading) return is_links(block, 0.9) && !body->live;
    if (is_links(block, 0.9) && !(body->live && sentence)) return true;
    if (is_links(block, 0.5) && (!sentence || (block->roles & PAGE_LIST))) return true;
    if ((block->roles & (PAGE_BYLINE | PAGE_UPDATED)) && !sentence) return true;
    if ((block->roles & PAGE_LIST) || sentence) return false;
    if (is_date_line(text, block->size, 1)) return !body->live;
    if (body->page->plain) return false;
    return words <= ((block->roles & PAGE_PARAGRAPH) ? 1 : 4) && block->size < 2 * SHORT &&
           !(block->roles & PAGE_TABLE);
}

/* Was a paragraph with these words taken already? */
static bool is_again(struct body *body, long i) {
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

/* ------------------------------------------------------------------ before the text */

static void take_standfirst(struct body *body, long i, bool *taken) {
    block_at(body, i)->kept = *taken ? BODY_TEXT : BODY_STANDFIRST;
    *taken = true;
}

/* Between title and text: who and when, a standfirst. Returns the first block of the text. */
static long take_head(struct body *body) {
    struct page *page = body->page;
    long about = BODY_NONE, at = body->title + 1;
    size_t weight = 0;
    bool standfirst = false;
    for (long i = at, looked = 0; i < body->end && looked < HEAD_BLOCKS && weight < HEAD_WEIGHT;
         i++) {
        const struct page_block *block = block_at(body, i);
        if (parts_is_away(page, block) || (block->roles & PAGE_CAPTION) || block->leftover)
            continue;
        if (body->live && is_time(text_at(body, i), block->size)) break;
        looked++;
        if (is_about(body, i) || is_named_date(body, i)) {
            about = i;
        } else {
            /* Behind who and when comes the text, unless a standfirst does. */
            if (about != BODY_NONE && parts_weight(page, block) &&
                !(block->roles & PAGE_STANDFIRST))
                break;
            weight += block->size;
        }
    }
    for (long i = at; i <= about; i++) {
        struct page_block *block = block_at(body, i);
        if (parts_is_away(page, block)) continue;
        if (is_about(body, i) || is_named_date(body, i)) block->kept = BODY_ABOUT;
        else if (block->roles & (PAGE_CAPTION | PAGE_CREDIT)) continue;
        else if (block->leftover || is_links(block, 0.5)) continue;
        else if (line_words(text_at(body, i), block->size) > 1 && !is_again(body, i))
            take_standfirst(body, i, &standfirst);
    }
    if (about >= at) at = about + 1;
    for (; at < body->end && !standfirst; at++) {
        struct page_block *block = block_at(body, at);
        if (parts_is_away(page, block) || block->leftover) continue;
        bool named = (block->roles & PAGE_STANDFIRST) && !(block->roles & PAGE_CAPTION);
        bool below = block->heading >= 2 && at == body->title + 1 && block->size > SHORT;
        if (!named && !below) break;
        if (!is_again(body, at)) take_standfirst(body, at, &standfirst);
    }
    return at;
}

/* ------------------------------------------------------------------ the text */

/* Running text behind each block, from the end. */
static size_t weight_from(const struct body *body, long from) {
    size_t weight = 0;
    for (long i = from; i < body->end; i++)
        if (is_held(body, i)) weight += parts_weight(body->page, block_at(body, i));
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
        if (!is_held(body, i) || parts_is_away(body->page, block)) continue;
        times += begins_entry(body, i);
        entries += (block->roles & PAGE_LIVE) != 0;
    }
    return said || times >= 3 || (times >= 2 && entries >= 2);
}

static void take_caption(struct body *body, long i) {
    struct page_block *block = block_at(body, i);
    if ((block->roles & PAGE_CREDIT) || block->credit || block->leftover) return;
    if (line_words(text_at(body, i), block->size) < 2 || is_again(body, i)) return;
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
        if (!is_held(body, i) || is_promotion(body, block)) continue;
        if (block->ends && is_short_line(body, i)) {
            if (before > 0 && (double)(all - before) < REST * (double)all) return;
            continue;
        }
        before += parts_weight(body->page, block);
        if (is_leftover(body, i)) continue;
        if (is_plain_caption(body, i)) take_caption(body, i);
        else if (!is_again(body, i)) block->kept = BODY_TEXT;
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
    body.end = find_end(&body);
    find_main(&body, meta->live);
    read_lines(&body);
    if (!page->nodes[0].weight) return;
    body.live = is_live(&body, meta->live);
    if (body.title >= 0) block_at(&body, body.title)->kept = BODY_TITLE;
    long from = take_head(&body);
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
