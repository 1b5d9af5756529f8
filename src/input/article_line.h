/* A line or paragraph by itself: is it a page's leftover, a heading behind which other articles
 * come, who took a photograph? Answers come from the lists of words/article.words. */
#ifndef CAIRN_INPUT_ARTICLE_LINE_H
#define CAIRN_INPUT_ARTICLE_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum { LINE_KEY_MOST = 512 };

/* The form in which lines are compared: small letters, ' for any apostrophe, 0 for a number, no
 * ornaments at its ends and no colon, full stop or dots at its end. Of a longer text the beginning. */
struct line_key {
    char text[LINE_KEY_MOST];
    size_t size;
    bool cut; /* there is more of it */
};

void line_key(const char *text, size_t size, struct line_key *out_key);

/* A leftover wherever it stands: a button, a note on cookies, "Read also: …". */
bool line_is_away(const struct line_key *key);

/* A heading behind which the page has other things. */
bool line_is_end(const struct line_key *key);

/* Who took a photograph, and nothing else. */
bool line_is_credit(const struct line_key *key);

/* The bytes of "Image caption, " and the like that the text begins with; 0: it does not. */
size_t line_caption_mark(const char *text, size_t size);

/* Words with a letter or digit. */
int line_words(const char *text, size_t size);

/* Does it end as a sentence does: with . ! ? … or one of these before closing marks? */
bool line_is_sentence(const char *text, size_t size);

/* Characters, not bytes. */
size_t line_length(const char *text, size_t size);

/* Small letters for the capitals of Latin (ASCII) and Cyrillic, in place; the size stays. */
void line_small(char *text, size_t size);

#endif
