/* Where the words said stand: before the cue, or behind it and what belongs to its verb. */
#include <string.h>

#include "say/content_parts.h"
#include "say/date.h"

/* Is there something in [from, to) that can be said: more than a date, adverbs and prepositions? */
bool content_words(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_WORD || p->tokens[i].kind == TOKEN_NUMBER) return true;
    return false;
}

/* Is [from, to) one quotation and nothing else but commas and dashes? Then which, otherwise -1. */
int content_only_quotation(const struct paragraph *p, int from, int to) {
    int found = -1;
    for (int i = from; i < to; i = token_next(p, i)) {
        if (token_quoted(p, i)) {
            if (found >= 0) return -1;
            found = p->tokens[i].quotation;
        } else if (p->tokens[i].kind != TOKEN_COMMA && p->tokens[i].kind != TOKEN_DASH) {
            return -1;
        }
    }
    return found;
}

void content_date(struct reading *reading, const struct paragraph *p, struct cue *cue, int from,
                  int to) {
    if (cue->said) return;
    for (int i = from; i < to; i = token_next(p, i)) {
        const char *edtf;
        int end = date_read(reading->arena, p, i, to, reading->published, &edtf);
        if (end == i) continue;
        if (edtf) cue->said = edtf, cue->said_from = i, cue->said_to = end;
        return;
    }
}

int content_behind_adverbs(const struct paragraph *p, int from, int to) {
    while (from < to && (token_is(p, from, WORD_ADVERB) || token_is(p, from, WORD_AND) ||
                         p->tokens[from].kind == TOKEN_DASH || p->tokens[from].kind == TOKEN_COMMA))
        from += token_span(p, from);
    return from;
}

/* Do these words only say when or where: "In a speech on Monday"? */
bool content_beside(const struct paragraph *p, int from, int to) {
    const char *edtf;
    from = content_behind_adverbs(p, from, to);
    for (int i = from; i < to; i = token_next(p, i)) /* "Of the bodies, 99% were …" */
        if (p->tokens[i].kind == TOKEN_COMMA && i + 2 < to) return false;
    return from >= to || token_is(p, from, WORD_PREPOSITION) || token_is(p, from, WORD_WHEN) ||
           token_is(p, from, WORD_ASKED) || date_read(NULL, p, from, to, DATE_NONE, &edtf) > from;
}

/* What goes before the subject and the verb: "…, the governor added". */
bool content_before(const struct paragraph *p, const struct sentence *sentence, struct cue *cue) {
    int to = cue->left;
    if (cue->has_subject && !cue->subject_right && cue->subject_from >= 0 && cue->subject_from < to)
        to = cue->subject_from;
    /* «Военные, как утверждает прокуратура, …» */
    if (!paragraph_english(p) && to > sentence->from + 1 && token_is(p, to - 1, WORD_THAT)) to--;
    int mark = to;
    while (mark > sentence->from &&
           (token_is(p, mark - 1, WORD_DETERMINER) || token_is(p, mark - 1, WORD_POSSESSIVE)))
        mark--;
    if (mark > sentence->from && !token_quoted(p, mark - 1) &&
        p->tokens[mark - 1].kind != TOKEN_COMMA && p->tokens[mark - 1].kind != TOKEN_DASH)
        return false;
    while (to > sentence->from &&
           (p->tokens[to - 1].kind == TOKEN_COMMA || p->tokens[to - 1].kind == TOKEN_DASH ||
            token_is(p, to - 1, WORD_DETERMINER) || token_is(p, to - 1, WORD_POSSESSIVE)))
        to--;
    if (!content_words(p, sentence->from, to)) return false;
    /* A quotation right before the cue is all that is said, whatever stands before it. */
    int from = sentence->from;
    if (token_quoted(p, to - 1)) {
        const struct quotation *q = &p->quotations[p->tokens[to - 1].quotation];
        bool whole = q->open >= from && (token_has(p, q->close - 1, TOKEN_COMMA) ||
                                         token_has(p, q->close - 1, TOKEN_STOP) || q->open <= from);
        if (whole && q->open > from) from = q->open;
    }
    content_set(cue, from, to);
    cue->direct = content_only_quotation(p, from, to) >= 0;
    return true;
}

