/* What stands between title and text: who, when, a standfirst. */
#include "input/article_date.h"
#include "input/article_find.h"
#include "input/article_line.h"
#include "input/article_parts.h"

enum {
    HEAD_BLOCKS = 12,  /* between title and text, at most */
    HEAD_WEIGHT = 700, /* bytes of running text there, at most */
    SHORT = 40         /* bytes of a heading that is no standfirst */
};

bool body_is_date_line(const char *text, size_t size, int rest_most) {
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
    if (body_is_date_line(text, block->size, (block->roles & PAGE_DATE) ? 6 : 2)) return true;
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

static void take_standfirst(struct body *body, long i, bool *taken) {
    block_at(body, i)->kept = *taken ? BODY_TEXT : BODY_STANDFIRST;
    *taken = true;
}

/* Between title and text: who and when, a standfirst. Returns the first block of the text. */
long body_take_head(struct body *body) {
    struct page *page = body->page;
    long about = BODY_NONE, at = body->title + 1;
    size_t weight = 0;
    bool standfirst = false;
    for (long i = at, looked = 0; i < body->end && looked < HEAD_BLOCKS && weight < HEAD_WEIGHT;
         i++) {
        const struct page_block *block = block_at(body, i);
        if (parts_is_away(page, block) || (block->roles & PAGE_CAPTION) || block->leftover)
            continue;
        if (body->live && body_is_time(text_at(body, i), block->size)) break;
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
        else if (block->leftover || body_is_links(block, 0.5)) continue;
        else if (line_words(text_at(body, i), block->size) > 1 && !body_is_again(body, i))
            take_standfirst(body, i, &standfirst);
    }
    if (about >= at) at = about + 1;
    for (; at < body->end && !standfirst; at++) {
        struct page_block *block = block_at(body, at);
        if (parts_is_away(page, block) || block->leftover) continue;
        bool named = (block->roles & PAGE_STANDFIRST) && !(block->roles & PAGE_CAPTION);
        bool below = block->heading >= 2 && at == body->title + 1 && block->size > SHORT;
        if (!named && !below) break;
        if (!body_is_again(body, at)) take_standfirst(body, at, &standfirst);
    }
    return at;
}
