/* A mention as words, in the nominative as far as the lexicon knows its noun. */
#include <string.h>

#include "say/reading.h"

/* An adjective from the genitive or locative, as the noun has it in the nominative. */
static const char *adjective_nominative(const struct reading *reading, const char *word,
                                        const char *noun) {
    static const char *const endings[] = {"ому", "ого", "ої", "ій", "ом", "ой", "ем",
                                          "ей",  "им",  "ым", "ую", "у",  NULL};
    size_t length = strlen(word), of_noun = strlen(noun);
    bool uk = strcmp(reading->lexicon->language, "uk") == 0;
    const char *last = of_noun > 2 ? noun + of_noun - 2 : noun;
    bool she = strcmp(last, "а") == 0 || strcmp(last, "я") == 0;
    bool it = strcmp(last, "о") == 0 || strcmp(last, "е") == 0;
    if (uk && of_noun > 4 && strcmp(noun + of_noun - 4, "ня") == 0) she = false, it = true;
    for (int i = 0; endings[i]; i++) {
        size_t ending = strlen(endings[i]);
        if (length <= ending + 2 || strcmp(word + length - ending, endings[i]) != 0) continue;
        bool soft = length > ending + 2 && strncmp(word + length - ending - 2, "к", 2) == 0;
        const char *right = she          ? (uk ? "а" : "ая")
                            : it         ? (uk ? "е" : "ое")
                            : uk || soft ? "ий"
                                         : "ый";
        return arena_format(reading->arena, "%.*s%s", (int)(length - ending), word, right);
    }
    return word;
}

/* «правозахисники», «следователи»: a man's office has these endings in the plural alone. */
bool speaker_plural(const char *word) {
    size_t length = strlen(word);
    const char *last = length > 2 ? word + length - 2 : word;
    return strcmp(last, "и") == 0 || strcmp(last, "ы") == 0 || strcmp(last, "і") == 0 ||
           strcmp(last, "ї") == 0;
}

/* The ending of «експертів», «экспертов», in bytes; 0: another. */
size_t speaker_plural_genitive(const char *word) {
    size_t length = strlen(word);
    bool ends = length > 6 &&
                (strcmp(word + length - 4, "ів") == 0 || strcmp(word + length - 4, "ов") == 0);
    return ends ? 4 : 0;
}

/* The words of the mention; a Slavic noun for a body or an office in the nominative. */
const char *speaker_words(const struct reading *reading, const struct paragraph *p,
                          const struct mention *m) {
    int from = m->from, to = m->to;
    int head = m->kind == MENTION_BODY ? m->body : m->kind == MENTION_ROLE ? m->title : -1;
    while (to > from + 1 && (token_is(p, to - 1, WORD_ADVERB) || token_is(p, to - 1, WORD_PRONOUN)))
        to--;
    bool long_phrase =
        head >= 0 && strcmp(reading->lexicon->language, "en") != 0 && m->to - m->from >= 3;
    if (long_phrase) {
        for (int i = head + token_span(p, head); i < to; i++)
            if (token_is(p, i, WORD_CUE) ||
                (i == head + token_span(p, head) && token_verb_like(p, i)) ||
                token_is(p, i, WORD_NEGATION) || token_is(p, i, WORD_POSSESSIVE) ||
                token_is(p, i, WORD_AUXILIARY) ||
                (token_is(p, i, WORD_PREPOSITION) && (!token_lexeme(p, i, WORD_PREPOSITION)->sub ||
                                                      strcmp(token_word(p, i), "на") == 0))) {
                to = i;
                break;
            } else if (token_is(p, i, WORD_DETERMINER)) {
                i += token_span(p, i) - 1;
            }
    }
    if (head < 0 || strcmp(reading->lexicon->language, "en") == 0)
        return reading_text(reading, p, from, to);
    const struct lexeme *lexeme =
        token_lexeme(p, head, m->kind == MENTION_BODY ? WORD_BODY : WORD_TITLE);
    int behind = head + token_span(p, head);
    if (strcmp(lexeme->lemma, token_word(p, head)) == 0 || p->tokens[head].capitals ||
        (m->kind == MENTION_ROLE && lexeme->sub == GENDER_HE &&
         speaker_plural(token_word(p, head))))
        return reading_text(reading, p, from, to);
    /* Adjectives before it are in its case. */
    const char *made = "";
    for (int i = from; i < head; i++)
        made = arena_format(
            reading->arena, "%s%s ", made,
            adjective_nominative(reading, reading_text(reading, p, i, i + 1), lexeme->lemma));
    const char *rest = behind < to ? reading_text(reading, p, behind, to) : "";
    const char *many = m->kind != MENTION_ROLE || !speaker_plural_genitive(token_word(p, head)) ? ""
                       : strcmp(reading->lexicon->language, "uk") == 0 ||
                               strcmp(lexeme->lemma + strlen(lexeme->lemma) - 2, "к") == 0
                           ? "и"
                           : "ы";
    return arena_format(reading->arena, "%s%s%s%s%s", made, lexeme->lemma, many, *rest ? " " : "",
                        rest);
}
