#define _GNU_SOURCE /* memmem */
#include "input/markup.h"

#include <string.h>
#include <strings.h>

enum { NAME_MOST = 12 /* bytes of the longest name that is known, and more */ };

static const struct {
    const char *name;
    enum markup_level level;
} TAGS[MARKUP_TAGS] = {
    {"", MARKUP_INLINE},
#define TAG(name, level) {#name, MARKUP_##level},
#include "input/markup_tags.inc"
#undef TAG
};

enum markup_level markup_level_of(enum markup_tag tag) { return TAGS[tag].level; }

static enum markup_tag tag_of(const char *name, size_t size) {
    char small[NAME_MOST];
    if (size >= sizeof small) return MARKUP_OTHER;
    for (size_t i = 0; i < size; i++) small[i] = (char)(name[i] | 0x20);
    small[size] = 0;
    for (int low = 1, high = MARKUP_TAGS - 1; low <= high;) {
        int middle = (low + high) / 2;
        int order = strcmp(small, TAGS[middle].name);
        if (order == 0) return (enum markup_tag)middle;
        if (order < 0) high = middle - 1;
        else low = middle + 1;
    }
    return MARKUP_OTHER;
}

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

struct markup markup_of(const char *page, size_t size) {
    return (struct markup){.at = page, .end = page + size};
}

static size_t left_of(const struct markup *markup) { return (size_t)(markup->end - markup->at); }

/* Past the first `mark`, or at the end when there is none. */
static const char *past(const char *at, const char *end, const char *mark) {
    const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));
    return found ? found + strlen(mark) : end;
}

/* "<!--" ends with "-->" or "--!>", and is empty as "<!-->" and "<!--->". */
static void skip_comment(struct markup *markup) {
    markup->at += 4;
    if (left_of(markup) && *markup->at == '>') markup->at++;
    else if (left_of(markup) > 1 && memcmp(markup->at, "->", 2) == 0) markup->at += 2;
    else
        for (;;) {
            markup->at = past(markup->at, markup->end, "--");
            while (left_of(markup) && *markup->at == '-') markup->at++;
            if (left_of(markup) && *markup->at == '!') markup->at++;
            if (!left_of(markup)) return;
            if (*markup->at != '>') continue;
            markup->at++;
            return;
        }
}

/* Where the tag that begins at `at` ends: behind its ">", which may stand in quotes before. NULL:
 * nowhere. */
static const char *tag_end(const char *at, const char *end) {
    char quote = 0;
    bool value = false; /* behind a "=" */
    for (; at < end; at++) {
        if (quote) {
            at = memchr(at, quote, (size_t)(end - at));
            if (!at) return NULL;
            quote = 0;
            value = false;
        } else if (*at == '>') {
            return at + 1;
        } else if (value && (*at == '"' || *at == '\'')) {
            quote = *at;
        } else if (*at == '=') {
            value = true;
        } else if (!is_blank(*at)) {
            value = false;
        }
    }
    return NULL;
}

static bool read_tag(struct markup *markup, struct markup_token *token) {
    bool closes = markup->at[1] == '/';
    const char *name = markup->at + 1 + closes, *at = name;
    const char *end = tag_end(name, markup->end);
    if (!end) { /* the standard drops a tag in which the page ends */
        markup->at = markup->end;
        return false;
    }
    uint32_t hash = 2166136261u;
    for (; at < end - 1 && !is_blank(*at) && *at != '/'; at++)
        hash = (hash ^ (unsigned char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at)) * 16777619u;
    *token = (struct markup_token){
        .kind = closes ? MARKUP_CLOSE : MARKUP_OPEN,
        .tag = tag_of(name, (size_t)(at - name)),
        .name = hash,
        .text = at,
        .size = (size_t)(end - 1 - at),
        .empty = end - 1 > at && end[-2] == '/',
    };
    markup->at = end;
    if (!closes && markup_level_of(token->tag) == MARKUP_RAW) markup->raw = token->tag;
    return true;
}

/* All up to the end tag, which is left to be read. */
static void read_content(struct markup *markup, struct markup_token *token) {
    const char *name = TAGS[markup->raw].name, *at = markup->at, *end = markup->end;
    size_t size = strlen(name);
    for (;; at += 2) {
        at = memmem(at, (size_t)(end - at), "</", 2);
        if (!at) break;
        if ((size_t)(end - at) > size + 2 && strncasecmp(at + 2, name, size) == 0 &&
            !is_letter(at[2 + size]))
            break;
    }
    if (!at) at = end;
    *token = (struct markup_token){.kind = MARKUP_CONTENT,
                                   .tag = markup->raw,
                                   .text = markup->at,
                                   .size = (size_t)(at - markup->at)};
    markup->at = at;
    markup->raw = MARKUP_OTHER;
}

bool markup_next(struct markup *markup, struct markup_token *out_token) {
    if (markup->raw) {
        read_content(markup, out_token);
        return true;
    }
    while (markup->at < markup->end) {
        const char *at = markup->at;
        size_t left = left_of(markup);
        if (*at != '<' || left < 2) goto text;
        if (is_letter(at[1]) || (at[1] == '/' && left > 2 && is_letter(at[2]))) {
            if (read_tag(markup, out_token)) return true;
        } else if (left >= 4 && memcmp(at, "<!--", 4) == 0) {
            skip_comment(markup);
        } else if (left >= 9 && memcmp(at, "<![CDATA[", 9) == 0) {
            markup->at = past(at, markup->end, "]]>");
        } else if (at[1] == '!' || at[1] == '?' || at[1] == '/') {
            markup->at = past(at, markup->end, ">");
        } else {
            goto text;
        }
        continue;
    text:
        *out_token = (struct markup_token){.kind = MARKUP_TEXT, .text = at};
        const char *next = left > 1 ? memchr(at + 1, '<', left - 1) : NULL;
        markup->at = next ? next : markup->end;
        out_token->size = (size_t)(markup->at - at);
        return true;
    }
    return false;
}

struct markup_attributes markup_attributes_of(const struct markup_token *token) {
    return (struct markup_attributes){token->text, token->text + token->size};
}

bool markup_attributes_next(struct markup_attributes *attributes,
                            struct markup_attribute *out_attribute) {
    const char *at = attributes->at, *end = attributes->end;
    while (at < end && (is_blank(*at) || *at == '/')) at++;
    if (at == end) return false;
    struct markup_attribute found = {.name = at, .value = at};
    for (at++; at < end && !is_blank(*at) && *at != '=' && *at != '/'; at++) continue;
    found.name_size = (size_t)(at - found.name);
    while (at < end && is_blank(*at)) at++;
    if (at < end && *at == '=') {
        for (at++; at < end && is_blank(*at); at++) continue;
        if (at < end && (*at == '"' || *at == '\'')) {
            const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
            if (!close) close = end;
            found.value = at + 1;
            found.value_size = (size_t)(close - at - 1);
            at = close < end ? close + 1 : end;
        } else {
            for (found.value = at; at < end && !is_blank(*at); at++) continue;
            found.value_size = (size_t)(at - found.value);
        }
    }
    attributes->at = at;
    *out_attribute = found;
    return true;
}

bool markup_named(const struct markup_attribute *attribute, const char *name) {
    return strlen(name) == attribute->name_size &&
           strncasecmp(attribute->name, name, attribute->name_size) == 0;
}
