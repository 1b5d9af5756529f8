/* What is said with a cue: behind it, before it or around it. */
#include <string.h>

#include "say/date.h"
#include "say/reading.h"

static bool is_english(const struct paragraph *p) { return strcmp(p->lexicon->language, "en") == 0; }

/* The end of the sentence without its stop and closing marks outside of quotations. */
static int last_of(const struct paragraph *p, const struct sentence *sentence) {
    int to = sentence->to;
    while (to > sentence->from && !token_quoted(p, to - 1) &&
           (p->tokens[to - 1].kind == TOKEN_STOP || p->tokens[to - 1].kind == TOKEN_CLOSE))
        to--;
    return to;
}

/* Is there something in [from, to) that can be said: more than a date, adverbs and prepositions? */
static bool has_words(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_WORD || p->tokens[i].kind == TOKEN_NUMBER) return true;
    return false;
}

/* Is [from, to) one quotation and nothing else but commas and dashes? Then which, otherwise -1. */
static int only_quotation(const struct paragraph *p, int from, int to) {
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

static void set(struct cue *cue, int from, int to) { cue->content_from = from, cue->content_to = to; }

static void keep_date(struct reading *reading, const struct paragraph *p, struct cue *cue, int from,
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

/* A date that opens the sentence goes with its first cue: "Last week Mr Amsel said". */
static void opening_date(struct reading *reading, const struct paragraph *p,
                         const struct sentence *sentence, struct cue *cue) {
    if (cue->joined || cue->said) return;
    int from = sentence->from, to = cue->has_subject && !cue->subject_right ? cue->subject_from : cue->left;
    while (from < to && (token_is(p, from, WORD_AND) || token_is(p, from, WORD_ADVERB) ||
                         p->tokens[from].kind == TOKEN_DASH))
        from += token_span(p, from);
    const char *edtf;
    if (from < to) {
        if (token_is(p, from, WORD_ASKED)) keep_date(reading, p, cue, from, to);
        int end = date_read(reading->arena, p, from, to, reading->published, &edtf);
        if (end > from && edtf) cue->said = edtf, cue->said_from = from, cue->said_to = end;
    }
}

static int without_adverbs(const struct paragraph *p, int from, int to) {
    while (from < to && (token_is(p, from, WORD_ADVERB) || token_is(p, from, WORD_AND) ||
                         p->tokens[from].kind == TOKEN_DASH || p->tokens[from].kind == TOKEN_COMMA))
        from += token_span(p, from);
    return from;
}

/* Do these words only say when or where: "In a speech on Monday"? */
static bool is_beside(const struct paragraph *p, int from, int to) {
    const char *edtf;
    from = without_adverbs(p, from, to);
    for (int i = from; i < to; i = token_next(p, i)) /* "Of the bodies, 99% were …" */
        if (p->tokens[i].kind == TOKEN_COMMA && i + 2 < to) return false;
    return from >= to || token_is(p, from, WORD_PREPOSITION) || token_is(p, from, WORD_WHEN) ||
           token_is(p, from, WORD_ASKED) || date_read(NULL, p, from, to, DATE_NONE, &edtf) > from;
}

/* What goes before the subject and the verb: "…, the governor added". */
static bool before_cue(struct reading *reading, const struct paragraph *p,
                       const struct sentence *sentence, struct cue *cue) {
    (void)reading;
    int to = cue->left;
    if (cue->has_subject && !cue->subject_right && cue->subject_from >= 0 && cue->subject_from < to)
        to = cue->subject_from;
    int mark = to;
    while (mark > sentence->from && (token_is(p, mark - 1, WORD_DETERMINER) || token_is(p, mark - 1, WORD_POSSESSIVE)))
        mark--;
    if (mark > sentence->from && !token_quoted(p, mark - 1) && p->tokens[mark - 1].kind != TOKEN_COMMA &&
        p->tokens[mark - 1].kind != TOKEN_DASH)
        return false;
    while (to > sentence->from && (p->tokens[to - 1].kind == TOKEN_COMMA ||
                                   p->tokens[to - 1].kind == TOKEN_DASH ||
                                   token_is(p, to - 1, WORD_DETERMINER) ||
                                   token_is(p, to - 1, WORD_POSSESSIVE)))
        to--;
    if (!has_words(p, sentence->from, to)) return false;
    /* A quotation right before the cue is all that is said, whatever stands before it. */
    int from = sentence->from;
    if (token_quoted(p, to - 1)) {
        const struct quotation *q = &p->quotations[p->tokens[to - 1].quotation];
        bool whole = q->open >= from && (token_has(p, q->close - 1, TOKEN_COMMA) ||
                                         token_has(p, q->close - 1, TOKEN_STOP) || q->open <= from);
        if (whole && q->open > from) from = q->open;
    }
    set(cue, from, to);
    cue->direct = only_quotation(p, from, to) >= 0;
    return true;
}

/* Behind the verb: addressees, dates, places. Returns where the words said may begin; *out_opened:
 * something (that, a colon, a mark) says that they do. */
static int behind_verb(struct reading *reading, const struct paragraph *p,
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
        if (token_is(p, opener, WORD_CUE) && is_english(p) && !cue_is_noun(p, sentence, opener)) {
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
    bool tells = cue->lexeme->sub == FRAME_TELLS || preposition || !is_english(p);
    bool that_far = opener < to && token_is(p, opener, WORD_THAT) && tells;
    bool colon_far = opener < to && p->tokens[opener].kind == TOKEN_COLON;
    /* "said in a report entitled “The Quarry”": a name, when the words said go before */
    struct cue before = *cue;
    bool named = opener < to && opener > i && token_quoted(p, opener) && preposition && is_english(p) &&
                 !token_has(p, opener - 1, TOKEN_COMMA) &&
                 before_cue(reading, p, sentence, &before) &&
                 !is_beside(p, before.content_from, before.content_to);
    if (named) return to;
    if (opener < to && (opener == i || that_far || colon_far || preposition || !is_english(p) ||
                        p->tokens[opener].kind == TOKEN_COMMA)) {
        keep_date(reading, p, cue, i, opener);
        *out_opened = true;
        return opener;
    }
    if (preposition) { /* "said at a meeting with residents." */
        int end = i;
        while (end < to && p->tokens[end].kind != TOKEN_COMMA && p->tokens[end].kind != TOKEN_DASH)
            end = token_next(p, end);
        keep_date(reading, p, cue, i, end);
        return end;
    }
    return i;
}

static bool has_quotation(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_MARK) return true;
    return false;
}

/* "called it a war crime": words that speak for an act of their own */
static bool has_charge(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++) {
        const struct lexeme *mark = token_lexeme(p, i, WORD_MARK);
        if (mark && (mark->act == SAY_ALLEGATION || mark->act == SAY_DENIAL)) return true;
    }
    return false;
}

/* Does something stand there that is counted in evidence, or that speaks for an act? */
static bool has_evidence(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (token_is(p, i, WORD_KIND) || token_is(p, i, WORD_MARK)) return true;
    return false;
}

static bool has_number(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_NUMBER || token_is(p, i, WORD_NUMBER) ||
            token_is(p, i, WORD_ROUND))
            return true;
    return false;
}