/* Behind the verb: addressees, dates, places. Returns where the words said may begin; *out_opened:
 * something (that, a colon, a mark) says that they do. */
int content_behind(struct reading *reading, const struct paragraph *p,
                   const struct sentence *sentence, struct cue *cue, int to, bool *out_opened) {
    int i = cue->verb_end;
    *out_opened = false;
    /* Is there an opener before the clause could begin without one? */
    int opener = i;
    for (int commas = 0; opener < to; opener = token_next(p, opener)) {
        if (token_is(p, opener, WORD_THAT) || p->tokens[opener].kind == TOKEN_COLON ||
            token_quoted(p, opener) || p->tokens[opener].kind == TOKEN_DASH)
            break;
        if (p->tokens[opener].kind == TOKEN_COMMA) {
            bool that = token_is(p, opener + 1, WORD_THAT);
            bool parenthesis = token_is(p, opener + 1, WORD_ADVERB) || commas;
            if (that || token_quoted(p, opener + 1)) break;
            if (!parenthesis) {
                opener = to;
                break;
            }
            commas++;
        }
        if (token_is(p, opener, WORD_CUE) && paragraph_english(p) &&
            !cue_is_noun(p, sentence, opener)) {
            opener = to;
            break;
        }
    }
    for (;;) {
        const char *edtf;
        int after = i < to ? date_read(reading->arena, p, i, to, reading->published, &edtf) : i;
        if (after > i) {
            if (edtf && !cue->said) cue->said = edtf, cue->said_from = i, cue->said_to = after;
            i = after;
        } else if (i < to && (token_is(p, i, WORD_ADVERB) || token_is(p, i, WORD_DAY_PART)) &&
                   i + token_span(p, i) <= to) {
            i += token_span(p, i);
        } else {
            break;
        }
    }
    if (i >= to) return to;
    if (token_is(p, i, WORD_CITING)) {
        while (i < to && p->tokens[i].kind != TOKEN_COMMA) i = token_next(p, i);
        return i;
    }
    bool preposition = token_is(p, i, WORD_PREPOSITION);
    bool tells = cue->lexeme->sub == FRAME_TELLS || preposition || !paragraph_english(p);
    bool that_far = opener < to && token_is(p, opener, WORD_THAT) && tells;
    bool colon_far = opener < to && p->tokens[opener].kind == TOKEN_COLON;
    /* "said in a report entitled “The Quarry”": a name, when the words said go before */
    struct cue before = *cue;
    bool named = opener < to && opener > i && token_quoted(p, opener) && preposition &&
                 paragraph_english(p) && !token_has(p, opener - 1, TOKEN_COMMA) &&
                 content_before(p, sentence, &before) &&
                 !content_beside(p, before.content_from, before.content_to);
    if (named) return to;
    if (opener < to && (opener == i || that_far || colon_far || preposition ||
                        !paragraph_english(p) || p->tokens[opener].kind == TOKEN_COMMA)) {
        content_date(reading, p, cue, i, opener);
        *out_opened = true;
        return opener;
    }
    if (preposition) { /* "said at a meeting with residents." */
        int end = i;
        while (end < to && p->tokens[end].kind != TOKEN_COMMA && p->tokens[end].kind != TOKEN_DASH)
            end = token_next(p, end);
        content_date(reading, p, cue, i, end);
        return end;
    }
    return i;
}

/* "told reporters the camp was closed", "told her her husband was well" */
int content_behind_addressee(const struct paragraph *p, int from, int to) {
    int i = from;
    if (token_is(p, i, WORD_PRONOUN) || strcmp(token_word(p, i), "her") == 0 ||
        strcmp(token_word(p, i), "him") == 0 || strcmp(token_word(p, i), "them") == 0 ||
        strcmp(token_word(p, i), "us") == 0)
        return strcmp(token_word(p, i + 1 < to ? i + 1 : i), "of") == 0 ? from - 1 : i + 1;
    while (i < to && (token_is(p, i, WORD_DETERMINER) || token_is(p, i, WORD_POSSESSIVE))) i++;
    while (i < to && p->tokens[i].kind == TOKEN_WORD && !token_is(p, i, WORD_DETERMINER) &&
           !token_is(p, i, WORD_PRONOUN) && !token_is(p, i, WORD_PREPOSITION))
        i++;
    return i;
}
