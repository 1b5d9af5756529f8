#include "say/token.h"

#include <string.h>

#include "base/utf8.h"

enum { FORM_WORDS_MOST = 8, WORD_BYTES_MOST = 200 };

struct reader {
    struct paragraph *paragraph;
    const unsigned char *bytes;
    size_t size, at;
    char *folded;
    size_t folded_size;
    size_t capacity;
};

/* The character at `at` and its length in bytes; a byte that is no UTF-8 is a mark of its own. */
static uint32_t character(const unsigned char *bytes, size_t left, size_t *out_length) {
    size_t length = utf8_sequence(bytes, left);
    *out_length = length ? length : 1;
    switch (length) {
    case 1: return bytes[0];
    case 2: return (uint32_t)(bytes[0] & 31) << 6 | (bytes[1] & 63u);
    case 3: return (uint32_t)(bytes[0] & 15) << 12 | (bytes[1] & 63u) << 6 | (bytes[2] & 63u);
    case 4:
        return (uint32_t)(bytes[0] & 7) << 18 | (uint32_t)(bytes[1] & 63) << 12 |
               (bytes[2] & 63u) << 6 | (bytes[3] & 63u);
    default: return 0;
    }
}

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Letters of the scripts that the rules know, and of others that names come in. Marks that are put
 * over the letter before them (U+0300 to U+036F) belong to it. */
static bool is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c <= 0x52f && c != 0xd7 && c != 0xf7) || (c >= 0x531 && c <= 0x1fff) ||
           (c >= 0x3040 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfaff);
}

static bool is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == 0x2bc; }

static bool is_blank(uint32_t c) {
    return c <= ' ' || c == 0xa0 || (c >= 0x2000 && c <= 0x200f) || c == 0x202f || c == 0x2060 ||
           c == 0xfeff || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xad;
}

static uint32_t small_of(uint32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 32;
    if (c >= 0x410 && c <= 0x42f) return c + 32;
    if (c >= 0x400 && c <= 0x40f) return c + 80;
    if (c == 0x490) return 0x491;
    if (c >= 0x100 && c <= 0x17f) return c | 1;
    return c;
}

static bool is_capital(uint32_t c) { return small_of(c) != c; }

static void fold_add(struct reader *reader, uint32_t c) {
    char *to = reader->folded + reader->folded_size;
    c = small_of(c);
    if (c == 0x451) c = 0x435;
    if (is_apostrophe(c)) c = '\'';
    if (c < 0x80) {
        *to = (char)c;
        reader->folded_size += 1;
    } else if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 63));
        reader->folded_size += 2;
    } else {
        to[0] = (char)(0xe0 | c >> 12), to[1] = (char)(0x80 | (c >> 6 & 63));
        to[2] = (char)(0x80 | (c & 63));
        reader->folded_size += 3;
    }
}

static uint32_t peek(const struct reader *reader, size_t at, size_t *out_length) {
    if (at >= reader->size) {
        *out_length = 0;
        return ' ';
    }
    return character(reader->bytes + at, reader->size - at, out_length);
}

/* Does the "'s" of English stand at `at`, with no letter behind it? */
static bool is_possessive(const struct reader *reader, size_t at) {
    size_t length, next, last;
    if (!is_apostrophe(peek(reader, at, &length))) return false;
    uint32_t s = peek(reader, at + length, &next);
    uint32_t after = peek(reader, at + length + next, &last);
    return (s == 's' || s == 'S') && !is_letter(after) && !is_digit(after);
}

/* A word: letters and digits, hyphens and apostrophes between them. */
static void read_word(struct reader *reader, struct token *token) {
    bool english = strcmp(reader->paragraph->lexicon->language, "en") == 0;
    size_t at = reader->at, length, next;
    int capitals = 0, letters = 0;
    if (is_apostrophe(peek(reader, at, &length))) { /* the 's behind a word */
        token->possessive = true;
        fold_add(reader, '\'');
        at += length;
    }
    while (at - reader->at < WORD_BYTES_MOST) {
        uint32_t c = peek(reader, at, &length);
        if (is_letter(c) || is_digit(c)) {
            letters += is_letter(c);
            capitals += is_capital(c);
            if (letters == 1 && is_capital(c)) token->capital = true;
        } else if (c == '-' || c == 0x2010 || c == 0x2011 || is_apostrophe(c)) {
            uint32_t after = peek(reader, at + length, &next);
            if (!is_letter(after) && !is_digit(after)) break;
            if (english && is_apostrophe(c) && is_possessive(reader, at)) break;
            if (c == 0x2010 || c == 0x2011) c = '-';
        } else {
            break;
        }
        fold_add(reader, c);
        at += length;
    }
    token->capitals = letters > 1 && capitals == letters;
    token->size = (uint16_t)(at - reader->at);
    reader->at = at;
}