static bool is_gerund(const struct paragraph *p, int i) {
    if (i >= p->count || !is_english(p) || p->tokens[i].kind != TOKEN_WORD) return false;
    size_t length = strlen(token_word(p, i));
    return length > 4 && strcmp(token_word(p, i) + length - 3, "ing") == 0;
}

/* "asked the court to search again", "asked for access"; no quotation stands beside it */
static bool asks_for(const struct paragraph *p, const struct cue *cue, int to) {
    if (cue->left > 0 && token_quoted(p, cue->left - 1)) return false;
    for (int i = cue->verb_end; i < to && !token_quoted(p, i); i++)
        if (strcmp(token_word(p, i), "to") == 0 || strcmp(token_word(p, i), "for") == 0 ||
            (token_is(p, i, WORD_THAT) && i == cue->verb_end && strcmp(token_word(p, i), "that") == 0))
            return true;
    return false;
}

/* A clause beside the charge says when, and is no part of it. */
static int without_clause(const struct paragraph *p, int from, int to) {
    static const char *const words[] = {"after", "before", "when", NULL};
    for (int i = from + 2; i < to; i = token_next(p, i))
        for (int j = 0; words[j]; j++)
            if (!token_quoted(p, i) && strcmp(token_word(p, i), words[j]) == 0) return i;
    return to;
}

/* Where, between the subject and the verb, an object begins: behind a name, or where a preposition
 * stands behind another noun; cue->left: there is none. */
static int object_before(const struct paragraph *p, const struct cue *cue) {
    int i = cue->subject_to <= cue->left ? cue->subject_to : cue->left;
    if (cue->subject.kind == MENTION_NAME && cue->subject.name_to > cue->subject_from &&
        cue->subject.name_to <= cue->left)
        i = cue->subject.name_to;
    else if (cue->subject_from >= 0)
        for (int j = cue->subject_from + 1; j < i; j++)
            if (token_is(p, j, WORD_PREPOSITION) && !token_is(p, j - 1, WORD_TITLE)) i = j;
    for (int j = i; j < cue->left; j++)
        if (p->tokens[j].kind != TOKEN_WORD) return cue->left;
    while (i < cue->left && (token_is(p, i, WORD_ADVERB) || p->tokens[i].kind != TOKEN_WORD)) i++;
    if (i < cue->left && token_is(p, i, WORD_AND)) return cue->left;
    return i;
}

