/* Lines that give words to a speaker by a colon, a dash or marks alone. */
#include <string.h>

#include "say/reading.h"

enum { NAME_TOKENS_MOST = 12 };

static bool has_cue(struct reading *reading, const struct paragraph *p,
                    const struct sentence *sentence, int from, int to) {
    struct cue cue;
    for (int i = from; i < to; i = token_next(p, i))
        if (!token_quoted(p, i) && cue_read(reading, p, sentence, i, &cue)) return true;
    return false;
}

/* May this phrase speak? A person, an office, a body, or a name that is no mere place. */
static bool may_speak(struct reading *reading, const struct paragraph *p, int from, int to,
                      struct speaker *out_speaker) {
    if (from >= to || to - from > NAME_TOKENS_MOST) return false;
    if (token_is(p, from, WORD_PREPOSITION) || token_is(p, from, WORD_BYLINE)) return false;
    if (to - from == 1 && p->tokens[from].size == 1) return false; /* "Q:" */
    if (token_quoted(p, from)) return false;
    for (int i = from; i < to; i++)
        if (p->tokens[i].kind == TOKEN_NUMBER || p->tokens[i].kind == TOKEN_STOP ||
            token_is(p, i, WORD_AUXILIARY))
            return false;
    struct mention mention = mention_read(&reading->names, p, from, to);
    if (mention.kind == MENTION_OTHER || mention.kind == MENTION_NONE) {
        if (to - from != 1 || !p->tokens[from].capital || p->tokens[from].form) return false;
        mention.kind = MENTION_NAME;
        mention.name_from = mention.from = from, mention.name_to = mention.to = to;
    }
    *out_speaker = speaker_of(reading, p, &mention, false);
    if (mention.kind == MENTION_NAME && mention.title < 0 && mention.name_from > from &&
        token_is(p, mention.name_from - 1, WORD_PREPOSITION))
        return false;
    for (int i = from + 1; i < to; i++) /* «Поліція працює за адресою: …» */
        if (token_is(p, i, WORD_PREPOSITION) && !out_speaker->person) return false;
    return out_speaker->name != NULL;
}

/* "NAME: words" */
static bool read_colon(struct reading *reading, const struct paragraph *p,
                       const struct sentence *sentence, int from, int to) {
    int colon = from;
    while (colon < to && p->tokens[colon].kind != TOKEN_COLON) colon = token_next(p, colon);
    if (colon >= to || colon + 1 >= to || has_cue(reading, p, sentence, from, colon)) return false;
    int end = to;
    bool marks = token_quoted(p, colon + 1);
    if (marks && token_next(p, colon + 1) < to) end = to;
    /* A person stands first: "Noor Vasht at the ravine: ‘…’" */
    int name = from;
    while (name < colon && !token_is(p, name, WORD_PREPOSITION)) name++;
    struct cue cue = {.said_from = -1, .said_to = -1, .rest_from = -1, .verb = -1};
    bool whole = marks && token_next(p, colon + 1) >= end;
    bool found = may_speak(reading, p, from, colon, &cue.speaker) ||
                 (marks && name > from && name < colon &&
                  may_speak(reading, p, from, name, &cue.speaker) && cue.speaker.person);
    if (!found && !(whole && p->short_line)) return false;
    bool place =
        found && cue.speaker.entity && cue.speaker.entity->place && !cue.speaker.entity->person;
    if (place && !whole && !marks) return false;
    struct draft *draft = draft_add(reading, p, colon + 1, end, whole, &cue);
    if (draft && (whole || !found)) draft->waits = p->title || !found || place;
    if (draft && place) draft->waits = true;
    if (draft && found) speaker_remember(reading, &cue.speaker);
    return draft != NULL;
}

/* "words, — NAME" and "words – NAME “marks”" */
static bool read_dash(struct reading *reading, const struct paragraph *p,
                      const struct sentence *sentence, int from, int to) {
    int dash = to - 1;
    while (dash > from && (p->tokens[dash].kind != TOKEN_DASH || token_quoted(p, dash))) dash--;
    if (dash <= from + 1) return false;
    struct cue cue = {.said_from = -1, .said_to = -1, .rest_from = -1, .verb = -1};
    int marks = dash + 1;
    while (marks < to && !token_quoted(p, marks)) marks++;
    if (marks > dash + 1 && marks < to && token_next(p, marks) >= to &&
        may_speak(reading, p, dash + 1, marks, &cue.speaker)) {
        draft_add(reading, p, marks, to, false, &cue);
        return false; /* what stands before the dash may be a statement too */
    }
    if (!token_has(p, dash - 1, TOKEN_COMMA) && !p->short_line) return false;
    if (has_cue(reading, p, sentence, dash + 1, to) ||
        !may_speak(reading, p, dash + 1, to, &cue.speaker))
        return false;
    if (!token_has(p, dash - 1, TOKEN_COMMA) && !cue.speaker.person) return false;
    bool whole = token_quoted(p, from) && token_next(p, from) >= dash - 1;
    return draft_add(reading, p, from, dash, whole, &cue) != NULL;
}

bool heading_read(struct reading *reading, const struct paragraph *p,
                  const struct sentence *sentence) {
    int from = sentence->from, to = sentence->to;
    while (to > from && !token_quoted(p, to - 1) && p->tokens[to - 1].kind == TOKEN_STOP) to--;
    return read_colon(reading, p, sentence, from, to) || read_dash(reading, p, sentence, from, to);
}
