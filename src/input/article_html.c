/* A page out of markup: which text its reader sees, in which parts of it. */
#define _GNU_SOURCE /* memmem */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "input/article_look.h"
#include "input/article_page.h"

enum {
    OPEN_SEARCHED = 32, /* elements that an end tag looks through for its own */
    CLASSES = 256,      /* of elements' names, for counting */
    TITLE_MOST = 4096   /* bytes of <title> */
};

/* An element that is open. */
struct open {
    uint32_t name, node;
    uint16_t roles; /* its own and those around it */
    uint8_t tag;
    uint8_t hidden : 1, linked : 1, apart : 1, heading : 4;
};

/* An element whose text is being marked. */
struct marking {
    size_t from, depth; /* depth 0: none */
    unsigned roles;
    const char *datetime;
};

struct html {
    struct page *page;
    const struct names *names;
    struct open *stack;
    size_t depth, room;         /* the first is the page itself */
    uint32_t count[CLASSES];    /* open elements, by the last bits of their name's hash */
    size_t from;                /* where the run of text began that is no block yet */
    size_t linked;              /* bytes of links in it */
    unsigned begun;             /* roles of a line's element that it begins with */
    struct marking mark, outer; /* the innermost, and one around it that goes on behind it */
};

static struct open *top(struct html *html) { return &html->stack[html->depth - 1]; }

/* ------------------------------------------------------------------ blocks */

/* Keeps what was marked since `from`. */
static void keep_mark(struct html *html) {
    struct page *page = html->page;
    struct buffer *text = &page->text;
    size_t from = html->mark.from, to = text->size;
    if (!html->mark.depth) return;
    while (from < to && text->bytes[from] == ' ') from++;
    while (to > from && text->bytes[to - 1] == ' ') to--;
    if ((to > from || html->mark.datetime) && page->mark_count < PAGE_MARKS_MOST)
        page->mark[page->mark_count++] = (struct page_mark){
            .block = (uint32_t)page->block_count,
            .at = (uint32_t)from,
            .size = (uint32_t)(to - from),
            .roles = (uint16_t)html->mark.roles,
            .datetime = html->mark.datetime,
        };
    html->mark.from = text->size;
    html->mark.datetime = NULL;
}

static void begin_mark(struct html *html, unsigned roles, const char *datetime) {
    keep_mark(html);
    html->outer = html->mark;
    html->mark = (struct marking){html->page->text.size, html->depth, roles, datetime};
}

static void end_mark(struct html *html) {
    keep_mark(html);
    html->mark = html->outer;
    html->mark.from = html->page->text.size;
    html->outer = (struct marking){0};
}

/* Ends the run of text: a block of the element that is open. */
static void end_block(struct html *html) {
    struct page *page = html->page;
    const struct open *open = top(html);
    keep_mark(html); /* one does not run on into the next block */
    page_add_block(page, open->node, html->from, html->linked, open->roles | html->begun,
                   open->heading);
    html->from = html->mark.from = page->text.size;
    html->linked = 0;
    html->begun = 0;
}

static void pop(struct html *html);

static void add_text(struct html *html, const char *text, size_t size) {
    struct buffer *out = &html->page->text;
    if (top(html)->tag == MARKUP_head) { /* ends with the first text */
        while (size && isspace((unsigned char)*text)) text++, size--;
        if (size) pop(html);
    }
    if (top(html)->hidden) return;
    /* A run begins without a blank. */
    while (out->size == html->from && size && isspace((unsigned char)*text)) text++, size--;
    if (!size) return;
    size_t before = out->size;
    page_add_text(html->page, text, size);
    if (top(html)->linked) html->linked += out->size - before;
}

/* One line break stays in the paragraph, two begin the next. */
static void break_line(struct html *html) {
    struct buffer *out = &html->page->text;
    if (top(html)->hidden || out->size == html->from) return;
    if (out->bytes[out->size - 1] == '\n') {
        end_block(html);
    } else {
        while (out->size > html->from && out->bytes[out->size - 1] == ' ') out->size--;
        buffer_add(out, "\n", 1);
    }
}

/* ------------------------------------------------------------------ open elements */

/* Roles that are handed down to the text within; of the others a node or a block has its own. */
static const unsigned INHERITED =
    PAGE_CAPTION | PAGE_CREDIT | PAGE_STANDFIRST | PAGE_BYLINE | PAGE_DATE | PAGE_UPDATED |
    PAGE_HEADLINE | PAGE_LIVE | PAGE_QUOTE | PAGE_LIST | PAGE_TABLE | PAGE_FIGURE | PAGE_PARAGRAPH;
