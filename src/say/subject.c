/* Whose the words of a cue are: the phrase before the verb, or the one behind it. */
#include <string.h>

#include "say/date.h"
#include "say/reading.h"

enum { SEGMENTS_MOST = 8 };

static bool is_english(const struct paragraph *p) { return strcmp(p->lexicon->language, "en") == 0; }

/* What no subject reaches over to its left. */
static bool is_hard(const struct paragraph *p, int i) {
    enum token_kind kind = (enum token_kind)p->tokens[i].kind;
    return kind == TOKEN_DASH || kind == TOKEN_COLON || kind == TOKEN_SEMICOLON ||
           kind == TOKEN_OPEN || kind == TOKEN_STOP || token_is(p, i, WORD_THAT);
}

struct segment {
    int from, to;
    bool relative; /* begins with who or which */
};

/* The pieces between commas from the beginning of the clause to `end`, the last one first. */
static int segments_before(const struct paragraph *p, int from, int end, struct segment *out) {
    int count = 0, to = end;
    int i = end;
    while (i > from && count < SEGMENTS_MOST) {
        int before = i - 1;
        if (token_quoted(p, before)) {
            /* A name in marks stands within a phrase; words said end it. */
            const struct quotation *q = &p->quotations[p->tokens[before].quotation];
            bool said = p->tokens[before].quotation >= 0 && q->close > q->open + 1 &&
                        (token_has(p, q->close - 1, TOKEN_COMMA) || token_has(p, q->close - 1, TOKEN_STOP) ||
                         q->open <= from);
            if (said || q->open < from) break;
            i = q->open;
            continue;
        }
        if (is_hard(p, before)) break;
        /* "as rights groups demand": a clause beside the main one */
        if (is_english(p) && token_is(p, before, WORD_WHEN) && before > from && !count) break;
        /* Behind a comma, a clause with who may stand within the phrase. */
        if (token_is(p, before, WORD_RELATIVE) && !token_has(p, before - 1, TOKEN_COMMA) && !count) break;
        if (p->tokens[before].kind == TOKEN_COMMA) {
            out[count].from = i, out[count].to = to;
            out[count++].relative = i < to && token_is(p, i, WORD_RELATIVE);
            to = before;
        }
        i = before;
    }
    if (count < SEGMENTS_MOST) {
        out[count].from = i, out[count].to = to;
        out[count++].relative = i < to && token_is(p, i, WORD_RELATIVE);
    }
    return count;
}

/* Dates, adverbs and "but" at the beginning of a segment are not of its phrase. */
static int without_opening(const struct paragraph *p, int from, int to) {
    for (;;) {
        const char *edtf;
        int after = from < to ? date_read(NULL, p, from, to, DATE_NONE, &edtf) : from;
        if (after > from) from = after;
        else if (from < to && (token_is(p, from, WORD_ADVERB) || token_is(p, from, WORD_AND) ||
                               token_is(p, from, WORD_WHEN) || token_is(p, from, WORD_RELATIVE)))
            from += token_span(p, from);
        else return from;
    }
}

static bool is_indefinite(const struct paragraph *p, int from, int mention_from) {
    for (int i = from; i < mention_from; i++)
        if (strcmp(token_word(p, i), "a") == 0 || strcmp(token_word(p, i), "an") == 0) return true;
    return false;
}

static bool take(struct reading *reading, const struct paragraph *p, const struct sentence *sentence,
                 struct cue *cue, int from, int to) {
    from = without_opening(p, from, to);
    const struct lexeme *opening = from < to ? token_lexeme(p, from, WORD_PRONOUN) : NULL;
    if (!is_english(p) && opening && opening->sub) to = from + 1; /* «Он вину не признал» */
    const struct lexeme *last = to > from ? token_lexeme(p, to - 1, WORD_PRONOUN) : NULL;
    if (!(last && last->sub) && from < to && (token_is(p, from, WORD_PREPOSITION) || (token_is(p, from, WORD_THIS) && from + token_span(p, from) >= to)))
        return false;
    const struct lexeme *pronoun = token_lexeme(p, to - 1, WORD_PRONOUN);
    if (pronoun && pronoun->sub && to - 1 > from) from = to - 1; /* «На запитання … він відповів» */
    struct mention mention = mention_read(&reading->names, p, from, to);
    if (mention.kind == MENTION_NONE) return false;
    cue->subject = mention;
    cue->has_subject = true;
    cue->subject_from = from, cue->subject_to = to;
    cue->speaker = speaker_of(reading, p, &mention, is_indefinite(p, from, mention.from));
    if (!cue->speaker.name && mention.kind == MENTION_PRONOUN) /* "A driver wept as he told" */
        cue->speaker = speaker_first(reading, p, sentence->from, from);
    return cue->speaker.name != NULL;
}

