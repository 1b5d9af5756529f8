/* A sentence of the article's own voice with the words of others in it. */
#include <string.h>

#include "say/reading.h"

enum { CUES_MOST = 12, PHRASE_MOST = 6 };

/* Does a form that looks like a verb stand in the object of the verb before: "calls torture claims
 * a ‘lie’"? */
static bool is_object(const struct paragraph *p, const struct cue *before, const struct cue *cue) {
    if (before->lexeme->word_class != WORD_CUE || before->lexeme->sub == FRAME_SAYS ||
        before->lexeme->sub == FRAME_TELLS || before->lexeme->sub == FRAME_THINKS)
        return false;
    for (int i = before->verb_end; i < cue->left; i++)
        if (p->tokens[i].kind != TOKEN_WORD || token_is(p, i, WORD_AND) ||
            token_is(p, i, WORD_THAT) || token_is(p, i, WORD_RELATIVE))
            return false;
    return cue->left <= cue->verb && !token_before(p, cue->verb, WORD_AND);
}

static int find_cues(struct reading *reading, const struct paragraph *p,
                     const struct sentence *sentence, struct cue *cues) {
    int count = 0;
    int first = sentence->from;
    /* "Asked whether he regretted anything, Reka replied": the question is no one's statement */
    if (token_is(p, first, WORD_ASKED) ||
        (token_is(p, first, WORD_AND) && token_is(p, first + 1, WORD_ASKED)))
        while (first < sentence->to && p->tokens[first].kind != TOKEN_COMMA && paragraph_english(p))
            first = token_next(p, first);
    if (first >= sentence->to) first = sentence->from;
    for (int i = first; i < sentence->to && count < CUES_MOST; i = token_next(p, i)) {
        struct cue *cue = &cues[count];
        if (token_quoted(p, i)) continue;
        if (!cue_read(reading, p, sentence, i, cue)) {
            i += token_span(p, i) - 1;
            continue;
        }
        if (count && is_object(p, &cues[count - 1], cue)) continue;
        const struct cue *before = NULL;
        for (int j = count - 1; j >= 0 && !before; j--)
            if (cues[j].speaker.name) before = &cues[j];
        cue_subject(reading, p, sentence, cue, before);
        count++;
        i += token_span(p, i) - 1;
    }
    return count;
}

/* A cue within what another gives: its speaker is the first source, the other passes it on. */
static void nest(struct cue *cues, int count) {
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) {
            struct cue *outer = &cues[i], *inner = &cues[j];
            if (i == j || outer->dropped || inner->dropped || outer->direct) continue;
            enum cue_frame frame = (enum cue_frame)outer->lexeme->sub;
            bool gives = outer->lexeme->word_class == WORD_SOURCE || frame == FRAME_SAYS ||
                         frame == FRAME_TELLS || frame == FRAME_THINKS;
            bool within = outer->content_from >= 0 && inner->verb >= outer->content_from &&
                          inner->verb < outer->content_to;
            if (!gives || !within || inner->content_from < 0 || !inner->has_subject ||
                inner->joined || inner->passive || !outer->speaker.name || !inner->speaker.name)
                continue;
            if (strcmp(inner->speaker.name, outer->speaker.name) == 0 ||
                inner->subject.kind == MENTION_PRONOUN) {
                inner->dropped = inner->verb > outer->verb && outer->content_from > outer->verb;
                continue;
            }
            if (inner->subject_from > outer->content_from + 3 &&
                outer->lexeme->word_class != WORD_SOURCE)
                continue;
            if (inner->via_count < VIA_MOST) inner->via[inner->via_count++] = outer->speaker.name;
            if (!inner->said && outer->said) inner->said = NULL;
            outer->dropped = true;
        }
}

/* "…, the Gazette reported, citing her office": the source is who stands behind citing. */
static void read_citing(struct reading *reading, const struct paragraph *p,
                        const struct sentence *sentence, struct cue *cue) {
    for (int i = cue->verb_end; i < sentence->to; i = token_next(p, i)) {
        if (token_quoted(p, i) || !token_is(p, i, WORD_CITING)) continue;
        int from = i + token_span(p, i), to = from;
        while (to < sentence->to && p->tokens[to].kind != TOKEN_COMMA &&
               p->tokens[to].kind != TOKEN_STOP && p->tokens[to].kind != TOKEN_DASH)
            to = token_next(p, to);
        if (to > sentence->to) to = sentence->to;
        struct mention mention = mention_read(&reading->names, p, from, to);
        if (mention.kind == MENTION_NONE) return;
        struct speaker source = speaker_of(reading, p, &mention, false);
        if (mention.kind == MENTION_BODY &&
            mention.owner_to > mention.owner_from) /* "Ms Corso’s office" */
            source.name = reading_text(reading, p, mention.owner_from, mention.to);
        if (!source.name) return;
        if (cue->speaker.name && cue->via_count < VIA_MOST)
            cue->via[cue->via_count++] = cue->speaker.name;
        cue->speaker = source;
        return;
    }
}

