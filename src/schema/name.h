/* Names of people, and how like two of them are, in whatever scripts, spellings and orders they
 * stand. What comes out is a lead with its reasons: a score is no probability. */
#ifndef CAIRN_SCHEMA_NAME_H
#define CAIRN_SCHEMA_NAME_H

#include "schema/given_names.h"
#include "schema/spelling.h"

enum { NAME_WORDS_MOST = 8 };

enum name_role { NAME_ANY, NAME_GIVEN, NAME_PATRONYMIC, NAME_FAMILY };

struct name_word {
    const char *text;    /* as it was written */
    const char *key;     /* name_key.h */
    const char *compare; /* in small letters without apostrophes */
    const char *script;  /* "Latn", "Cyrl", or "" */
    enum name_role role;
    int given; /* in GIVEN_NAMES, of a patronymic the father's; -1 */
    bool cut;  /* it may go on */
    int number; /* in a list of words, for struct name_memo; else 0 */
    const char *const *latin; /* name_word_spell; NULL: to be worked out for each comparison */
};

struct name {
    int count;
    struct name_word word[NAME_WORDS_MOST];
};

/* Adds the words of a text; more than NAME_WORDS_MOST are left out. NAME_ANY: nobody said which is
 * which; of three and more words that with the ending of a patronymic is one, and the word before
 * it the given name. In the arena. */
void name_add(struct arena *arena, const struct given_names *given, const char *text,
              enum name_role role, struct name *name);

/* Works out what a Cyrillic word is by each table of spelling.h, for one that is compared with many.
 * In the arena. */
void name_word_spell(struct arena *arena, struct name_word *word);

enum name_kind {
    NAME_NOT_COMPARED,
    NAME_SAME,     /* letter by letter */
    NAME_SPELLED,  /* by one of the tables of spelling.h */
    NAME_FORM,     /* forms of one given name */
    NAME_SOUND,    /* alike in every sound */
    NAME_CUT_OFF,  /* as far as it goes */
    NAME_NEAR,     /* but for a slip or two */
    NAME_DIFFERENT
};

/* Two words. */
struct name_likeness {
    enum name_kind kind;
    enum spelling spelling; /* of NAME_SPELLED */
    double score;           /* 0 different to 1 the same */
    double distance;        /* of NAME_NEAR: what the slips count, in so many sounds */
    int sounds;
};

/* What was compared before: of word number i of one list with number j of another at
 * i * others + j. */
struct name_memo {
    int others;
    struct name_likeness *like;
};

/* `memo` may be NULL. */
struct name_likeness name_word_like(struct arena *arena, const struct name_word *one,
                                    const struct name_word *other, const struct name_memo *memo);

/* Why, in words; in the arena. */
const char *name_likeness_words(struct arena *arena, const struct name_word *one,
                                const struct name_word *other, const struct name_likeness *like);

struct name_pair {
    int one, other; /* words */
    enum name_role role;
    struct name_likeness like;
};

struct name_match {
    double score; /* 0 to 1: over the family name, the given one and the patronymic, by weight */
    bool exchanged; /* family and given name stand for each other */
    int count;
    struct name_pair pair[NAME_WORDS_MOST];
};

/* Puts the words of two names to each other so that they are most alike. The score counts what both
 * have; words of one that the other lacks count little. `memo` may be NULL. */
struct name_match name_match(struct arena *arena, const struct name *one, const struct name *other,
                             const struct name_memo *memo);

/* "family name", "given name", "patronymic", "name". */
const char *name_role_words(enum name_role role);

#endif