/* A comma stands right before the verb: the phrase has an apposition or a relative clause. */
static bool take_with_apposition(struct reading *reading, const struct paragraph *p,
                                 const struct sentence *sentence, struct cue *cue,
                                 const struct segment *segments, int count) {
    struct cue other = *cue;
    bool found = false;
    for (int i = 1; i < count; i++) {
        const struct segment *segment = &segments[i];
        int from = without_opening(p, segment->from, segment->to);
        if (segment->relative || from >= segment->to || p->tokens[from].kind == TOKEN_NUMBER ||
            token_is(p, from, WORD_NUMBER) || token_is(p, from, WORD_PREPOSITION) ||
            token_is(p, from, WORD_ASKED))
            continue;
        struct cue tried = *cue;
        if (!take(reading, p, sentence, &tried, segment->from, segment->to)) continue;
        bool named = tried.subject.kind == MENTION_NAME && tried.subject.from == tried.subject.name_from;
        if (named || tried.subject.kind == MENTION_NAME) {
            *cue = tried;
            /* "the spokesperson, Dana Krull, said": the office before it is of the phrase */
            if (i + 1 < count && !segments[i + 1].relative) {
                struct mention office = mention_read(NULL, p, segments[i + 1].from, segments[i + 1].to);
                if (office.kind == MENTION_ROLE) cue->subject_from = segments[i + 1].from;
            }
            return true;
        }
        if (found && i > 2) break;
        other = tried;
        found = true;
    }
    if (found) *cue = other;
    return found;
}

/* The end of the phrase behind a verb. */
static int right_end(const struct paragraph *p, int from, int to) {
    int i = from;
    for (; i < to; i++) {
        const char *edtf;
        if (token_quoted(p, i) && !(i > from && p->tokens[i].kind == TOKEN_MARK)) break;
        if (p->tokens[i].kind != TOKEN_WORD && p->tokens[i].kind != TOKEN_MARK) break;
        if (i > from && date_read(NULL, p, i, to, DATE_NONE, &edtf) > i) break;
        if (token_is(p, i, WORD_THAT) || token_is(p, i, WORD_RELATIVE) || token_is(p, i, WORD_CITING) ||
            (i > from && (token_is(p, i, WORD_CUE) || token_is(p, i, WORD_AUXILIARY))))
            break;
        if (i > from && token_is(p, i, WORD_PREPOSITION) && !token_is(p, i, WORD_TITLE)) {
            if (is_english(p) && (strcmp(token_word(p, i), "of") == 0 || strcmp(token_word(p, i), "for") == 0))
                continue;
            break;
        }
        if (token_quoted(p, i)) i = token_next(p, i) - 1;
        else if (token_is(p, i, WORD_TITLE) || token_is(p, i, WORD_DETERMINER)) i += token_span(p, i) - 1;
    }
    return i < to ? i : to;
}

/* A noun in the dative, whom it was said to: «журналістам», «корреспонденту». */
static bool is_addressee(const struct paragraph *p, int i) {
    if (is_english(p)) return false;
    const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
    if (!title) title = token_lexeme(p, i, WORD_BODY);
    const char *word = token_word(p, i);
    size_t length = strlen(word);
    bool plural = length > 6 && (strcmp(word + length - 4, "ам") == 0 || strcmp(word + length - 4, "ям") == 0);
    bool dative = length > 4 && (strcmp(word + length - 2, "у") == 0 || strcmp(word + length - 2, "ю") == 0);
    return !p->tokens[i].capital && (plural || (title && dative));
}

