/* Subjects behind the verb. */
#include <string.h>

#include "say/date.h"
#include "say/subject_parts.h"

/* The end of the phrase behind a verb. */
static int right_end(const struct paragraph *p, int from, int to) {
    int i = from;
    for (; i < to; i++) {
        const char *edtf;
        if (token_quoted(p, i) && !(i > from && p->tokens[i].kind == TOKEN_MARK)) break;
        if (p->tokens[i].kind != TOKEN_WORD && p->tokens[i].kind != TOKEN_MARK) break;
        if (i > from && date_read(NULL, p, i, to, DATE_NONE, &edtf) > i) break;
        if (token_is(p, i, WORD_THAT) || token_is(p, i, WORD_RELATIVE) ||
            token_is(p, i, WORD_CITING) ||
            (i > from && (token_is(p, i, WORD_CUE) || token_is(p, i, WORD_AUXILIARY))))
            break;
        if (i > from && token_is(p, i, WORD_PREPOSITION) && !token_is(p, i, WORD_TITLE)) {
            if (paragraph_english(p) &&
                (strcmp(token_word(p, i), "of") == 0 || strcmp(token_word(p, i), "for") == 0))
                continue;
            break;
        }
        if (token_quoted(p, i)) i = token_next(p, i) - 1;
        else if (token_is(p, i, WORD_TITLE) || token_is(p, i, WORD_DETERMINER))
            i += token_span(p, i) - 1;
    }
    return i < to ? i : to;
}

/* A noun in the dative, whom it was said to: «журналістам», «корреспонденту». */
static bool is_addressee(const struct paragraph *p, int i) {
    if (paragraph_english(p)) return false;
    const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
    if (!title) title = token_lexeme(p, i, WORD_BODY);
    const char *word = token_word(p, i);
    size_t length = strlen(word);
    bool plural = length > 6 &&
                  (strcmp(word + length - 4, "ам") == 0 || strcmp(word + length - 4, "ям") == 0);
    bool dative =
        length > 4 && (strcmp(word + length - 2, "у") == 0 || strcmp(word + length - 2, "ю") == 0);
    return !p->tokens[i].capital && (plural || (title && dative));
}

/* «Як повідомляє «Суспільне»»: a name in marks. */
static bool take_named(struct reading *reading, const struct paragraph *p,
                       const struct sentence *sentence, struct cue *cue, int from) {
    if (!token_quoted(p, from) || cue->verb_end != from || !token_is(p, sentence->from, WORD_THAT))
        return false;
    const struct quotation *q = &p->quotations[p->tokens[from].quotation];
    if (q->open != from || q->close - q->open > 5 || q->close >= sentence->to ||
        !p->tokens[from + 1].capital || token_has(p, q->close - 1, TOKEN_STOP) ||
        !(token_has(p, q->close + 1, TOKEN_COMMA) || token_is(p, q->close + 1, WORD_CITING)))
        return false;
    cue->speaker = (struct speaker){.name = reading_text(reading, p, from + 1, q->close)};
    cue->has_subject = cue->subject_right = true;
    cue->subject_from = from, cue->subject_to = cue->verb_end = q->close + 1;
    return true;
}

/* “…,” said one of them, a carpenter named Jos Tiller. */
static void take_name_behind(struct reading *reading, const struct paragraph *p,
                             const struct sentence *sentence, struct cue *cue) {
    int from = cue->verb_end + 1, to = right_end(p, from, sentence->to);
    struct mention mention = mention_read(&reading->names, p, from, to);
    if (mention.kind != MENTION_NAME || token_is(p, from, WORD_AND) || to <= from) return;
    struct speaker speaker = speaker_of(reading, p, &mention, false);
    if (!speaker.name || !speaker.person) return;
    cue->speaker = speaker;
    cue->verb_end = to;
}

/* «…», — каже листоноша: a noun that the lexicon does not know, in what may be the nominative. */
static bool is_unknown(const struct paragraph *p, const struct sentence *sentence,
                       const struct cue *cue, int from, int to) {
    static const char *const oblique[] = {"у",  "ю",  "ам",  "ям",  "ом", "ем", "ою",
                                          "ею", "ої", "ого", "ому", "ой", "им", "ым",
                                          "ах", "ях", "ами", "ями", NULL};
    bool behind = cue->left > sentence->from &&
                  (token_quoted(p, cue->left - 1) || token_has(p, cue->left - 1, TOKEN_COMMA) ||
                   token_has(p, cue->left - 1, TOKEN_DASH));
    bool opens = cue->left == sentence->from || token_is(p, sentence->from, WORD_THAT);
    if ((!behind && !opens) || to - from > 4 || p->tokens[from].form || p->tokens[from].capital)
        return false;
    if (to < sentence->to && p->tokens[to].kind == TOKEN_WORD && !token_is(p, to, WORD_PREPOSITION))
        return false;
    const char *word = token_word(p, from);
    size_t length = strlen(word);
    for (int i = 0; oblique[i]; i++) {
        size_t ending = strlen(oblique[i]);
        if (length > ending && strcmp(word + length - ending, oblique[i]) == 0) return false;
    }
    return p->tokens[from].kind == TOKEN_WORD && length > 6;
}

