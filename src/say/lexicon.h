/* The words that the rules know, by language: constant tables that tools/say_compile.c makes of
 * say/LANGUAGE.rules at build. What a word means is data; code knows only the classes. */
#ifndef CAIRN_SAY_LEXICON_H
#define CAIRN_SAY_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A class of words, and what `sub` and `value` of a lexeme are in it. */
enum word_class {
    WORD_NONE,
    WORD_CUE,    /* gives words to a speaker; sub: enum cue_frame */
    WORD_SOURCE, /* "according to": the speaker follows; sub: 0, or enum gender of "in his words" */
    WORD_CITING, /* "citing": who is the source of what somebody passes on follows */
    WORD_THAT,   /* opens reported speech */
    WORD_AUXILIARY, /* between a subject and its verb; sub: 1 is passive */
    WORD_NEGATION,
    WORD_ADVERB,     /* is passed over between a subject and its verb */
    WORD_PRONOUN,    /* he, she, it, they; sub: enum gender */
    WORD_POSSESSIVE, /* his, her, its; sub: enum gender */
    WORD_DETERMINER, /* the, a, this */
    WORD_RELATIVE,   /* who, which */
    WORD_AND,        /* joins two verbs of one subject */
    WORD_WHEN,       /* opens a clause beside the main one: when, after, because */
    WORD_PREPOSITION, /* sub: 1 may stand before the body that speaks ("у прокуратурі кажуть") */
    WORD_TITLE,        /* an office or trade of a person; sub: enum gender */
    WORD_EPITHET,      /* stands for a person who was named: «дипломат» */
    WORD_HONORIFIC,    /* stands before a name and is no part of it; sub: enum gender */
    WORD_GIVEN,        /* a given name; sub: enum gender */
    WORD_BODY,         /* a body of people that speaks; sub: enum body_kind */
    WORD_NOUN,         /* is no cue, though it looks like one */
    WORD_MEDIA,        /* one that passes on: agency, newspaper */
    WORD_WEEKDAY,      /* value: 1 Monday to 7 Sunday */
    WORD_MONTH,        /* value: 1 to 12 */
    WORD_DAY,          /* today, yesterday; value: days from the article's */
    WORD_PERIOD,       /* last week; sub: enum period, value: how many from the article's */
    WORD_DAY_PART,     /* morning, later: stands with a date, left out of it */
    WORD_NUMBER,       /* value; sub: 1 only about ("a dozen") */
    WORD_ROUND,        /* hundreds, dozens; value: twice the round number */
    WORD_BOUND,        /* at least, about; sub: enum bound */
    WORD_RANGE,        /* between, from; sub 1: and, to */
    WORD_KIND,         /* what is counted in evidence */
    WORD_UNIT,         /* what is counted and no evidence: years, kilometres */
    WORD_ABBREVIATION, /* the full stop behind it ends no sentence */
    WORD_MARK,         /* speaks for an act; sub: enum say_act */
    WORD_DEMAND,       /* asks for what is named beside it: "let", "must" */
    WORD_DEFENDS,      /* a title: speaks for who is accused */
    WORD_PARTY,        /* a side by another name; its name is the lemma */
    WORD_LABEL,        /* stands with a colon before a line, and speaks no more than it: "Live:" */
    WORD_INTERVIEW,    /* says of its article that it is an interview */
    WORD_BYLINE,       /* opens a line about the author or picture */
    WORD_AS_OF,        /* the day that a figure is of follows */
    WORD_THIS, /* stands for the sentence before: «про це повідомив», "this was announced by" */
    WORD_ASKED, /* tells of a question: "asked about" */
    WORD_CLASSES
};

/* How the words of a cue stand to its verb. */
enum cue_frame {
    FRAME_SAYS,    /* a clause or a quotation follows or goes before; the verb is left out */
    FRAME_TELLS,   /* as says, behind an addressee */
    FRAME_MAKES,   /* with its object the verb is what was said: "accused the army of murder" */
    FRAME_NAMES,   /* the same, where words in marks follow: "called it a “lie”" */
    FRAME_PUTS,    /* the same, where a number follows: "put the number at 440" */
    FRAME_REFUSES, /* the same, only where it is denied: "did not respond" */
    FRAME_THINKS,  /* as says, but never with a quotation that only follows it */
    FRAME_ASKS,    /* makes with whom and "to", "for"; otherwise a gesture */
    FRAME_HEARD,   /* as says, and nobody is named: "the court heard that" */
    FRAME_GESTURE  /* a quotation stands beside it: "shrugs" */
};

enum gender { GENDER_NONE, GENDER_HE, GENDER_SHE, GENDER_IT, GENDER_THEY };
enum body_kind {
    BODY_OTHER,
    BODY_STATE,
    BODY_ARMED,
    BODY_GENERIC /* of the body that was spoken of: "its press service" */
};
enum period { PERIOD_WEEK, PERIOD_WEEKEND, PERIOD_MONTH, PERIOD_YEAR };
enum bound { BOUND_LOW, BOUND_HIGH, BOUND_ABOUT, BOUND_EXACT };

struct lexeme {
    uint8_t word_class, sub;
    uint8_t act; /* enum say_act of a cue, where its verb alone says it; otherwise SAY_ACT_NONE */
    int32_t value;
    const char *lemma; /* the first form that it was declared with */
};

/* A form: one word or several with blanks between, in small letters as token.h folds them. */
struct word_form {
    const char *text;
    uint16_t first; /* of lexicon.lexemes */
    uint8_t count;  /* lexemes that the form belongs to */
    uint8_t words;
};

enum { LEXICON_BUCKETS = 4096 };

struct lexicon {
    const char *language;          /* "en" */
    const struct word_form *forms; /* by the bucket of their first word, longest first */
    const uint16_t *buckets;       /* LEXICON_BUCKETS + 1 places in `forms` */
    const struct lexeme *lexemes;
};

extern const struct lexicon lexicon_list[];
extern const int lexicon_count;

/* The tables of a language ("uk"), or NULL. */
const struct lexicon *lexicon_of(const char *language);

/* The lexeme of a single number word of so many bytes, or NULL. */
const struct lexeme *lexicon_number(const struct lexicon *lexicon, const char *word, size_t size);

/* Does a title with this lemma speak for who is accused? */
bool lexicon_defends(const struct lexicon *lexicon, const char *lemma);

/* The hash that buckets are chosen by (FNV-1a, 32 bits). */
static inline uint32_t lexicon_hash(const char *word, size_t size) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash;
}

#endif
