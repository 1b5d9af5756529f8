#define _GNU_SOURCE /* memmem */
#include "input/article_words.h"

#include <ctype.h>
#include <string.h>

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

const struct word *words_match(const struct words *words, const char *line, size_t size) {
    const struct word *found = NULL;
    for (int i = 0; i < words->count; i++) {
        const struct word *word = &words->word[i];
        bool here = word->value == WORD_WITHIN
                        ? memmem(line, size, word->text, word->size) != NULL
                        : size >= word->size && memcmp(line, word->text, word->size) == 0 &&
                              (word->value == WORD_BEGINS ? is_boundary(word, line, size)
                                                          : size == word->size);
        if (here && (!found || word->size > found->size)) found = word;
    }
    return found;
}
