#define _GNU_SOURCE /* memmem */
#include "input/article_title.h"

#include <string.h>

#include "input/article_date.h"
#include "input/article_line.h"

enum {
    LENGTH_MOST = 600,  /* bytes */
    LOOKED_MOST = 4000, /* blocks, from the first */
    SCORE_LEAST = 3
};

static bool has_away(const struct page *page, uint32_t node) {
    for (int up = 0; node && up < 64; up++, node = page->nodes[node].parent)
        if (page->nodes[node].roles & PAGE_AWAY) return true;
    return false;
}

static int score_of(const struct page *page, const struct page_block *block,
                    const struct line_key *titles, int title_count, const struct line_key *window) {
    if (block->size > LENGTH_MOST || (block->roles & PAGE_CAPTION)) return 0;
    struct line_key key;
    line_key(page_block_text(page, block), block->size, &key);
    int score = block->heading == 1 ? 3 : block->heading == 2 ? 1 : 0;
    if (line_words(page_block_text(page, block), block->size) < 2 || key.size < 8) return 0;
    if (block->roles & PAGE_HEADLINE) score++;
    bool same = false;
    for (int i = 0; i < title_count; i++) same = same || strcmp(titles[i].text, key.text) == 0;
    if (same) score += 6;
    else if (window->size && strncmp(window->text, key.text, key.size) == 0 &&
             2 * key.size >= window->size)
        score += 4;
    else if (window->size && strstr(window->text, key.text) && 2 * key.size >= window->size)
        score += 4;
    if (has_away(page, block->node)) score -= 6;
    if (block->linked > block->size / 2) score -= 3;
    return score;
}

/* "Home > News > World". */
static bool is_path(const char *text, size_t size) {
    static const char *const STEPS[] = {" > ", " › ", " » ", " → "};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (memmem(text, size, STEPS[i], strlen(STEPS[i]))) return true;
    return false;
}

/* Lines that stand above the title of a copied page: menus, dates, buttons. */
static bool is_above(const struct page *page, const struct page_block *block) {
    const char *text = page_block_text(page, block);
    struct line_key key;
    line_key(text, block->size, &key);
    struct article_date date;
    int rest;
    if (line_is_away(&key) || line_words(text, block->size) < 3 || is_path(text, block->size))
        return true;
    return article_date_find(text, block->size, &date, &rest) && rest <= 2;
}

static long find_line(const struct page *page) {
    long count = (long)page->block_count;
    for (long i = 0; i < count && i < 40; i++)
        if (!is_above(page, &page->blocks[i])) return page->blocks[i].size <= LENGTH_MOST ? i : -1;
    return -1;
}

long article_title_find(const struct page *page, const struct article_meta *meta) {
    struct line_key titles[META_TITLES], window;
    long best = -1;
    int most = SCORE_LEAST - 1;
    window.size = 0;
    if (page->plain) return find_line(page);
    for (int i = 0; i < meta->title_count; i++)
        line_key(meta->title[i], strlen(meta->title[i]), &titles[i]);
    if (page->title) line_key(page->title, strlen(page->title), &window);
    for (long i = 0; i < (long)page->block_count && i < LOOKED_MOST; i++) {
        int score = score_of(page, &page->blocks[i], titles, meta->title_count, &window);
        if (score <= most) continue;
        most = score;
        best = i;
    }
    return best;
}
