#include "input/article_words.h"

#include <ctype.h>
#include <string.h>

enum { HEAD = 2 /* bytes by which words are looked up */ };

/* Places of texts in order: by bytes, and what begins the other comes first. */
static int compare(const char *text, size_t size, const struct word *word) {
    int order = memcmp(text, word->text, size < word->size ? size : word->size);
    return order ? order : (size > word->size) - (size < word->size);
}

const struct word *words_find(const struct words *words, const char *text, size_t size) {
    for (int low = 0, high = words->count - 1; low <= high;) {
        int middle = (low + high) / 2, order = compare(text, size, &words->word[middle]);
        if (order == 0) return &words->word[middle];
        if (order < 0) high = middle - 1;
        else low = middle + 1;
    }
    return NULL;
}

/* Does a word end before this byte? Letters beyond ASCII have lead bytes up to 0xd3, or are
 * continued; dashes, quotation marks and the like begin with 0xe2, no-break space and « » with 0xc2. */
static bool is_boundary(const struct word *word, const char *line, size_t size) {
    unsigned char last = (unsigned char)word->text[word->size - 1];
    if (size == word->size || (last < 0x80 && !isalnum(last))) return true;
    unsigned char next = (unsigned char)line[word->size];
    return next < 0x80 ? !isalnum(next) : next == 0xe2 || next == 0xc2;
}

/* The first word of the list that is not before this beginning. */
static int first_from(const struct words *words, const char *text, size_t size) {
    int low = 0, high = words->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (compare(text, size, &words->word[middle]) > 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Of the words that begin as the line does the longest that fits. */
static const struct word *match_at(const struct words *words, const char *line, size_t size,
                                   bool within) {
    const struct word *found = NULL;
    size_t head = size < HEAD ? size : HEAD;
    for (int i = first_from(words, line, head); i < words->count; i++) {
        const struct word *word = &words->word[i];
        if (word->size < head || memcmp(word->text, line, head) != 0) break;
        if (size < word->size || memcmp(line, word->text, word->size) != 0) continue;
        bool open = word->value == WORD_BEGINS || word->value == WORD_WITHIN;
        if (within != (word->value == WORD_WITHIN)) continue;
        if (open ? is_boundary(word, line, size) : size == word->size) found = word;
    }
    return found;
}

const struct word *words_match(const struct words *words, const char *line, size_t size) {
    return match_at(words, line, size, false);
}

const struct word *words_within(const struct words *words, const char *line, size_t size) {
    bool inside = false; /* a word */
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)line[i];
        bool letter = c >= 0x80 ? c != 0xe2 && c != 0xc2 : isalnum(c) != 0;
        const struct word *found =
            letter && !inside ? match_at(words, line + i, size - i, true) : NULL;
        if (found) return found;
        inside = letter;
    }
    return NULL;
}
