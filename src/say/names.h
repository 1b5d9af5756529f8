/* Who and what an article names: people with their offices, bodies, places. Filled by going through
 * the whole text once, before statements are looked for: a headline's "district head" is named in
 * the last paragraph. */
#ifndef CAIRN_SAY_NAMES_H
#define CAIRN_SAY_NAMES_H

#include "say/token.h"

enum { ENTITY_ROLES = 4, ENTITY_WORDS = 8, ENTITIES_MOST = 4096 };

struct entity {
    const char *name;                /* the fullest, in the nominative as far as it is known */
    const char *words[ENTITY_WORDS]; /* of it, folded */
    int word_count;
    const char *roles[ENTITY_ROLES]; /* lemmas of its titles, the first one first */
    int role_count;
    const char *role; /* the office as text: "district prosecutor" */
    const char *party;
    const char *body; /* of a body: the lemma of its noun */
    enum gender gender;
    bool person;
    int nominative; /* is `name`: 2 surely, 1 perhaps, 0 made by rules */
    bool thing;     /* "the" stood before it */
    bool aged;      /* its age stands beside it */
    bool place;     /* it stood where places stand, and never as a person or a body */
    bool titled;    /* an office or a rank stood right before it */
    int seen;
    int next; /* with the same last word; -1: none */
};

struct names {
    struct arena *arena;
    struct entity *list;
    size_t count, capacity;
    int *buckets; /* by a hash of the beginning of the last word */
};

/* The beginning of the chain of those whose last word begins as this one. */
int *names_bucket(struct names *names, const char *last_word);

void names_open(struct arena *arena, struct names *out_names);

/* Adds what a paragraph names. Its sentences must have been made. */
void names_gather(struct names *names, const struct paragraph *paragraph);

/* When all of the text was gathered: a name of two or three words that was seen as no place, thing
 * or body is a person's. */
void names_settle(struct names *names);

/* The end of the name that begins at token `from`: capitals, joined by "of the" and the like where
 * a body's name goes on. `from` where no name begins. */
int name_end(const struct paragraph *paragraph, int from, int to);

/* The person, body or place that tokens [from, to) name, by all words or by the last; NULL: none. */
struct entity *names_named(struct names *names, const struct paragraph *paragraph, int from,
                           int to);

/* Is the noun the lemma, or a compound of it ("foreign ministry", "ministry")? */
bool name_noun_like(const char *noun, const char *lemma);

/* The side that tokens [from, to), which say whose somebody is, stand for: "Dravenia", also where they
 * are an adjective of it. In the arena of the names. */
const char *names_party(struct names *names, const struct paragraph *paragraph, int from, int to);

/* The one seen with a title of this lemma; NULL: none. */
struct entity *names_with_role(struct names *names, const char *lemma);

/* The one of whom the article has used this word, in any case, which the lexicon does not know; NULL:
 * none. */
struct entity *names_with_word(struct names *names, const char *folded);

/* The one whose noun has this lemma ("commission"); NULL: none, or several. */
struct entity *names_with_body(struct names *names, const char *lemma);

/* The one whose words begin with the letters of an abbreviation (МЗС); NULL: none. */
struct entity *names_abbreviated(struct names *names, const char *folded);

/* Are two folded words forms of one word? Latin ones are the same or are not; Cyrillic ones may
 * differ in a case ending. */
bool name_form_like(const char *a, const char *b);

/* The word with a capital, in the arena. */
const char *name_capital(struct arena *arena, const char *word);

/* A word of a name in the nominative, from another case («Данила» → «Данило»); `given`: it is the
 * first of a person's; GENDER_IT: a place's («у Харкові»). In the arena; the word itself where no rule fits. */
const char *name_nominative(struct arena *arena, const struct lexicon *lexicon, const char *word,
                            bool given, enum gender gender);

#endif
