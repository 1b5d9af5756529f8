#define _GNU_SOURCE /* memmem */
#include "input/article.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "input/article_body.h"
#include "input/article_bytes.h"
#include "input/article_date.h"
#include "input/article_line.h"

enum {
    SEARCHED = 1 << 16,  /* bytes in which a page of HTML shows itself */
    TAG_EVERY = 250,     /* bytes of HTML for each tag, at most */
    ABOVE = 6,           /* blocks before the title that may say who and when */
    DATELINE_MOST = 120, /* bytes */
    LETTERS_READ = 1 << 16
};

/* ------------------------------------------------------------------ which kind, which language */

/* HTML says that it is a document, or has tags all over. A text may have one that was copied. */
static bool is_html(const char *text, size_t size) {
    static const char *const BEGINS[] = {"<!doctype html", "<html", "<head", "<body", "<?xml"};
    size_t tags = 0;
    while (size && isspace((unsigned char)*text)) text++, size--;
    for (size_t i = 0; i < sizeof BEGINS / sizeof *BEGINS; i++)
        if (size >= strlen(BEGINS[i]) && strncasecmp(text, BEGINS[i], strlen(BEGINS[i])) == 0)
            return true;
    if (size > SEARCHED) size = SEARCHED;
    for (size_t i = 0; i + 1 < size; i++)
        tags += text[i] == '<' && (isalpha((unsigned char)text[i + 1]) || text[i + 1] == '/');
    return tags >= 4 && tags * TAG_EVERY >= size;
}

/* Ukrainian has і, ї, є, ґ, and Russian ы, э, ъ, ё; neither has those of the other. */
static const char *language_of(struct arena *arena, const char *text, const char *said) {
    size_t latin = 0, cyrillic = 0, ukrainian = 0, russian = 0;
    static const char *const UKRAINIAN[] = {"і", "ї", "є", "ґ", "І", "Ї", "Є"};
    static const char *const RUSSIAN[] = {"ы", "э", "ъ", "ё", "Э"};
    for (size_t i = 0; text[i] && i < LETTERS_READ; i++) {
        unsigned char c = (unsigned char)text[i];
        latin += isalpha(c) != 0;
        if (c < 0xd0 || c > 0xd2) continue;
        cyrillic++;
        for (size_t j = 0; j < sizeof UKRAINIAN / sizeof *UKRAINIAN; j++)
            ukrainian += memcmp(text + i, UKRAINIAN[j], 2) == 0;
        for (size_t j = 0; j < sizeof RUSSIAN / sizeof *RUSSIAN; j++)
            russian += memcmp(text + i, RUSSIAN[j], 2) == 0;
    }
    if (cyrillic > latin && ukrainian + russian > 0) return ukrainian > russian ? "uk" : "ru";
    if (said && isalpha((unsigned char)said[0]) && isalpha((unsigned char)said[1]) &&
        !isalpha((unsigned char)said[2])) {
        char *two = arena_copy_part(arena, said, 2);
        for (char *at = two; *at; at++) *at = (char)tolower((unsigned char)*at);
        bool other = cyrillic <= latin && (strcmp(two, "uk") == 0 || strcmp(two, "ru") == 0);
        if (!other) return two;
    }
    return latin > cyrillic ? "en" : NULL;
}

/* ------------------------------------------------------------------ who and when */

/* Blocks that may say who and when: from a little above the title to the text, and what is marked
 * as such close behind it. */
struct near {
    long from, to;
};

static struct near near_of(const struct page *page, long first) {
    struct near near = {first - ABOVE, first + 1};
    if (near.from < 0) near.from = 0;
    for (long i = first + 1; i < (long)page->block_count; i++) {
        int kept = page->blocks[i].kept;
        if (kept == BODY_TEXT) break;
        near.to = i + 1;
    }
    return near;
}

static bool is_near(struct near near, long block) { return block >= near.from && block < near.to; }

