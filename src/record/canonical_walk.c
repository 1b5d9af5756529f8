#include <string.h>

#include "record/canonical.h"
#include "record/canonical_parts.h"

uint8_t canonical_unescape(const char **at) {
    const char *from = *at;
    if (*from != '\\') {
        *at = from + 1;
        return (uint8_t)*from;
    }
    if (from[1] == 'u') {
        *at = from + 6;
        int digit = from[5] <= '9' ? from[5] - '0' : from[5] - 'a' + 10;
        return (uint8_t)((from[4] - '0') * 16 + digit);
    }
    *at = from + 2;
    switch (from[1]) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    }
    return (uint8_t)from[1];
}

/* Behind the text whose first quote is at `at`. A quote in it has an odd number of backslashes
 * before it, since every pair of them stands for one. */
static const char *behind_text(const char *at, const char *end) {
    for (;;) {
        const char *quote = memchr(at + 1, '"', (size_t)(end - at - 1)), *slash = quote;
        while (slash[-1] == '\\') slash--;
        if ((quote - slash) % 2 == 0) return quote + 1;
        at = quote;
    }
}

static const char *behind_value(const char *at, const char *end) {
    int depth = 0;
    do {
        if (*at == '"') {
            at = behind_text(at, end);
        } else {
            depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
            at++;
        }
    } while (at < end && (depth > 0 || (*at != ',' && *at != '}' && *at != ']')));
    return at;
}

struct canonical_walk canonical_walk(const char *bytes, size_t size) {
    const char *end = bytes + size;
    if (*bytes != '{' && *bytes != '[') return (struct canonical_walk){end, end, false};
    return (struct canonical_walk){bytes + 1, end - 1, *bytes == '{'};
}

bool canonical_next(struct canonical_walk *walk, struct canonical_part *out_part) {
    if (walk->at == walk->end) return false;
    struct canonical_part part = {0};
    const char *at = walk->at;
    if (walk->object) {
        part.name = at + 1;
        at = behind_text(at, walk->end);
        part.name_size = (size_t)(at - part.name) - 1;
        at++;
    }
    part.bytes = at;
    at = behind_value(at, walk->end);
    part.size = (size_t)(at - part.bytes);
    walk->at = at < walk->end ? at + 1 : at;
    *out_part = part;
    return true;
}

size_t canonical_count(const char *bytes, size_t size) {
    struct canonical_walk walk = canonical_walk(bytes, size);
    struct canonical_part part;
    size_t count = 0;
    while (canonical_next(&walk, &part)) count++;
    return count;
}

bool canonical_named(const struct canonical_part *part, const char *text) {
    return part->name && part->name_size == strlen(text) &&
           memcmp(part->name, text, part->name_size) == 0;
}

bool canonical_is_text(const struct canonical_part *part, const char *text) {
    return part->bytes[0] == '"' && part->size == strlen(text) + 2 &&
           memcmp(part->bytes + 1, text, part->size - 2) == 0;
}

char *canonical_text(struct arena *arena, const char *bytes, size_t size) {
    char *text = arena_take(arena, size, 1), *to = text;
    for (const char *at = bytes + 1, *end = bytes + size - 1; at < end;) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((slash ? slash : end) - at);
        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (slash) *to++ = (char)canonical_unescape(&at);
    }
    return text;
}

int64_t canonical_whole(const char *bytes, size_t size) {
    bool negative = *bytes == '-';
    int64_t value = 0;
    for (size_t i = negative; i < size; i++) value = value * 10 + (bytes[i] - '0');
    return negative ? -value : value;
}
