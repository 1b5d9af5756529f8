#include <stdlib.h>
#include <string.h>

#include "say/reading.h"

/* Marks that only bound the words, and the comma before a closing one. */
static void trim(const struct paragraph *p, int *from, int *to, bool direct) {
    bool again = true;
    while (again && *from < *to) {
        again = true;
        enum token_kind first = (enum token_kind)p->tokens[*from].kind;
        enum token_kind last = (enum token_kind)p->tokens[*to - 1].kind;
        int q = p->tokens[*from].quotation;
        bool bounds = first == TOKEN_MARK && q >= 0 && p->quotations[q].open == *from &&
                      (p->quotations[q].close == *to - 1 || p->quotations[q].close >= *to);
        if (first == TOKEN_COMMA || first == TOKEN_COLON || first == TOKEN_DASH ||
            first == TOKEN_SEMICOLON)
            ++*from;
        else if (last == TOKEN_COMMA || last == TOKEN_COLON || last == TOKEN_SEMICOLON ||
                 last == TOKEN_DASH)
            --*to;
        else if (direct && bounds) {
            if (p->quotations[q].close == *to - 1) --*to;
            ++*from;
        } else if (direct && last == TOKEN_MARK && q >= 0 && p->quotations[q].close == *to - 1) {
            --*to; /* a quotation that goes on from the paragraph before */
        } else if (!direct && last == TOKEN_STOP && !token_quoted(p, *to - 1) &&
                   strcmp(token_word(p, *to - 1), ".") == 0)
            --*to;
        else again = false;
    }
}

/* The longest piece in marks that is no mere name. */
static struct say_span longest_quotation(const struct paragraph *p, int from, int to) {
    struct say_span best = {0, 0};
    for (int i = from; i < to; i = token_next(p, i)) {
        if (!token_quoted(p, i)) continue;
        const struct quotation *q = &p->quotations[p->tokens[i].quotation];
        int begin = q->open + 1, end = q->close < to ? q->close : to;
        if (end > begin && token_has(p, end - 1, TOKEN_COMMA)) end--;
        if (end <= begin || (p->tokens[begin].capital && end - begin <= 3)) continue;
        struct say_span span = paragraph_span(p, begin, end);
        if (span.to - span.from > best.to - best.from) best = span;
    }
    return best;
}

static struct draft *push(struct reading *reading) {
    static const struct draft empty;
    buffer_add(&reading->draft_bytes, &empty, sizeof empty);
    reading->drafts = (struct draft *)(void *)reading->draft_bytes.bytes;
    return &reading->drafts[reading->draft_count++];
}

/* What it is about: the place that it names first, otherwise the first thing in evidence. */
static struct say_span find_about(const struct paragraph *p, int from, int to) {
    int kind = -1;
    for (int i = from; i < to; i++) {
        if (kind < 0 && token_is(p, i, WORD_KIND)) kind = i;
        if (i == from || !p->tokens[i].capital || !token_is(p, i - 1, WORD_PREPOSITION)) continue;
        if (token_is(p, i, WORD_MONTH) || token_is(p, i, WORD_WEEKDAY)) continue;
        int end = name_end(p, i, to);
        if (end > i) return paragraph_span(p, i, end);
    }
    if (kind < 0) return (struct say_span){0, 0};
    int end = kind + token_span(p, kind);
    return paragraph_span(p, kind, end < to ? end : to);
}

