#include "input/article_line.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "input/article_words.h"

enum {
    NOTE_MOST = 400, /* bytes of a page's note; more is somebody's text */
    CREDIT_MOST = 160
};

void line_small(char *text, size_t size) {
    unsigned char *at = (unsigned char *)text, *end = at + size;
    for (; at < end; at++) {
        if (*at < 0x80) {
            if (*at >= 'A' && *at <= 'Z') *at |= 0x20;
        } else if (*at == 0xd0 && at + 1 < end) {
            at++;
            if (*at >= 0x90 && *at <= 0x9f) *at += 0x20;                     /* А-П */
            else if (*at >= 0xa0 && *at <= 0xaf) at[-1] = 0xd1, *at -= 0x20; /* Р-Я */
            else if (*at <= 0x8f) at[-1] = 0xd1, *at += 0x10;                /* Ѐ-Џ */
        } else if (*at == 0xd2 && at + 1 < end) {
            if (*++at == 0x90) *at = 0x91; /* Ґ */
        }
    }
}

/* The ornament, quotation mark aside, that the text begins with: its bytes; 0: none. */
static size_t ornament(const char *text, size_t size) {
    static const char *const ORNAMENTS[] = {"•", "·", "–", "—", "→", "▶", "►", "»", "›", "●",
                                            "■", "▪", "★", "☆", "♦", "↓", "✓", "✔", "…"};
    if (size && strchr(" \n-|>*/+:.<", *text)) return 1;
    for (size_t i = 0; i < sizeof ORNAMENTS / sizeof *ORNAMENTS; i++) {
        size_t length = strlen(ORNAMENTS[i]);
        if (size >= length && memcmp(text, ORNAMENTS[i], length) == 0) return length;
    }
    return 0;
}

void line_key(const char *text, size_t size, struct line_key *out_key) {
    out_key->size = 0;
    out_key->cut = size >= LINE_KEY_MOST;
    for (size_t taken; size && *text != '<' && (taken = ornament(text, size)) != 0;) {
        text += taken;
        size -= taken;
    }
    for (size_t i = 0; i < size && out_key->size + 4 < LINE_KEY_MOST;) {
        unsigned char c = (unsigned char)text[i];
        if (isdigit(c)) {
            out_key->text[out_key->size++] = '0';
            while (i < size && isdigit((unsigned char)text[i])) i++;
        } else if (size - i >= 3 && c == 0xe2 &&
                   (!memcmp(text + i, "’", 3) || !memcmp(text + i, "‘", 3))) {
            out_key->text[out_key->size++] = '\'';
            i += 3;
        } else {
            out_key->text[out_key->size++] = c == '\n' ? ' ' : (char)c;
            i++;
        }
    }
    line_small(out_key->text, out_key->size);
    for (bool more = true; more && out_key->size;) {
        more = false;
        for (size_t last = 1; last <= 3 && last <= out_key->size && !more; last++)
            if (ornament(out_key->text + out_key->size - last, last) == last) {
                out_key->size -= last;
                more = true;
            }
    }
    out_key->text[out_key->size] = 0;
}

bool line_is_away(const struct line_key *key) {
    if (key->cut || key->size > NOTE_MOST) return false;
    return words_match(&WORDS_LINE_AWAY, key->text, key->size) ||
           words_within(&WORDS_LINE_WITH, key->text, key->size);
}

bool line_is_end(const struct line_key *key) {
    return !key->cut && words_match(&WORDS_LINE_END, key->text, key->size);
}

bool line_is_credit(const struct line_key *key) {
    return key->size <= CREDIT_MOST && words_match(&WORDS_LINE_CREDIT, key->text, key->size);
}

size_t line_caption_mark(const char *text, size_t size) {
    char small[64];
    size_t length = size < sizeof small ? size : sizeof small;
    memcpy(small, text, length);
    line_small(small, length);
    const struct word *mark = words_match(&WORDS_LINE_CAPTION, small, length);
    if (!mark) return 0;
    for (length = mark->size; length < size && strchr(" ,:", text[length]);) length++;
    return length;
}

static bool is_word_byte(unsigned char c) {
    return isalnum(c) || (c >= 0x80 && c != 0xe2 && c != 0xc2);
}

int line_words(const char *text, size_t size) {
    int words = 0;
    bool within = false;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == ' ' || c == '\n') within = false;
        else if (!within && is_word_byte(c)) within = true, words++;
        /* The bytes behind 0xe2 and 0xc2 belong to their sign. */
        if (c == 0xe2) i += 2;
        else if (c == 0xc2) i++;
    }
    return words;
}

bool line_is_sentence(const char *text, size_t size) {
    static const char *const CLOSING[] = {"”", "’", "»", "“", "\"", "'", ")", "]", " "};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof CLOSING / sizeof *CLOSING; i++) {
            size_t length = strlen(CLOSING[i]);
            if (size < length || memcmp(text + size - length, CLOSING[i], length) != 0) continue;
            size -= length;
            more = true;
        }
    }
    if (size && strchr(".!?:;", text[size - 1])) return true;
    return size >= 3 && memcmp(text + size - 3, "…", 3) == 0;
}

size_t line_length(const char *text, size_t size) {
    size_t length = 0;
    for (size_t i = 0; i < size; i++) length += ((unsigned char)text[i] & 0xc0) != 0x80;
    return length;
}