static void add_parts(struct reading *reading, const struct paragraph *p, struct cue *cue) {
    /* "Thank you for registering": in English somebody does what is no passive. */
    bool nobody = !cue->has_subject && !cue->joined && !cue->passive && !cue->speaker.name;
    if (nobody && paragraph_english(p)) return;
    if (cue->dropped || cue->content_from < 0 || cue->content_to <= cue->content_from) return;
    bool words = false; /* more than "and" */
    for (int i = cue->content_from; i < cue->content_to && !words; i++)
        words = p->tokens[i].kind == TOKEN_NUMBER ||
                (p->tokens[i].kind == TOKEN_WORD && !token_is(p, i, WORD_AND) &&
                 !token_is(p, i, WORD_ADVERB));
    if (!words) return;
    draft_add(reading, p, cue->content_from, cue->content_to, cue->direct, cue);
    if (cue->rest_from >= 0) draft_add(reading, p, cue->rest_from, cue->rest_to, cue->direct, cue);
}

/* "said that A and that B" are two. */
static int second_that(const struct paragraph *p, const struct cue *cue) {
    if (cue->content_from <= 0 || cue->direct || cue->lexeme->word_class != WORD_CUE ||
        (cue->lexeme->sub != FRAME_SAYS && cue->lexeme->sub != FRAME_TELLS))
        return -1;
    for (int i = cue->content_from; i + 1 < cue->content_to; i = token_next(p, i))
        if (!token_quoted(p, i) && token_is(p, i, WORD_THAT) &&
            token_before(p, i, WORD_AND) > cue->content_from)
            return i;
    return -1;
}

static void split_that(const struct paragraph *p, struct cue *cue) {
    int that = second_that(p, cue);
    if (that < 0) return;
    int conjunction = token_before(p, that, WORD_AND), end = conjunction;
    while (end > cue->content_from && token_has(p, end - 1, TOKEN_COMMA)) end--;
    cue->rest_from = that + token_span(p, that), cue->rest_to = cue->content_to;
    cue->content_to = end;
}

/* The statement of the sentence before is what "this was announced by" and «про це повідомив» give. */
static bool is_next_sentence_cue(const struct paragraph *p, const struct sentence *sentence) {
    return token_is(p, sentence->from, WORD_THIS);
}

static const struct sentence *sentence_before(const struct paragraph *p,
                                              const struct sentence *sentence) {
    return sentence > p->sentences ? sentence - 1 : NULL;
}

static void next_sentence_cue(struct reading *reading, const struct paragraph *p,
                              const struct sentence *sentence) {
    const struct sentence *before = sentence_before(p, sentence);
    if (!before) return;
    struct cue cue;
    for (int i = sentence->from; i < sentence->to; i = token_next(p, i)) {
        const struct lexeme *lexeme = token_lexeme(p, i, WORD_SOURCE);
        if (!lexeme) lexeme = token_lexeme(p, i, WORD_CUE);
        if (!lexeme) continue;
        cue = (struct cue){.lexeme = lexeme,
                           .verb = i,
                           .verb_end = i + token_span(p, i),
                           .left = i,
                           .from = i,
                           .said_from = -1,
                           .said_to = -1,
                           .rest_from = -1};
        if (lexeme->word_class == WORD_CUE && paragraph_english(p)) {
            int by = cue.verb_end;
            while (by < sentence->to && strcmp(token_word(p, by), "by") != 0) by++;
            if (by == sentence->to) continue;
            cue.verb_end = by + 1;
            struct lexeme as_source = *lexeme;
            as_source.word_class = WORD_SOURCE, as_source.sub = 0;
            cue.lexeme = &as_source;
            cue_subject(reading, p, sentence, &cue, NULL);
            cue.lexeme = lexeme;
        } else {
            if (lexeme->word_class == WORD_CUE && !cue_read(reading, p, sentence, i, &cue))
                continue;
            cue_subject(reading, p, sentence, &cue, NULL);
        }
        if (!cue.speaker.name && reading->body_count) cue.speaker = reading->bodies[0]; /* «там» */
        if (!cue.speaker.name) continue;
        cue_date(reading, p, sentence, &cue);
        speaker_remember(reading, &cue.speaker);
        /* What the sentence before gave to nobody. */
        if (reading->draft_count) {
            const struct say_span last = reading->drafts[reading->draft_count - 1].statement.span;
            if (last.from >= paragraph_span(p, before->from, before->to).from) return;
        }
        draft_add(reading, p, before->from, before->to, false, &cue);
        return;
    }
}

/* “…,” one of the guards is quoted as saying: the words up to the verb. */
static struct speaker phrase_behind(struct reading *reading, const struct paragraph *p, int from,
                                    int to) {
    while (from < to && p->tokens[from].kind != TOKEN_WORD) from++;
    int end = from;
    while (end < to && p->tokens[end].kind == TOKEN_WORD && !token_is(p, end, WORD_AUXILIARY) &&
           !token_is(p, end, WORD_CUE))
        end++;
    struct mention mention = mention_read(&reading->names, p, from, end);
    return end - from <= PHRASE_MOST ? speaker_of(reading, p, &mention, true) : (struct speaker){0};
}

