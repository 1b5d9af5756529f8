/* Who says what in a news article: statements and figures out of its text, in English, Ukrainian
 * and Russian. Proposals that a person confirms: what was said, never whether it is so. The members
 * are those that `cairn article --json` prints; tests/say/gold/README.md has what each means.
 *
 * The work is linear in the text and keeps no more of it than a paragraph at a time, beside the
 * names that the article has. What the rules know of a language is in say/LANGUAGE.rules. */
#ifndef CAIRN_SAY_SAY_H
#define CAIRN_SAY_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum { SAY_TEXT_MOST = 64 << 20, SAY_FOUND_MOST = 1 << 20 };

enum say_act {
    SAY_ACT_NONE, /* not decided; in no result */
    SAY_ALLEGATION,
    SAY_DENIAL,
    SAY_PARTIAL_ADMISSION,
    SAY_COUNTER_ALLEGATION,
    SAY_JUSTIFICATION,
    SAY_REPORT,
    SAY_CALL_FOR_INQUIRY,
    SAY_NO_COMMENT,
    SAY_OTHER,
    SAY_ACTS
};

/* The word that JSON and records have for it: "partial_admission". */
const char *say_act_name(enum say_act act);

/* Places in the text, in bytes; from == to: none. */
struct say_span {
    size_t from, to;
};

/* Text is NULL and a span empty where the article does not say. */
struct say_statement {
    const char *speaker; /* the fullest name that the article gives */
    const char *role;    /* office, without party and place */
    const char *party;   /* the side that the article puts the speaker on */
    const char **via;    /* who passes it on, from the nearest to the speaker */
    int via_count;
    enum say_act act;
    bool direct;          /* all of it is in marks, a turn of a dialogue, or an answer */
    struct say_span span; /* what was said, without cue and speaker */
    struct say_span quote, about, cue, said_words;
    const char *said; /* EDTF */
};

struct say_figure {
    bool has_value, has_low, has_high, approximate;
    double value, low, high;
    const char *kind, *speaker;
    struct say_span place, span;
    const char *as_of; /* EDTF */
};

/* Both in the order of the article. */
struct say_article {
    const char *language;
    struct say_statement *statements;
    size_t statement_count;
    struct say_figure *figures;
    size_t figure_count;
};

/* Reads the text of an article: UTF-8, title first, paragraphs apart by empty lines or the ends of
 * lines. Bytes that are no UTF-8 are taken for marks. `published` is the day of publication
 * ("2022-09-19", more may follow it), or NULL: then words that count from it give no date.
 * `language` is "en", "uk" or "ru", or NULL: the letters decide. All of the result is in the arena.
 * Refuses a text beyond SAY_TEXT_MOST, more than SAY_FOUND_MOST statements or figures, another
 * language, a day that does not exist. */
MUST_CHECK bool say_article(struct arena *arena, const char *text, size_t size,
                            const char *published, const char *language,
                            struct say_article *out_article, struct error *error);

#endif