/* «Как заявил в интервью агентству депутат Иван Сидоров»: an office in the nominative further on. */
static bool take_far(struct reading *reading, const struct paragraph *p,
                     const struct sentence *sentence, struct cue *cue, int from) {
    for (int i = from; i < sentence->to && i < from + 10 && p->tokens[i].kind == TOKEN_WORD; i++) {
        const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
        if (!title || strncmp(title->lemma, token_word(p, i), strlen(token_word(p, i))) != 0)
            continue;
        int end = right_end(p, i, sentence->to);
        struct mention mention = mention_read(&reading->names, p, i, end);
        if (mention.kind != MENTION_NAME && mention.kind != MENTION_ROLE) return false;
        cue->subject = mention;
        cue->has_subject = cue->subject_right = true;
        cue->subject_from = i, cue->subject_to = cue->verb_end = end;
        cue->speaker = speaker_of(reading, p, &mention, false);
        return cue->speaker.name != NULL;
    }
    return false;
}

/* The nominative of the phrase behind a Slavic verb: «повідомив очільник …», «сказала вона». */
bool subject_right(struct reading *reading, const struct paragraph *p,
                   const struct sentence *sentence, struct cue *cue) {
    int from = cue->verb_end;
    for (;;) {
        const char *edtf;
        int after = from < sentence->to ? date_read(reading->arena, p, from, sentence->to,
                                                    reading->published, &edtf)
                                        : from;
        if (after > from) {
            if (edtf) cue->said = edtf, cue->said_from = from, cue->said_to = after;
            from = after;
        } else if (from < sentence->to &&
                   (token_is(p, from, WORD_ADVERB) || is_addressee(p, from))) {
            from += token_span(p, from);
        } else if (from + 1 < sentence->to && !paragraph_english(p) &&
                   token_is(p, from, WORD_PREPOSITION) &&
                   !token_lexeme(p, from, WORD_PREPOSITION)->sub &&
                   p->tokens[from + 1].kind == TOKEN_WORD) {
            from += 1 + token_span(p, from + 1); /* «обратилась к правительствам» */
        } else {
            break;
        }
    }
    /* «Как рассказал «Хронике» бывший заключённый»: whom it was told */
    if (!paragraph_english(p) && token_quoted(p, from) && from == cue->verb_end &&
        token_is(p, sentence->from, WORD_THAT) && token_next(p, from) < sentence->to &&
        token_has(p, token_next(p, from), TOKEN_WORD) &&
        !token_is(p, token_next(p, from), WORD_CITING))
        from = token_next(p, from);
    if (!paragraph_english(p) && from < sentence->to && take_named(reading, p, sentence, cue, from))
        return true;
    if (paragraph_english(p) && cue->lexeme->sub != FRAME_SAYS &&
        cue->lexeme->sub != FRAME_GESTURE && cue->lexeme->sub != FRAME_ASKS)
        return false;
    bool at = from < sentence->to && token_lexeme(p, from, WORD_PREPOSITION) &&
              token_lexeme(p, from, WORD_PREPOSITION)->sub;
    int begin = from + (at ? token_span(p, from) : 0);
    int end = right_end(p, begin, sentence->to);
    if (end <= begin) return false;
    struct mention mention = mention_read(&reading->names, p, begin, end);
    if (at && mention.kind != MENTION_BODY) return take_far(reading, p, sentence, cue, begin);
    if (mention.kind == MENTION_NONE || mention.kind == MENTION_OTHER) {
        /* «розповіла одна з матерів» */
        bool behind_words = paragraph_english(p) && cue->left > 0 &&
                            token_quoted(p, cue->left - 1); /* “…,” said one */
        if (mention.kind == MENTION_NONE) return false;
        bool one = token_is(p, begin, WORD_DETERMINER);
        if (!behind_words &&
            (paragraph_english(p) || !(one || is_unknown(p, sentence, cue, begin, end))))
            return false;
        if (one && !paragraph_english(p)) mention.from = begin;
    }
    if (paragraph_english(p)) {
        /* "said Mr Amsel." but not "said Mr Amsel had lied" */
        bool ends = end >= sentence->to || p->tokens[end].kind != TOKEN_WORD ||
                    token_is(p, end, WORD_PREPOSITION) || token_is(p, end, WORD_RELATIVE);
        const char *edtf;
        if (!ends && date_read(NULL, p, end, sentence->to, DATE_NONE, &edtf) == end) return false;
        if (mention.kind == MENTION_PRONOUN) return false;
    } else if (mention.kind == MENTION_ROLE || (mention.kind == MENTION_BODY && !at)) {
        /* In another case it is whom it was said to: «сказала журналістам». */
        const struct lexeme *head = mention.kind == MENTION_ROLE
                                        ? token_lexeme(p, mention.title, WORD_TITLE)
                                        : token_lexeme(p, mention.body, WORD_BODY);
        int token = mention.kind == MENTION_ROLE ? mention.title : mention.body;
        if (strncmp(head->lemma, token_word(p, token), strlen(token_word(p, token))) != 0)
            return false;
    }
    cue->subject = mention;
    cue->has_subject = cue->subject_right = true;
    cue->subject_from = begin, cue->subject_to = end;
    cue->speaker = speaker_of(reading, p, &mention, false);
    cue->verb_end = end;
    if (paragraph_english(p) && mention.kind != MENTION_NAME && token_has(p, end, TOKEN_COMMA))
        take_name_behind(reading, p, sentence, cue);
    if (mention.kind == MENTION_BODY && mention.owner_to > mention.owner_from &&
        token_is(p, mention.owner_from,
                 WORD_POSSESSIVE)) { /* «Поліція …, повідомляє її пресслужба» */
        struct speaker whose = speaker_first(reading, p, sentence->from, cue->left);
        if (whose.name && !whose.person) cue->speaker = whose;
    }
    return cue->speaker.name != NULL;
}
