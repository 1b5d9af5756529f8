/* Lines as people type and paste them: blanks, small letters, and what looks like a character of a
 * zone and is another. What is taken for what is counted and said. */
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "input/mrz_parts.h"

enum change { NONE, SMALL, CYRILLIC, GREEK, WIDE, QUOTE, ENTITY, BLANK, HIDDEN, MARKS, CHANGES };

static const struct {
    const char *one, *many;
} WORDS[CHANGES] = {
    [SMALL] = {"small letter read as a capital", "small letters read as capitals"},
    [CYRILLIC] = {"Cyrillic letter read as the Latin one that it looks like",
                  "Cyrillic letters read as the Latin ones that they look like"},
    [GREEK] = {"Greek letter read as the Latin one that it looks like",
               "Greek letters read as the Latin ones that they look like"},
    [WIDE] = {"full-width character read as a plain one",
              "full-width characters read as plain ones"},
    [QUOTE] = {"quotation mark or sign read as fillers",
               "quotation marks or signs read as fillers"},
    [ENTITY] = {"\"&lt;\" read as a filler", "\"&lt;\" read as fillers"},
    [BLANK] = {"blank left out", "blanks left out"},
    [HIDDEN] = {"invisible character left out", "invisible characters left out"},
    [MARKS] = {"quotation mark around it left out", "quotation marks around it left out"},
};

static const struct twin {
    uint32_t point;
    enum change change;
    const char *text;
} TWINS[] = {
    /* Cyrillic capitals and small letters */
    {0x405, CYRILLIC, "S"}, {0x406, CYRILLIC, "I"}, {0x408, CYRILLIC, "J"}, {0x410, CYRILLIC, "A"},
    {0x412, CYRILLIC, "B"}, {0x415, CYRILLIC, "E"}, {0x41a, CYRILLIC, "K"}, {0x41c, CYRILLIC, "M"},
    {0x41d, CYRILLIC, "H"}, {0x41e, CYRILLIC, "O"}, {0x420, CYRILLIC, "P"}, {0x421, CYRILLIC, "C"},
    {0x422, CYRILLIC, "T"}, {0x423, CYRILLIC, "Y"}, {0x425, CYRILLIC, "X"}, {0x4ae, CYRILLIC, "Y"},
    {0x430, CYRILLIC, "A"}, {0x432, CYRILLIC, "B"}, {0x435, CYRILLIC, "E"}, {0x43a, CYRILLIC, "K"},
    {0x43c, CYRILLIC, "M"}, {0x43d, CYRILLIC, "H"}, {0x43e, CYRILLIC, "O"}, {0x440, CYRILLIC, "P"},
    {0x441, CYRILLIC, "C"}, {0x442, CYRILLIC, "T"}, {0x443, CYRILLIC, "Y"}, {0x445, CYRILLIC, "X"},
    {0x455, CYRILLIC, "S"}, {0x456, CYRILLIC, "I"}, {0x458, CYRILLIC, "J"},
    /* Greek capitals */
    {0x391, GREEK, "A"}, {0x392, GREEK, "B"}, {0x395, GREEK, "E"}, {0x396, GREEK, "Z"},
    {0x397, GREEK, "H"}, {0x399, GREEK, "I"}, {0x39a, GREEK, "K"}, {0x39c, GREEK, "M"},
    {0x39d, GREEK, "N"}, {0x39f, GREEK, "O"}, {0x3a1, GREEK, "P"}, {0x3a4, GREEK, "T"},
    {0x3a5, GREEK, "Y"}, {0x3a7, GREEK, "X"},
    /* what word processors make of < and << */
    {0xab, QUOTE, "<<"}, {0x2039, QUOTE, "<"}, {0x2c2, QUOTE, "<"}, {0x226a, QUOTE, "<<"},
    {0x2329, QUOTE, "<"}, {0x27e8, QUOTE, "<"}, {0x3008, QUOTE, "<"}, {0x300a, QUOTE, "<<"},
    {0x276e, QUOTE, "<"}, {0xff1c, WIDE, "<"},
    {0xa0, BLANK, ""}, {0x202f, BLANK, ""}, {0x2007, BLANK, ""}, {0x3000, BLANK, ""},
    {0xad, HIDDEN, ""}, {0x200b, HIDDEN, ""}, {0x200c, HIDDEN, ""}, {0x200d, HIDDEN, ""},
    {0x200e, HIDDEN, ""}, {0x200f, HIDDEN, ""}, {0x2060, HIDDEN, ""}, {0xfeff, HIDDEN, ""},
};

