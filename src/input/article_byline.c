#include "input/article_byline.h"

#include <ctype.h>
#include <string.h>

#include "input/article_line.h"
#include "input/article_words.h"

enum { LINE_MOST = 400, NAME_WORDS = 4, WORD_MOST = 64 };

/* A byline as it is read: the line, and the same in small letters, which has the same places. */
struct byline {
    char text[LINE_MOST], small[LINE_MOST];
    size_t size, at;
};

static bool is_capital(const char *text, size_t size) {
    unsigned char c = (unsigned char)text[0], next = size > 1 ? (unsigned char)text[1] : 0;
    if (c < 0x80) return isupper(c);
    if (c == 0xd0) return next >= 0x80 && next <= 0xaf;
    if (c == 0xd2) return next == 0x90;
    if (c == 0xc3) return next >= 0x80 && next <= 0x9e;
    return (c == 0xc4 || c == 0xc5) && !(next & 1);
}

/* "van", "de": small words within a name. */
static bool is_particle(const char *small, size_t size) {
    static const char *const PARTICLES[] = {"van", "von", "der", "den", "de",  "da", "di",  "la",
                                            "le",  "al",  "el",  "bin", "ibn", "du", "фон", "де"};
    for (size_t i = 0; i < sizeof PARTICLES / sizeof *PARTICLES; i++)
        if (strlen(PARTICLES[i]) == size && memcmp(small, PARTICLES[i], size) == 0) return true;
    return false;
}

static bool is_in(const struct words *words, const char *small, size_t size) {
    return words_find(words, small, size) != NULL;
}

/* The next word: letters, digits and what may stand within a name. A separator is a word by itself.
 * Returns its bytes from `*out_at` on; 0: the line is over. */
static size_t next_word(struct byline *byline, size_t *out_at) {
    static const char SEPARATORS[] = ",;|/&\n()";
    while (byline->at < byline->size && strchr(" :", byline->text[byline->at])) byline->at++;
    *out_at = byline->at;
    if (byline->at == byline->size) return 0;
    if (strchr(SEPARATORS, byline->text[byline->at])) return byline->at++, 1;
    while (byline->at < byline->size && byline->text[byline->at] != ' ' &&
           !strchr(SEPARATORS, byline->text[byline->at]))
        byline->at++;
    return byline->at - *out_at;
}

static void keep_name(struct arena *arena, const struct byline *byline, size_t from, size_t to,
                      struct byline_names *people) {
    size_t size = to - from;
    if (people->count == BYLINE_NAMES_MOST) return;
    for (int i = 0; i < people->count; i++) {
        size_t other = strlen(people->name[i]);
        if (other == size && memcmp(people->name[i], byline->text + from, size) == 0) return;
    }
    people->name[people->count++] = arena_copy_part(arena, byline->text + from, size);
}

/* A name that is being read. */
struct run {
    size_t from, to;
    int words;
    bool nobody;
};

static bool end_run(struct arena *arena, const struct byline *byline, struct run *run,
                    struct byline_names *people) {
    bool is_name = run->words >= 2 && run->words <= NAME_WORDS && !run->nobody;
    bool any = run->words > 0;
    if (is_name) keep_name(arena, byline, run->from, run->to, people);
    *run = (struct run){0};
    return is_name || !any;
}

static bool has_digit(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (isdigit((unsigned char)text[i])) return true;
    return false;
}

/* Names of the rest of the line; false when something else stands in it. */
static bool read_names(struct arena *arena, struct byline *byline, struct byline_names *people) {
    struct run run = {0};
    bool whole = true, skipping = false;
    size_t at, size;
    while ((size = next_word(byline, &at)) != 0) {
        const char *small = byline->small + at, *text = byline->text + at;
        size_t bare = size; /* without the full stop of an end */
        while (bare > 1 && strchr(".,", text[bare - 1]) && bare > 2) bare--;
        bool separator = size == 1 && ispunct((unsigned char)*text);
        if (separator || is_in(&WORDS_AND, small, size)) {
            whole = end_run(arena, byline, &run, people) && whole;
            skipping = *text == '(';
        } else if (skipping) {
            continue;
        } else if (is_in(&WORDS_IN, small, size) || memchr(text, '@', size)) {
            whole = end_run(arena, byline, &run, people) && whole;
            skipping = true;
        } else if (is_in(&WORDS_OFFICE, small, bare) && (run.words == 0 || run.words >= 2)) {
            whole = end_run(arena, byline, &run, people) && whole;
        } else if (has_digit(text, size) ||
                   (run.words == 0 &&
                    (is_in(&WORDS_MONTH, small, bare) || is_in(&WORDS_DATE_WORD, small, bare) ||
                     is_in(&WORDS_ZONE, small, bare)))) {
            whole = end_run(arena, byline, &run, people) && whole;
        } else if (is_capital(text, size) || (run.words > 0 && is_particle(small, size))) {
            if (!run.words) run.from = at;
            run.words++;
            run.to = at + (size > 3 ? bare : size);
            if (is_in(&WORDS_NOBODY, small, bare)) run.nobody = true;
        } else {
            whole = false;
            end_run(arena, byline, &run, people);
        }
    }
    return end_run(arena, byline, &run, people) && whole;
}

static bool byline_of(const char *line, size_t size, struct byline *byline) {
    *byline = (struct byline){.size = size};
    if (!size || size >= LINE_MOST) return false;
    memcpy(byline->text, line, size);
    memcpy(byline->small, line, size);
    line_small(byline->small, size);
    return true;
}

bool byline_read(struct arena *arena, const char *line, size_t size, bool bare,
                 struct byline_names *people) {
    struct byline byline;
    struct byline_names found = *people;
    if (!byline_of(line, size, &byline)) return false;
    const struct word *begin = words_match(&WORDS_BYLINE, byline.small, size);
    if (begin) byline.at = begin->size;
    bool whole = read_names(arena, &byline, &found);
    if (!begin && !(bare && whole)) return false;
    if (found.count == people->count) return false;
    *people = found;
    return true;
}

bool byline_is_desk(const char *line, size_t size) {
    struct byline byline;
    size_t at, taken;
    int words = 0;
    bool desk = false;
    if (!byline_of(line, size, &byline) || line_is_sentence(line, size)) return false;
    while ((taken = next_word(&byline, &at)) != 0) {
        const char *small = byline.small + at;
        while (taken && strchr("\"'.", small[0])) small++, taken--;
        if (taken > 2 && memcmp(small, "«", 2) == 0) small += 2, taken -= 2;
        while (taken > 2 && memcmp(small + taken - 2, "»", 2) == 0) taken -= 2;
        if (has_digit(small, taken) || is_in(&WORDS_MONTH, small, taken)) continue;
        words += taken > 1;
        desk = desk || is_in(&WORDS_NOBODY, small, taken);
    }
    return desk && words <= 5;
}
