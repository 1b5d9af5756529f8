/* Numbers of people, remains and other things in evidence. A number with a noun of the lexicon is
 * one; a bare number only where a figure was named before it. */
#include <string.h>

#include "say/date.h"
#include "say/numeral.h"
#include "say/reading.h"

enum { ADJECTIVES_MOST = 3, KIND_BACK = 14, YEAR_FROM = 1900, YEAR_TO = 2100 };

struct found {
    struct say_figure figure;
    int from, to; /* tokens */
    bool bound, kind;
};

/* «з десяток», «с сотню»: a short preposition is a bound only before a round word. */
static bool is_bound(const struct paragraph *p, int i, const struct numeral *number) {
    static const char *const small[] = {"з", "зо", "с", "со", "під", "под", NULL};
    for (int j = 0; small[j]; j++)
        if (strcmp(token_word(p, i), small[j]) == 0) return number->about;
    return true;
}

static void take_bounds(const struct paragraph *p, int floor, const struct numeral *number,
                        struct found *found) {
    for (;;) {
        int i = token_before(p, found->from, WORD_BOUND);
        if (i < floor || !is_bound(p, i, number)) return;
        const struct lexeme *bound = token_lexeme(p, i, WORD_BOUND);
        struct say_figure *figure = &found->figure;
        switch ((enum bound)bound->sub) {
        case BOUND_LOW: figure->has_low = true, figure->low = number->value; break;
        case BOUND_HIGH: figure->has_high = true, figure->high = number->value; break;
        case BOUND_ABOUT: figure->approximate = true; break;
        default: break;
        }
        found->bound = true;
        found->from = i;
    }
}

/* The second number of a range: "between 300 and 400", «від 300 до 400», 300-400. */
static int read_range(const struct paragraph *p, int first_end, int to, bool opened,
                      double *out_high) {
    struct numeral second;
    int i = first_end;
    bool hyphen = i < to && !p->tokens[i].blank &&
                  (p->tokens[i].kind == TOKEN_DASH || strcmp(token_word(p, i), "-") == 0);
    const struct lexeme *joint = i < to ? token_lexeme(p, i, WORD_RANGE) : NULL;
    if (!hyphen && !(opened && joint && joint->sub)) return first_end;
    i += hyphen ? 1 : token_span(p, i);
    while (i < to && token_is(p, i, WORD_BOUND)) i += token_span(p, i);
    int end = i < to ? numeral_read(p, i, to, &second) : i;
    if (end == i) return first_end;
    *out_high = second.value;
    return end;
}

/* People by what they do: «12 вчителів», "23 miners", also where the lexicon does not know them. */
static bool is_people(const struct paragraph *p, int i) {
    static const char *const endings[] = {"ers",  "ors",  "men", "women", "ists",
                                          "ians", "ants", "ees", NULL};
    if (!paragraph_english(p)) return token_is(p, i, WORD_TITLE) && !p->tokens[i].capital;
    if (p->tokens[i].form || p->tokens[i].capital || p->tokens[i].kind != TOKEN_WORD) return false;
    const char *word = token_word(p, i);
    size_t length = strlen(word);
    for (int j = 0; endings[j]; j++) {
        size_t ending = strlen(endings[j]);
        if (length > ending + 2 && strcmp(word + length - ending, endings[j]) == 0) return true;
    }
    return false;
}

/* Is the number at [from, to) a day, a year, an age, a time? */
static bool is_other(const struct paragraph *p, int from, int to, const struct numeral *number) {
    if (token_is(p, to, WORD_MONTH) || (from > 0 && token_is(p, from - 1, WORD_MONTH))) return true;
    bool plain = to - from == 1 && !number->words && p->tokens[from].size == 4;
    if (plain && number->value >= YEAR_FROM && number->value <= YEAR_TO &&
        !token_is(p, to, WORD_KIND))
        return true;
    /* ", 67," and "(58 лет)" */
    if (from > 0 && (token_has(p, from - 1, TOKEN_COMMA) || token_has(p, from - 1, TOKEN_OPEN)) &&
        !number->words && number->value < 120 &&
        (to >= p->count || token_has(p, to, TOKEN_COMMA) || token_has(p, to, TOKEN_CLOSE)))
        return true;
    bool half = to + 2 < p->count && token_has(p, to + 1, TOKEN_STOP) &&
                strcmp(token_word(p, to + 2), "m") == 0;
    if (half) return true; /* 9 a.m. */
    for (int i = to; i < p->count && i < to + 3 && p->tokens[i].kind == TOKEN_WORD; i++) {
        if (token_is(p, i, WORD_KIND) || is_people(p, i)) return false;
        if (token_is(p, i, WORD_UNIT)) return true;
    }
    return false;
}