/* The verb with its object. */
static void makes(struct reading *reading, const struct paragraph *p,
                  const struct sentence *sentence, struct cue *cue, int to) {
    int from = cue->from;
    bool slavic = !is_english(p);
    if (cue->passive) cue->speaker = (struct speaker){0};
    if (cue->passive && is_english(p)) {
        from = cue->has_subject ? cue->subject.from : cue->from;
        if (cue->has_subject) from = cue->subject_from;
    } else if (slavic && cue->passive) {
        from = cue->object_from;
    } else if (slavic && cue->object_from) {
        from = cue->object_from;
    } else if (slavic && !cue->joined && cue->has_subject && !cue->subject_right) {
        /* An object between subject and verb: «от дальнейших комментариев воздержалась» */
        int behind = object_before(p, cue);
        if (behind < cue->left) from = behind;
        /* «Від коментарів у міністерстві утрималися» */
        const char *first = token_word(p, sentence->from);
        if (cue->lexeme->act == SAY_NO_COMMENT && (strcmp(first, "від") == 0 || strcmp(first, "от") == 0))
            from = sentence->from;
    }
    (void)sentence;
    if (is_english(p) && cue->lexeme->act == SAY_ALLEGATION) to = without_clause(p, cue->verb_end, to);
    /* A date at the end of an accusation without a speaker, or right behind the verb. */
    const char *edtf;
    if (cue->passive || cue->lexeme->act == SAY_ALLEGATION) {
        int date = date_before(p, cue->verb_end, to);
        if (date < to && cue->passive) {
            date_read(reading->arena, p, date, to, reading->published, &edtf);
            if (edtf) cue->said = edtf, cue->said_from = date, cue->said_to = to;
            to = date;
        }
    }
    if (!cue->said) keep_date(reading, p, cue, cue->verb_end, cue->verb_end + 7 < to ? cue->verb_end + 7 : to);
    set(cue, from, to);
}

/* The end of words that go on behind a cue: where the next cue of the same speaker is joined. */
static int cut_at(const struct paragraph *p, int from, int to, const struct cue *next) {
    if (!next || next->verb < from || next->verb >= to || next->dropped) return to;
    int end = next->left;
    if (next->clause > from) {
        end = next->clause;
    } else if (next->joined) {
        int conjunction = token_before(p, end, WORD_AND);
        if (conjunction > from) end = conjunction;
    } else {
        /* "…, the broadcaster reported, in an interview" passes on what stands before it */
        int subject = next->subject_from;
        while (subject > from && token_is(p, subject - 1, WORD_DETERMINER)) subject--;
        if (next->has_subject && subject > from && token_has(p, subject - 1, TOKEN_SEMICOLON)) return subject - 1;
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
        set(cue, end, to); /* "cities where authorities said troops had left graves" */
        return;
    }
    while (from > sentence->from && p->tokens[from - 1].kind != TOKEN_DASH &&
           p->tokens[from - 1].kind != TOKEN_COMMA && p->tokens[from - 1].kind != TOKEN_OPEN)
        from--;
    if (token_has(p, end, TOKEN_COMMA)) end++;
    while (end < to && p->tokens[end].kind != TOKEN_DASH && p->tokens[end].kind != TOKEN_COMMA &&
           p->tokens[end].kind != TOKEN_CLOSE)
        end = token_next(p, end);
    set(cue, from, end);
}

static void source_content(struct reading *reading, const struct paragraph *p,
                           const struct sentence *sentence, struct cue *cue, int to) {
    int end = cue->verb_end;
    int before = cue->verb;
    while (before > sentence->from && (p->tokens[before - 1].kind == TOKEN_COMMA ||
                                       p->tokens[before - 1].kind == TOKEN_DASH ||
                                       p->tokens[before - 1].kind == TOKEN_OPEN))
        before--;
    while (end < to && (p->tokens[end].kind == TOKEN_COMMA || p->tokens[end].kind == TOKEN_DASH ||
                        p->tokens[end].kind == TOKEN_CLOSE))
        end++;
    (void)reading;
    bool opening = without_adverbs(p, sentence->from, before) >= before;
    if (opening) {
        set(cue, end, to);
        cue->direct = only_quotation(p, end, to) >= 0;
        return;
    }
    set(cue, sentence->from, before);
    cue->direct = only_quotation(p, sentence->from, before) >= 0;
    if (end >= to) return;
    if (token_is(p, end, WORD_AND)) {
        cue->rest_from = end + token_span(p, end), cue->rest_to = to;
    } else {
        cue->content_to = to; /* within */
    }
}

