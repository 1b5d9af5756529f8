#include "say/paragraphs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena paragraphs_arena;

int paragraphs_open(void **state) {
    (void)state;
    arena_open(&paragraphs_arena, 0);
    return 0;
}

int paragraphs_close(void **state) {
    (void)state;
    arena_close(&paragraphs_arena);
    return 0;
}

struct paragraph paragraph_of(const char *language, const char *text) {
    struct paragraph paragraph;
    size_t at = 0, size = strlen(text);
    if (!paragraph_next(text, size, &at, &paragraph)) abort();
    paragraph.lexicon = lexicon_of(language);
    paragraph_tokens(&paragraphs_arena, &paragraph);
    paragraph_quotations(&paragraphs_arena, &paragraph, false, text + at, size - at);
    paragraph_sentences(&paragraphs_arena, &paragraph);
    return paragraph;
}

const char *words_of_span(const char *text, struct say_span span) {
    return arena_copy_part(&paragraphs_arena, text + span.from, span.to - span.from);
}

const char *words_of_tokens(const struct paragraph *paragraph, int from, int to) {
    return words_of_span(paragraph->text, paragraph_span(paragraph, from, to));
}

/* The text behind a title, so that nothing of it is taken for a headline. */
static const char *with_title(const char *text) {
    return arena_format(&paragraphs_arena, "*\n\n%s", text);
}

struct say_article article_of(const char *language, const char *text) {
    struct say_article article;
    struct error error = {0};
    const char *whole = with_title(text);
    if (!say_article(&paragraphs_arena, whole, strlen(whole), "2018-10-05", language, &article,
                     &error)) {
        fprintf(stderr, "%s\n", error.text);
        abort();
    }
    return article;
}

const char *statements_of(const char *language, const char *text) {
    struct say_article article = article_of(language, text);
    const char *whole = with_title(text), *made = "";
    for (size_t i = 0; i < article.statement_count; i++) {
        const struct say_statement *statement = &article.statements[i];
        made = arena_format(&paragraphs_arena, "%s%s%s: %s", made, i ? " | " : "",
                            statement->speaker ? statement->speaker : "-",
                            words_of_span(whole, statement->span));
    }
    return made;
}
