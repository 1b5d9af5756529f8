/* How like two words are, and why. */
#include <string.h>

#include "schema/name.h"
#include "schema/name_key.h"
#include "schema/spelling.h"

static const double SCORE[] = {
    [NAME_SAME] = 1,     [NAME_SPELLED] = 0.99, [NAME_FORM] = 0.95,
    [NAME_SOUND] = 0.93, [NAME_CUT_OFF] = 0.9,
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

/* The first table by which the Latin word is the Cyrillic one. */
static const char *table_between(struct arena *arena, const struct name_word *cyrillic,
                                 const struct name_word *latin) {
    for (int i = 0; i < SPELLINGS; i++) {
        struct arena_mark mark = arena_mark(arena);
        const char *text = spelling_latin(arena, cyrillic->compare, (enum spelling)i);
        bool same = text && same_latin(text, latin->compare);
        arena_release(arena, mark);
        if (same) return SPELLING_TABLE[i].name;
    }
    return NULL;
}

static struct name_likeness alike(enum name_kind kind, const char *why) {
    return (struct name_likeness){kind, SCORE[kind], why};
}

static struct name_likeness spelled(struct arena *arena, const struct name_word *one,
                                    const struct name_word *other) {
    const struct name_word *cyrillic = is_cyrillic(one) ? one : other;
    const struct name_word *latin = cyrillic == one ? other : one;
    const char *table = is_cyrillic(cyrillic) && is_latin(latin)
                            ? table_between(arena, cyrillic, latin)
                            : NULL;
    if (!table) return (struct name_likeness){.kind = NAME_DIFFERENT};
    return alike(NAME_SPELLED, arena_format(arena, "%s is %s in the spelling \"%s\"", latin->text,
                                            cyrillic->text, table));
}

/* What a name that was cut off begins with. */
static bool goes_on(const struct name_word *cut, const struct name_word *whole) {
    return cut->cut && strlen(cut->key) >= CUT_LEAST && strlen(whole->key) > strlen(cut->key) &&
           name_key_distance_cut(cut->key, whole->key) == 0;
}

/* 1 for keys that are the same, down to 0 and below. */
static double nearness(const struct name_word *one, const struct name_word *other,
                       double *out_distance, int *out_sounds) {
    size_t a = strlen(one->key), b = strlen(other->key), most = a > b ? a : b;
    *out_distance = name_key_distance(one->key, other->key);
    *out_sounds = (int)most;
    return 1 - 1.25 * *out_distance / (double)(most > SHORT ? most : SHORT);
}

static bool is_form(const struct name_word *one, const struct name_word *other) {
    return one->given >= 0 && one->given == other->given &&
           (one->role == NAME_PATRONYMIC) == (other->role == NAME_PATRONYMIC);
}

struct name_likeness name_word_like(struct arena *arena, const struct name_word *one,
                                    const struct name_word *other) {
    double distance;
    int sounds;
    if (!strcmp(one->compare, other->compare))
        return alike(NAME_SAME, arena_format(arena, "%s, letter by letter", one->text));
    double near = nearness(one, other, &distance, &sounds);
    struct name_likeness by_table = {.kind = NAME_DIFFERENT};
    if (near > SPELLED_LEAST) by_table = spelled(arena, one, other);
    if (by_table.kind != NAME_DIFFERENT) return by_table;
    if (distance == 0)
        return alike(NAME_SOUND, arena_format(arena, "%s sounds like %s", one->text, other->text));
    if (is_form(one, other)) {
        const struct given_name *name = &GIVEN_NAMES[one->given];
        return alike(NAME_FORM,
                     arena_format(arena, "%s and %s are forms of one name (Ukrainian %s, Russian %s)",
                                  one->text, other->text, name->ukrainian, name->russian));
    }
    if (goes_on(one, other) || goes_on(other, one))
        return alike(NAME_CUT_OFF,
                     arena_format(arena, "%s and %s are the same as far as the shorter goes, which "
                                         "was cut off",
                                  one->text, other->text));
    if (near <= NEAR_LEAST)
        return (struct name_likeness){NAME_DIFFERENT, 0,
                                      arena_format(arena, "%s is not %s", one->text, other->text)};
    return (struct name_likeness){
        NAME_NEAR, near < NEAR_MOST ? near : NEAR_MOST,
        arena_format(arena, "%s is near to %s: slips that count %.1f in %d sounds", one->text,
                     other->text, distance, sounds)};
}
