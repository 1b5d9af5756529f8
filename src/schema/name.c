#include "schema/name.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "schema/name_key.h"
#include "schema/script.h"
#include "schema/spelling.h"

const char *name_role_words(enum name_role role) {
    static const char *const words[] = {"name", "given name", "patronymic", "family name"};
    return words[role];
}

/* Blanks, hyphens and punctuation between words; an apostrophe is part of one. */
static bool parts_words(const char *at, size_t length) {
    static const char *const marks[] = {"\xc2\xa0", "‐", "‑", "–", "—"};
    if (length == 1) return strchr(" \t\r\n-.,;/()\"<", *at) != NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strlen(marks[i]) == length && !memcmp(marks[i], at, length)) return true;
    return false;
}

static size_t step(const char *at) {
    size_t length = utf8_sequence((const unsigned char *)at, strlen(at));
    return length ? length : 1;
}

/* In small letters, and without the apostrophes that one hand writes and another does not. */
static const char *to_compare(struct arena *arena, const char *word) {
    char *small = fold_small(arena, word), *end = small;
    for (const char *at = small; *at;) {
        size_t apostrophe = spelling_apostrophe(at), length = apostrophe ? apostrophe : step(at);
        if (!apostrophe) {
            memmove(end, at, length);
            end += length;
        }
        at += length;
    }
    *end = 0;
    return small;
}

static const char *script_text(struct arena *arena, const char *word) {
    char code[SCRIPT_CODE];
    struct error ignored = {0};
    return script_of(word, code, &ignored) ? arena_copy(arena, code) : "";
}

/* Which of the words from `first` on is a patronymic: not the first of them, and not one of two. */
static void find_patronymic(struct name *name, int first) {
    if (name->count - first < 3) return;
    for (int i = first + 1; i < name->count; i++) {
        if (!given_names_patronymic(name->word[i].key)) continue;
        name->word[i].role = NAME_PATRONYMIC;
        name->word[i - 1].role = NAME_GIVEN;
        for (int j = first; j < name->count; j++)
            if (name->word[j].role == NAME_ANY) name->word[j].role = NAME_FAMILY;
        return;
    }
}

void name_add(struct arena *arena, const struct given_names *given, const char *text,
              enum name_role role, struct name *name) {
    int first = name->count;
    const char *at = text;
    while (*at && name->count < NAME_WORDS_MOST) {
        while (*at && parts_words(at, step(at))) at += step(at);
        const char *begin = at;
        while (*at && !parts_words(at, step(at))) at += step(at);
        if (at == begin) break;
        const char *word = arena_copy_part(arena, begin, (size_t)(at - begin));
        const char *key = name_key(arena, word);
        if (!*key) continue;
        name->word[name->count++] = (struct name_word){.text = word,
                                                       .key = key,
                                                       .compare = to_compare(arena, word),
                                                       .script = script_text(arena, word),
                                                       .role = role};
    }
    if (role == NAME_ANY) find_patronymic(name, first);
    if (role == NAME_GIVEN) /* of several given names one may be a patronymic */
        for (int i = first + 1; i < name->count; i++)
            if (given_names_patronymic(name->word[i].key)) name->word[i].role = NAME_PATRONYMIC;
    for (int i = first; i < name->count; i++) {
        struct name_word *word = &name->word[i];
        word->given = word->role == NAME_PATRONYMIC ? given_names_find_father(given, word->key)
                      : word->role == NAME_FAMILY   ? -1
                                                    : given_names_find(given, word->key);
    }
}

/* ------------------------------------------------------------------ matching */

/* What both words are, if one of them says so. */
static enum name_role role_of(const struct name_word *one, const struct name_word *other) {
    return one->role != NAME_ANY ? one->role : other->role;
}

static double weight_of(enum name_role role) {
    static const double weights[] = {0.45, 0.35, 0.1, 0.55};
    return weights[role];
}

/* A word that nobody called a patronymic is held against one only if it ends like one. */
static bool may_pair(const struct name_word *one, const struct name_word *other) {
    bool first = one->role == NAME_PATRONYMIC, second = other->role == NAME_PATRONYMIC;
    const struct name_word *unsaid = first ? other : one;
    return first == second ||
           (unsaid->role == NAME_ANY && given_names_patronymic(unsaid->key) > 0);
}

struct grid {
    struct name_likeness like[NAME_WORDS_MOST][NAME_WORDS_MOST];
    bool one_taken[NAME_WORDS_MOST], other_taken[NAME_WORDS_MOST];
};

/* The best pair that is left; false when none may be paired. */
static bool best_pair(const struct grid *grid, const struct name *one, const struct name *other,
                      struct name_pair *out_pair) {
    double best = -1;
    for (int i = 0; i < one->count; i++)
        for (int j = 0; j < other->count; j++) {
            const struct name_word *a = &one->word[i], *b = &other->word[j];
            if (grid->one_taken[i] || grid->other_taken[j] || !may_pair(a, b)) continue;
            enum name_role role = role_of(a, b);
            /* Of pairs that are as like, the one in which each is what the other is. */
            double value = grid->like[i][j].score + (a->role == b->role ? 0.01 : 0);
            if (value <= best) continue;
            best = value;
            *out_pair = (struct name_pair){i, j, role, grid->like[i][j]};
        }
    return best >= 0;
}

/* Words that found none: a further given name, a second family name, what nobody gave. */
static double left_over(const struct name *name, const bool *taken) {
    static const double weights[] = {0.05, 0.03, 0, 0.08};
    double sum = 0;
    for (int i = 0; i < name->count; i++)
        if (!taken[i]) sum += weights[name->word[i].role];
    return sum;
}

struct name_match name_match(struct arena *arena, const struct name *one, const struct name *other,
                             const struct name_memo *memo) {
    struct name_match match = {0};
    struct grid grid = {0};
    struct name_pair pair;
    double score = 0, weight = 0;
    for (int i = 0; i < one->count; i++)
        for (int j = 0; j < other->count; j++)
            grid.like[i][j] = name_word_like(arena, &one->word[i], &other->word[j], memo);
    while (best_pair(&grid, one, other, &pair)) {
        const struct name_word *a = &one->word[pair.one], *b = &other->word[pair.other];
        grid.one_taken[pair.one] = grid.other_taken[pair.other] = true;
        match.exchanged = match.exchanged || (a->role == NAME_FAMILY && b->role == NAME_GIVEN) ||
                          (a->role == NAME_GIVEN && b->role == NAME_FAMILY);
        match.pair[match.count++] = pair;
        score += weight_of(pair.role) * pair.like.score;
        weight += weight_of(pair.role);
    }
    weight += left_over(one, grid.one_taken) + left_over(other, grid.other_taken);
    match.score = weight > 0 ? score / weight : 0;
    return match;
}
