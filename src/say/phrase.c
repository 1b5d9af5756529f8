/* Where the phrase before a verb begins, and what in it is no part of it. */
#include <string.h>

#include "say/date.h"
#include "say/subject_parts.h"

/* What no subject reaches over to its left. */
bool phrase_ends_at(const struct paragraph *p, int i) {
    enum token_kind kind = (enum token_kind)p->tokens[i].kind;
    bool initial =
        kind == TOKEN_STOP && i > 0 && p->tokens[i - 1].capital && p->tokens[i - 1].size <= 2;
    if (initial) return false;
    return kind == TOKEN_DASH || kind == TOKEN_COLON || kind == TOKEN_SEMICOLON ||
           kind == TOKEN_OPEN || kind == TOKEN_STOP || token_is(p, i, WORD_THAT);
}

/* The pieces between commas from the beginning of the clause to `end`, the last one first. */
int phrase_segments(const struct paragraph *p, int from, int end, struct segment *out) {
    int count = 0, to = end;
    int i = end;
    while (i > from && count < SEGMENTS_MOST) {
        int before = i - 1;
        if (token_quoted(p, before)) {
            /* A name in marks stands within a phrase; words said end it. */
            const struct quotation *q = &p->quotations[p->tokens[before].quotation];
            bool said = p->tokens[before].quotation >= 0 && q->close > q->open + 1 &&
                        (token_has(p, q->close - 1, TOKEN_COMMA) ||
                         token_has(p, q->close - 1, TOKEN_STOP) || q->open <= from);
            if (said || q->open < from) break;
            i = q->open;
            continue;
        }
        if (phrase_ends_at(p, before)) break;
        /* "as rights groups demand": a clause beside the main one */
        if (paragraph_english(p) && token_is(p, before, WORD_WHEN) && before > from && !count)
            break;
        /* Behind a comma, a clause with who may stand within the phrase. */
        if (token_is(p, before, WORD_RELATIVE) && !token_has(p, before - 1, TOKEN_COMMA) && !count)
            break;
        if (p->tokens[before].kind == TOKEN_COMMA) {
            out[count].from = i, out[count].to = to;
            out[count++].relative = i < to && token_is(p, i, WORD_RELATIVE);
            to = before;
        }
        i = before;
    }
    if (count < SEGMENTS_MOST) {
        out[count].from = i, out[count].to = to;
        out[count++].relative = i < to && token_is(p, i, WORD_RELATIVE);
    }
    return count;
}

/* Dates, adverbs and "but" at the beginning of a segment are not of its phrase. */
int phrase_from(const struct paragraph *p, int from, int to) {
    for (;;) {
        const char *edtf;
        int after = from < to ? date_read(NULL, p, from, to, DATE_NONE, &edtf) : from;
        if (after > from) from = after;
        else if (from < to && (token_is(p, from, WORD_ADVERB) || token_is(p, from, WORD_AND) ||
                               token_is(p, from, WORD_WHEN) || token_is(p, from, WORD_RELATIVE)))
            from += token_span(p, from);
        else return from;
    }
}
