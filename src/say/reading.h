/* What is known while an article is read, paragraph by paragraph: who spoke last, and what was found
 * so far. The parts of the reader share it. */
#ifndef CAIRN_SAY_READING_H
#define CAIRN_SAY_READING_H

#include "base/buffer.h"
#include "say/mention.h"
#include "say/names.h"
#include "say/say.h"
#include "say/token.h"

enum { RECENT_MOST = 6, VIA_MOST = 4 };

struct speaker {
    const char *name, *role, *party; /* NULL: nobody is named */
    struct entity *entity;           /* NULL: known by these words only */
    enum gender gender;
    bool person;
};

/* A statement, and what is needed to finish it. */
struct draft {
    struct say_statement statement;
    struct speaker speaker;
    bool given;              /* the act is the verb's */
    bool waits;              /* a title's quotation: its speaker is named further down */
    bool demands;            /* "let", "must": it asks for what it names */
    uint8_t first_mark;      /* the act of its first word that speaks for one but a report */
    uint8_t decided;         /* the act, until all are decided: they look at each other's verbs */
    uint8_t marks[SAY_ACTS]; /* words in it that speak for each act */
};

struct reading {
    struct arena *arena;   /* of the result */
    struct arena *scratch; /* of the paragraph */
    const struct lexicon *lexicon;
    const char *text;
    size_t size;
    int32_t published;
    struct names names;
    struct speaker recent[RECENT_MOST]; /* persons, the last one first */
    int recent_count;
    struct speaker bodies[RECENT_MOST]; /* bodies and states, the last one first */
    int body_count;
    struct speaker last;  /* who spoke or acted last, whatever it is */
    struct draft *drafts; /* in `draft_bytes`, which grow without leaving copies behind */
    size_t draft_count;
    struct buffer draft_bytes;
    size_t figure_count, figure_capacity;
    struct say_figure *figures;
    bool interview;           /* the article is one */
    bool dashes;              /* with a dash before each turn */
    bool question, answering; /* in it, the last turn was a question, an answer */
    bool line_before;         /* a paragraph was read before this one */
    bool any;                 /* the title has been read */
    size_t open_draft; /* 1 more than the statement that goes on in this paragraph; 0: none */
    struct speaker interviewee;
};

/* What stands with a cue. */
struct cue {
    const struct lexeme *lexeme;
    int verb, verb_end; /* its tokens */
    int from;           /* of what is said, where the verb is part of it: a negation goes with it */
    int left;           /* where auxiliaries, adverbs and dates before it begin */
    bool negated, passive;
    bool joined;     /* by "and" or a comma to the cue before: the same speaker */
    bool beside;     /* it stands in a clause that begins with who: that ends with a comma */
    int object_from; /* an object that goes before the verb; 0: none */
    int clause;      /* the "and" that its clause begins with; 0: none */
    bool relative;   /* its subject stands behind "whom": what is said is around it */
    struct mention subject;
    bool has_subject, subject_right;
    int subject_from, subject_to;
    struct speaker speaker;
    const char *said;
    int said_from, said_to;
    int content_from, content_to; /* what is said; -1: not found */
    int rest_from, rest_to;       /* a second part of it */
    bool direct;
    const char *via[VIA_MOST];
    int via_count;
    bool dropped;
};

/* --- speaker.c, speaker_words.c */

/* Who a mention stands for. `indefinite`: an article like "a" stands before it. */
struct speaker speaker_of(struct reading *reading, const struct paragraph *paragraph,
                          const struct mention *mention, bool indefinite);

/* The words of the mention; a Slavic noun for a body or an office in the nominative. In the arena of
 * the result. */
const char *speaker_words(const struct reading *reading, const struct paragraph *paragraph,
                          const struct mention *mention);

/* «правозахисники», «экспертов»: forms that a man's office has in the plural alone; the latter's
 * ending has so many bytes, 0 for another. */
bool speaker_plural(const char *word);
size_t speaker_plural_genitive(const char *word);

