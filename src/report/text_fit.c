#include "report/text_fit.h"

#include <string.h>
#include <utf8proc.h>

double text_height(enum drawing_size size) {
    static const double HEIGHTS[SIZE_COUNT] = {
        [SIZE_SMALL] = 10, [SIZE_NORMAL] = 12, [SIZE_LARGE] = 15};
    return HEIGHTS[size];
}

double text_leading(enum drawing_size size) { return 1.3 * text_height(size); }

/* U+0400 to U+045F. */
static double width_of_cyrillic(utf8proc_int32_t c) {
    switch (c) {
    case 0x416: /* Zhe, Sha, Shcha, Yu and the small ones; then Em, Ef, Yery */
    case 0x428:
    case 0x429:
    case 0x42e: return 1.12;
    case 0x436:
    case 0x448:
    case 0x449:
    case 0x44e:
    case 0x41c:
    case 0x424:
    case 0x42b:
    case 0x444:
    case 0x44b: return 0.96;
    default: return c >= 0x410 && c < 0x430 ? 0.82 : c >= 0x430 && c < 0x450 ? 0.72 : 1.12;
    }
}

/* In parts of the size. */
static double width_of(utf8proc_int32_t c) {
    if (c < 0x80) {
        if (strchr("fijlt'|.,:;!I ()[]/\\-", (int)c)) return 0.46;
        if (strchr("mwMW@%", (int)c)) return 1.01;
        if (c >= 'a' && c <= 'z') return 0.65;
        return c >= '0' && c <= '9' ? 0.65 : 0.86;
    }
    int cells = utf8proc_charwidth(c);
    if (cells == 0) return 0;
    if (cells > 1) return 1.35; /* ideographs take 1, pictures of emoji fonts more */
    if (c >= 0x400 && c < 0x460) return width_of_cyrillic(c);
    return c < 0x250 && utf8proc_category(c) != UTF8PROC_CATEGORY_SO ? 0.9 : 1.2;
}

/* The length of one cluster of characters that belong together, and its width. */
static size_t cluster(const char *text, double *out_width) {
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    size_t length = 0;
    utf8proc_int32_t before = 0, state = 0;
    *out_width = 0;
    while (at[length]) {
        utf8proc_int32_t c;
        utf8proc_ssize_t size = utf8proc_iterate(at + length, -1, &c);
        if (size < 1) { /* no UTF-8: shown as U+FFFD */
            c = 0xfffd;
            size = 1;
        }
        if (length && utf8proc_grapheme_break_stateful(before, c, &state)) break;
        double width = width_of(c);
        if (width > *out_width) *out_width = width;
        before = c;
        length += (size_t)size;
    }
    return length;
}

static double weight(bool bold) { return bold ? 1.13 : 1; }

double text_width(enum drawing_size size, bool bold, const char *text) {
    double sum = 0, width;
    while (*text) {
        text += cluster(text, &width);
        sum += width;
    }
    return sum * text_height(size) * weight(bold);
}

/* How many bytes of the text fit into `width` em. */
static size_t fitting(const char *text, double width) {
    size_t taken = 0;
    double sum = 0, one;
    while (text[taken]) {
        size_t length = cluster(text + taken, &one);
        if (sum + one > width) break;
        sum += one;
        taken += length;
    }
    return taken;
}

static const char *skip_spaces(const char *text) {
    while (*text == ' ') text++;
    return text;
}

/* Without the spaces at its end. */
static size_t trimmed(const char *text, size_t length) {
    while (length && text[length - 1] == ' ') length--;
    return length;
}

/* The length of a line that goes on in the next: up to a space or behind a hyphen, or else as far
 * as there is room. */
static size_t line_length(const char *text, size_t fits) {
    size_t end = fits;
    double width;
    while (end && text[end] != ' ' && text[end - 1] != '-') end--;
    if (end) return end;
    return fits ? fits : cluster(text, &width);
}

int text_break(struct arena *arena, enum drawing_size size, bool bold, double width,
               const char *text, int most, const char **line) {
    static const char ELLIPSIS[] = "…";
    double em = width / (text_height(size) * weight(bold));
    int count = 0;
    for (text = skip_spaces(text); *text && count < most; text = skip_spaces(text)) {
        size_t length = fitting(text, em);
        bool ends = !*skip_spaces(text + length);
        if (!ends && count == most - 1) {
            length = trimmed(text, fitting(text, em - width_of(0x2026)));
            line[count++] = arena_format(arena, "%.*s%s", (int)length, text, ELLIPSIS);
            break;
        }
        if (!ends) length = line_length(text, length);
        line[count++] = arena_copy_part(arena, text, trimmed(text, length));
        text += length;
    }
    return count;
}
