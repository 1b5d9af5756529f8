#include <string.h>

#include "say/token.h"

/* Does a line begin at `at` that goes on with the sentence before it? Such lines were broken to fit
 * a page: they begin with a small letter. */
static bool goes_on(const char *text, size_t size, size_t at) {
    unsigned char first = at < size ? (unsigned char)text[at] : 0;
    if (first >= 'a' && first <= 'z') return true;
    unsigned char second = at + 1 < size ? (unsigned char)text[at + 1] : 0;
    /* а to п; р to я and ѐ to џ; ґ */
    return (first == 0xd0 && second >= 0xb0) || (first == 0xd1 && second < 0xa0) ||
           (first == 0xd2 && second == 0x91);
}

static bool is_blank_byte(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

bool paragraph_next(const char *text, size_t size, size_t *at, struct paragraph *out_paragraph) {
    size_t from = *at;
    int lines = 0;
    for (; from < size && (is_blank_byte(text[from]) || !text[from]); from++)
        lines += text[from] == '\n';
    if (from == size) return false;
    size_t to = from, last_blank = 0;
    for (; to < size; to++) {
        if (text[to] == '\n' && !goes_on(text, size, to + 1)) break;
        if (is_blank_byte(text[to])) last_blank = to;
        if (to - from >= PARAGRAPH_MOST) {
            if (last_blank > from) to = last_blank;
            else
                while (to > from + PARAGRAPH_MOST - 4 && ((unsigned char)text[to] & 0xc0) == 0x80)
                    to--;
            break;
        }
    }
    *at = to;
    while (to > from && is_blank_byte(text[to - 1])) to--;
    *out_paragraph = (struct paragraph){
        .text = text, .from = from, .size = to - from, .after_blank = lines > 1 || *at == 0};
    return true;
}
