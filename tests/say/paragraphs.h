/* Paragraphs and articles of a few words, for tests. Memory is one arena's, closed at the end. */
#ifndef CAIRN_TESTS_SAY_PARAGRAPHS_H
#define CAIRN_TESTS_SAY_PARAGRAPHS_H

#include "say/say.h"
#include "say/token.h"

extern struct arena paragraphs_arena;

int paragraphs_open(void **state);
int paragraphs_close(void **state);

/* The text as one paragraph with tokens, quotations and sentences. */
struct paragraph paragraph_of(const char *language, const char *text);

/* The words of a span or of tokens. */
const char *words_of_span(const char *text, struct say_span span);
const char *words_of_tokens(const struct paragraph *paragraph, int from, int to);

/* An article with this body under a title that nobody says, published on 2018-10-05. */
struct say_article article_of(const char *language, const char *text);

/* "speaker: words" of every statement, apart by " | "; a speaker of NULL is "-". */
const char *statements_of(const char *language, const char *text);

#endif