/* «Як повідомляє «Суспільне»»: a name in marks. */
static bool take_named(struct reading *reading, const struct paragraph *p,
                       const struct sentence *sentence, struct cue *cue, int from) {
    if (!token_quoted(p, from) || cue->verb_end != from || !token_is(p, sentence->from, WORD_THAT)) return false;
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

/* «Как заявил в интервью агентству депутат Иван Сидоров»: an office in the nominative further on. */
static bool take_far(struct reading *reading, const struct paragraph *p,
                     const struct sentence *sentence, struct cue *cue, int from) {
    for (int i = from; i < sentence->to && i < from + 10 && p->tokens[i].kind == TOKEN_WORD; i++) {
        const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
        if (!title || strncmp(title->lemma, token_word(p, i), strlen(token_word(p, i))) != 0) continue;
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
static bool take_right(struct reading *reading, const struct paragraph *p,
                       const struct sentence *sentence, struct cue *cue) {
    int from = cue->verb_end;
    for (;;) {
        const char *edtf;
        int after = from < sentence->to ? date_read(reading->arena, p, from, sentence->to, reading->published, &edtf)
                                        : from;
        if (after > from) {
            if (edtf) cue->said = edtf, cue->said_from = from, cue->said_to = after;
            from = after;
        } else if (from < sentence->to && (token_is(p, from, WORD_ADVERB) || is_addressee(p, from))) {
            from += token_span(p, from);
        } else if (from + 1 < sentence->to && !is_english(p) && token_is(p, from, WORD_PREPOSITION) &&
                   !token_lexeme(p, from, WORD_PREPOSITION)->sub && p->tokens[from + 1].kind == TOKEN_WORD) {
            from += 1 + token_span(p, from + 1); /* «обратилась к правительствам» */
        } else {
            break;
        }
    }
    /* «Как рассказал «Хронике» бывший заключённый»: whom it was told */
    if (!is_english(p) && token_quoted(p, from) && from == cue->verb_end && token_is(p, sentence->from, WORD_THAT) &&
        token_next(p, from) < sentence->to && token_has(p, token_next(p, from), TOKEN_WORD) &&
        !token_is(p, token_next(p, from), WORD_CITING))
        from = token_next(p, from);
    if (!is_english(p) && from < sentence->to && take_named(reading, p, sentence, cue, from)) return true;
    if (is_english(p) && cue->lexeme->sub != FRAME_SAYS && cue->lexeme->sub != FRAME_GESTURE &&
        cue->lexeme->sub != FRAME_ASKS)
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
        bool behind_words = is_english(p) && cue->left > 0 && token_quoted(p, cue->left - 1); /* “…,” said one */
        if (mention.kind == MENTION_NONE) return false;
        if (!behind_words && (is_english(p) || !token_is(p, begin, WORD_DETERMINER))) return false;
        if (!is_english(p)) mention.from = begin;
    }
    if (is_english(p)) {
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
    if (is_english(p) && mention.kind != MENTION_NAME && token_has(p, end, TOKEN_COMMA))
        take_name_behind(reading, p, sentence, cue);
    if (mention.kind == MENTION_BODY && mention.owner_to > mention.owner_from &&
        token_is(p, mention.owner_from, WORD_POSSESSIVE)) { /* «Поліція …, повідомляє її пресслужба» */
        struct speaker whose = speaker_first(reading, p, sentence->from, cue->left);
        if (whose.name && !whose.person) cue->speaker = whose;
    }
    return cue->speaker.name != NULL;
}

/* «У прокуратурі повідомили», «В народном совете, …, сказали»: the body stands with "at". */
static bool take_at(struct reading *reading, const struct paragraph *p,
                    const struct sentence *sentence, struct cue *cue) {
    for (int i = cue->left - 1; i >= sentence->from && i > cue->left - 16; i--) {
        if (is_hard(p, i)) return false;
        const struct lexeme *at = token_lexeme(p, i, WORD_PREPOSITION);
        if (!at || !at->sub || token_quoted(p, i)) continue;
        int end = i + 1;
        while (end < cue->left && p->tokens[end].kind != TOKEN_COMMA) end = token_next(p, end);
        if (end > cue->left) end = cue->left;
        struct mention mention = mention_read(&reading->names, p, i + 1, end);
        bool capital = p->tokens[i + 1].kind == TOKEN_WORD && p->tokens[i + 1].capital &&
                       mention.kind != MENTION_BODY && !mention_plain(p, i + 1) &&
                       (i + 2 >= end || !p->tokens[i + 2].capital);
        if (capital) {
            end = i + 2;
            mention = (struct mention){.kind = MENTION_NAME, .from = i + 1, .to = end, .name_from = i + 1,
                                       .name_to = end, .title = -1, .body = -1};
        }
        if (token_quoted(p, i + 1) && token_next(p, i + 1) >= end) { /* В «народном совете» */
            mention = mention_read(&reading->names, p, i + 2, end - 1);
            cue->speaker = speaker_of(reading, p, &mention, true);
            if (!cue->speaker.name) return false;
            cue->has_subject = true;
            cue->subject_from = i, cue->subject_to = end;
            return true;
        }
        if (mention.kind != MENTION_BODY && !capital) continue;
        cue->subject = mention;
        cue->has_subject = true;
        cue->subject_from = i, cue->subject_to = end;
        cue->speaker = speaker_of(reading, p, &mention, false);
        if (capital && (!cue->speaker.entity || cue->speaker.entity->nominative < 2)) /* «у Велморі» */
            cue->speaker.name = name_nominative(reading->arena, p->lexicon,
                                                reading_text(reading, p, i + 1, end), false, GENDER_IT);
        return cue->speaker.name != NULL;
    }
    return false;
}

static bool ends_plural(const char *word) {
    static const char *const endings[] = {"ли", "ють", "ять", "ют", "ят", NULL};
    size_t length = strlen(word);
    for (int i = 0; endings[i]; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(word + length - ending, endings[i]) == 0) return true;
    }
    return false;
}

/* «Дравению обвинили в вывозе», «якого звинувачують у співпраці»: the one who is accused goes before
 * a plural verb, and nobody is said to accuse. */
static bool take_passive(const struct paragraph *p, const struct sentence *sentence, struct cue *cue) {
    if (cue->lexeme->sub != FRAME_MAKES || cue->lexeme->act != SAY_ALLEGATION ||
        !ends_plural(token_word(p, cue->verb)))
        return false;
    int i = cue->verb_end;
    while (i < sentence->to && (token_is(p, i, WORD_AND) || token_is(p, i, WORD_ADVERB))) i++;
    const struct lexeme *at = token_lexeme(p, i, WORD_PREPOSITION);
    if (!at || !at->sub) return false;
    struct segment segments[SEGMENTS_MOST];
    int count = segments_before(p, sentence->from, cue->left, segments);
    int from = count ? without_opening(p, segments[0].from, segments[0].to) : cue->left;
    const struct lexeme *place = token_lexeme(p, from, WORD_PREPOSITION);
    if (place && place->sub && from + 2 < cue->left) from += 2; /* «В селе его самого обвиняют» */
    else if (place) from = cue->left;
    bool relative = count && from > 0 && token_is(p, segments[0].from, WORD_RELATIVE);
    cue->passive = true;
    cue->beside = relative;
    cue->object_from = relative || from >= cue->left ? cue->verb : from;
    return true;
}

void cue_subject(struct reading *reading, const struct paragraph *p,
                 const struct sentence *sentence, struct cue *cue, const struct cue *before) {
    struct segment segments[SEGMENTS_MOST];
    if (cue->lexeme->sub == FRAME_HEARD && cue->lexeme->word_class == WORD_CUE) {
        cue->passive = true; /* nobody is named */
        return;
    }
    if (cue->lexeme->word_class == WORD_SOURCE) {
        if (cue->lexeme->sub) {
            struct mention he = {.kind = MENTION_PRONOUN, .gender = (enum gender)cue->lexeme->sub};
            cue->speaker = speaker_of(reading, p, &he, false);
            cue->has_subject = true;
            return;
        }
        int end = cue->verb_end;
        while (end < sentence->to && !is_hard(p, end) && p->tokens[end].kind != TOKEN_COMMA)
            end = token_next(p, end);
        if (end > sentence->to) end = sentence->to;
        cue->has_subject = take(reading, p, sentence, cue, cue->verb_end, end);
        if (!is_english(p) && cue->subject.kind == MENTION_NAME && !cue->speaker.entity)
            cue->speaker.name = name_nominative(reading->arena, p->lexicon, cue->speaker.name, false,
                                                GENDER_HE);
        cue->verb_end = end;
        return;
    }
    int left = cue->left;
    int floor = sentence->from;
    /* What another cue gives lies between, unless that one stands in a clause beside this one. */
    if (before && before->verb_end <= left && !token_has(p, left - 1, TOKEN_COMMA)) {
        floor = before->verb_end;
        for (int i = left - 1; i > floor; i--)
            if (!token_quoted(p, i) && token_is(p, i, WORD_AND) && i + token_span(p, i) < left) {
                floor = i + token_span(p, i);
                cue->clause = i;
                break;
            }
    }
    bool after_quotation = left > floor && token_quoted(p, left - 1);
    bool after_comma = left > floor && token_has(p, left - 1, TOKEN_COMMA);
    bool after_and = left > floor && token_before(p, left, WORD_AND) >= floor;
    bool after_dash = left > floor && token_has(p, left - 1, TOKEN_DASH);
    if ((left == floor || after_quotation || after_comma || after_dash ||
         token_before(p, left, WORD_THIS) >= floor) &&
        take_right(reading, p, sentence, cue))
        return;
    if (!is_english(p) && take_passive(p, sentence, cue)) return;
    size_t length = strlen(token_word(p, cue->verb));
    bool participle = is_english(p) && length > 3 && strcmp(token_word(p, cue->verb) + length - 3, "ing") == 0;
    bool listed = after_comma && before && (!is_english(p) || participle || (p->short_line && !before->beside));
    if (after_and || listed) {
        if (before && before->speaker.name && before->verb < cue->verb) {
            cue->joined = true;
            cue->speaker = before->speaker;
            if (!cue->said) cue->said = before->said, cue->said_from = before->said_from,
                            cue->said_to = before->said_to;
            return;
        }
    }
    int count = segments_before(p, floor, left, segments);
    if (count && segments[0].from < segments[0].to) {
        int from = segments[0].from;
        if (is_english(p) && before && from - 1 > before->verb_end && token_is(p, from - 1, WORD_WHEN))
            cue->clause = from - 1;
        cue->relative = from > floor && token_is(p, from - 1, WORD_RELATIVE);
        if (!is_english(p) && take_at(reading, p, sentence, cue)) return;
        int begin = without_opening(p, from, segments[0].to);
        if (begin >= segments[0].to && count > 1 &&
            take(reading, p, sentence, cue, segments[1].from, segments[1].to)) {
            cue->beside = segments[0].relative;
            return;
        }
        if (begin >= segments[0].to) {
            cue->dropped = true;
            return;
        }
        /* «…, убийства отрицает»: what is denied goes before the verb, and its subject is the same */
        struct mention first = mention_read(&reading->names, p, begin, segments[0].to);
        if (!is_english(p) && before && before->speaker.name && first.kind == MENTION_OTHER && from > sentence->from &&
            (token_has(p, from - 1, TOKEN_COMMA) || token_is(p, from - 1, WORD_AND)) &&
            (cue->lexeme->sub == FRAME_MAKES || cue->lexeme->sub == FRAME_NAMES)) {
            if (!cue->clause) cue->clause = from - 1;
            cue->joined = true;
            cue->speaker = before->speaker;
            cue->object_from = begin;
            return;
        }
        if (count > 1 && token_is(p, begin, WORD_PREPOSITION) &&
            take_with_apposition(reading, p, sentence, cue, segments, count))
            return;
        /* the phrase of "Residents had told her of trucks" begins the clause */
        if (take(reading, p, sentence, cue, from, segments[0].to)) return;
    } else if (count > 1) {
        if (!is_english(p) && take_at(reading, p, sentence, cue)) return;
        if (take_with_apposition(reading, p, sentence, cue, segments, count)) return;
    }
    if (take_right(reading, p, sentence, cue)) return;
    for (int i = sentence->from; i < cue->verb && !is_english(p) && reading->body_count; i++)
        if (strcmp(token_word(p, i), "там") == 0) { /* «Там зазначили» */
            cue->speaker = reading->bodies[0];
            return;
        }
    if (is_english(p) && left > sentence->from && token_is(p, left - 1, WORD_THAT) && floor < left &&
        !(before && before->verb_end == left - 1)) {
        cue->dropped = true; /* "a unit that called itself “the Herons”" */
        return;
    }
    if (before && before->speaker.name) {
        cue->joined = true;
        cue->speaker = before->speaker;
        if (!cue->said) cue->said = before->said, cue->said_from = before->said_from,
                        cue->said_to = before->said_to;
    }
}