static bool is_adjective_like(const struct paragraph *p, int i) {
    return p->tokens[i].kind == TOKEN_WORD && !p->tokens[i].possessive &&
           !token_is(p, i, WORD_AUXILIARY) && !token_is(p, i, WORD_PREPOSITION) &&
           !token_is(p, i, WORD_AND) && !token_is(p, i, WORD_CUE) && !token_is(p, i, WORD_NUMBER) &&
           !token_is(p, i, WORD_RELATIVE) && !token_is(p, i, WORD_DETERMINER) &&
           !token_is(p, i, WORD_THAT) && !token_is(p, i, WORD_PRONOUN);
}

/* The noun behind the number; returns behind it, or `from`. */
static int read_kind(const struct paragraph *p, int from, int to) {
    int i = from;
    if (i < to && strcmp(token_word(p, i), "of") == 0) i++; /* "hundreds of fragments" */
    for (int steps = 0; i < to && steps <= ADJECTIVES_MOST; steps++, i++) {
        if (token_quoted(p, i) != token_quoted(p, from > 0 ? from - 1 : from)) return from;
        if (token_is(p, i, WORD_KIND) || is_people(p, i)) return i + token_span(p, i);
        if (!is_adjective_like(p, i)) return from;
    }
    return from;
}

/* A noun before it, of which it is the number: "the number of graves at 440". */
static int kind_before(const struct paragraph *p, int floor, int from) {
    for (int i = from - 1; i >= floor && i > from - KIND_BACK; i--)
        if (token_is(p, i, WORD_KIND)) return i;
    return -1;
}

static const char *date_as_of(struct reading *reading, const struct paragraph *p,
                              const struct sentence *sentence) {
    for (int i = sentence->from; i < sentence->to; i++) {
        if (!token_is(p, i, WORD_AS_OF)) continue;
        const char *edtf;
        int from = i + token_span(p, i);
        if (from < sentence->to &&
            date_read(reading->arena, p, from, sentence->to, reading->published, &edtf) > from &&
            edtf)
            return edtf;
    }
    return NULL;
}

/* "in a pine forest outside Elderwood": the first place of the sentence with a name. */
static struct say_span find_place(const struct paragraph *p, const struct sentence *sentence) {
    for (int i = sentence->from; i + 1 < sentence->to; i++) {
        const struct lexeme *at = token_lexeme(p, i, WORD_PREPOSITION);
        if (!at || p->tokens[i + 1].kind != TOKEN_WORD) continue;
        int name = i + 1;
        while (name < sentence->to && name < i + 5 && p->tokens[name].kind == TOKEN_WORD &&
               !p->tokens[name].capital)
            name++;
        const char *edtf;
        bool place = at->sub || strcmp(token_word(p, i), "in") == 0 ||
                     strcmp(token_word(p, i), "at") == 0 || strcmp(token_word(p, i), "near") == 0;
        if (!place || name >= sentence->to || !p->tokens[name].capital || token_quoted(p, name) ||
            token_is(p, name, WORD_MONTH) || token_is(p, name, WORD_WEEKDAY) ||
            date_read(NULL, p, i, sentence->to, DATE_NONE, &edtf) > i)
            continue;
        int end = name_end(p, name, sentence->to);
        if (end > name) return paragraph_span(p, i + 1, end);
    }
    return (struct say_span){0, 0};
}

static void add(struct reading *reading, const struct say_figure *figure) {
    reading->figures = arena_grow(reading->arena, reading->figures, reading->figure_count,
                                  &reading->figure_capacity, sizeof *reading->figures);
    reading->figures[reading->figure_count++] = *figure;
}

static void name_kind(struct reading *reading, const struct paragraph *p, int from, int to,
                      bool percent, struct say_figure *figure) {
    while (from < to &&
           (strcmp(token_word(p, from), "of") == 0 || token_is(p, from, WORD_DETERMINER)))
        from++;
    const char *words = from < to ? reading_text(reading, p, from, to) : "";
    figure->kind = percent  ? arena_format(reading->arena, "%%%s%s", *words ? " " : "", words)
                   : *words ? words
                            : NULL;
}

