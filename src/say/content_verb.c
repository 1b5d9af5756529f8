/* Verbs that are part of what is said: "accused the army of murder". */
#include <string.h>

#include "say/content_parts.h"
#include "say/date.h"

bool content_quotes(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_MARK) return true;
    return false;
}

/* "called it a war crime": words that speak for an act of their own */
bool content_charges(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++) {
        const struct lexeme *mark = token_lexeme(p, i, WORD_MARK);
        if (mark && (mark->act == SAY_ALLEGATION || mark->act == SAY_DENIAL)) return true;
    }
    return false;
}

/* Does something stand there that is counted in evidence, or that speaks for an act? */
bool content_evidence(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (token_is(p, i, WORD_KIND) || token_is(p, i, WORD_MARK)) return true;
    return false;
}

bool content_numbers(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_NUMBER || token_is(p, i, WORD_NUMBER) ||
            token_is(p, i, WORD_ROUND))
            return true;
    return false;
}

bool content_gerund(const struct paragraph *p, int i) {
    if (i >= p->count || !paragraph_english(p) || p->tokens[i].kind != TOKEN_WORD) return false;
    size_t length = strlen(token_word(p, i));
    return length > 4 && strcmp(token_word(p, i) + length - 3, "ing") == 0;
}

/* "asked the court to search again", "asked for access"; no quotation stands beside it */
bool content_asks_for(const struct paragraph *p, const struct cue *cue, int to) {
    if (cue->left > 0 && token_quoted(p, cue->left - 1)) return false;
    for (int i = cue->verb_end; i < to && !token_quoted(p, i); i++)
        if (strcmp(token_word(p, i), "to") == 0 || strcmp(token_word(p, i), "for") == 0 ||
            (token_is(p, i, WORD_THAT) && i == cue->verb_end &&
             strcmp(token_word(p, i), "that") == 0))
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

/* Prepositions that verbs of answering and refusing govern: «від коментарів», «на запит». */
static bool is_governed(const char *preposition) {
    static const char *const governed[] = {"від", "от", "про", "о", "об", "на", NULL};
    for (int i = 0; governed[i]; i++)
        if (strcmp(governed[i], preposition) == 0) return true;
    return false;
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
            if ((token_is(p, j, WORD_PREPOSITION) && !token_is(p, j - 1, WORD_TITLE)) ||
                token_is(p, j, WORD_POSSESSIVE)) {
                i = j;
                break;
            }
    for (int j = i; j < cue->left; j++)
        if (p->tokens[j].kind != TOKEN_WORD) return cue->left;
    if (i < cue->left && token_is(p, i, WORD_PREPOSITION) && !is_governed(token_word(p, i)))
        return cue->left; /* «після огляду місця закликала» */
    while (i < cue->left && (token_is(p, i, WORD_ADVERB) || p->tokens[i].kind != TOKEN_WORD)) i++;
    if (i < cue->left && token_is(p, i, WORD_AND)) return cue->left;
    return i;
}

/* The verb with its object. */
void content_verb(struct reading *reading, const struct paragraph *p,
                  const struct sentence *sentence, struct cue *cue, int to) {
    int from = cue->from;
    bool slavic = !paragraph_english(p);
    if (cue->passive) cue->speaker = (struct speaker){0};
    if (cue->passive && paragraph_english(p)) {
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
        if (cue->lexeme->act == SAY_NO_COMMENT &&
            (strcmp(first, "від") == 0 || strcmp(first, "от") == 0))
            from = sentence->from;
    }
    if (paragraph_english(p) && cue->lexeme->act == SAY_ALLEGATION)
        to = without_clause(p, cue->verb_end, to);
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
    if (!cue->said)
        content_date(reading, p, cue, cue->verb_end,
                     cue->verb_end + 7 < to ? cue->verb_end + 7 : to);
    cue->content_from = from, cue->content_to = to;
}

bool content_infinitive(const struct paragraph *p, int i, int to) {
    static const char *const endings[] = {"ть", "ти", "ться", "тися", NULL};
    if (paragraph_english(p) || i >= to || p->tokens[i].kind != TOKEN_WORD) return false;
    const char *word = token_word(p, i);
    size_t length = strlen(word);
    if (token_is(p, i, WORD_NUMBER) || token_is(p, i, WORD_KIND)) return false;
    for (int j = 0; endings[j]; j++) {
        size_t ending = strlen(endings[j]);
        if (length > ending + 4 && strcmp(word + length - ending, endings[j]) == 0) return true;
    }
    return false;
}

bool content_opens(const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i = token_next(p, i))
        if (!token_quoted(p, i) && (token_is(p, i, WORD_THAT) || p->tokens[i].kind == TOKEN_COLON))
            return true;
    return false;
}

bool content_noun(const struct paragraph *p, const struct cue *cue, int from, int to) {
    if (!paragraph_english(p) || from != cue->verb_end || to - from > 4 ||
        cue->lexeme->sub != FRAME_SAYS || strcmp(cue->lexeme->lemma, "say") == 0)
        return false;
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind != TOKEN_WORD || token_is(p, i, WORD_AUXILIARY) ||
            token_is(p, i, WORD_CUE) || token_is(p, i, WORD_PRONOUN))
            return false;
    return to - from > 1 ? token_is(p, from, WORD_DETERMINER) : !p->tokens[from].form;
}
