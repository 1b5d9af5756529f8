/* Which words give others to a speaker, and what belongs to the verb. */
#include <string.h>

#include "say/date.h"
#include "say/reading.h"

/* These stand before nouns alone; "another said", "one says". */
static bool is_article(const char *word) {
    static const char *const articles[] = {"the", "a", "an", "any", "every", "no", NULL};
    for (int i = 0; articles[i]; i++)
        if (strcmp(articles[i], word) == 0) return true;
    return false;
}

/* A form that looks like a verb is a noun after an article, an adjective's place or a preposition:
 * "their report", "rejected claims that". */
bool cue_is_noun(const struct paragraph *p, const struct sentence *sentence, int i) {
    if (i <= sentence->from || !paragraph_english(p)) return false;
    if (p->tokens[i - 1].possessive) return true;
    int before = i - 1;
    if (token_is(p, before, WORD_POSSESSIVE) || token_is(p, before, WORD_PREPOSITION)) return true;
    if (token_is(p, before, WORD_DETERMINER) && is_article(token_word(p, before))) return true;
    if (token_is(p, before, WORD_CUE) && !token_is(p, before, WORD_BODY) &&
        (token_is(p, i, WORD_NOUN) || !cue_is_noun(p, sentence, before)))
        return true;
    if (!token_is(p, i, WORD_NOUN)) return false;
    if (token_is(p, before, WORD_NUMBER) || p->tokens[before].kind == TOKEN_NUMBER) return true;
    /* "in a one-line reply": an article stands not far before it; but "the families demand" */
    const char *word = token_word(p, before);
    size_t length = strlen(word);
    bool subject = token_is(p, before, WORD_BODY) || token_is(p, before, WORD_TITLE) ||
                   token_is(p, before, WORD_KIND) || (length > 3 && word[length - 1] == 's');
    for (int j = before; j >= sentence->from && j > i - 4 && p->tokens[j].kind == TOKEN_WORD; j--)
        if (token_is(p, j, WORD_DETERMINER) || token_is(p, j, WORD_POSSESSIVE)) return !subject;
    return false;
}

static bool may_stand_before(const struct paragraph *p, int i) {
    return token_is(p, i, WORD_AUXILIARY) || token_is(p, i, WORD_ADVERB) ||
           token_is(p, i, WORD_NEGATION) || token_is(p, i, WORD_DAY_PART);
}

/* What stands before the verb and belongs to it; dates are kept. */
static void read_left(struct reading *reading, const struct paragraph *p,
                      const struct sentence *sentence, struct cue *cue) {
    int i = cue->verb;
    while (i > sentence->from) {
        int date = date_before(p, sentence->from, i);
        if (date < i) {
            const char *edtf;
            date_read(reading->arena, p, date, i, reading->published, &edtf);
            if (edtf) cue->said = edtf, cue->said_from = date, cue->said_to = i;
            i = date;
            continue;
        }
        int j = i - 1;
        while (j > sentence->from && j > i - 4 &&
               !(may_stand_before(p, j) && j + token_span(p, j) == i))
            j--;
        if (may_stand_before(p, j) && j + token_span(p, j) == i && !token_quoted(p, j)) {
            const struct lexeme *auxiliary = token_lexeme(p, j, WORD_AUXILIARY);
            if (auxiliary && auxiliary->sub) cue->passive = true;
            if (token_is(p, j, WORD_NEGATION)) {
                cue->negated = true;
                cue->from = j;
            }
            i = j;
            /* "did not respond": the auxiliary goes with the negation */
            if (auxiliary && cue->negated && cue->from == j + token_span(p, j)) cue->from = j;
            continue;
        }
        /* ", however," */
        if (token_has(p, i - 1, TOKEN_COMMA) && i - 2 > sentence->from &&
            token_is(p, i - 2, WORD_ADVERB) && token_has(p, i - 3, TOKEN_COMMA)) {
            i -= 3;
            continue;
        }
        break;
    }
    cue->left = i;
}

bool cue_read(struct reading *reading, const struct paragraph *p, const struct sentence *sentence,
              int i, struct cue *out_cue) {
    const struct lexeme *source = token_lexeme(p, i, WORD_SOURCE);
    const struct lexeme *lexeme = source ? source : token_lexeme(p, i, WORD_CUE);
    if (!lexeme || i + token_span(p, i) > sentence->to) return false;
    *out_cue = (struct cue){.lexeme = lexeme,
                            .verb = i,
                            .verb_end = i + token_span(p, i),
                            .from = i,
                            .left = i,
                            .said_from = -1,
                            .said_to = -1,
                            .content_from = -1,
                            .content_to = -1,
                            .rest_from = -1,
                            .rest_to = -1};
    if (source) return true;
    if (token_is(p, i, WORD_ASKED) && (i == sentence->from || token_is(p, i - 1, WORD_WHEN) ||
                                       (i == sentence->from + 1 && token_is(p, i - 1, WORD_AND))))
        return false;
    if (cue_is_noun(p, sentence, i)) return false;
    /* A capital within a sentence is a name: "General Otto Brand". */
    bool within = i > sentence->from && p->tokens[i - 1].kind == TOKEN_WORD;
    if (within && p->tokens[i].capital && !p->tokens[i].capitals) return false;
    read_left(reading, p, sentence, out_cue);
    /* "accused of", "blamed for"; "alleged to have" is the article's own caution */
    const char *behind = out_cue->verb_end < p->count ? token_word(p, out_cue->verb_end) : "";
    bool passive_fits = lexeme->sub == FRAME_MAKES && lexeme->act == SAY_ALLEGATION &&
                        (strcmp(behind, "of") == 0 || strcmp(behind, "for") == 0);
    if (out_cue->passive && !passive_fits) return false;
    if (lexeme->sub == FRAME_REFUSES && !out_cue->negated) return false;
    /* "He did not say": what was not said is no statement of anything else. */
    return true;
}
