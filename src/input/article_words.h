/* Lists of words by which the reader of articles knows a page's parts: words/article.words, compiled
 * by tools/words.c. */
#ifndef CAIRN_INPUT_ARTICLE_WORDS_H
#define CAIRN_INPUT_ARTICLE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* What a word of a list of lines has for its number: exactly so, more may follow, more may stand on
 * both sides. */
enum { WORD_WHOLE = 0, WORD_BEGINS = 1, WORD_WITHIN = 3 };

struct word {
    const char *text;
    size_t size;
    int value;
};

/* Sorted by bytes. */
struct words {
    int count;
    const struct word *word;
};

/* Names in markup: parts of class, id, role. */
extern const struct words WORDS_CLASS_AWAY, WORDS_CLASS_KEEP, WORDS_CLASS_HIDDEN,
    WORDS_CLASS_CAPTION, WORDS_CLASS_CREDIT, WORDS_CLASS_STANDFIRST, WORDS_CLASS_BYLINE,
    WORDS_CLASS_DATE, WORDS_CLASS_UPDATED, WORDS_CLASS_HEADLINE, WORDS_CLASS_LIVE;

/* Whole lines of text. */
extern const struct words WORDS_LINE_AWAY, WORDS_LINE_WITH, WORDS_LINE_END, WORDS_LINE_CAPTION,
    WORDS_LINE_CREDIT;

/* Bylines and dates. */
extern const struct words WORDS_BYLINE, WORDS_NOBODY, WORDS_OFFICE, WORDS_AND, WORDS_IN,
    WORDS_MONTH, WORDS_ZONE, WORDS_DATE_WORD, WORDS_UPDATED;

/* The word that is just this; NULL: it is not in the list. */
const struct word *words_find(const struct words *words, const char *text, size_t size);

/* The longest word that the line is, or that it begins with when more may follow; NULL: none. The
 * line is as line_key makes it. */
const struct word *words_match(const struct words *words, const char *line, size_t size);

/* A word of those that may stand anywhere, from the beginning of a word of the line on; or NULL. */
const struct word *words_within(const struct words *words, const char *line, size_t size);

#endif
