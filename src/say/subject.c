/* Whose the words of a cue are: the phrase before the verb, or the one behind it. */
#include <string.h>

#include "say/date.h"
#include "say/subject_parts.h"

static bool is_indefinite(const struct paragraph *p, int from, int mention_from) {
    for (int i = from; i < mention_from; i++)
        if (strcmp(token_word(p, i), "a") == 0 || strcmp(token_word(p, i), "an") == 0) return true;
    return false;
}

static bool take(struct reading *reading, const struct paragraph *p,
                 const struct sentence *sentence, struct cue *cue, int from, int to) {
    from = phrase_from(p, from, to);
    const struct lexeme *opening = from < to ? token_lexeme(p, from, WORD_PRONOUN) : NULL;
    if (!paragraph_english(p) && opening && opening->sub) to = from + 1; /* «Он вину не признал» */
    const struct lexeme *last = to > from ? token_lexeme(p, to - 1, WORD_PRONOUN) : NULL;
    if (!(last && last->sub) && from < to &&
        (token_is(p, from, WORD_PREPOSITION) ||
         (token_is(p, from, WORD_THIS) && from + token_span(p, from) >= to)))
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
        int from = phrase_from(p, segment->from, segment->to);
        if (segment->relative || from >= segment->to || p->tokens[from].kind == TOKEN_NUMBER ||
            token_is(p, from, WORD_NUMBER) || token_is(p, from, WORD_PREPOSITION) ||
            token_is(p, from, WORD_ASKED))
            continue;
        struct cue tried = *cue;
        if (!take(reading, p, sentence, &tried, segment->from, segment->to)) continue;
        bool named =
            tried.subject.kind == MENTION_NAME && tried.subject.from == tried.subject.name_from;
        if (named || tried.subject.kind == MENTION_NAME) {
            *cue = tried;
            /* "the spokesperson, Dana Krull, said": the office before it is of the phrase */
            if (i + 1 < count && !segments[i + 1].relative) {
                struct mention office =
                    mention_read(NULL, p, segments[i + 1].from, segments[i + 1].to);
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

/* «У прокуратурі повідомили», «В народном совете, …, сказали»: the body stands with "at". */
static bool take_at(struct reading *reading, const struct paragraph *p,
                    const struct sentence *sentence, struct cue *cue) {
    for (int i = cue->left - 1; i >= sentence->from && i > cue->left - 16; i--) {
        if (phrase_ends_at(p, i)) return false;
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
            mention = (struct mention){.kind = MENTION_NAME,
                                       .from = i + 1,
                                       .to = end,
                                       .name_from = i + 1,
                                       .name_to = end,
                                       .title = -1,
                                       .body = -1};
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
        if (capital &&
            (!cue->speaker.entity || cue->speaker.entity->nominative < 2)) /* «у Велморі» */
            cue->speaker.name = name_nominative(
                reading->arena, p->lexicon, reading_text(reading, p, i + 1, end), false, GENDER_IT);
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
static bool take_passive(const struct paragraph *p, const struct sentence *sentence,
                         struct cue *cue) {
    if (cue->lexeme->sub != FRAME_MAKES || cue->lexeme->act != SAY_ALLEGATION ||
        !ends_plural(token_word(p, cue->verb)))
        return false;
    int i = cue->verb_end;
    while (i < sentence->to && (token_is(p, i, WORD_AND) || token_is(p, i, WORD_ADVERB))) i++;
    const struct lexeme *at = token_lexeme(p, i, WORD_PREPOSITION);
    if (!at || !at->sub) return false;
    struct segment segments[SEGMENTS_MOST];
    int count = phrase_segments(p, sentence->from, cue->left, segments);
    int from = count ? phrase_from(p, segments[0].from, segments[0].to) : cue->left;
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
        while (end < sentence->to && !phrase_ends_at(p, end) && p->tokens[end].kind != TOKEN_COMMA)
            end = token_next(p, end);
        if (end > sentence->to) end = sentence->to;
        cue->has_subject = take(reading, p, sentence, cue, cue->verb_end, end);
        if (!paragraph_english(p) && cue->subject.kind == MENTION_NAME && !cue->speaker.entity)
            cue->speaker.name =
                name_nominative(reading->arena, p->lexicon, cue->speaker.name, false, GENDER_HE);
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
        subject_right(reading, p, sentence, cue))
        return;
    if (!paragraph_english(p) && take_passive(p, sentence, cue)) return;
    size_t length = strlen(token_word(p, cue->verb));
    bool participle = paragraph_english(p) && length > 3 &&
                      strcmp(token_word(p, cue->verb) + length - 3, "ing") == 0;
    bool listed = after_comma && before &&
                  (!paragraph_english(p) || participle || (p->short_line && !before->beside));
    if (after_and || listed) {
        if (before && before->speaker.name && before->verb < cue->verb) {
            cue->joined = true;
            cue->speaker = before->speaker;
            if (!cue->said)
                cue->said = before->said, cue->said_from = before->said_from,
                cue->said_to = before->said_to;
            return;
        }
    }
    int count = phrase_segments(p, floor, left, segments);
    if (count && segments[0].from < segments[0].to) {
        int from = segments[0].from;
        if (paragraph_english(p) && before && from - 1 > before->verb_end &&
            token_is(p, from - 1, WORD_WHEN))
            cue->clause = from - 1;
        cue->relative = from > floor && token_is(p, from - 1, WORD_RELATIVE);
        if (!paragraph_english(p) && take_at(reading, p, sentence, cue)) return;
        int begin = phrase_from(p, from, segments[0].to);
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
        if (!paragraph_english(p) && before && before->speaker.name &&
            first.kind == MENTION_OTHER && from > sentence->from &&
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
        if (!paragraph_english(p) && take_at(reading, p, sentence, cue)) return;
        if (take_with_apposition(reading, p, sentence, cue, segments, count)) return;
    }
    if (subject_right(reading, p, sentence, cue)) return;
    for (int i = sentence->from; i < cue->verb && !paragraph_english(p) && reading->body_count; i++)
        if (strcmp(token_word(p, i), "там") == 0) { /* «Там зазначили» */
            cue->speaker = reading->bodies[0];
            return;
        }
    if (paragraph_english(p) && left > sentence->from && token_is(p, left - 1, WORD_THAT) &&
        floor < left && !(before && before->verb_end == left - 1)) {
        cue->dropped = true; /* "a unit that called itself “the Herons”" */
        return;
    }
    if (before && before->speaker.name) {
        cue->joined = true;
        cue->speaker = before->speaker;
        if (!cue->said)
            cue->said = before->said, cue->said_from = before->said_from,
            cue->said_to = before->said_to;
    }
}