/* "told reporters the camp was closed", "told her her husband was well" */
static int behind_addressee(const struct paragraph *p, int from, int to) {
    int i = from;
    if (token_is(p, i, WORD_PRONOUN) || strcmp(token_word(p, i), "her") == 0 || strcmp(token_word(p, i), "him") == 0 ||
        strcmp(token_word(p, i), "them") == 0 || strcmp(token_word(p, i), "us") == 0)
        return strcmp(token_word(p, i + 1 < to ? i + 1 : i), "of") == 0 ? from - 1 : i + 1;
    while (i < to && (token_is(p, i, WORD_DETERMINER) || token_is(p, i, WORD_POSSESSIVE))) i++;
    while (i < to && p->tokens[i].kind == TOKEN_WORD && !token_is(p, i, WORD_DETERMINER) &&
           !token_is(p, i, WORD_PRONOUN) && !token_is(p, i, WORD_PREPOSITION))
        i++;
    return i;
}

static bool is_infinitive(const struct paragraph *p, int i, int to) {
    static const char *const endings[] = {"ть", "ти", "ться", "тися", NULL};
    if (is_english(p) || i >= to || p->tokens[i].kind != TOKEN_WORD) return false;
    const char *word = token_word(p, i);
    size_t length = strlen(word);
    if (token_is(p, i, WORD_NUMBER) || token_is(p, i, WORD_KIND)) return false;
    for (int j = 0; endings[j]; j++) {
        size_t ending = strlen(endings[j]);
        if (length > ending + 4 && strcmp(word + length - ending, endings[j]) == 0) return true;
    }
    return false;
}

static bool has_that(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i = token_next(p, i))
        if (!token_quoted(p, i) && (token_is(p, i, WORD_THAT) || p->tokens[i].kind == TOKEN_COLON)) return true;
    return false;
}