static void find_authors(const struct page *page, const struct article_meta *meta, struct near near,
                         struct byline_names *people) {
    /* Marked as an author, near the title. */
    for (int i = 0; i < page->mark_count; i++) {
        const struct page_mark *mark = &page->mark[i];
        if ((mark->roles & PAGE_BYLINE) && is_near(near, mark->block))
            byline_read(page->arena, page->text.bytes + mark->at, mark->size, true, people);
    }
    /* Printed between title and text. */
    for (long i = near.from; i < near.to && !people->count; i++)
        if (page->blocks[i].kept == BODY_ABOUT || i < near.from + ABOVE)
            byline_read(page->arena, page_block_text(page, &page->blocks[i]), page->blocks[i].size,
                        page->blocks[i].kept == BODY_ABOUT, people);
    if (!people->count) *people = meta->people;
}

/* The printed date, of a mark or of a line, with its attribute for programs. */
static bool find_printed(const struct page *page, struct near near, struct article_date *out_date,
                         const char **out_datetime) {
    int rest;
    *out_datetime = NULL;
    for (int i = 0; i < page->mark_count; i++) {
        const struct page_mark *mark = &page->mark[i];
        if (!(mark->roles & PAGE_DATE) || (mark->roles & PAGE_UPDATED) ||
            !is_near(near, mark->block))
            continue;
        if (mark->datetime && !*out_datetime) *out_datetime = mark->datetime;
        if (article_date_find(page->text.bytes + mark->at, mark->size, out_date, &rest)) {
            if (mark->datetime) *out_datetime = mark->datetime;
            return true;
        }
    }
    for (long i = near.from; i < near.to; i++) {
        const struct page_block *block = &page->blocks[i];
        bool above = block->kept != BODY_ABOUT;
        if (block->size > 300 || (block->roles & PAGE_UPDATED)) continue;
        if (block->kept == BODY_STANDFIRST || block->kept == BODY_TITLE) continue;
        if (article_date_find(page_block_text(page, block), block->size, out_date, &rest) &&
            (!above || rest <= 3))
            return true;
    }
    return false;
}

/* "LARISK, May 17, 2021 – …": where and when an agency's text begins. */
static bool find_dateline(const struct page *page, struct near near,
                          struct article_date *out_date) {
    if (near.to >= (long)page->block_count) return false;
    const struct page_block *block = &page->blocks[near.to];
    size_t size = block->size < DATELINE_MOST ? block->size : DATELINE_MOST;
    const char *text = page_block_text(page, block);
    const char *dash = memmem(text, size, " – ", strlen(" – "));
    if (!dash) dash = memmem(text, size, " — ", strlen(" — "));
    if (!dash) dash = memmem(text, size, " - ", strlen(" - "));
    int rest;
    return dash && article_date_find(text, (size_t)(dash - text), out_date, &rest) && rest <= 6;
}

static const char *find_published(const struct page *page, const struct article_meta *meta,
                                  struct near near) {
    struct article_date printed, given;
    const char *datetime;
    bool used = false;
    if (!find_printed(page, near, &printed, &datetime) &&
        (datetime || meta->date_count || !find_dateline(page, near, &printed))) {
        for (int i = -1; i < meta->date_count; i++) {
            const char *text = i < 0 ? meta->date_count ? NULL : datetime : meta->date[i];
            if (text && article_date_read(text, &given))
                return article_date_text(page->arena, &given);
        }
        return datetime && article_date_read(datetime, &given)
                   ? article_date_text(page->arena, &given)
                   : NULL;
    }
    if (datetime && article_date_read(datetime, &given))
        printed = article_date_settle(&printed, &given, &used);
    for (int i = 0; i < meta->date_count && !used; i++)
        if (article_date_read(meta->date[i], &given))
            printed = article_date_settle(&printed, &given, &used);
    return article_date_text(page->arena, &printed);
}

/* ------------------------------------------------------------------ the text */

static void add_paragraph(struct buffer *out, const char *text, size_t size, bool joined) {
    if (out->size) buffer_add_text(out, joined ? "\n" : "\n\n");
    buffer_add(out, text, size);
}