/* Remembers who was spoken of last. */
void speaker_remember(struct reading *reading, const struct speaker *speaker);

/* The first person or body of tokens [from, to), remembered; name NULL: there is none. */
struct speaker speaker_first(struct reading *reading, const struct paragraph *paragraph, int from,
                             int to);

/* The place of tokens [from, to) as text in the arena of the result, blanks for ends of lines. */
const char *reading_text(const struct reading *reading, const struct paragraph *paragraph, int from,
                         int to);

/* --- cue.c, subject.c, subject_right.c */

/* Is there a cue at token `i` of the sentence? Fills in the verb and what stands before it. */
bool cue_read(struct reading *reading, const struct paragraph *paragraph,
              const struct sentence *sentence, int i, struct cue *out_cue);

/* Is the form at token `i`, which may be a verb, a noun here? */
bool cue_is_noun(const struct paragraph *paragraph, const struct sentence *sentence, int i);

/* Finds the subject of a cue: to its left, or to its right. */
void cue_subject(struct reading *reading, const struct paragraph *paragraph,
                 const struct sentence *sentence, struct cue *cue, const struct cue *before);

/* --- content.c, content_verb.c */

/* Finds what is said with a cue. `next`: the cue behind it, or NULL. */
void cue_content(struct reading *reading, const struct paragraph *paragraph,
                 const struct sentence *sentence, struct cue *cue, const struct cue *next);

/* When it was said, where the sentence has it around the cue. */
void cue_date(struct reading *reading, const struct paragraph *paragraph,
              const struct sentence *sentence, struct cue *cue);

/* --- draft.c */

/* Adds direct words that go on with an earlier statement's. */
struct draft *draft_add_like(struct reading *reading, const struct paragraph *paragraph, int from,
                             int to, const struct draft *like);

/* Adds a statement of tokens [from, to). Marks and commas around it are left out. */
struct draft *draft_add(struct reading *reading, const struct paragraph *paragraph, int from,
                        int to, bool direct, const struct cue *cue);

/* Counts the words of tokens [from, to) that speak for an act. */
void draft_marks(struct draft *draft, const struct paragraph *paragraph, int from, int to);

/* Acts, speakers of titles, order. */
void drafts_finish(struct reading *reading);

/* --- paragraph's forms: narrative.c, turn.c, heading.c */

/* Sentences of the article's own voice with the words of others in them. */
void narrative_read(struct reading *reading, const struct paragraph *paragraph,
                    const struct sentence *sentence);
/* A turn of a dialogue, and direct words that the speaker breaks between dashes. */
bool turn_read(struct reading *reading, const struct paragraph *paragraph, int from, int to,
               bool turn);
/* An answer in an interview; false: it is none. */
bool interview_read(struct reading *reading, const struct paragraph *paragraph);
/* "Envoy: ‘Let the experts in’", «…, — очільник області» */
bool heading_read(struct reading *reading, const struct paragraph *paragraph,
                  const struct sentence *sentence);

/* --- act.c, figure.c */

/* On which side of the accusations of the article a speaker stands. */
enum side { SIDE_NONE, SIDE_ACCUSED, SIDE_ACCUSER };

/* Decides the act of a draft whose speaker stands on that side. */
enum say_act act_of(const struct draft *draft, enum side side);
/* Adds the figures of a paragraph. */
void figures_read(struct reading *reading, const struct paragraph *paragraph);

/* Behind token `i`, or behind the quotation that it stands in. */
static inline int token_next(const struct paragraph *paragraph, int i) {
    int q = paragraph->tokens[i].quotation;
    return q >= 0 ? paragraph->quotations[q].close + 1 : i + 1;
}

/* Does token `i` begin or stand in a quotation? */
static inline bool token_quoted(const struct paragraph *paragraph, int i) {
    return i >= 0 && i < paragraph->count && paragraph->tokens[i].quotation >= 0;
}

#endif
