#include "say/say.h"

#include <string.h>

#include "say/date.h"
#include "say/reading.h"

enum { LETTERS_ENOUGH = 4000, HEAD_BYTES = 700, HEAD_LINE = 250 };

/* By the letters that only one of the languages has. */
static const char *language_of(const char *text, size_t size) {
    size_t latin = 0, cyrillic = 0, ukrainian = 0, russian = 0;
    for (size_t i = 0; i + 1 < size && latin + cyrillic < LETTERS_ENOUGH; i++) {
        unsigned char a = (unsigned char)text[i], b = (unsigned char)text[i + 1];
        if ((a >= 'a' && a <= 'z') || (a >= 'A' && a <= 'Z')) latin++;
        if (a != 0xd0 && a != 0xd1 && a != 0xd2) continue;
        cyrillic++;
        /* і ї є І Ї Є ґ Ґ; ы э ъ ё Ы Э */
        ukrainian += (a == 0xd1 && (b == 0x96 || b == 0x97 || b == 0x94)) ||
                     (a == 0xd0 && (b == 0x86 || b == 0x87 || b == 0x84)) || a == 0xd2;
        russian += (a == 0xd1 && (b == 0x8b || b == 0x8d || b == 0x8a || b == 0x91)) ||
                   (a == 0xd0 && (b == 0xab || b == 0xad));
    }
    return latin >= cyrillic ? "en" : ukrainian >= russian ? "uk" : "ru";
}

/* A line about the author, the day or the picture: nothing is said in it. */
static bool is_byline(const struct paragraph *p) {
    if (token_is(p, 0, WORD_BYLINE)) return true;
    if (!p->short_line || p->sentence_count > 1) return false;
    int dates = 0, capitals = 0, marks = 0, years = 0;
    for (int i = 0; i < p->count; i++)
        capitals += p->tokens[i].capital || token_is(p, i, WORD_AND) ||
                    token_is(p, i, WORD_PREPOSITION) || p->tokens[i].kind == TOKEN_COMMA;
    if (capitals == p->count && !p->title && p->count <= 8 && p->from < 1000) return true;
    for (int i = 0; i < p->count; i++) {
        dates += token_is(p, i, WORD_MONTH) ||
                 (p->tokens[i].kind == TOKEN_NUMBER && p->tokens[i].size >= 8);
        if (token_is(p, i, WORD_CUE)) return false;
        marks += p->tokens[i].kind == TOKEN_MARK;
        years += p->tokens[i].kind == TOKEN_NUMBER && p->tokens[i].size == 4;
    }
    if (marks && !years) return false; /* «Вісник», 26 вересня 2018 року */
    return dates > 0 && p->count <= 14;
}

/* "16.20" and "17:10 Words": the time of an entry of a live text. */
static int behind_time(const struct paragraph *p) {
    if (!token_has(p, 0, TOKEN_NUMBER)) return 0;
    const char *word = token_word(p, 0);
    size_t length = strlen(word);
    bool time =
        (length == 5 || length == 4) && (word[length - 3] == ':' || word[length - 3] == '.');
    return time ? 1 : 0;
}

/* "PORT AMERY, 2 November 2018 (CNA) –" */
static int behind_dateline(const struct paragraph *p, int from) {
    if (from >= p->count || !p->tokens[from].capitals) return from;
    for (int i = from; i < p->count && i < from + 14; i++) {
        enum token_kind kind = (enum token_kind)p->tokens[i].kind;
        if (kind == TOKEN_DASH) return i + 1;
        bool fits = p->tokens[i].capitals || kind == TOKEN_NUMBER || kind == TOKEN_COMMA ||
                    kind == TOKEN_OPEN || kind == TOKEN_CLOSE || token_is(p, i, WORD_MONTH) ||
                    token_is(p, i, WORD_MEDIA) || (kind == TOKEN_STOP && i > from) ||
                    p->tokens[i].capital;
        if (!fits) return from;
    }
    return from;
}

static bool prepare(struct reading *reading, size_t *at, struct paragraph *p, bool *open) {
    if (!paragraph_next(reading->text, reading->size, at, p)) return false;
    p->title = p->from + p->size <= reading->size && !reading->any;
    p->lexicon = reading->lexicon;
    paragraph_tokens(reading->scratch, p);
    paragraph_quotations(reading->scratch, p, *open, reading->text + *at, reading->size - *at);
    *open = false;
    for (int i = 0; i < p->quotation_count; i++) *open |= p->quotations[i].goes_on;
    if (p->count) paragraph_sentences(reading->scratch, p);
    p->next_line = *at + 1 < reading->size && reading->text[*at] == '\n' &&
                   reading->text[*at + 1] != '\n' && reading->text[*at + 1] != '\r';
    return true;
}