struct draft *draft_add(struct reading *reading, const struct paragraph *p, int from, int to,
                        bool direct, const struct cue *cue) {
    trim(p, &from, &to, direct);
    if (from >= to) return NULL;
    struct draft *draft = push(reading);
    struct say_statement *statement = &draft->statement;
    draft->speaker = cue->speaker;
    statement->direct = direct;
    statement->span = paragraph_span(p, from, to);
    statement->quote = direct ? statement->span : longest_quotation(p, from, to);
    statement->about = find_about(p, from, to);
    draft_marks(draft, p, from, to);
    if (cue->lexeme) {
        bool verb_says = cue->lexeme->act && cue->lexeme->word_class == WORD_CUE &&
                         !(cue->lexeme->sub == FRAME_ASKS && direct);
        if (verb_says) statement->act = (enum say_act)cue->lexeme->act, draft->given = true;
        enum cue_frame frame = (enum cue_frame)cue->lexeme->sub;
        if (cue->lexeme->word_class == WORD_CUE && cue->negated && !verb_says &&
            (frame == FRAME_SAYS || frame == FRAME_REFUSES))
            statement->act = SAY_NO_COMMENT, draft->given = true;
    }
    if (cue->verb >= 0 && cue->lexeme)
        statement->cue = paragraph_span(p, cue->from < cue->verb ? cue->from : cue->verb,
                                        cue->verb + token_span(p, cue->verb));
    if (cue->said) {
        statement->said = cue->said;
        statement->said_words = paragraph_span(p, cue->said_from, cue->said_to);
    }
    if (cue->via_count) {
        statement->via = arena_new(reading->arena, const char *, cue->via_count);
        memcpy(statement->via, cue->via, (size_t)cue->via_count * sizeof *cue->via);
        statement->via_count = cue->via_count;
    }
    return draft;
}

struct draft *draft_add_like(struct reading *reading, const struct paragraph *p, int from, int to,
                             const struct draft *like) {
    struct draft model = *like;
    trim(p, &from, &to, true);
    if (from >= to) return NULL;
    struct draft *draft = push(reading);
    draft->speaker = model.speaker;
    draft->statement = (struct say_statement){.direct = true,
                                              .span = paragraph_span(p, from, to),
                                              .cue = model.statement.cue,
                                              .said = model.statement.said,
                                              .said_words = model.statement.said_words,
                                              .via = model.statement.via,
                                              .via_count = model.statement.via_count};
    draft->statement.quote = draft->statement.span;
    draft->statement.about = find_about(p, from, to);
    draft_marks(draft, p, from, to);
    return draft;
}

static bool same_bytes(const struct reading *reading, struct say_span a, struct say_span b) {
    size_t length = a.to - a.from;
    const char *words = reading->text + a.from;
    while (length && strchr(".!?", words[length - 1])) length--;
    for (size_t at = b.from; at + length <= b.to && length; at++)
        if (memcmp(reading->text + at, words, length) == 0) return true;
    return false;
}

/* The speaker of a title's quotation: who says the same words further down; otherwise the first
 * who is quoted. */
static void find_title_speaker(struct reading *reading, struct draft *draft) {
    struct draft *first = NULL;
    for (size_t i = 0; i < reading->draft_count; i++) {
        struct draft *other = &reading->drafts[i];
        if (other == draft || other->waits || !other->speaker.name) continue;
        if (same_bytes(reading, draft->statement.span, other->statement.span)) {
            draft->speaker = other->speaker;
            return;
        }
        if (!first && other->statement.direct && other->speaker.person) first = other;
    }
    if (!draft->speaker.name && first) draft->speaker = first->speaker;
}

static int order_of(const void *a, const void *b) {
    const struct say_span *first = &((const struct draft *)a)->statement.span;
    const struct say_span *second = &((const struct draft *)b)->statement.span;
    return first->from < second->from ? -1 : first->from > second->from;
}

enum { SIDE_DRAFTS = 400 };

/* Has the speaker, or the speaker's party, denied and admitted, or accused and called for inquiries?
 * A defendant's lawyer speaks for who is accused. */
static enum side side_of(const struct reading *reading, const struct draft *draft) {
    const struct speaker *speaker = &draft->speaker;
    int accused = 0, accuser = 0;
    for (size_t i = 0; speaker->name && i < reading->draft_count && i < SIDE_DRAFTS; i++) {
        const struct draft *other = &reading->drafts[i];
        bool same = other->speaker.name && (strcmp(other->speaker.name, speaker->name) == 0 ||
                                            (speaker->party && other->speaker.party &&
                                             strcmp(speaker->party, other->speaker.party) == 0));
        if (!same || other == draft) continue;
        enum say_act act = other->statement.act;
        accused += other->given && (act == SAY_DENIAL || act == SAY_PARTIAL_ADMISSION);
        accuser += other->given && (act == SAY_ALLEGATION || act == SAY_CALL_FOR_INQUIRY);
    }
    if (speaker->entity)
        for (int i = 0; i < speaker->entity->role_count; i++)
            accused += lexicon_defends(reading->lexicon, speaker->entity->roles[i]);
    return accused > 0 && accused >= accuser ? SIDE_ACCUSED
           : accuser > 0                     ? SIDE_ACCUSER
                                             : SIDE_NONE;
}

