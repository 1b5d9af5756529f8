#include "say/lexicon.h"

#include <string.h>

const struct lexicon *lexicon_of(const char *language) {
    for (int i = 0; i < lexicon_count; i++)
        if (strcmp(lexicon_list[i].language, language) == 0) return &lexicon_list[i];
    return NULL;
}

/* The lexeme of a class that a form has, whatever stands around it. */
static const struct lexeme *find(const struct lexicon *lexicon, const char *word, size_t size,
                                 enum word_class class) {
    uint32_t bucket = lexicon_hash(word, size) % LEXICON_BUCKETS;
    for (int i = lexicon->buckets[bucket]; i < lexicon->buckets[bucket + 1]; i++) {
        const struct word_form *form = &lexicon->forms[i];
        if (strlen(form->text) != size || memcmp(form->text, word, size) != 0) continue;
        for (int j = 0; j < form->count; j++)
            if (lexicon->lexemes[form->first + j].word_class == class)
                return &lexicon->lexemes[form->first + j];
    }
    return NULL;
}

const struct lexeme *lexicon_number(const struct lexicon *lexicon, const char *word, size_t size) {
    return find(lexicon, word, size, WORD_NUMBER);
}

bool lexicon_defends(const struct lexicon *lexicon, const char *lemma) {
    return find(lexicon, lemma, strlen(lemma), WORD_DEFENDS) != NULL;
}
