/* How like two words are, and why. */
#include <string.h>

#include "schema/name.h"
#include "schema/name_key.h"
#include "schema/spelling.h"

static const double SCORE[] = {
    [NAME_SAME] = 1,     [NAME_SPELLED] = 0.99, [NAME_FORM] = 0.95,
    [NAME_SOUND] = 0.93, [NAME_CUT_OFF] = 0.9,  [NAME_DIFFERENT] = 0,
};

/* What is near but not alike is at most, and at least, that; a name in another table's spelling is
 * nearer than the last. */
static const double NEAR_MOST = 0.9, NEAR_LEAST = 0.5, SPELLED_LEAST = 0.4;

enum {
    CUT_LEAST = 3, /* sounds that a name that was cut off must have */
    SHORT = 4      /* a slip in a shorter name counts as in one of so many sounds */
};

static bool is_cyrillic(const struct name_word *word) { return !strcmp(word->script, "Cyrl"); }

static bool is_latin(const struct name_word *word) { return !strcmp(word->script, "Latn"); }

/* Latin letters in any case. */
static bool same_latin(const char *one, const char *other) {
    for (; *one && *other; one++, other++) {
        unsigned char a = (unsigned char)*one, b = (unsigned char)*other;
        if (a >= 'A' && a <= 'Z') a |= 0x20;
        if (b >= 'A' && b <= 'Z') b |= 0x20;
        if (a != b) return false;
    }
    return *one == *other;
}

void name_word_spell(struct arena *arena, struct name_word *word) {
    if (!is_cyrillic(word)) return;
    const char **latin = arena_new(arena, const char *, SPELLINGS);
    for (int i = 0; i < SPELLINGS; i++)
        latin[i] = spelling_latin(arena, word->compare, (enum spelling)i);
    word->latin = latin;
}

/* The first table by which the Latin word is the Cyrillic one; SPELLINGS: none. */
static enum spelling table_between(struct arena *arena, const struct name_word *one,
                                   const struct name_word *other) {
    const struct name_word *cyrillic = is_cyrillic(one) ? one : other;
    const struct name_word *latin = cyrillic == one ? other : one;
    int found = is_cyrillic(cyrillic) && is_latin(latin) ? 0 : SPELLINGS;
    struct arena_mark mark = arena_mark(arena);
    for (; found < SPELLINGS; found++) {
        const char *text = cyrillic->latin
                               ? cyrillic->latin[found]
                               : spelling_latin(arena, cyrillic->compare, (enum spelling)found);
        if (text && same_latin(text, latin->compare)) break;
    }
    arena_release(arena, mark);
    return (enum spelling)found;
}

/* What a name that was cut off begins with. */
static bool goes_on(const struct name_word *cut, const struct name_word *whole) {
    return cut->cut && strlen(cut->key) >= CUT_LEAST && strlen(whole->key) > strlen(cut->key) &&
           name_key_distance_cut(cut->key, whole->key) == 0;
}

static bool is_form(const struct name_word *one, const struct name_word *other) {
    return one->given >= 0 && one->given == other->given &&
           (one->role == NAME_PATRONYMIC) == (other->role == NAME_PATRONYMIC);
}

static struct name_likeness compare(struct arena *arena, const struct name_word *one,
                                    const struct name_word *other) {
    size_t a = strlen(one->key), b = strlen(other->key), most = a > b ? a : b;
    struct name_likeness like = {.kind = NAME_DIFFERENT, .sounds = (int)most};
    like.distance = name_key_distance(one->key, other->key);
    double near = 1 - 1.25 * like.distance / (double)(most > SHORT ? most : SHORT);
    if (!strcmp(one->compare, other->compare)) like.kind = NAME_SAME;
    else if (near > SPELLED_LEAST &&
             (like.spelling = table_between(arena, one, other)) != SPELLINGS)
        like.kind = NAME_SPELLED;
    else if (like.distance == 0) like.kind = NAME_SOUND;
    else if (is_form(one, other)) like.kind = NAME_FORM;
    else if (goes_on(one, other) || goes_on(other, one)) like.kind = NAME_CUT_OFF;
    else if (near > NEAR_LEAST) like.kind = NAME_NEAR;
    like.score = like.kind == NAME_NEAR ? (near < NEAR_MOST ? near : NEAR_MOST) : SCORE[like.kind];
    return like;
}

struct name_likeness name_word_like(struct arena *arena, const struct name_word *one,
                                    const struct name_word *other, const struct name_memo *memo) {
    if (!memo) return compare(arena, one, other);
    struct name_likeness *like = &memo->like[one->number * memo->others + other->number];
    if (like->kind == NAME_NOT_COMPARED) *like = compare(arena, one, other);
    return *like;
}

const char *name_likeness_words(struct arena *arena, const struct name_word *one,
                                const struct name_word *other, const struct name_likeness *like) {
    const struct given_name *given = one->given >= 0 ? &GIVEN_NAMES[one->given] : NULL;
    const struct name_word *cyrillic = is_cyrillic(one) ? one : other;
    const char *a = one->text, *b = other->text;
    switch (like->kind) {
    case NAME_SAME: return arena_format(arena, "%s, letter by letter", a);
    case NAME_SPELLED:
        return arena_format(arena, "%s is %s in the spelling \"%s\"",
                            cyrillic == one ? b : a, cyrillic->text,
                            SPELLING_TABLE[like->spelling].name);
    case NAME_FORM:
        return arena_format(arena, "%s and %s are forms of one name (Ukrainian %s, Russian %s)", a,
                            b, given->ukrainian, given->russian);
    case NAME_SOUND: return arena_format(arena, "%s sounds like %s", a, b);
    case NAME_CUT_OFF:
        return arena_format(arena, "%s and %s are the same as far as it goes; one was cut off", a,
                            b);
    case NAME_NEAR:
        return arena_format(arena, "%s is near to %s: slips that count %.1f in %d sounds", a, b,
                            like->distance, like->sounds);
    default: return arena_format(arena, "%s is not %s", a, b);
    }
}
