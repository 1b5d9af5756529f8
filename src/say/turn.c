/* Words with dashes: a turn of a dialogue (— …, — сказав …. — …) and the same within marks. */
#include <string.h>

#include "say/reading.h"

enum { AUTHOR_WORDS = 7, PARTS_MOST = 12 };

struct part {
    int from, to;
    bool author;
};

static bool behind_mark(const struct paragraph *p, int i) {
    enum token_kind kind = (enum token_kind)p->tokens[i - 1].kind;
    return kind == TOKEN_COMMA || kind == TOKEN_STOP || kind == TOKEN_MARK;
}

/* A Slavic verb of the third person that the lexicon does not know: «твердил», «вигукує». */
static bool is_verb(const char *word) {
    static const char *const endings[] = {"ил", "ал", "ел",  "нул", "ла",  "ли", "ло",
                                          "ив", "ав", "ув",  "ів",  "ет",  "ит", "ют",
                                          "ят", "є",  "ить", "ють", "ять", NULL};
    size_t length = strlen(word);
    for (int i = 0; endings[i]; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending + 4 && strcmp(word + length - ending, endings[i]) == 0) return true;
    }
    return false;
}

/* Do the speaker's own words stop here, and the author's begin: a small letter, and soon a cue? */
static bool is_author(const struct paragraph *p, int from, int to) {
    if (from >= to || p->tokens[from].kind != TOKEN_WORD) return false;
    if (!p->tokens[from].capital && !p->tokens[from].form && is_verb(token_word(p, from)))
        return true;
    for (int i = from; i < to && i < from + AUTHOR_WORDS; i++) {
        if (p->tokens[i].kind == TOKEN_COMMA || p->tokens[i].kind == TOKEN_STOP) return false;
        const struct lexeme *cue = token_lexeme(p, i, WORD_CUE);
        if (cue &&
            (cue->sub == FRAME_SAYS || cue->sub == FRAME_GESTURE || cue->sub == FRAME_THINKS))
            return i == from || !p->tokens[from].capital || i <= from + 3;
        if (token_is(p, i, WORD_SOURCE)) return true;
    }
    return false;
}

static int split(const struct paragraph *p, int from, int to, struct part *parts) {
    int count = 0, begin = from;
    bool author = false;
    for (int i = from + 1; i < to && count < PARTS_MOST - 1; i++) {
        if (p->tokens[i].kind != TOKEN_DASH || !behind_mark(p, i)) continue;
        if (!author && !is_author(p, i + 1, to)) continue;
        parts[count++] = (struct part){begin, i, author};
        author = !author;
        begin = i + 1;
    }
    parts[count++] = (struct part){begin, to, author};
    return count;
}

bool turn_read(struct reading *reading, const struct paragraph *p, int from, int to, bool turn) {
    struct part parts[PARTS_MOST];
    int count = split(p, from, to, parts);
    if (count == 1 && !turn) return false;
    struct cue cue = {.said_from = -1, .said_to = -1, .rest_from = -1, .verb = -1};
    cue.speaker = reading->recent_count ? reading->recent[0] : reading->last;
    for (int i = 0; i < count; i++) {
        if (!parts[i].author) continue;
        /* The author's words are a sentence of their own, up to their stop. */
        struct sentence sentence = {parts[i].from, parts[i].to};
        for (int j = parts[i].from; j < parts[i].to; j++)
            if (p->tokens[j].kind == TOKEN_STOP) {
                sentence.to = j;
                break;
            }
        /* They stand within the marks, but are not said. */
        for (int j = parts[i].from; j < parts[i].to; j++)
            if (!turn) p->tokens[j].quotation = -1;
        for (int j = sentence.from; j < sentence.to; j++) {
            if (!cue_read(reading, p, &sentence, j, &cue)) continue;
            cue_subject(reading, p, &sentence, &cue, NULL);
            cue_date(reading, p, &sentence, &cue);
            break;
        }
        if (!cue.speaker.name || !cue.lexeme) { /* a verb that is not known */
            static const struct lexeme says = {WORD_CUE, FRAME_SAYS, SAY_ACT_NONE, 0, ""};
            cue.lexeme = &says;
            cue.verb = cue.left = cue.from = sentence.from;
            cue.verb_end = sentence.from + 1;
            cue.speaker = (struct speaker){0};
            cue_subject(reading, p, &sentence, &cue, NULL);
        }
        if (cue.speaker.name) speaker_remember(reading, &cue.speaker);
        else cue.speaker = reading->recent_count ? reading->recent[0] : reading->last;
        break;
    }
    cue.negated = false;
    for (int i = 0; i < count; i++)
        if (!parts[i].author) draft_add(reading, p, parts[i].from, parts[i].to, true, &cue);
    return true;
}