/* Quotation marks that may stand around a line; 0xbb also ends what 0xab began, but that is two
 * fillers. */
static bool is_mark(uint32_t point) {
    return point == '"' || point == '\'' || point == '`' || (point >= 0x2018 && point <= 0x201f) ||
           point == 0xbb || point == 0x203a;
}

static const struct twin *find_twin(uint32_t point) {
    for (size_t i = 0; i < sizeof TWINS / sizeof *TWINS; i++)
        if (TWINS[i].point == point) return &TWINS[i];
    return NULL;
}

struct line_state {
    struct mrz_reading reading;
    int count[CHANGES], first[CHANGES]; /* first: position in the line as it was given */
};

static void note(struct line_state *state, enum change change, int position) {
    if (!state->count[change]++) state->first[change] = position;
}

static void put(struct line_state *state, char character) {
    state->reading.text[state->reading.length++] = character;
}

static void put_strange(struct line_state *state, int position) {
    if (!state->reading.strange++) state->reading.first_strange = position;
    put(state, '?');
}

static uint32_t point_of(const unsigned char *at, size_t length) {
    uint32_t point = length == 1 ? at[0] : at[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) point = point << 6 | (at[i] & 0x3f);
    return point;
}

/* One character that stands in a zone as it is, or in small letters. */
static bool take_plain(struct line_state *state, uint32_t point, enum change change, int position) {
    if (point >= 'a' && point <= 'z') {
        note(state, change == NONE ? SMALL : change, position);
        put(state, (char)(point - 'a' + 'A'));
        return true;
    }
    if (!((point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9') || point == '<' ||
          point == '?'))
        return false;
    if (change != NONE) note(state, change, position);
    put(state, (char)point);
    return true;
}

static void take(struct line_state *state, uint32_t point, bool outer, int position) {
    const struct twin *twin = find_twin(point);
    if (point == ' ' || point == '\t') {
        note(state, BLANK, position);
    } else if (twin) {
        note(state, twin->change, position);
        for (const char *at = twin->text; *at; at++) put(state, *at);
    } else if (point >= 0xff01 && point <= 0xff5e) {
        if (!take_plain(state, point - 0xfee0, WIDE, position)) put_strange(state, position);
    } else if (outer && is_mark(point)) {
        note(state, MARKS, position);
    } else if (!take_plain(state, point, NONE, position)) {
        put_strange(state, position);
    }
}

static const char *changes_text(struct arena *arena, const struct line_state *state) {
    const char *text = NULL;
    for (int change = NONE + 1; change < CHANGES; change++) {
        int count = state->count[change];
        if (!count) continue;
        const char *one = count == 1
                              ? arena_format(arena, "a %s, in column %d", WORDS[change].one,
                                             state->first[change])
                              : arena_format(arena, "%d %s, the first in column %d", count,
                                             WORDS[change].many, state->first[change]);
        text = text ? arena_format(arena, "%s; %s", text, one) : one;
    }
    return text;
}

struct mrz_reading mrz_line_read(struct arena *arena, const char *raw, size_t size) {
    struct line_state state = {0};
    const unsigned char *begin = (const unsigned char *)raw, *at = begin, *end = at + size;
    /* No character becomes more than it has bytes, but for << of two bytes. */
    state.reading.text = arena_new(arena, char, size + 1);
    for (int position = 1; at < end; position++) {
        size_t length = utf8_sequence(at, (size_t)(end - at));
        if (end - at >= 4 && !memcmp(at, "&lt;", 4)) {
            note(&state, ENTITY, position);
            put(&state, '<');
            at += 4;
            position += 3;
            continue;
        }
        bool outer = state.reading.length == 0 || at + length + (length == 0) == end;
        if (length) take(&state, point_of(at, length), outer, position);
        else put_strange(&state, position);
        at += length ? length : 1;
    }
    state.reading.text[state.reading.length] = 0;
    state.reading.changes = changes_text(arena, &state);
    return state.reading;
}