static const unsigned MARKED = PAGE_BYLINE | PAGE_DATE | PAGE_UPDATED;

static void pop(struct html *html) {
    struct open *open = top(html);
    if (open->apart) end_block(html);
    if (html->mark.depth == html->depth) end_mark(html);
    else if (html->outer.depth == html->depth) html->outer = (struct marking){0};
    html->count[open->name % CLASSES]--;
    html->depth--;
}

/* An end tag closes its own element and what was left open in it. One of a line's elements closes
 * no paragraph, and nothing in a cell closes what the table stands in. */
static void close_element(struct html *html, const struct markup_token *token) {
    bool block = markup_level_of(token->tag) == MARKUP_BLOCK;
    if (!html->count[token->name % CLASSES]) return;
    size_t least = html->depth > OPEN_SEARCHED ? html->depth - OPEN_SEARCHED : 1;
    for (size_t i = html->depth; i-- > least;) {
        const struct open *open = &html->stack[i];
        if (open->name == token->name && open->tag == token->tag) {
            while (html->depth > i) pop(html);
            return;
        }
        if (!block && markup_level_of(open->tag) == MARKUP_BLOCK) return;
        if (block && token->tag != MARKUP_table &&
            (open->tag == MARKUP_td || open->tag == MARKUP_th) && token->tag != MARKUP_tr &&
            token->tag != MARKUP_tbody && token->tag != MARKUP_thead)
            return;
    }
}

/* Elements whose end tag may be left out end where the next of them begins. */
static void close_implied(struct html *html, enum markup_tag tag) {
    if (markup_level_of(tag) != MARKUP_BLOCK) return;
    for (size_t left = OPEN_SEARCHED; left-- && html->depth > 1;) {
        enum markup_tag open = top(html)->tag;
        bool inner = markup_level_of(open) == MARKUP_INLINE && open != MARKUP_template;
        bool row = tag == MARKUP_tr && (open == MARKUP_td || open == MARKUP_th || open == tag);
        bool cell =
            (tag == MARKUP_td || tag == MARKUP_th) && (open == MARKUP_td || open == MARKUP_th);
        bool item =
            (tag == MARKUP_li && open == MARKUP_li) ||
            ((tag == MARKUP_dt || tag == MARKUP_dd) && (open == MARKUP_dt || open == MARKUP_dd));
        bool paragraph = open == MARKUP_p || (look_heading(open) && look_heading(tag));
        if (row || cell || item || paragraph) {
            pop(html);
            if (!row || open == MARKUP_tr) return;
        } else if (inner && !top(html)->hidden) {
            /* A line's element around or before it: does what ends here lie just below? */
            size_t below = html->depth - 1;
            while (below > 1 && html->depth - below < 8 &&
                   markup_level_of(html->stack[below - 1].tag) == MARKUP_INLINE)
                below--;
            enum markup_tag under = html->stack[below - 1].tag;
            if (under != MARKUP_p && !(tag == MARKUP_li && under == MARKUP_li)) return;
            while (html->depth >= below) pop(html);
            return;
        } else {
            return;
        }
    }
}

static void open_element(struct html *html, const struct markup_token *token) {
    bool block = markup_level_of(token->tag) == MARKUP_BLOCK;
    if (top(html)->tag == MARKUP_head && token->tag != MARKUP_template) pop(html);
    close_implied(html, token->tag);
    const struct open *around = top(html);
    /* Whatever the names of these say is about the whole page. */
    if (token->tag == MARKUP_html || token->tag == MARKUP_body) return;
    struct look look =
        around->hidden ? (struct look){0} : look_at(html->page->arena, html->names, token);
    unsigned roles = look.roles;
    if (token->tag == MARKUP_header || (roles & PAGE_KEEP)) roles &= ~(unsigned)PAGE_AWAY;
    /* Within a line a name says little of the words: a link with a tooltip is a link. */
    if (!block && token->tag != MARKUP_span && token->tag != MARKUP_OTHER)
        roles &= ~(unsigned)PAGE_AWAY;
    bool apart = block || (roles & PAGE_AWAY);
    if (apart) end_block(html);
    struct open open = {
        .name = token->name,
        .tag = (uint8_t)token->tag,
        .node = around->node,
        .roles = (uint16_t)(around->roles | (roles & INHERITED)),
        .hidden = around->hidden || look.hidden,
        .linked = around->linked || token->tag == MARKUP_a,
        .apart = apart,
        .heading =
            (unsigned)(look_heading(token->tag) ? look_heading(token->tag) : around->heading) & 15,
    };
    if (!open.hidden && apart)
        open.node = page_add_node(html->page, around->node, token->tag, roles);
    if (token->empty && !block) return;
    html->stack = memory_grow(html->stack, html->depth, &html->room, sizeof *html->stack);
    html->stack[html->depth++] = open;
    html->count[open.name % CLASSES]++;
    /* <p><b class="intro">: the paragraph is what its first element says. */
    if (!open.hidden && !block && html->page->text.size == html->from)
        html->begun |= roles & (PAGE_STANDFIRST | PAGE_CAPTION | PAGE_HEADLINE | PAGE_DATE);
    if (!open.hidden && (roles & MARKED)) {
        if (token->tag == MARKUP_time && html->page->text.size > html->from)
            page_add_text(html->page, " ", 1);
        begin_mark(html, open.roles & MARKED, look.datetime);
    }
}

