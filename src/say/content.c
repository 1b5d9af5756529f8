/* What is said with a cue: behind it, before it or around it. */
#include <string.h>

#include "say/date.h"
#include "say/content_parts.h"

/* The end of the sentence without its stop and closing marks outside of quotations. */
static int last_of(const struct paragraph *p, const struct sentence *sentence) {
    int to = sentence->to;
    while (to > sentence->from && !token_quoted(p, to - 1) &&
           (p->tokens[to - 1].kind == TOKEN_STOP || p->tokens[to - 1].kind == TOKEN_CLOSE))
        to--;
    return to;
}

/* A date that opens the sentence goes with its first cue: "Last week Mr Amsel said". */
static void opening_date(struct reading *reading, const struct paragraph *p,
                         const struct sentence *sentence, struct cue *cue) {
    if (cue->joined || cue->said) return;
    int from = sentence->from,
        to = cue->has_subject && !cue->subject_right ? cue->subject_from : cue->left;
    while (from < to && (token_is(p, from, WORD_AND) || token_is(p, from, WORD_ADVERB) ||
                         p->tokens[from].kind == TOKEN_DASH))
        from += token_span(p, from);
    const char *edtf;
    if (from < to) {
        if (token_is(p, from, WORD_ASKED)) content_date(reading, p, cue, from, to);
        int end = date_read(reading->arena, p, from, to, reading->published, &edtf);
        if (end > from && edtf) cue->said = edtf, cue->said_from = from, cue->said_to = end;
    }
}

/* The end of words that go on behind a cue: where the next cue of the same speaker is joined. */
static int cut_at(const struct paragraph *p, int from, int to, const struct cue *next) {
    if (!next || next->verb < from || next->verb >= to || next->dropped) return to;
    int end = next->left;
    if (next->lexeme->word_class == WORD_SOURCE) /* "said that A, according to B" */
        return token_has(p, next->verb - 1, TOKEN_COMMA) ? next->verb - 1 : to;
    if (next->clause > from) {
        end = next->clause;
    } else if (next->joined) {
        int conjunction = token_before(p, end, WORD_AND);
        if (conjunction > from) end = conjunction;
    } else {
        /* "…, the broadcaster reported, in an interview" passes on what stands before it */
        int subject = next->subject_from;
        while (subject > from && token_is(p, subject - 1, WORD_DETERMINER)) subject--;
        if (next->has_subject && subject > from && token_has(p, subject - 1, TOKEN_SEMICOLON))
            return subject - 1;
        bool apart = next->has_subject && !next->subject_right && subject > from &&
                     token_has(p, subject - 1, TOKEN_COMMA) &&
                     (next->verb_end >= to || token_has(p, next->verb_end, TOKEN_COMMA));
        if (!apart) return to;
        end = subject;
    }
    while (end > from && token_has(p, end - 1, TOKEN_COMMA)) end--;
    return end;
}

/* Words around a cue that stands behind "whom": "most of whom the ministry says were civilians". */
static void around_relative(const struct paragraph *p, const struct sentence *sentence,
                            struct cue *cue, int to) {
    int from = cue->left, end = cue->verb_end;
    if (cue->subject_from > 0 && strcmp(token_word(p, cue->subject_from - 1), "where") == 0) {
        content_set(cue, end, to); /* "cities where authorities said troops had left graves" */
        return;
    }
    while (from > sentence->from && p->tokens[from - 1].kind != TOKEN_DASH &&
           p->tokens[from - 1].kind != TOKEN_COMMA && p->tokens[from - 1].kind != TOKEN_OPEN)
        from--;
    if (token_has(p, end, TOKEN_COMMA)) end++;
    while (end < to && p->tokens[end].kind != TOKEN_DASH && p->tokens[end].kind != TOKEN_COMMA &&
           p->tokens[end].kind != TOKEN_CLOSE)
        end = token_next(p, end);
    content_set(cue, from, end);
}