/* The parts of a broken quotation have one act, unless one plainly does something else. */
static void join_parts(struct reading *reading) {
    for (size_t i = 1; i < reading->draft_count; i++) {
        struct draft *before = &reading->drafts[i - 1], *draft = &reading->drafts[i];
        bool parts = draft->statement.direct && before->statement.direct && draft->speaker.name &&
                     draft->statement.cue.to &&
                     draft->statement.cue.from == before->statement.cue.from;
        if (!parts) continue;
        if (!draft->first_mark && before->first_mark) draft->statement.act = before->statement.act;
        else if (draft->first_mark && !before->first_mark)
            before->statement.act = draft->statement.act;
    }
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), ending = strlen(end);
    return length > ending && text[length - ending - 1] == ' ' &&
           strcmp(text + length - ending, end) == 0;
}

enum { LOOK_AHEAD = 12, WAITING_MOST = 16 };

/* Somebody known by an office alone ("officer"): the same one with more words further down, or the
 * person without an office who is quoted next. */
static void find_longer(struct reading *reading, size_t i) {
    struct draft *draft = &reading->drafts[i];
    const char *name = draft->speaker.name;
    if (!name || draft->speaker.entity || !draft->speaker.person) return;
    for (size_t j = i + 1; j < reading->draft_count && j < i + LOOK_AHEAD; j++) {
        const struct speaker *other = &reading->drafts[j].speaker;
        if (other->name && !other->entity && ends_with(other->name, name)) {
            draft->speaker = *other;
            return;
        }
    }
    if (draft->statement.via_count || i >= LOOK_AHEAD / 2) return;
    for (size_t j = i + 1; j < reading->draft_count && j < i + LOOK_AHEAD; j++) {
        const struct speaker *other = &reading->drafts[j].speaker;
        if (!other->name || strcmp(other->name, name) == 0) continue;
        if (other->entity && other->person && !other->entity->role_count) draft->speaker = *other;
        return;
    }
}

void drafts_finish(struct reading *reading) {
    if (reading->draft_count)
        qsort(reading->drafts, reading->draft_count, sizeof *reading->drafts, order_of);
    int waiting = 0;
    for (size_t i = 0; i < reading->draft_count; i++)
        if (reading->drafts[i].waits && waiting++ < WAITING_MOST)
            find_title_speaker(reading, &reading->drafts[i]);
    for (size_t i = 0; i < reading->draft_count; i++) find_longer(reading, i);
    for (size_t i = 0; i < reading->draft_count; i++) {
        struct draft *draft = &reading->drafts[i];
        struct say_statement *statement = &draft->statement;
        statement->speaker = draft->speaker.name;
        statement->role = draft->speaker.role;
        statement->party = draft->speaker.party;
    }
    /* A figure has the speaker of the statement that it stands in; both are in order. */
    size_t next = 0;
    for (size_t i = 0; i < reading->figure_count; i++) {
        struct say_figure *figure = &reading->figures[i];
        while (next < reading->draft_count &&
               reading->drafts[next].statement.span.to <= figure->span.from)
            next++;
        if (next < reading->draft_count &&
            reading->drafts[next].statement.span.from <= figure->span.from)
            figure->speaker = reading->drafts[next].statement.speaker;
    }
    for (size_t i = 0; i < reading->draft_count; i++) {
        struct draft *draft = &reading->drafts[i];
        draft->decided = act_of(draft, side_of(reading, draft));
    }
    for (size_t i = 0; i < reading->draft_count; i++)
        reading->drafts[i].statement.act = reading->drafts[i].decided;
    join_parts(reading);
}
