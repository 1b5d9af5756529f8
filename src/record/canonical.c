#include "record/canonical.h"

#include <string.h>

#include "base/utf8.h"
#include "record/canonical_parts.h"

struct scan {
    const uint8_t *start, *at, *end;
    struct canonical_part *parts;
    size_t room, count;
    struct error *error;
};

static bool fault(struct scan *scan, const uint8_t *where, const char *what) {
    return error_set(scan->error, ERROR_BAD_INPUT, "not canonical JSON at byte %zu: %s",
                     (size_t)(where - scan->start), what);
}

/* The byte to come; 0, which no value has outside of its text, at the end. */
static uint8_t next(const struct scan *scan) { return scan->at < scan->end ? *scan->at : 0; }

/* ------------------------------------------------------------------ text */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight at a time: `stop` has the high bit of a byte set where there is a control, a quote, a
 * backslash or what is not ASCII. (Bytes behind the first of them may be taken for such, too; they
 * are looked at one by one.) */
const uint8_t *canonical_plain(const uint8_t *at, const uint8_t *end) {
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        uint64_t quote = word ^ EACH('"'), backslash = word ^ EACH('\\');
        uint64_t stop = (word - EACH(0x20)) | (quote - EACH(1)) | (backslash - EACH(1)) | word;
        if (stop & EACH(0x80)) break;
        at += 8;
    }
    while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\') at++;
    return at;
}

/* The length of the escape at `at`, or 0 if this character is not written so. */
static size_t escape_size(const uint8_t *at, const uint8_t *end) {
    if (end - at >= 2 && at[1] && strchr("\"\\bfnrt", at[1])) return 2;
    if (end - at < 6 || memcmp(at, "\\u00", 4) != 0 || (at[4] != '0' && at[4] != '1')) return 0;
    if (!at[5] || !strchr("0123456789abcdef", at[5])) return 0;
    if (at[4] == '0' && strchr("089acd", at[5])) return 0; /* none, or with a short form */
    return 6;
}

/* Text, from its quote to behind the other. *out_plain: it has no escapes and no characters from
 * U+E000 on, so that its bytes lie in the order of its UTF-16. */
static bool scan_text(struct scan *scan, bool *out_plain) {
    const uint8_t *at = scan->at + 1;
    bool plain = true;
    for (;;) {
        at = canonical_plain(at, scan->end);
        if (at == scan->end) return fault(scan, scan->at, "a text that does not end");
        if (*at == '"') break;
        size_t size = *at == '\\'   ? escape_size(at, scan->end)
                      : *at >= 0x80 ? utf8_sequence(at, (size_t)(scan->end - at))
                                    : 0;
        if (!size)
            return fault(scan, at,
                         *at == '\\'   ? "an escape that is not the character's one form"
                         : *at >= 0x80 ? "not UTF-8"
                                       : "a control character that is not escaped");
        plain = plain && *at != '\\' && *at < 0xee;
        at += size;
    }
    scan->at = at + 1;
    *out_plain = plain;
    return true;
}

/* ------------------------------------------------------------------ order of names */

/* The next byte of UTF-8 that a raw text stands for, by its rank: the characters U+E000 to U+FFFF
 * (which begin with 0xee and 0xef) come behind those beyond U+FFFF (0xf0 to 0xf4), whose UTF-16
 * begins with 0xd800. All other bytes lie as in UTF-16 already. -1 at the end. */
static int next_rank(const char **at, const char *end) {
    if (*at == end) return -1;
    uint8_t byte = canonical_unescape(at);
    return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
}

int canonical_order(const char *left, size_t left_size, const char *right, size_t right_size) {
    const char *left_end = left + left_size, *right_end = right + right_size;
    for (;;) {
        int one = next_rank(&left, left_end), other = next_rank(&right, right_end);
        if (one != other) return one < other ? -1 : 1;
        if (one < 0) return 0;
    }
}

static int order_plain(const struct canonical_part *left, const struct canonical_part *right) {
    size_t shorter = left->name_size < right->name_size ? left->name_size : right->name_size;
    int order = memcmp(left->name, right->name, shorter);
    if (order) return order;
    return (left->name_size > right->name_size) - (left->name_size < right->name_size);
}

/* ------------------------------------------------------------------ values */

static bool scan_value(struct scan *scan, int depth);

static void keep(struct scan *scan, int depth, struct canonical_part part) {
    if (depth > 0) return;
    if (scan->count < scan->room) scan->parts[scan->count] = part;
    scan->count++;
}