static void source_content(const struct paragraph *p, const struct sentence *sentence,
                           struct cue *cue, int to) {
    int end = cue->verb_end;
    int before = cue->verb;
    while (before > sentence->from &&
           (p->tokens[before - 1].kind == TOKEN_COMMA || p->tokens[before - 1].kind == TOKEN_DASH ||
            p->tokens[before - 1].kind == TOKEN_OPEN))
        before--;
    while (end < to && (p->tokens[end].kind == TOKEN_COMMA || p->tokens[end].kind == TOKEN_DASH ||
                        p->tokens[end].kind == TOKEN_CLOSE))
        end++;
    bool opening = content_behind_adverbs(p, sentence->from, before) >= before;
    if (opening) {
        content_set(cue, end, to);
        cue->direct = content_only_quotation(p, end, to) >= 0;
        return;
    }
    content_set(cue, sentence->from, before);
    cue->direct = content_only_quotation(p, sentence->from, before) >= 0;
    if (end >= to) return;
    if (token_is(p, end, WORD_AND)) {
        cue->rest_from = end + token_span(p, end), cue->rest_to = to;
    } else {
        cue->content_to = to; /* within */
    }
}

void cue_content(struct reading *reading, const struct paragraph *p,
                 const struct sentence *sentence, struct cue *cue, const struct cue *next) {
    int to = last_of(p, sentence);
    if (cue->lexeme->word_class == WORD_SOURCE) {
        source_content(p, sentence, cue, to);
        return;
    }
    opening_date(reading, p, sentence, cue);
    if (cue->relative) {
        around_relative(p, sentence, cue, to);
        return;
    }
    int end = cut_at(p, cue->verb_end, to, next);
    if (cue->beside)
        for (int i = cue->verb_end; i < end; i = token_next(p, i))
            if (p->tokens[i].kind == TOKEN_COMMA) end = i;
    enum cue_frame frame = (enum cue_frame)cue->lexeme->sub;
    bool silent =
        cue->negated && (frame == FRAME_SAYS || frame == FRAME_TELLS || frame == FRAME_REFUSES);
    if (silent && cue->lexeme->act != SAY_PARTIAL_ADMISSION && cue->lexeme->act != SAY_DENIAL) {
        content_verb(reading, p, sentence, cue, end);
        return;
    }
    /* "admits moving bodies" */
    bool gerund = frame == FRAME_SAYS && content_gerund(p, cue->verb_end);
    if (frame == FRAME_MAKES || frame == FRAME_REFUSES || gerund) {
        content_verb(reading, p, sentence, cue, end);
        return;
    }
    if (frame == FRAME_ASKS && content_asks_for(p, cue, end)) {
        content_verb(reading, p, sentence, cue, end);
        return;
    }
    if (frame == FRAME_NAMES) {
        if (content_quotes(p, cue->verb_end, end) || content_charges(p, cue->verb_end, end))
            content_verb(reading, p, sentence, cue, end);
        return;
    }
    if (frame == FRAME_PUTS) {
        if (content_numbers(p, cue->verb_end, end)) content_verb(reading, p, sentence, cue, end);
        return;
    }
    if (content_infinitive(p, cue->verb_end, end)) { /* «пообещали ответить» */
        content_verb(reading, p, sentence, cue, end);
        return;
    }
    /* «визнав перевезення тіл»: a noun, no clause */
    bool admits = cue->lexeme->act == SAY_PARTIAL_ADMISSION && !paragraph_english(p) &&
                  cue->verb_end < end && p->tokens[cue->verb_end].kind == TOKEN_WORD &&
                  !cue->subject_right && !content_opens(p, cue->verb_end, end);
    if (admits) {
        content_verb(reading, p, sentence, cue, end);
        return;
    }
    bool opened;
    int begin = content_behind(reading, p, sentence, cue, end, &opened);
    if (begin >= end || p->tokens[begin].kind == TOKEN_COMMA) {
        bool that = begin < end && token_is(p, begin + 1, WORD_THAT);
        bool marks = begin < end && token_quoted(p, begin + 1);
        struct cue around = *cue;
        bool within = marks && content_before(p, sentence, &around) && !around.direct &&
                      !content_beside(p, around.content_from, around.content_to);
        if (marks && around.content_from >= 0 && around.direct) { /* ‘…,’ he said, ‘…’ */
            content_set(cue, around.content_from, around.content_to);
            cue->direct = true;
            cue->rest_from = begin + 1, cue->rest_to = token_next(p, begin + 1);
            return;
        }
        if (begin < end && (that || (marks && opened && !within))) {
            begin++;
        } else {
            if (!content_before(p, sentence, cue)) {
                /* "said after the troops had left, corpses were found" */
                bool clause = begin < end && paragraph_english(p) &&
                              token_is(p, cue->verb_end, WORD_WHEN) && content_words(p, begin, end);
                if (clause) content_set(cue, cue->verb_end, end);
                /* «Как сообщает агентство, …» */
                if (begin < end && !paragraph_english(p) && token_is(p, sentence->from, WORD_THAT))
                    content_set(cue, begin + 1, end);
                return;
            }
            /* around: "The deaths, the ministry said, were the result of …" */
            if (begin < end && !(next && next->joined && next->verb < to)) {
                if (cue->direct) {
                    if (content_only_quotation(p, begin, end) >= 0)
                        cue->rest_from = begin, cue->rest_to = end;
                } else {
                    cue->content_to = end;
                }
            }
            return;
        }
    }
    if (token_is(p, begin, WORD_THAT)) {
        int behind = begin + token_span(p, begin);
        /* "insists that is untrue" */
        bool pronoun = paragraph_english(p) && token_is(p, behind, WORD_AUXILIARY);
        content_set(cue, pronoun ? begin : behind, end);
        return;
    }
    if (p->tokens[begin].kind == TOKEN_COLON || p->tokens[begin].kind == TOKEN_DASH) {
        bool colon = p->tokens[begin].kind == TOKEN_COLON;
        if (!colon && content_before(p, sentence, cue)) {
            if (cue->direct && content_only_quotation(p, begin, end) >= 0)
                cue->rest_from = begin, cue->rest_to = end;
            return;
        }
        /* "…, he says: neighbours, cousins" goes on with what stands before it */
        if (colon && content_words(p, begin, end) && !content_quotes(p, begin, end) &&
            cue->has_subject && token_has(p, cue->subject_from - 1, TOKEN_COMMA) &&
            content_before(p, sentence, cue) && !cue->direct) {
            cue->content_to = end;
            return;
        }
        content_set(cue, begin + 1, end);
        cue->direct = content_only_quotation(p, begin + 1, end) >= 0;
        if (token_quoted(p, begin + 1) && !cue->direct)
            cue->content_to = token_next(p, begin + 1), cue->direct = true;
        return;
    }
    if (token_quoted(p, begin) && opened) {
        int after = token_next(p, begin);
        bool comma = token_has(p, begin - 1, TOKEN_COMMA);
        bool whole = after >= end && p->tokens[begin].kind == TOKEN_MARK;
        content_set(cue, begin, end);
        cue->direct = whole && comma;
        if (comma && !whole) cue->content_to = after, cue->direct = true;
        return;
    }
    if (frame == FRAME_GESTURE || frame == FRAME_ASKS || frame == FRAME_HEARD) return;
    if (!opened && content_noun(p, cue, begin, end)) {
        content_verb(reading, p, sentence, cue, end);
        return;
    }
    /* "…, Sool says" needs words before it; "says Sool was late" has them behind it. */
    if (!opened && token_is(p, begin, WORD_PREPOSITION) && content_before(p, sentence, cue)) return;
    if (frame == FRAME_TELLS && paragraph_english(p)) {
        if (content_before(p, sentence, cue)) return;
        begin = content_behind_addressee(p, begin, end);
        if (begin >= end) return;
    }
    struct cue before = *cue; /* “…,” police warn relatives */
    if (paragraph_english(p) && !opened && content_before(p, sentence, &before) && before.direct) {
        *cue = before;
        return;
    }
    if (paragraph_english(p)) {
        content_set(cue, begin, end);
        return;
    }
    /* «підтвердив загибель п'яти людей»: an object instead of a clause */
    if (!content_before(p, sentence, cue) && content_evidence(p, begin, end))
        content_verb(reading, p, sentence, cue, end);
}

void cue_date(struct reading *reading, const struct paragraph *p, const struct sentence *sentence,
              struct cue *cue) {
    opening_date(reading, p, sentence, cue);
    content_date(reading, p, cue, cue->verb + 1, sentence->to);
}
