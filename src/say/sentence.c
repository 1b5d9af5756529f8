#include <string.h>

#include "say/token.h"

/* May a sentence begin with this token? */
static bool begins(const struct paragraph *paragraph, int i) {
    const struct token *token = &paragraph->tokens[i];
    return token->kind == TOKEN_MARK || token->kind == TOKEN_NUMBER || token->kind == TOKEN_DASH ||
           token->capital || token->kind == TOKEN_OPEN;
}

/* Does the full stop at `i` belong to the word before it? After an abbreviation, and after a single
 * capital, an initial, it does; a number that something follows in small letters was an ordinal. */
static bool is_abbreviated(const struct paragraph *paragraph, int i) {
    const struct token *stop = &paragraph->tokens[i];
    if (i == 0 || stop->blank || strcmp(token_word(paragraph, i), ".") != 0) return false;
    const struct token *word = &paragraph->tokens[i - 1];
    if (word->kind != TOKEN_WORD) return false;
    if (token_is(paragraph, i - 1, WORD_ABBREVIATION)) return true;
    bool letter = word->size == 1 ||
                  (word->size == 2 && (paragraph->text[paragraph->from + word->at] & 0x80));
    return letter && word->capital;
}

static bool is_stop_within(const struct paragraph *paragraph, const struct quotation *quotation) {
    int last = quotation->close - 1;
    return last > quotation->open && paragraph->tokens[last].kind == TOKEN_STOP;
}

/* Where the sentence that began at `from` ends. What is in marks is not looked into. */
static int sentence_end(const struct paragraph *paragraph, int from) {
    for (int i = from; i < paragraph->count; i++) {
        const struct token *token = &paragraph->tokens[i];
        int end;
        if (token->quotation >= 0) {
            const struct quotation *quotation = &paragraph->quotations[token->quotation];
            i = quotation->close;
            if (i >= paragraph->count) return paragraph->count;
            if (!is_stop_within(paragraph, quotation)) continue;
            end = i + 1;
        } else if (token->kind == TOKEN_STOP && !is_abbreviated(paragraph, i)) {
            end = i + 1;
        } else {
            continue;
        }
        while (end < paragraph->count && (paragraph->tokens[end].kind == TOKEN_STOP ||
                                          paragraph->tokens[end].kind == TOKEN_CLOSE))
            end++;
        if (end == paragraph->count) return end;
        /* “…?” she asked, and «…!» — сказала вона: a dash goes on. */
        if (begins(paragraph, end) && paragraph->tokens[end].kind != TOKEN_DASH) return end;
    }
    return paragraph->count;
}

void paragraph_sentences(struct arena *arena, struct paragraph *paragraph) {
    int most = 1;
    for (int i = 0; i < paragraph->count; i++)
        most += paragraph->tokens[i].kind == TOKEN_STOP || paragraph->tokens[i].kind == TOKEN_MARK;
    paragraph->sentences = arena_new(arena, struct sentence, most);
    paragraph->sentence_count = 0;
    for (int from = 0; from < paragraph->count;) {
        int to = sentence_end(paragraph, from);
        paragraph->sentences[paragraph->sentence_count++] = (struct sentence){from, to};
        from = to;
    }
    const struct token *last = &paragraph->tokens[paragraph->count - 1];
    paragraph->short_line = paragraph->count > 0 && last->kind != TOKEN_STOP &&
                            last->kind != TOKEN_COLON && last->kind != TOKEN_MARK;
}
