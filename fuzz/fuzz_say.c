/* The text of an article: every place lies in it, everything is in order, and nothing is without
 * what it must have. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "say/say.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_span(struct say_span span, size_t size) {
    if (span.from > span.to || span.to > size) abort();
}

static void check_statement(const struct say_statement *statement, size_t size) {
    check_span(statement->span, size);
    check_span(statement->quote, size);
    check_span(statement->about, size);
    check_span(statement->cue, size);
    check_span(statement->said_words, size);
    if (statement->span.from == statement->span.to || !say_act_name(statement->act)) abort();
    if (statement->said && statement->said_words.from == statement->said_words.to) abort();
    if (statement->speaker && strlen(statement->speaker) > size + 16) abort();
    for (int i = 0; i < statement->via_count; i++)
        if (!statement->via[i]) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const char *const languages[] = {"en", "uk", "ru", NULL};
    struct arena arena;
    arena_open(&arena, 0);
    for (int i = 0; i < 4; i++) {
        struct say_article article;
        struct error error = {0};
        if (!say_article(&arena, (const char *)bytes, size, i ? "2022-09-19" : NULL, languages[i],
                         &article, &error))
            abort();
        for (size_t j = 0; j < article.statement_count; j++) {
            check_statement(&article.statements[j], size);
            if (j && article.statements[j - 1].span.from > article.statements[j].span.from) abort();
        }
        for (size_t j = 0; j < article.figure_count; j++) {
            const struct say_figure *figure = &article.figures[j];
            check_span(figure->span, size);
            check_span(figure->place, size);
            if (!figure->has_value && !figure->has_low && !figure->has_high) abort();
            if (j && article.figures[j - 1].span.from > figure->span.from) abort();
        }
    }
    arena_close(&arena);
    return 0;
}