void cue_content(struct reading *reading, const struct paragraph *p,
                 const struct sentence *sentence, struct cue *cue, const struct cue *next) {
    int to = last_of(p, sentence);
    if (cue->lexeme->word_class == WORD_SOURCE) {
        source_content(reading, p, sentence, cue, to);
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
    bool silent = cue->negated && (frame == FRAME_SAYS || frame == FRAME_TELLS || frame == FRAME_REFUSES);
    if (silent && cue->lexeme->act != SAY_PARTIAL_ADMISSION && cue->lexeme->act != SAY_DENIAL) {
        makes(reading, p, sentence, cue, end);
        return;
    }
    /* "admits moving bodies" */
    bool gerund = frame == FRAME_SAYS && is_gerund(p, cue->verb_end);
    if (frame == FRAME_MAKES || frame == FRAME_REFUSES || gerund) {
        makes(reading, p, sentence, cue, end);
        return;
    }
    if (frame == FRAME_ASKS && asks_for(p, cue, end)) {
        makes(reading, p, sentence, cue, end);
        return;
    }
    if (frame == FRAME_NAMES) {
        if (has_quotation(p, cue->verb_end, end) || has_charge(p, cue->verb_end, end)) makes(reading, p, sentence, cue, end);
        return;
    }
    if (frame == FRAME_PUTS) {
        if (has_number(p, cue->verb_end, end)) makes(reading, p, sentence, cue, end);
        return;
    }
    if (is_infinitive(p, cue->verb_end, end)) { /* «пообещали ответить» */
        makes(reading, p, sentence, cue, end);
        return;
    }
    /* «визнав перевезення тіл»: a noun, no clause */
    bool admits = cue->lexeme->act == SAY_PARTIAL_ADMISSION && !is_english(p) && cue->verb_end < end &&
                  p->tokens[cue->verb_end].kind == TOKEN_WORD && !cue->subject_right &&
                  !has_that(p, cue->verb_end, end);
    if (admits) {
        makes(reading, p, sentence, cue, end);
        return;
    }
    bool opened;
    int begin = behind_verb(reading, p, sentence, cue, end, &opened);
    if (begin >= end || p->tokens[begin].kind == TOKEN_COMMA) {
        bool that = begin < end && token_is(p, begin + 1, WORD_THAT);
        bool marks = begin < end && token_quoted(p, begin + 1);
        struct cue around = *cue;
        bool within = marks && before_cue(reading, p, sentence, &around) && !around.direct &&
                      !is_beside(p, around.content_from, around.content_to);
        if (marks && around.content_from >= 0 && around.direct) { /* ‘…,’ he said, ‘…’ */
            set(cue, around.content_from, around.content_to);
            cue->direct = true;
            cue->rest_from = begin + 1, cue->rest_to = token_next(p, begin + 1);
            return;
        }
        if (begin < end && (that || (marks && opened && !within))) {
            begin++;
        } else {
            if (!before_cue(reading, p, sentence, cue)) {
                /* "said after the troops had left, corpses were found" */
                bool clause = begin < end && is_english(p) && token_is(p, cue->verb_end, WORD_WHEN) &&
                              has_words(p, begin, end);
                if (clause) set(cue, cue->verb_end, end);
                /* «Как сообщает агентство, …» */
                if (begin < end && !is_english(p) && token_is(p, sentence->from, WORD_THAT))
                    set(cue, begin + 1, end);
                return;
            }
            /* around: "The deaths, the ministry said, were the result of …" */
            if (begin < end && !(next && next->joined && next->verb < to)) {
                if (cue->direct) {
                    if (only_quotation(p, begin, end) >= 0) cue->rest_from = begin, cue->rest_to = end;
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
        bool pronoun = is_english(p) && token_is(p, behind, WORD_AUXILIARY);
        set(cue, pronoun ? begin : behind, end);
        return;
    }
    if (p->tokens[begin].kind == TOKEN_COLON || p->tokens[begin].kind == TOKEN_DASH) {
        bool colon = p->tokens[begin].kind == TOKEN_COLON;
        if (!colon && before_cue(reading, p, sentence, cue)) {
            if (cue->direct && only_quotation(p, begin, end) >= 0) cue->rest_from = begin, cue->rest_to = end;
            return;
        }
        /* "…, he says: neighbours, cousins" goes on with what stands before it */
        if (colon && has_words(p, begin, end) && !has_quotation(p, begin, end) &&
            cue->has_subject && token_has(p, cue->subject_from - 1, TOKEN_COMMA) &&
            before_cue(reading, p, sentence, cue) && !cue->direct) {
            cue->content_to = end;
            return;
        }
        set(cue, begin + 1, end);
        cue->direct = only_quotation(p, begin + 1, end) >= 0;
        if (token_quoted(p, begin + 1) && !cue->direct)
            cue->content_to = token_next(p, begin + 1), cue->direct = true;
        return;
    }
    if (token_quoted(p, begin) && opened) {
        int after = token_next(p, begin);
        bool comma = token_has(p, begin - 1, TOKEN_COMMA);
        bool whole = after >= end && p->tokens[begin].kind == TOKEN_MARK;
        set(cue, begin, end);
        cue->direct = whole && comma;
        if (comma && !whole) cue->content_to = after, cue->direct = true;
        return;
    }
    if (frame == FRAME_GESTURE || frame == FRAME_ASKS || frame == FRAME_HEARD) return;
    /* "vows revenge": one word that is no clause */
    bool noun = is_english(p) && !opened && end - begin == 1 && begin == cue->verb_end && frame == FRAME_SAYS &&
                p->tokens[begin].kind == TOKEN_WORD && !p->tokens[begin].form;
    if (noun) {
        makes(reading, p, sentence, cue, end);
        return;
    }
    /* "…, Sool says" needs words before it; "says Sool was late" has them behind it. */
    if (!opened && token_is(p, begin, WORD_PREPOSITION) && before_cue(reading, p, sentence, cue)) return;
    if (frame == FRAME_TELLS && is_english(p)) {
        if (before_cue(reading, p, sentence, cue)) return;
        begin = behind_addressee(p, begin, end);
        if (begin >= end) return;
    }
    struct cue before = *cue; /* “…,” police warn relatives */
    if (is_english(p) && !opened && before_cue(reading, p, sentence, &before) && before.direct) {
        *cue = before;
        return;
    }
    if (is_english(p)) {
        set(cue, begin, end);
        return;
    }
    /* «підтвердив загибель п'яти людей»: an object instead of a clause */
    if (!before_cue(reading, p, sentence, cue) && has_evidence(p, begin, end)) makes(reading, p, sentence, cue, end);
}

void cue_date(struct reading *reading, const struct paragraph *p, const struct sentence *sentence,
              struct cue *cue) {
    opening_date(reading, p, sentence, cue);
    keep_date(reading, p, cue, cue->verb + 1, sentence->to);
}
