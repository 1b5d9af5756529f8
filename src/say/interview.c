/* Questions and answers. Without a word that says so, an article is an interview when it has several
 * lines that end with a question mark and an answer each. */
#include <string.h>

#include "say/reading.h"

enum { QUESTION_BYTES_MOST = 300 };

static bool is_question(const struct paragraph *p) {
    return p->count && strchr("?", *token_word(p, p->count - 1)) && p->size < QUESTION_BYTES_MOST &&
           !token_quoted(p, p->count - 1);
}

/* Does the article's own voice speak here: of the one who answers, or of somebody who says? */
static bool is_narrative(struct reading *reading, const struct paragraph *p) {
    for (int i = 0; i < p->count; i++) {
        if (token_quoted(p, i)) continue;
        if (reading->interviewee.entity) {
            const struct entity *entity = reading->interviewee.entity;
            const char *last = entity->words[entity->word_count - 1];
            if (name_form_like(last, token_word(p, i)) && p->tokens[i].capital) return true;
            const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
            for (int j = 0; title && j < entity->role_count; j++)
                if (name_noun_like(entity->roles[j], title->lemma)) return true;
        }
        const struct lexeme *cue = token_lexeme(p, i, WORD_CUE);
        if (cue && p->sentence_count == 1 && i > 0 && token_is(p, i - 1, WORD_PRONOUN)) return true;
    }
    struct cue cue;
    for (int s = 0; s < p->sentence_count; s++)
        for (int i = p->sentences[s].from; i < p->sentences[s].to; i = token_next(p, i))
            if (!token_quoted(p, i) && cue_read(reading, p, &p->sentences[s], i, &cue)) {
                cue_subject(reading, p, &p->sentences[s], &cue, NULL);
                if (cue.speaker.name &&
                    (cue.subject.kind == MENTION_NAME || cue.subject.kind == MENTION_BODY) &&
                    cue.subject_from == p->sentences[s].from)
                    return true;
            }
    return false;
}

bool interview_read(struct reading *reading, const struct paragraph *p) {
    bool turn = token_has(p, 0, TOKEN_DASH);
    bool dashes = reading->dashes;
    if (dashes && turn) {
        /* Turns change. */
        reading->question = !reading->question;
        reading->answering = !reading->question;
        if (reading->question) return false;
    } else if (dashes) {
        if (!reading->answering || is_narrative(reading, p)) {
            reading->answering = false;
            return false;
        }
    } else if (!p->after_blank && reading->line_before && !p->title) {
        /* the second line of a block answers the first */
        reading->answering = true;
        reading->question = false;
    } else if (is_question(p) || p->next_line) {
        reading->question = true;
        reading->answering = false;
        return false;
    } else if (!reading->answering || is_narrative(reading, p)) {
        reading->answering = false;
        return false;
    }
    struct cue cue = {.said_from = -1,
                      .said_to = -1,
                      .rest_from = -1,
                      .verb = -1,
                      .speaker = reading->interviewee};
    draft_add(reading, p, turn ? 1 : 0, p->count, true, &cue);
    reading->question = false;
    return true;
}
