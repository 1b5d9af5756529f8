/* The parts of finding what is said: what stands behind a verb, and verbs that are part of it. */
#ifndef CAIRN_SAY_CONTENT_PARTS_H
#define CAIRN_SAY_CONTENT_PARTS_H

#include "say/reading.h"

/* Is there a mark of a quotation, a number, that or a colon, a thing in evidence or a word that
 * speaks for an act, a word for a charge or a denial among tokens [from, to)? */
bool content_quotes(const struct paragraph *paragraph, int from, int to);
bool content_numbers(const struct paragraph *paragraph, int from, int to);
bool content_opens(const struct paragraph *paragraph, int from, int to);
bool content_evidence(const struct paragraph *paragraph, int from, int to);
bool content_charges(const struct paragraph *paragraph, int from, int to);

/* "admits moving bodies", «пообещали ответить»: is token `i` a verb's object that is a verb? */
bool content_gerund(const struct paragraph *paragraph, int i);
bool content_infinitive(const struct paragraph *paragraph, int i, int to);

/* "announced an investigation": a few words from `from` that are no clause. */
bool content_noun(const struct paragraph *paragraph, const struct cue *cue, int from, int to);

/* "asked the court to search again", "asked for access"; no quotation stands beside it. */
bool content_asks_for(const struct paragraph *paragraph, const struct cue *cue, int to);

static inline void content_set(struct cue *cue, int from, int to) {
    cue->content_from = from, cue->content_to = to;
}

/* Is there anything in tokens [from, to) that can be said? */
bool content_words(const struct paragraph *paragraph, int from, int to);

/* The quotation that tokens [from, to) are, but for commas and dashes around it; -1: they are more. */
int content_only_quotation(const struct paragraph *paragraph, int from, int to);

/* Behind the adverbs and commas that tokens [from, to) begin with. */
int content_behind_adverbs(const struct paragraph *paragraph, int from, int to);

/* Do tokens [from, to) only say when or where: "In a speech on Monday"? */
bool content_beside(const struct paragraph *paragraph, int from, int to);

/* Takes what goes before the subject and the verb: "…, the governor added". False: nothing does. */
bool content_before(const struct paragraph *paragraph, const struct sentence *sentence,
                    struct cue *cue);

/* Behind addressees, dates and places that follow the verb: where the words said may begin, up to
 * token `to`. *out_opened: something (that, a colon, a mark) says that they do. */
int content_behind(struct reading *reading, const struct paragraph *paragraph,
                   const struct sentence *sentence, struct cue *cue, int to, bool *out_opened);

/* "told reporters the camp was closed", "told her her husband was well": behind whom it was told. */
int content_behind_addressee(const struct paragraph *paragraph, int from, int to);

/* The date of tokens [from, to) is when the cue's words were said, unless that is known. */
void content_date(struct reading *reading, const struct paragraph *paragraph, struct cue *cue,
                  int from, int to);

/* What is said is the verb with its object, up to token `to`. */
void content_verb(struct reading *reading, const struct paragraph *paragraph,
                  const struct sentence *sentence, struct cue *cue, int to);

#endif