/* Goes through the text for names, and whether it is an interview. */
static void gather(struct reading *reading) {
    struct paragraph p;
    size_t at = 0;
    bool open = false, word = false;
    int questions = 0, turns = 0;
    while (true) {
        struct arena_mark mark = arena_mark(reading->scratch);
        if (!prepare(reading, &at, &p, &open)) break;
        if (p.count) {
            names_gather(&reading->names, &p);
            bool turn = token_has(&p, 0, TOKEN_DASH);
            turns += turn;
            questions += *token_word(&p, p.count - 1) == '?' && p.size < 300;
            for (int i = 0; i < p.count && p.size < HEAD_LINE && p.from < HEAD_BYTES; i++)
                word |= token_is(&p, i, WORD_INTERVIEW);
        }
        arena_release(reading->scratch, mark);
    }
    names_settle(&reading->names);
    reading->interview = (word && questions > 0) || questions >= 4;
    reading->dashes = reading->interview && turns >= 3;
    for (size_t i = 0; i < reading->names.count && reading->interview; i++)
        if (reading->names.list[i].person) {
            struct entity *entity = &reading->names.list[i];
            if (reading->interviewee.entity && reading->interviewee.entity->seen >= entity->seen)
                continue;
            reading->interviewee = (struct speaker){.name = entity->name,
                                                    .role = entity->role,
                                                    .entity = entity,
                                                    .person = true,
                                                    .gender = entity->gender};
        }
}

/* A quotation that a paragraph before had opened: its words belong to that statement. */
static int read_continued(struct reading *reading, const struct paragraph *p) {
    if (!p->quotation_count || !reading->open_draft) return 0;
    const struct quotation *q = &p->quotations[0];
    int end = q->close < p->count ? q->close : p->count;
    int last = end;
    if (last > 0 && token_has(p, last - 1, TOKEN_COMMA)) last--;
    struct say_statement *statement = &reading->drafts[reading->open_draft - 1].statement;
    struct say_span span = paragraph_span(p, 0, last);
    if (span.to > statement->span.to) statement->span.to = statement->quote.to = span.to;
    draft_marks(&reading->drafts[reading->open_draft - 1], p, 0, last);
    if (!q->goes_on) reading->open_draft = 0;
    return end < p->count ? end + 1 : end;
}

static void read_paragraph(struct reading *reading, struct paragraph *p) {
    size_t first = reading->draft_count;
    int from = 0;
    bool opened = reading->open_draft > 0;
    if (opened) from = read_continued(reading, p);
    if (!opened && is_byline(p)) return;
    if (!opened && reading->interview && interview_read(reading, p)) goto figures;
    if (!opened && reading->dashes && token_has(p, 0, TOKEN_DASH)) {
        /* In a question, words may be given to others. */
        for (int s = 0; s < p->sentence_count; s++) {
            struct sentence sentence = {p->sentences[s].from + (s == 0), p->sentences[s].to};
            if (sentence.from < sentence.to && *token_word(p, sentence.to - 1) != '?')
                narrative_read(reading, p, &sentence);
        }
        return;
    }
    from += opened ? 0 : behind_time(p);
    if (!opened) from = behind_dateline(p, from);
    if (!opened && token_is(p, from, WORD_LABEL) &&
        token_has(p, from + token_span(p, from), TOKEN_COLON))
        from += token_span(p, from) + 1;
    if (!opened && token_has(p, from + 1, TOKEN_COLON) &&
        p->tokens[from].size == 1) { /* "Q: …", "A: …" */
        bool answer =
            *token_word(p, from) == 'a' && (reading->interviewee.name || reading->recent_count);
        struct cue cue = {.said_from = -1, .said_to = -1, .rest_from = -1, .verb = -1};
        cue.speaker = reading->interviewee.name ? reading->interviewee : reading->recent[0];
        if (answer) draft_add(reading, p, from + 2, p->count, true, &cue);
        if (answer || *token_word(p, from) == 'q') goto figures;
    }
    if (!opened && token_has(p, from, TOKEN_DASH)) {
        bool asked = *token_word(p, p->count - 1) == '?' && p->next_turn && !reading->interview;
        if (!asked) turn_read(reading, p, from + 1, p->count, true);
        goto figures;
    }
    for (int s = 0; s < p->sentence_count; s++) {
        struct sentence sentence = p->sentences[s];
        if (sentence.to <= from) continue;
        if (sentence.from < from) sentence.from = from;
        p->sentences[s] = sentence;
        if (reading->interview && *token_word(p, sentence.to - 1) == '?') continue;
        bool broken = false;
        for (int i = sentence.from; i < sentence.to; i = token_next(p, i)) {
            if (!token_quoted(p, i)) continue;
            const struct quotation *q = &p->quotations[p->tokens[i].quotation];
            if (q->open >= sentence.from && q->close <= p->count)
                broken |= turn_read(reading, p, q->open + 1, q->close, false);
        }
        if (broken) continue;
        if (heading_read(reading, p, &p->sentences[s])) continue;
        narrative_read(reading, p, &p->sentences[s]);
    }
    if (p->quotation_count && p->quotations[p->quotation_count - 1].goes_on &&
        !reading->open_draft) {
        const struct quotation *q = &p->quotations[p->quotation_count - 1];
        size_t at = paragraph_span(p, q->open, q->open + 1).from;
        for (size_t i = first; i < reading->draft_count; i++)
            if (reading->drafts[i].statement.span.from >= at) reading->open_draft = i + 1;
    }
figures:
    figures_read(reading, p);
}