/* A figure at token `i`; returns behind it, or `i`. */
static int read_figure(struct reading *reading, const struct paragraph *p,
                       const struct sentence *sentence, int i, bool follows, struct found *found) {
    int to = sentence->to, end;
    struct numeral number = {0};
    *found = (struct found){.from = i};
    const struct lexeme *round = token_lexeme(p, i, WORD_ROUND);
    /* "more than a thousand", «больше тысячи» has a number */
    if (round && token_is(p, i, WORD_NUMBER) && token_before(p, i, WORD_BOUND) >= sentence->from)
        round = NULL;
    if (round) {
        end = i + token_span(p, i);
        found->figure.has_low = found->figure.approximate = true;
        found->figure.low = round->value;
        number.words = true;
    } else {
        end = numeral_read(p, i, to, &number);
        if (end == i) return i;
        int range = token_before(p, i, WORD_RANGE);
        bool opened = range >= sentence->from && !token_lexeme(p, range, WORD_RANGE)->sub;
        double high = 0;
        int second = read_range(p, end, to, opened, &high);
        if (second > end) {
            found->figure.has_low = found->figure.has_high = true;
            found->figure.low = number.value, found->figure.high = high;
            if (opened) found->from = range;
            end = second;
        } else {
            found->figure.has_value = true;
            found->figure.value = number.value;
            found->figure.approximate = number.about;
            take_bounds(p, sentence->from, &number, found);
        }
        if (is_other(p, i, end, &number)) return i;
    }
    int kind_end = read_kind(p, end, to);
    found->kind = kind_end > end;
    if (number.percent) {
        int behind = end;
        while (behind < to && behind < end + 4 && p->tokens[behind].kind == TOKEN_WORD &&
               !token_is(p, behind, WORD_CUE) && !token_is(p, behind, WORD_AUXILIARY))
            behind++;
        name_kind(reading, p, end, found->kind ? kind_end : behind, true, &found->figure);
    } else if (found->kind) {
        name_kind(reading, p, end, kind_end, false, &found->figure);
        /* "212 sets of remains" counts sets; the text ends with the noun */
        end = kind_end;
    } else {
        int before = kind_before(p, sentence->from, found->from);
        bool capital = end < to && p->tokens[end].kind == TOKEN_WORD && p->tokens[end].capital;
        bool small = number.words && number.value < 2;
        bool at =
            i > 0 &&
            (strcmp(token_word(p, i - 1), "at") == 0 || strcmp(token_word(p, i - 1), "#") == 0) &&
            before < 0;
        bool verb = end < to && token_is(p, end, WORD_AUXILIARY); /* "Two had been burned" */
        bool fits = (found->bound || before >= 0 || follows || verb) && !capital && !small && !at;
        /* Behind a comma and a name it is a house: «вул. Портова, 17». */
        if (i > 1 && token_has(p, i - 1, TOKEN_COMMA) && p->tokens[i - 2].capital && !number.words)
            fits = false;
        if (end < to && is_adjective_like(p, end) && p->tokens[end].kind == TOKEN_WORD &&
            !token_is(p, end, WORD_ADVERB) && !follows && before < 0 && !found->bound)
            fits = false;
        if (!fits) return i;
        if (before >= 0)
            name_kind(reading, p, before, before + token_span(p, before), false, &found->figure);
    }
    /* "one of them", «один із» are no figures. */
    if (number.words && number.value == 1 && !round) return i;
    found->to = end;
    return end;
}

void figures_read(struct reading *reading, const struct paragraph *p) {
    int since = -1; /* the sentence that the last figure stood in */
    for (int s = 0; s < p->sentence_count; s++) {
        const struct sentence *sentence = &p->sentences[s];
        const char *as_of = NULL;
        struct say_span place = {0, 0};
        bool any = false;
        for (int i = sentence->from; i < sentence->to;) {
            struct found found;
            if (i == 0 && p->from > 0 && token_has(p, 0, TOKEN_NUMBER) &&
                !token_is(p, 1, WORD_KIND) && strpbrk(token_word(p, 0), ".:")) {
                i++;
                continue;
            }
            int end = read_figure(reading, p, sentence, i, since >= 0 && s - since <= 1, &found);
            if (end == i) {
                /* A number that is no figure is passed over whole. */
                struct numeral number;
                int behind = numeral_read(p, i, sentence->to, &number);
                i = behind > i ? behind : i + 1;
                continue;
            }
            if (!any) as_of = date_as_of(reading, p, sentence), place = find_place(p, sentence);
            any = true;
            since = s;
            found.figure.span = paragraph_span(p, found.from, found.to);
            found.figure.as_of = as_of;
            found.figure.place = place;
            add(reading, &found.figure);
            i = end;
        }
    }
}
