/* A paragraph as words and marks. Tokens know the form of the lexicon that begins with them. */
#ifndef CAIRN_SAY_TOKEN_H
#define CAIRN_SAY_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "say/lexicon.h"
#include "say/say.h"

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER, /* digits: 1,204  15:13  17.06.2019 */
    TOKEN_MARK,   /* a quotation mark of any kind */
    TOKEN_DASH,
    TOKEN_STOP, /* . ! ? … */
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_SEMICOLON,
    TOKEN_OPEN, /* ( [ */
    TOKEN_CLOSE,
    TOKEN_OTHER
};

struct token {
    uint32_t at;       /* in the paragraph's bytes */
    uint32_t fold;     /* its small letters, in paragraph.folded */
    uint16_t size;     /* bytes */
    uint16_t form;     /* 1 more than the place of the longest form that begins here; 0: none */
    uint16_t mark;     /* the same of forms that speak for an act: these may begin within others */
    int16_t quotation; /* the outermost one that it stands in or bounds; -1: none */
    uint8_t kind;
    uint8_t span;           /* tokens of that form */
    bool capital, capitals; /* its first letter; all of several letters */
    bool blank;             /* blanks stand before it */
    bool possessive;        /* the 's behind a word */
};

/* A piece in the outermost marks. */
struct quotation {
    int open, close; /* tokens of the marks; open -1: it goes on from the paragraph before, close ==
                        paragraph.count: it ends with the paragraph without a mark */
    bool goes_on;    /* in the next paragraph */
};

/* A sentence: tokens [from, to), its stop and the marks behind that among them. */
struct sentence {
    int from, to;
};

struct paragraph {
    const struct lexicon *lexicon;
    const char *text;  /* the article's */
    size_t from, size; /* of this paragraph in it */
    struct token *tokens;
    int count;
    const char *folded;
    struct quotation *quotations;
    int quotation_count;
    struct sentence *sentences;
    int sentence_count;
    bool title;       /* the first of the article */
    bool short_line;  /* a heading or the like: no stop at its end */
    bool after_blank; /* an empty line stands before it */
    bool next_line;   /* the next one follows without an empty line */
    bool next_turn;   /* and begins with a dash */
};

enum { PARAGRAPH_MOST = 1 << 15 };

/* Finds the paragraph at or behind `*at`, and moves `*at` behind it. A line that goes on with a
 * small letter belongs to the one before; one longer than PARAGRAPH_MOST ends at a blank there.
 * False: there is none left. Only from, size and after_blank are set. */
bool paragraph_next(const char *text, size_t size, size_t *at, struct paragraph *out_paragraph);

/* Makes the tokens of a paragraph found, in the arena. */
void paragraph_tokens(struct arena *arena, struct paragraph *paragraph);

/* Pairs the quotation marks. `open`: a quotation of the paragraph before goes on. `next`, of
 * `next_size` bytes, is what follows the paragraph: does one that is left open go on there? */
void paragraph_quotations(struct arena *arena, struct paragraph *paragraph, bool open,
                          const char *next, size_t next_size);

void paragraph_sentences(struct arena *arena, struct paragraph *paragraph);

/* The token in small letters, apostrophes as ', е for ё. */
static inline const char *token_word(const struct paragraph *paragraph, int i) {
    return paragraph->folded + paragraph->tokens[i].fold;
}

/* The lexeme of a class that the form at token `i` has; NULL: none, or beyond the paragraph. */
const struct lexeme *token_lexeme(const struct paragraph *paragraph, int i, enum word_class class);

static inline bool token_is(const struct paragraph *paragraph, int i, enum word_class class) {
    return token_lexeme(paragraph, i, class) != NULL;
}

/* Does a form with a lexeme of the class end right before token `i`? Then the first token of the
 * longest one, or -1. */
int token_before(const struct paragraph *paragraph, int i, enum word_class class);

/* Does a word that stands behind a Slavic noun look like its verb: «встановила», «працює»? */
bool token_verb_like(const struct paragraph *paragraph, int i);

/* How many tokens the form at `i` has; 1 where there is none. */
static inline int token_span(const struct paragraph *paragraph, int i) {
    return paragraph->tokens[i].form ? paragraph->tokens[i].span : 1;
}

static inline bool token_has(const struct paragraph *paragraph, int i, enum token_kind kind) {
    return i >= 0 && i < paragraph->count && paragraph->tokens[i].kind == kind;
}

static inline bool paragraph_english(const struct paragraph *paragraph) {
    return strcmp(paragraph->lexicon->language, "en") == 0;
}

/* The place of tokens [from, to) in the article; empty where there are none. */
struct say_span paragraph_span(const struct paragraph *paragraph, int from, int to);

#endif