static void write_text(const struct page *page, long last, struct article *article) {
    struct buffer out = {0};
    const char **captions = NULL;
    size_t room = 0, count = 0;
    if (article->title) add_paragraph(&out, article->title, strlen(article->title), false);
    if (article->standfirst)
        add_paragraph(&out, article->standfirst, strlen(article->standfirst), false);
    long before = BODY_NONE;
    for (long i = 0; i <= last; i++) {
        const struct page_block *block = &page->blocks[i];
        if (block->kept != BODY_TEXT && block->kept != BODY_CAPTION) continue;
        add_paragraph(&out, page_block_text(page, block), block->size,
                      (block->roles & PAGE_JOINED) && before == i - 1 && before >= 0);
        before = i;
        if (block->kept != BODY_CAPTION) continue;
        captions = arena_grow(page->arena, captions, count, &room, sizeof *captions);
        captions[count++] = arena_copy_part(page->arena, page_block_text(page, block), block->size);
    }
    article->text = arena_copy_part(page->arena, buffer_text(&out), out.size);
    article->captions = captions;
    article->caption_count = (int)count;
    buffer_close(&out);
}

static void take_article(struct page *page, const struct article_meta *meta, long first, long last,
                         struct article *article) {
    struct byline_names people = {.count = 0};
    struct near near = near_of(page, first);
    find_authors(page, meta, near, &people);
    for (int i = 0; i < people.count; i++)
        article->authors[article->author_count++] = people.name[i];
    article->published = find_published(page, meta, near);
    for (long i = 0; i <= last; i++) {
        const struct page_block *block = &page->blocks[i];
        char *text = NULL;
        if (block->kept == BODY_TITLE || block->kept == BODY_STANDFIRST)
            text = arena_copy_part(page->arena, page_block_text(page, block), block->size);
        for (char *at = text; at && *at; at++)
            if (*at == '\n') *at = ' ';
        if (block->kept == BODY_TITLE) article->title = text;
        if (block->kept == BODY_STANDFIRST) article->standfirst = text;
    }
    if (!article->title && meta->title_count) article->title = meta->title[0];
    write_text(page, last, article);
    article->language = language_of(page->arena, article->text, page->language);
}

static void note(struct article *article, const char *text) {
    if (article->note_count < ARTICLE_NOTES_MOST) article->notes[article->note_count++] = text;
}

bool article_read(struct arena *arena, const char *bytes, size_t size, struct article *out_article,
                  struct error *error) {
    if (size > ARTICLE_BYTES_MOST)
        return error_set(error, ERROR_TOO_LARGE,
                         "the page has more than %d MB; save it again without its pictures",
                         ARTICLE_BYTES_MOST >> 20);
    struct article_bytes utf8 = article_bytes_of(bytes, size);
    struct article article = {.title = NULL};
    struct article_meta meta;
    struct page *page = arena_new(arena, struct page, 1);
    long first, last;
    page_open(page, arena);
    if (is_html(utf8.text, utf8.size)) page_read_html(page, utf8.text, utf8.size);
    else page_read_lines(page, utf8.text, utf8.size);
    first = last = BODY_NONE;
    if (!page->full) {
        article_meta_read(page, &meta);
        article_body_find(page, &meta, &first, &last);
    }
    if (last != BODY_NONE) {
        take_article(page, &meta, first, last, &article);
        if (utf8.replaced)
            note(&article,
                 arena_format(arena, "%zu bytes are no characters of %s and stand as U+FFFD",
                              utf8.replaced, utf8.encoding));
        if (utf8.guessed)
            note(&article,
                 arena_format(arena, "the page does not say its encoding; it was read as %s",
                              utf8.encoding));
        if (page->turned) note(&article, "marks that turn the direction of writing were left out");
    }
    page_close(page);
    buffer_close(&utf8.made);
    if (page->full)
        return error_set(error, ERROR_TOO_LARGE,
                         "the page has more than %zu paragraphs, which is no article; save the "
                         "article by itself",
                         page->block_most);
    if (last == BODY_NONE)
        return error_set(error, ERROR_BAD_INPUT,
                         "nothing in it is the text of an article; save the page with its text");
    *out_article = article;
    return true;
}
