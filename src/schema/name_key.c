#include "schema/name_key.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"

/* What is written, in small letters, and what it sounds like. The longest that fits counts. */
static const struct sound {
    const char *written, *sound;
} SOUNDS[] = {
    /* Cyrillic: Ukrainian, Russian, Belarusian */
    {"а", "a"}, {"б", "b"}, {"в", "v"}, {"г", "h"}, {"ґ", "h"}, {"д", "d"}, {"е", "e"},
    {"ё", "e"}, {"є", "e"}, {"ж", "Z"}, {"з", "z"}, {"и", "i"}, {"і", "i"}, {"ї", "i"},
    {"й", "i"}, {"к", "k"}, {"л", "l"}, {"м", "m"}, {"н", "n"}, {"о", "o"}, {"п", "p"},
    {"р", "r"}, {"с", "s"}, {"т", "t"}, {"у", "u"}, {"ў", "u"}, {"ф", "f"}, {"х", "h"},
    {"ц", "c"}, {"тс", "c"}, {"ч", "C"}, {"ш", "S"}, {"щ", "S"}, {"шч", "S"}, {"ъ", ""},
    {"ы", "i"}, {"ь", ""}, {"э", "e"}, {"ю", "iu"}, {"я", "ia"},
    /* Latin letters by themselves */
    {"a", "a"}, {"b", "b"}, {"c", "c"}, {"d", "d"}, {"e", "e"}, {"f", "f"}, {"g", "h"},
    {"h", "h"}, {"i", "i"}, {"j", "i"}, {"k", "k"}, {"l", "l"}, {"m", "m"}, {"n", "n"},
    {"o", "o"}, {"p", "p"}, {"q", "k"}, {"r", "r"}, {"s", "s"}, {"t", "t"}, {"u", "u"},
    {"v", "v"}, {"w", "v"}, {"x", "ks"}, {"y", "i"}, {"z", "z"}, {"č", "C"}, {"ć", "C"},
    {"š", "S"}, {"ś", "S"}, {"ž", "Z"}, {"ż", "Z"}, {"ź", "z"}, {"ł", "l"}, {"đ", "d"},
    {"ä", "e"}, {"ß", "s"},
    /* several for one sound */
    {"shch", "S"}, {"schtsch", "S"}, {"chtch", "S"}, {"šč", "S"}, {"szcz", "S"}, {"sch", "S"},
    {"sh", "S"}, {"sz", "S"}, {"tsch", "C"}, {"tch", "C"}, {"ch", "C"}, {"cz", "C"}, {"zh", "Z"},
    {"zgh", "zh"}, {"kh", "h"}, {"gh", "h"}, {"gue", "he"}, {"gui", "hi"},
    {"ts", "c"}, {"tz", "c"}, {"tc", "c"}, {"ck", "k"}, {"ph", "f"}, {"th", "t"}, {"ou", "u"},
    {"dj", "dZ"}, {"dzh", "dZ"}, {"dž", "dZ"},
    /* digits that readers take for letters */
    {"0", "o"}, {"1", "i"}, {"2", "z"}, {"4", "a"}, {"5", "s"}, {"6", "h"}, {"8", "b"},
};

enum { ROWS = sizeof SOUNDS / sizeof *SOUNDS };

static const struct sound *longest(const char *at, size_t *out_length) {
    const struct sound *found = NULL;
    *out_length = 0;
    for (int i = 0; i < ROWS; i++) {
        size_t size = strlen(SOUNDS[i].written);
        if (size <= *out_length || strncmp(SOUNDS[i].written, at, size) != 0) continue;
        *out_length = size;
        found = &SOUNDS[i];
    }
    return found;
}

/* Adds sounds, each only once in a row, and no more than a key has. */
static size_t add(char *key, size_t size, const char *sounds) {
    for (; *sounds; sounds++) {
        bool glide = size && key[size - 1] == 'i' && (*sounds == 'e' || *sounds == 'o');
        if (glide) size--;
        if (size && key[size - 1] == *sounds) continue;
        if (size < NAME_KEY_MOST) key[size++] = *sounds;
    }
    key[size] = 0;
    return size;
}

/* A letter with marks that the table has not: as without them. */
static const char *bare(struct arena *arena, const char *at, size_t length) {
    size_t ignored;
    const char *folded = fold_text(arena, arena_copy_part(arena, at, length));
    const struct sound *sound = *folded ? longest(folded, &ignored) : NULL;
    return sound ? sound->sound : "";
}

static void mend_ending(char *key, size_t size) {
    if (size > 5 && !strcmp(key + size - 3, "aia")) key[size - 2] = 0; /* -ская is -ська */
    else if (size > 4 && (!strcmp(key + size - 2, "of") || !strcmp(key + size - 2, "ef")))
        key[size - 1] = 'v';
}