/* Digits with what stands between them: . , : and, between groups of three, a blank. */
static void read_number(struct reader *reader, struct token *token) {
    size_t at = reader->at, length, next;
    int group = 0;
    bool grouped = true;
    for (;;) {
        uint32_t c = peek(reader, at, &length);
        if (at - reader->at > WORD_BYTES_MOST) break;
        if (is_digit(c)) {
            fold_add(reader, c);
            group++;
            at += length;
            continue;
        }
        uint32_t after = peek(reader, at + length, &next);
        if (!is_digit(after)) break;
        if (c == '.' || c == ',' || c == ':' || c == '/') {
            fold_add(reader, c);
            grouped = false;
        } else if (c == ' ' || c == 0xa0 || c == 0x202f || c == 0x2009) {
            size_t digits = 0;
            while (digits < 4 && at + length + digits < reader->size &&
                   is_digit(reader->bytes[at + length + digits]))
                digits++;
            if (!grouped || group > 3 || digits != 3) break;
        } else {
            break;
        }
        group = 0;
        at += length;
    }
    token->size = (uint16_t)(at - reader->at);
    reader->at = at;
}

static bool is_quotation_mark(uint32_t c) {
    return c == '"' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
           c == 0x203a || c == 0xff02 || c == '\'';
}

static enum token_kind kind_of_mark(uint32_t c) {
    if (is_quotation_mark(c)) return TOKEN_MARK;
    if (c >= 0x2012 && c <= 0x2015) return TOKEN_DASH;
    switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026: return TOKEN_STOP;
    case ',': return TOKEN_COMMA;
    case ':': return TOKEN_COLON;
    case ';': return TOKEN_SEMICOLON;
    case '(':
    case '[':
    case '{': return TOKEN_OPEN;
    case ')':
    case ']':
    case '}': return TOKEN_CLOSE;
    default: return TOKEN_OTHER;
    }
}

/* A run of the same mark is one, so that a line of dots or asterisks costs nothing. */
static void read_mark(struct reader *reader, struct token *token) {
    size_t length, next;
    uint32_t c = peek(reader, reader->at, &length);
    token->kind = (uint8_t)kind_of_mark(c);
    size_t after = reader->at + length;
    if (c == '-') {
        bool apart = token->blank || reader->at == 0 || reader->bytes[reader->at - 1] == ',';
        if (apart && is_blank(peek(reader, after, &next))) token->kind = TOKEN_DASH;
    }
    if (token->kind == TOKEN_MARK) { /* '' stands for " in some files */
        if (c == '\'' && peek(reader, after, &next) == '\'') after += next;
    } else {
        while (after - reader->at < WORD_BYTES_MOST && peek(reader, after, &next) == c &&
               after < reader->size)
            after += next;
    }
    fold_add(reader, c < 0x10000 ? c : '?');
    token->size = (uint16_t)(after - reader->at);
    reader->at = after;
}

static bool begins_word(const struct reader *reader, uint32_t c, size_t length) {
    if (is_letter(c)) return true;
    if (is_digit(c)) { /* 82-річна, 10-ї, 5th */
        size_t at = reader->at, next = length;
        while (is_digit(peek(reader, at, &next))) at += next;
        uint32_t after = peek(reader, at, &next);
        if (is_letter(after)) return true;
        return (after == '-' || after == 0x2011) && is_letter(peek(reader, at + next, &next));
    }
    return false;
}

