#include "input/article_names.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "input/article_page.h"
#include "input/article_words.h"

enum {
    SLOTS = 4096, /* several times the words that are known */
    NAME_MOST = 64,
    PARTS_MOST = 8,
    RUN_MOST = 3,     /* words of a name that mean something together */
    READ_MOST = 1024, /* bytes of an attribute */
    HIDDEN = 1 << 30  /* beside the roles */
};

struct names {
    struct {
        const struct word *word;
        unsigned roles;
    } slot[SLOTS];
};

static const struct {
    const struct words *words;
    unsigned role;
} LISTS[] = {
    {&WORDS_CLASS_AWAY, PAGE_AWAY},       {&WORDS_CLASS_KEEP, PAGE_KEEP},
    {&WORDS_CLASS_CAPTION, PAGE_CAPTION}, {&WORDS_CLASS_CREDIT, PAGE_CREDIT},
    {&WORDS_CLASS_BYLINE, PAGE_BYLINE},   {&WORDS_CLASS_STANDFIRST, PAGE_STANDFIRST},
    {&WORDS_CLASS_DATE, PAGE_DATE},       {&WORDS_CLASS_UPDATED, PAGE_UPDATED},
    {&WORDS_CLASS_LIVE, PAGE_LIVE},       {&WORDS_CLASS_HEADLINE, PAGE_HEADLINE},
    {&WORDS_CLASS_HIDDEN, HIDDEN},
};

/* The slot of a word, or the free one where it would stand. */
static unsigned slot_of(const struct names *names, const char *text, size_t size) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    for (unsigned slot = (hash ^ hash >> 15) % SLOTS;; slot = (slot + 1) % SLOTS) {
        const struct word *word = names->slot[slot].word;
        if (!word || (word->size == size && memcmp(word->text, text, size) == 0)) return slot;
    }
}

const struct names *article_names_open(struct arena *arena) {
    struct names *names = arena_new(arena, struct names, 1);
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++)
        for (int j = 0; j < LISTS[i].words->count; j++) {
            const struct word *word = &LISTS[i].words->word[j];
            unsigned slot = slot_of(names, word->text, word->size);
            names->slot[slot].word = word;
            names->slot[slot].roles |= LISTS[i].role;
        }
    return names;
}

/* One name as words with single blanks: "RelatedStories--wide" is "related stories wide". `starts`
 * has where each begins, and one more where the text ends. Returns how many. */
static int split_name(const char *name, size_t size, char *out, size_t *starts) {
    size_t length = 0;
    int parts = 0;
    bool within = false, small = false;
    for (size_t i = 0; i < size && length + 2 < NAME_MOST; i++) {
        unsigned char c = (unsigned char)name[i];
        bool letter = isalnum(c) || c >= 0x80, capital = c >= 'A' && c <= 'Z';
        if (!letter) {
            within = false;
            continue;
        }
        if (!within || (capital && small)) {
            if (parts == PARTS_MOST) break;
            if (length) out[length++] = ' ';
            starts[parts++] = length;
        }
        out[length++] = (char)(capital ? c | 0x20 : c);
        within = true;
        small = !capital;
    }
    out[length] = 0;
    starts[parts] = length + 1;
    return parts;
}

/* Words mean something wherever they stand in a name, but for two lists: a name is hidden as a
 * whole, and it is the article's when it is so as a whole or by two words that it begins with
 * ("article" is, "article-share" is not, "article-body--wide" is). */
static unsigned roles_of(const struct names *names, const char *name, const size_t *starts,
                         int parts) {
    unsigned all = 0;
    for (int from = 0; from < parts; from++)
        for (int to = from + 1; to <= parts && to <= from + RUN_MOST; to++) {
            unsigned slot = slot_of(names, name + starts[from], starts[to] - starts[from] - 1);
            unsigned roles = names->slot[slot].roles;
            if (from > 0 || to < parts) roles &= ~(unsigned)HIDDEN;
            if (from > 0 || (to < parts && to == 1)) roles &= ~(unsigned)PAGE_KEEP;
            all |= roles;
        }
    return all;
}

/* "hidden md:block", "d-none d-lg-flex": hidden on small screens alone. */
static bool is_shown(const char *last, int parts) {
    static const char *const SHOWN[] = {"block", "flex", "grid", "inline", "table"};
    for (size_t i = 0; parts > 1 && i < sizeof SHOWN / sizeof *SHOWN; i++)
        if (strcmp(last, SHOWN[i]) == 0) return true;
    return false;
}

bool names_roles(const struct names *names, const char *text, size_t size, unsigned *roles) {
    char name[NAME_MOST];
    size_t starts[PARTS_MOST + 1];
    unsigned all = 0;
    bool shown = false;
    const char *end = text + (size < READ_MOST ? size : READ_MOST);
    for (const char *at = text; at < end;) {
        const char *from = at;
        while (at < end && !isspace((unsigned char)*at)) at++;
        int parts = split_name(from, (size_t)(at - from), name, starts);
        while (at < end && isspace((unsigned char)*at)) at++;
        if (!parts) continue;
        all |= roles_of(names, name, starts, parts);
        shown = shown || is_shown(name + starts[parts - 1], parts);
    }
    *roles |= all & ~(unsigned)HIDDEN;
    return (all & HIDDEN) && !shown;
}