/* Does the next paragraph begin with a dash? */
static bool next_is_turn(const char *text, size_t size, size_t at) {
    while (at < size && (unsigned char)text[at] <= ' ') at++;
    return at + 3 <= size && (memcmp(text + at, "—", 3) == 0 || memcmp(text + at, "–", 3) == 0);
}

bool say_article(struct arena *arena, const char *text, size_t size, const char *published,
                 const char *language, struct say_article *out_article, struct error *error) {
    if (size > SAY_TEXT_MOST)
        return error_set(error, ERROR_TOO_LARGE, "the article has %zu bytes; at most %d are read",
                         size, SAY_TEXT_MOST);
    if (!language) language = language_of(text, size);
    struct reading reading = {.arena = arena, .text = text, .size = size, .published = DATE_NONE};
    reading.lexicon = lexicon_of(language);
    if (!reading.lexicon)
        return error_set(error, ERROR_BAD_INPUT,
                         "there are no rules for the language %s; en, ru or uk", language);
    if (published && (reading.published = date_day(published)) == DATE_NONE)
        return error_set(error, ERROR_BAD_INPUT,
                         "%s is no day of publication; write it as 2022-09-19", published);
    struct arena scratch;
    arena_open(&scratch, 0);
    scratch.full = arena->full, scratch.full_data = arena->full_data;
    reading.scratch = &scratch;
    names_open(arena, &reading.names);
    gather(&reading);
    if (reading.interview) speaker_remember(&reading, &reading.interviewee);
    struct paragraph p;
    size_t at = 0;
    bool open = false, full = false;
    while (!full) {
        struct arena_mark mark = arena_mark(&scratch);
        if (!prepare(&reading, &at, &p, &open)) break;
        reading.any = true;
        p.next_turn = next_is_turn(text, size, at);
        if (p.count) read_paragraph(&reading, &p);
        reading.line_before = p.count > 0;
        arena_release(&scratch, mark);
        full = reading.draft_count > SAY_FOUND_MOST || reading.figure_count > SAY_FOUND_MOST;
    }
    arena_close(&scratch);
    if (full) {
        buffer_close(&reading.draft_bytes);
        return error_set(error, ERROR_TOO_LARGE,
                         "the article has more than %d statements or figures; give it in parts",
                         SAY_FOUND_MOST);
    }
    drafts_finish(&reading);
    *out_article = (struct say_article){.language = reading.lexicon->language};
    out_article->statements = arena_new(arena, struct say_statement, reading.draft_count + 1);
    out_article->statement_count = reading.draft_count;
    for (size_t i = 0; i < reading.draft_count; i++)
        out_article->statements[i] = reading.drafts[i].statement;
    buffer_close(&reading.draft_bytes);
    out_article->figures = reading.figures;
    out_article->figure_count = reading.figure_count;
    return true;
}