/* The longest forms of the lexicon that begin with token `i`. */
static void find_form(struct paragraph *paragraph, int i) {
    const struct lexicon *lexicon = paragraph->lexicon;
    const char *word = token_word(paragraph, i);
    uint32_t bucket = lexicon_hash(word, strlen(word)) % LEXICON_BUCKETS;
    for (int j = lexicon->buckets[bucket]; j < lexicon->buckets[bucket + 1]; j++) {
        const struct word_form *form = &lexicon->forms[j];
        const char *rest = form->text;
        if (*rest != *word) continue;
        int k = 0;
        for (; k < form->words && i + k < paragraph->count; k++) {
            const char *have = token_word(paragraph, i + k);
            size_t length = strlen(have);
            if (strncmp(rest, have, length) != 0 || (rest[length] && rest[length] != ' ')) break;
            rest += length + (rest[length] == ' ');
        }
        if (k < form->words || *rest) continue;
        struct token *token = &paragraph->tokens[i];
        bool marks = false, other = false;
        for (int l = 0; l < form->count; l++) {
            bool mark = lexicon->lexemes[form->first + l].word_class == WORD_MARK;
            marks |= mark, other |= !mark;
        }
        if (marks && !token->mark) token->mark = (uint16_t)(j + 1);
        if (other && !token->form) {
            token->form = (uint16_t)(j + 1);
            token->span = (uint8_t)form->words;
        }
    }
}

void paragraph_tokens(struct arena *arena, struct paragraph *paragraph) {
    struct reader reader = {.paragraph = paragraph, .size = paragraph->size};
    size_t capacity = paragraph->size + 1;
    reader.bytes = (const unsigned char *)paragraph->text + paragraph->from;
    /* No character grows by more than 1 byte, and a token adds a zero. */
    reader.folded = arena_take(arena, 3 * paragraph->size + 8, 1);
    paragraph->tokens = arena_new(arena, struct token, capacity);
    paragraph->folded = reader.folded;
    paragraph->count = 0;
    bool blank = false;
    while (reader.at < reader.size) {
        size_t length;
        uint32_t c = peek(&reader, reader.at, &length);
        if (is_blank(c)) {
            reader.at += length;
            blank = true;
            continue;
        }
        struct token *token = &paragraph->tokens[paragraph->count];
        *token = (struct token){.at = (uint32_t)reader.at,
                                .fold = (uint32_t)reader.folded_size,
                                .quotation = -1,
                                .blank = blank};
        bool behind_word = !blank && paragraph->count &&
                           paragraph->tokens[paragraph->count - 1].kind == TOKEN_WORD;
        if (begins_word(&reader, c, length) || (behind_word && is_possessive(&reader, reader.at)))
            read_word(&reader, token);
        else if (is_digit(c)) {
            token->kind = TOKEN_NUMBER;
            read_number(&reader, token);
        } else read_mark(&reader, token);
        reader.folded[reader.folded_size++] = 0;
        paragraph->count++;
        blank = false;
    }
    for (int i = 0; i < paragraph->count; i++) find_form(paragraph, i);
}

const struct lexeme *token_lexeme(const struct paragraph *paragraph, int i, enum word_class class) {
    if (i < 0 || i >= paragraph->count) return NULL;
    int place = class == WORD_MARK ? paragraph->tokens[i].mark : paragraph->tokens[i].form;
    if (!place) return NULL;
    const struct word_form *form = &paragraph->lexicon->forms[place - 1];
    for (int j = 0; j < form->count; j++)
        if (paragraph->lexicon->lexemes[form->first + j].word_class == class)
            return &paragraph->lexicon->lexemes[form->first + j];
    return NULL;
}

int token_before(const struct paragraph *paragraph, int i, enum word_class class) {
    int longest = -1;
    for (int j = i - 1; j >= 0 && j >= i - FORM_WORDS_MOST; j--)
        if (j + token_span(paragraph, j) == i && token_is(paragraph, j, class)) longest = j;
    return longest;
}

bool token_verb_like(const struct paragraph *paragraph, int i) {
    enum { STEM_LEAST = 8 /* bytes: «школи» is none */ };
    static const char *const endings[] = {"ла",  "ло", "ли", "є",  "ють", "ить",
                                          "ять", "ет", "ит", "ют", "ят",  NULL};
    const char *word = token_word(paragraph, i);
    size_t length = strlen(word);
    for (int j = 0; endings[j]; j++) {
        size_t ending = strlen(endings[j]);
        if (length >= ending + STEM_LEAST && strcmp(word + length - ending, endings[j]) == 0)
            return true;
    }
    return false;
}

struct say_span paragraph_span(const struct paragraph *paragraph, int from, int to) {
    if (from < 0 || from >= to || to > paragraph->count) return (struct say_span){0, 0};
    const struct token *first = &paragraph->tokens[from], *last = &paragraph->tokens[to - 1];
    return (struct say_span){paragraph->from + first->at, paragraph->from + last->at + last->size};
}