/* Quotations that no cue of the sentence has taken. */
static void read_rest(struct reading *reading, const struct paragraph *p,
                      const struct sentence *sentence, int count, size_t first_draft) {
    for (int i = sentence->from; i < sentence->to; i = token_next(p, i)) {
        if (!token_quoted(p, i)) continue;
        const struct quotation *q = &p->quotations[p->tokens[i].quotation];
        int end = q->close < sentence->to ? q->close + 1 : sentence->to;
        bool begins = i == sentence->from, ends = true;
        bool colon = token_has(p, i - 1, TOKEN_COLON);
        if (!begins && !colon) continue;
        /* “…,” bellowed the mayor: a comma gives the words to somebody, whatever the verb is */
        bool comma = begins &&
                     (token_has(p, end - 2, TOKEN_COMMA) || token_has(p, end, TOKEN_COMMA)) &&
                     end < sentence->to;
        for (int j = end; !comma && j < sentence->to && ends; j++)
            ends = p->tokens[j].kind == TOKEN_STOP;
        if (!ends) continue;
        bool taken = false;
        size_t from = paragraph_span(p, i, i + 1).from;
        for (size_t j = first_draft; j < reading->draft_count; j++) {
            const struct say_span span = reading->drafts[j].statement.span;
            taken |= from + 4 >= span.from && from < span.to;
        }
        if (taken) continue;
        struct cue cue = {.said_from = -1, .said_to = -1, .rest_from = -1, .verb = -1};
        if (comma) {
            cue.speaker = speaker_first(reading, p, end, sentence->to);
            if (!cue.speaker.name) cue.speaker = phrase_behind(reading, p, end, sentence->to);
        } else if (colon && !begins) {
            cue.speaker = speaker_first(reading, p, sentence->from, i - 1);
            if (!cue.speaker.name) continue; /* «На дверях напис: «…»» */
        } else if (reading->draft_count && count == 0 && sentence > p->sentences) {
            /* It goes on: “…,” she said. “…” */
            const struct draft *last = &reading->drafts[reading->draft_count - 1];
            bool near = last->statement.span.from >= p->from && last->statement.direct;
            if (near) {
                draft_add_like(reading, p, i, end, last);
                continue;
            }
        }
        if (!cue.speaker.name)
            cue.speaker =
                reading->last.person || !reading->recent_count ? reading->last : reading->recent[0];
        struct draft *draft = draft_add(reading, p, i, end, true, &cue);
        if (draft && p->title) draft->waits = true;
    }
}

void narrative_read(struct reading *reading, const struct paragraph *p,
                    const struct sentence *sentence) {
    struct cue cues[CUES_MOST];
    size_t first_draft = reading->draft_count;
    if (is_next_sentence_cue(p, sentence)) {
        next_sentence_cue(reading, p, sentence);
        if (reading->draft_count > first_draft) return;
    }
    int count = find_cues(reading, p, sentence, cues);
    for (int i = 0; i < count; i++) {
        int next = i + 1;
        while (next < count && cues[next].dropped) next++;
        cue_content(reading, p, sentence, &cues[i], next < count ? &cues[next] : NULL);
    }
    for (int i = 1; i < count; i++)
        if (cues[i].joined && !cues[i].said && cues[i - 1].said) {
            cues[i].said = cues[i - 1].said;
            cues[i].said_from = cues[i - 1].said_from, cues[i].said_to = cues[i - 1].said_to;
        }
    for (int i = 0; i < count; i++) split_that(p, &cues[i]);
    nest(cues, count);
    for (int i = 0; i < count; i++) /* «…», — йдеться у повідомленні */
        if (!cues[i].speaker.name && !cues[i].passive && cues[i].direct)
            cues[i].speaker = reading->last;
    for (int i = 0; i < count; i++) /* «Ответа не поступило» */
        if (!cues[i].speaker.name && !cues[i].passive && cues[i].lexeme->act == SAY_NO_COMMENT)
            cues[i].speaker = reading->body_count ? reading->bodies[0] : reading->last;
    for (int i = 0; i < count; i++)
        if (cues[i].content_from >= 0 && !cues[i].dropped)
            read_citing(reading, p, sentence, &cues[i]);
    /* Who acts in the sentence is who "he" is in the next one. */
    if (count == 0 || !cues[0].speaker.name)
        speaker_first(reading, p, sentence->from, sentence->to);
    for (int i = 0; i < count; i++) add_parts(reading, p, &cues[i]);
    for (int i = 0; i < count; i++)
        if (cues[i].speaker.name && !cues[i].dropped &&
            !(cues[i].has_subject && token_is(p, cues[i].subject.from, WORD_MEDIA))) {
            speaker_remember(reading, &cues[i].speaker);
            break;
        }
    read_rest(reading, p, sentence, count, first_draft);
}
