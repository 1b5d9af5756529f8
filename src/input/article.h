/* A news article out of a saved page, or out of text that was copied from one: what its reader saw of
 * it, without what else stood on the page. It comes before src/say/, which finds what is said in its
 * text. */
#ifndef CAIRN_INPUT_ARTICLE_H
#define CAIRN_INPUT_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum { ARTICLE_BYTES_MOST = 64 << 20, ARTICLE_AUTHORS_MOST = 16, ARTICLE_NOTES_MOST = 4 };

/* Texts are UTF-8 without control characters but "\n", in the arena; NULL is what the page has not. */
struct article {
    const char *title, *standfirst;
    const char *authors[ARTICLE_AUTHORS_MOST]; /* people, as they are written */
    int author_count;
    /* ISO 8601, as exact as the page is: a day, a minute, a second with its zone. What the page prints
     * comes first; what it says to programs adds to that, and stands in for it. */
    const char *published;
    const char *const *captions; /* without who took the picture */
    int caption_count;
    /* Title, standfirst, paragraphs and captions in their order, with a blank line between; a line
     * break within a paragraph is "\n". */
    const char *text;
    const char *language; /* "en", "uk", "ru": of the text's letters; else what the page says */
    const char *notes[ARTICLE_NOTES_MOST]; /* what was not as it should be, for people */
    int note_count;
};

/* Reads a page of HTML or lines of text, whichever it is by what stands in it. Fails with
 * ERROR_TOO_LARGE beyond ARTICLE_BYTES_MOST, and with ERROR_BAD_INPUT when nothing in it is the text
 * of an article. Takes time and memory in proportion to the size, however the page is nested. */
MUST_CHECK bool article_read(struct arena *arena, const char *bytes, size_t size,
                             struct article *out_article, struct error *error);

#endif