/* ------------------------------------------------------------------ what the page says of itself */

static void take_meta(struct html *html, const struct markup_token *token) {
    struct markup_attributes attributes = markup_attributes_of(token);
    struct markup_attribute attribute;
    char *name = NULL, *content = NULL;
    if (html->page->meta_count == PAGE_METAS_MOST) return;
    while (markup_attributes_next(&attributes, &attribute)) {
        if (markup_named(&attribute, "content"))
            content = look_value(html->page->arena, &attribute);
        else if (markup_named(&attribute, "name") || markup_named(&attribute, "property") ||
                 markup_named(&attribute, "itemprop"))
            name = look_value(html->page->arena, &attribute);
    }
    if (!name || !content) return;
    for (char *at = name; *at; at++) *at = (char)tolower((unsigned char)*at);
    html->page->meta[html->page->meta_count++] = (struct page_meta){name, content};
}

static void take_language(struct html *html, const struct markup_token *token) {
    struct markup_attributes attributes = markup_attributes_of(token);
    struct markup_attribute attribute;
    while (!html->page->language && markup_attributes_next(&attributes, &attribute))
        if (markup_named(&attribute, "lang") || markup_named(&attribute, "xml:lang"))
            html->page->language = look_value(html->page->arena, &attribute);
}

static bool is_linked_data(const struct markup_token *token) {
    struct markup_attributes attributes = markup_attributes_of(token);
    struct markup_attribute attribute;
    while (markup_attributes_next(&attributes, &attribute))
        if (markup_named(&attribute, "type") &&
            memmem(attribute.value, attribute.value_size, "ld+json", strlen("ld+json")))
            return true;
    return false;
}

static void take_title(struct page *page, const struct markup_token *token) {
    if (!page->title && token->size <= TITLE_MOST)
        page->title = page_clean(page, token->text, token->size);
}

void page_read_html(struct page *page, const char *text, size_t size) {
    struct html html = {.page = page, .names = article_names_open(page->arena)};
    struct markup markup = markup_of(text, size);
    struct markup_token token;
    bool linked_data = false;
    buffer_reserve(&page->text, 1);
    html.stack = memory_grow(html.stack, 0, &html.room, sizeof *html.stack);
    html.stack[html.depth++] = (struct open){0};
    page->block_most = PAGE_BLOCKS_MOST(size);
    while (!page->full && markup_next(&markup, &token)) {
        if (token.kind == MARKUP_TEXT) {
            add_text(&html, token.text, token.size);
        } else if (token.kind == MARKUP_CONTENT) {
            if (token.tag == MARKUP_title) take_title(page, &token);
            if (token.tag == MARKUP_script && linked_data &&
                page->script_count < PAGE_SCRIPTS_MOST) {
                page->script[page->script_count].text = token.text;
                page->script[page->script_count++].size = token.size;
            }
        } else if (token.kind == MARKUP_CLOSE) {
            if (token.tag == MARKUP_p && !html.count[token.name % CLASSES]) end_block(&html);
            close_element(&html, &token);
        } else if (token.tag == MARKUP_br) {
            break_line(&html);
        } else if (token.tag == MARKUP_hr) {
            end_block(&html);
        } else if (token.tag == MARKUP_meta) {
            take_meta(&html, &token);
        } else if (token.tag == MARKUP_script) {
            linked_data = is_linked_data(&token);
        } else if (markup_level_of(token.tag) == MARKUP_BLOCK ||
                   markup_level_of(token.tag) == MARKUP_INLINE) {
            if (token.tag == MARKUP_html) take_language(&html, &token);
            open_element(&html, &token);
        }
    }
    while (html.depth > 1) pop(&html);
    end_block(&html);
    free(html.stack);
}