static bool scan_object(struct scan *scan, int depth) {
    struct canonical_part before = {0};
    bool plain_before = true;
    scan->at++;
    if (next(scan) == '}') {
        scan->at++;
        return true;
    }
    for (;;) {
        const uint8_t *quote = scan->at;
        bool plain = true;
        if (next(scan) != '"') return fault(scan, scan->at, "a name should stand here");
        if (!scan_text(scan, &plain)) return false;
        struct canonical_part part = {.name = (const char *)quote + 1,
                                      .name_size = (size_t)(scan->at - quote) - 2};
        int order = !before.name ? -1
                    : plain && plain_before
                        ? order_plain(&before, &part)
                        : canonical_order(before.name, before.name_size, part.name, part.name_size);
        if (order == 0) return fault(scan, quote, "a name that stands there twice");
        if (order > 0) return fault(scan, quote, "a name that is not in order");
        if (next(scan) != ':') return fault(scan, scan->at, "a colon should stand here");
        const uint8_t *value = ++scan->at;
        if (!scan_value(scan, depth + 1)) return false;
        part.bytes = (const char *)value;
        part.size = (size_t)(scan->at - value);
        keep(scan, depth, part);
        before = part;
        plain_before = plain;
        uint8_t byte = next(scan);
        if (byte != '}' && byte != ',')
            return fault(scan, scan->at, "a comma or } should stand here");
        scan->at++;
        if (byte == '}') return true;
    }
}

static bool scan_list(struct scan *scan, int depth) {
    scan->at++;
    if (next(scan) == ']') {
        scan->at++;
        return true;
    }
    for (;;) {
        const uint8_t *value = scan->at;
        if (!scan_value(scan, depth + 1)) return false;
        keep(scan, depth,
             (struct canonical_part){.bytes = (const char *)value,
                                     .size = (size_t)(scan->at - value)});
        uint8_t byte = next(scan);
        if (byte != ']' && byte != ',')
            return fault(scan, scan->at, "a comma or ] should stand here");
        scan->at++;
        if (byte == ']') return true;
    }
}

static bool scan_number(struct scan *scan) {
    const uint8_t *start = scan->at;
    bool negative = *start == '-';
    if (negative) scan->at++;
    const uint8_t *digits = scan->at;
    int64_t value = 0;
    for (; next(scan) >= '0' && next(scan) <= '9'; scan->at++) {
        value = value * 10 + (*scan->at - '0');
        if (value > CANONICAL_WHOLE_MOST)
            return fault(scan, start, "a number beyond 2^53 - 1; larger ones belong in text");
    }
    if (scan->at == digits) return fault(scan, digits, "a digit should stand here");
    if (*digits == '0' && (negative || scan->at - digits > 1))
        return fault(scan, start, "-0, or a number with a 0 before it");
    if (next(scan) == '.' || next(scan) == 'e' || next(scan) == 'E')
        return fault(scan, start, "a number that is not written whole; fractions belong in text");
    return true;
}

static bool scan_word(struct scan *scan, const char *word) {
    size_t size = strlen(word);
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, word, size) != 0)
        return fault(scan, scan->at, "a value should stand here");
    scan->at += size;
    return true;
}

static bool scan_value(struct scan *scan, int depth) {
    bool plain;
    uint8_t byte = next(scan);
    if ((byte == '{' || byte == '[') && depth == CANONICAL_DEPTH)
        return fault(scan, scan->at, "too many objects and lists inside each other");
    switch (byte) {
    case '"': return scan_text(scan, &plain);
    case '{': return scan_object(scan, depth);
    case '[': return scan_list(scan, depth);
    case 't': return scan_word(scan, "true");
    case 'f': return scan_word(scan, "false");
    case 'n': return scan_word(scan, "null");
    }
    if (byte == '-' || (byte >= '0' && byte <= '9')) return scan_number(scan);
    return fault(scan, scan->at, "a value should stand here");
}

bool canonical_scan(const void *bytes, size_t size, struct canonical_part *out_parts, size_t room,
                    size_t *out_count, struct error *error) {
    struct scan scan = {bytes, bytes, (const uint8_t *)bytes + size, out_parts, room, 0, error};
    if (!scan_value(&scan, 0)) return false;
    if (scan.at < scan.end) return fault(&scan, scan.at, "something stands behind the value");
    if (out_count) *out_count = scan.count;
    return true;
}