const char *name_key(struct arena *arena, const char *word) {
    char key[NAME_KEY_MOST + 1] = "";
    size_t size = 0, length;
    for (const char *at = fold_small(arena, word); *at; at += length) {
        const struct sound *sound = longest(at, &length);
        if (sound) {
            size = add(key, size, sound->sound);
            continue;
        }
        length = utf8_sequence((const unsigned char *)at, strlen(at));
        if (length > 1) size = add(key, size, bare(arena, at, length));
        if (!length) length = 1;
    }
    mend_ending(key, size);
    return arena_copy(arena, key);
}

/* ------------------------------------------------------------------ distance */

static bool is_vowel(char sound) {
    return sound == 'a' || sound == 'e' || sound == 'i' || sound == 'o' || sound == 'u';
}

/* Sounds that tables, languages and ears take for each other, and what that costs. */
static const struct {
    char one, other;
    double cost;
} NEAR[] = {
    {'i', 'e', 0.3}, {'a', 'o', 0.3}, {'o', 'u', 0.4}, {'e', 'o', 0.4}, {'i', 'o', 0.5},
    {'a', 'e', 0.5}, {'v', 'f', 0.3}, {'v', 'u', 0.4}, {'b', 'p', 0.4}, {'d', 't', 0.4},
    {'z', 's', 0.4}, {'Z', 'i', 0.4}, {'Z', 'z', 0.4}, {'Z', 'S', 0.4}, {'S', 's', 0.4},
    {'C', 'c', 0.4}, {'C', 'S', 0.4}, {'C', 'h', 0.5}, {'C', 'k', 0.6}, {'c', 'k', 0.4},
    {'c', 's', 0.5}, {'c', 'z', 0.4}, {'k', 'h', 0.5}, {'m', 'n', 0.5}, {'l', 'r', 0.7},
};

static double drop(char sound) { return sound == 'i' ? 0.35 : is_vowel(sound) ? 0.6 : 0.9; }

enum { ASCII = 128 }; /* they are ASCII */

/* What it costs to put each sound of `other` in the place of one: `cost[j]`. Looked up for a row at
 * a time, since words are compared by the million. */
static void replace(char one, const char *other, size_t columns, double *cost) {
    double near[ASCII] = {0};
    bool vowel = is_vowel(one);
    for (size_t i = 0; i < sizeof NEAR / sizeof *NEAR; i++) {
        if (NEAR[i].one == one) near[(unsigned char)NEAR[i].other % ASCII] = NEAR[i].cost;
        if (NEAR[i].other == one) near[(unsigned char)NEAR[i].one % ASCII] = NEAR[i].cost;
    }
    for (size_t j = 0; j < columns; j++) {
        double known = near[(unsigned char)other[j] % ASCII];
        cost[j] = other[j] == one ? 0 : known > 0 ? known : vowel && is_vowel(other[j]) ? 0.6 : 1;
    }
}

static const double EXCHANGED = 0.6; /* two neighbours that changed places */

/* Fills the last row of the table of Levenshtein, with exchanges; row[j] is what it takes to make
 * the first j sounds of `other` of all of `one`. */
static void measure(const char *one, const char *other, double row[NAME_KEY_MOST + 1]) {
    double before[NAME_KEY_MOST + 1] = {0}, last[NAME_KEY_MOST + 1];
    double added[NAME_KEY_MOST], replaced[NAME_KEY_MOST];
    size_t rows = strnlen(one, NAME_KEY_MOST), columns = strnlen(other, NAME_KEY_MOST);
    for (size_t j = 0; j < columns; j++) added[j] = drop(other[j]);
    row[0] = 0;
    for (size_t j = 1; j <= columns; j++) row[j] = row[j - 1] + added[j - 1];
    for (size_t i = 1; i <= rows; i++) {
        double dropped = drop(one[i - 1]);
        memcpy(last, row, (columns + 1) * sizeof *last);
        replace(one[i - 1], other, columns, replaced);
        row[0] = last[0] + dropped;
        for (size_t j = 1; j <= columns; j++) {
            double best = last[j - 1] + replaced[j - 1];
            if (last[j] + dropped < best) best = last[j] + dropped;
            if (row[j - 1] + added[j - 1] < best) best = row[j - 1] + added[j - 1];
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] &&
                before[j - 2] + EXCHANGED < best)
                best = before[j - 2] + EXCHANGED;
            row[j] = best;
        }
        memcpy(before, last, (columns + 1) * sizeof *before);
    }
}

double name_key_distance(const char *one, const char *other) {
    double row[NAME_KEY_MOST + 1] = {0};
    measure(one, other, row);
    return row[strnlen(other, NAME_KEY_MOST)];
}

double name_key_distance_cut(const char *cut, const char *whole) {
    double row[NAME_KEY_MOST + 1] = {0};
    measure(cut, whole, row);
    double best = row[0];
    for (size_t j = 1; j <= strnlen(whole, NAME_KEY_MOST); j++)
        if (row[j] < best) best = row[j];
    return best;
}
