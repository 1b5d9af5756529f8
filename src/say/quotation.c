/* Which marks open, which close, and which belong together. Marks that look alike on both sides
 * (", and ’ as an apostrophe) are told apart by where the blanks are. */
#include <string.h>

#include "say/token.h"

enum { DEPTH_MOST = 8 };

enum family { FAMILY_DOUBLE, FAMILY_SINGLE, FAMILY_ANGLE, FAMILY_NONE };

static enum family family_of(const char *mark) {
    static const struct {
        const char *mark;
        enum family family;
    } marks[] = {{"\"", FAMILY_DOUBLE}, {"“", FAMILY_DOUBLE}, {"”", FAMILY_DOUBLE},
                 {"„", FAMILY_DOUBLE},  {"‟", FAMILY_DOUBLE}, {"＂", FAMILY_DOUBLE},
                 {"«", FAMILY_ANGLE},   {"»", FAMILY_ANGLE},  {"‹", FAMILY_ANGLE},
                 {"›", FAMILY_ANGLE},   {"‘", FAMILY_SINGLE}, {"’", FAMILY_SINGLE},
                 {"‚", FAMILY_SINGLE},  {"‛", FAMILY_SINGLE}, {"'", FAMILY_SINGLE}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(marks[i].mark, mark) == 0) return marks[i].family;
    return FAMILY_NONE;
}

struct opened {
    int token;
    enum family family;
    int last_inner; /* the mark that closed the last quotation within this one; -1: none */
};

struct pairing {
    struct paragraph *paragraph;
    struct opened stack[DEPTH_MOST];
    int depth;
};

static bool is_one_of(const char *mark, const char *const list[]) {
    for (; *list; list++)
        if (strcmp(mark, *list) == 0) return true;
    return false;
}

/* Is the mark free on its left, and on its right, as what opens and closes is? */
static bool free_left(const struct paragraph *paragraph, int i) {
    if (i == 0 || paragraph->tokens[i].blank) return true;
    enum token_kind kind = paragraph->tokens[i - 1].kind;
    return kind == TOKEN_OPEN || kind == TOKEN_DASH ||
           (kind == TOKEN_MARK && free_left(paragraph, i - 1));
}

static bool free_right(const struct paragraph *paragraph, int i) {
    return i + 1 == paragraph->count || paragraph->tokens[i + 1].blank;
}

static bool opens(const struct pairing *pairing, int i, enum family family) {
    static const char *const always[] = {"«", "„", "‘", "‚", "‹", "‟", "‛", NULL};
    static const char *const never[] = {"»", "’", "›", NULL};
    const struct paragraph *paragraph = pairing->paragraph;
    const char *mark = token_word(paragraph, i);
    if (is_one_of(mark, always)) return true;
    if (is_one_of(mark, never)) return false;
    bool inside = false;
    for (int j = 0; j < pairing->depth; j++) inside |= pairing->stack[j].family == family;
    if (strcmp(mark, "“") == 0)
        return !(inside && !free_left(paragraph, i)); /* „…“ closes with it */
    /* " and ' on both sides, ” in some countries too */
    if (free_left(paragraph, i) && !free_right(paragraph, i)) return true;
    return !inside && free_left(paragraph, i);
}

/* An apostrophe at the end of a word (soldiers’ graves) closes nothing unless a ‘ is open. */
static void close_mark(struct pairing *pairing, int i, enum family family) {
    int j = pairing->depth - 1;
    while (j >= 0 && pairing->stack[j].family != family) j--;
    if (j < 0) return;
    pairing->depth = j;
    if (j > 0) {
        pairing->stack[j - 1].last_inner = i;
        return;
    }
    struct paragraph *paragraph = pairing->paragraph;
    paragraph->quotations[paragraph->quotation_count++] =
        (struct quotation){.open = pairing->stack[0].token, .close = i};
}

/* Does what follows a paragraph go on with a quotation that was left open? It opens with a mark, or
 * closes one before it opens any. */
static bool goes_on_in(const char *next, size_t size) {
    static const char *const opening[] = {"“", "„", "«", "‘", "\"", NULL};
    static const char *const closing[] = {"”", "»", "“", NULL};
    size_t at = 0;
    while (at < size && (next[at] == '\n' || next[at] == ' ' || next[at] == '\r')) at++;
    for (int i = 0; opening[i]; i++) {
        size_t length = strlen(opening[i]);
        if (size - at >= length && memcmp(next + at, opening[i], length) == 0) return true;
    }
    for (; at < size && next[at] != '\n'; at++) {
        for (int i = 0; opening[i] && i < 3; i++) {
            size_t length = strlen(opening[i]);
            if (size - at >= length && memcmp(next + at, opening[i], length) == 0) return false;
        }
        for (int i = 0; closing[i]; i++) {
            size_t length = strlen(closing[i]);
            if (size - at >= length && memcmp(next + at, closing[i], length) == 0) return true;
        }
    }
    return false;
}

/* A quotation that is open at the end of the paragraph: it goes on in the next one, or its last
 * closing mark was also that of one within it («… «…».), or somebody forgot to close it. */
static void end_open(struct pairing *pairing, const char *next, size_t next_size) {
    struct paragraph *paragraph = pairing->paragraph;
    struct opened *outer = &pairing->stack[0];
    struct quotation *quotation = &paragraph->quotations[paragraph->quotation_count];
    if (goes_on_in(next, next_size)) {
        *quotation = (struct quotation){outer->token, paragraph->count, true};
    } else if (outer->last_inner >= 0) {
        *quotation = (struct quotation){outer->token, outer->last_inner, false};
    } else if (outer->family == FAMILY_SINGLE) {
        return; /* an apostrophe: ’twas */
    } else {
        *quotation = (struct quotation){outer->token, paragraph->count, false};
    }
    paragraph->quotation_count++;
}

void paragraph_quotations(struct arena *arena, struct paragraph *paragraph, bool open,
                          const char *next, size_t next_size) {
    struct pairing pairing = {.paragraph = paragraph};
    int marks = 1;
    for (int i = 0; i < paragraph->count; i++) marks += paragraph->tokens[i].kind == TOKEN_MARK;
    paragraph->quotations = arena_new(arena, struct quotation, marks);
    paragraph->quotation_count = 0;
    bool repeated = open && token_has(paragraph, 0, TOKEN_MARK);
    if (open && !repeated) {
        /* « goes on without a mark of its own; the family is known when it is closed. */
        pairing.stack[pairing.depth++] = (struct opened){-1, FAMILY_NONE, -1};
    }
    for (int i = 0; i < paragraph->count; i++) {
        if (paragraph->tokens[i].kind != TOKEN_MARK) continue;
        enum family family = family_of(token_word(paragraph, i));
        if (opens(&pairing, i, family)) {
            if (pairing.depth < DEPTH_MOST)
                pairing.stack[pairing.depth++] = (struct opened){i, family, -1};
        } else {
            if (pairing.depth && pairing.stack[0].family == FAMILY_NONE) {
                bool other = false;
                for (int j = 1; j < pairing.depth; j++) other |= pairing.stack[j].family == family;
                if (!other && family != FAMILY_SINGLE) pairing.stack[0].family = family;
            }
            close_mark(&pairing, i, family);
        }
    }
    if (pairing.depth) end_open(&pairing, next, next_size);
    for (int q = 0; q < paragraph->quotation_count; q++) {
        const struct quotation *quotation = &paragraph->quotations[q];
        int from = quotation->open < 0 ? 0 : quotation->open;
        for (int i = from; i <= quotation->close && i < paragraph->count; i++)
            paragraph->tokens[i].quotation = (int16_t)q;
    }
}
