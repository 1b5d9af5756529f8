#include "schema/spelling.h"

#include <string.h>

#include "base/buffer.h"
#include "base/fold.h"
#include "base/utf8.h"

/* The row for the letters that `at` begins with, the longest first. */
static const struct spelling_row *longest(const struct spelling_row *row, int count,
                                          const char *at, size_t *length) {
    const struct spelling_row *found = NULL;
    for (int i = 0; i < count; i++) {
        /* Every letter has two bytes. */
        if (row[i].cyrillic[0] != at[0] || row[i].cyrillic[1] != at[1]) continue;
        size_t size = strlen(row[i].cyrillic);
        if (size <= *length || strncmp(row[i].cyrillic, at, size) != 0) continue;
        *length = size;
        found = &row[i];
    }
    return found;
}

static const struct spelling_row *find_row(const struct spelling_table *table, const char *at,
                                           size_t *out_length) {
    *out_length = 0;
    const struct spelling_row *row = longest(table->row, table->count, at, out_length);
    return row ? row : longest(SPELLING_COMMON, SPELLING_COMMON_COUNT, at, out_length);
}

size_t spelling_apostrophe(const char *text) {
    static const char *const marks[] = {"'", "`", "ʼ", "’", "‘", "′", "´", "ʹ"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (!strncmp(marks[i], text, strlen(marks[i]))) return strlen(marks[i]);
    return 0;
}

static bool is_cyrillic(const char *at) {
    unsigned char lead = (unsigned char)*at;
    return lead >= 0xd0 && lead <= 0xd3;
}

static size_t step(const char *at) {
    size_t length = utf8_sequence((const unsigned char *)at, strlen(at));
    return length ? length : 1;
}

/* Is the letter a capital? Cyrillic capitals and small letters have two bytes each. */
static bool is_capital(const char *written, const char *small) {
    return is_cyrillic(written) && memcmp(written, small, 2) != 0;
}

/* The first letter as a capital, or all; letters with marks through their capitals. */
static void put(struct buffer *out, const char *latin, bool capital, bool all) {
    static const char *const marked[][2] = {{"č", "Č"}, {"š", "Š"}, {"ž", "Ž"}, {"ë", "Ë"},
                                            {"è", "È"}};
    for (const char *at = latin; *at; at += step(at)) {
        const char *letter = at;
        char upper = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
        if (capital && (all || at == latin)) {
            letter = &upper;
            for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
                if (!strncmp(marked[i][0], at, 2)) letter = marked[i][1];
        }
        buffer_add(out, letter, step(at));
    }
}

const char *spelling_latin(struct arena *arena, const char *cyrillic, enum spelling spelling) {
    const struct spelling_table *table = &SPELLING_TABLE[spelling];
    const char *written = fold_composed(arena, cyrillic), *small = fold_small(arena, cyrillic);
    struct buffer out = {0};
    bool first = true, known = true, before = false;
    while (*small && known) {
        size_t length = spelling_apostrophe(small);
        if (length) {
            small += length;
            written += length;
            continue;
        }
        length = step(small);
        if (!is_cyrillic(small)) {
            buffer_add(&out, written, step(written));
            written += step(written);
            small += length;
            first = true;
            before = false;
            continue;
        }
        const struct spelling_row *row = find_row(table, small, &length);
        known = row != NULL;
        if (!known) break;
        bool capital = is_capital(written, small);
        bool after = is_cyrillic(written + length) && is_capital(written + length, small + length);
        put(&out, first && row->first ? row->first : row->later, capital,
            capital && (before || after));
        before = capital;
        first = false;
        small += length;
        written += length;
    }
    const char *text = known ? arena_copy(arena, buffer_text(&out)) : NULL;
    buffer_close(&out);
    return text;
}
