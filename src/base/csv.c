#include "base/csv.h"

#include <string.h>

static bool is_number(const char *text) {
    text += *text == '-' || *text == '+';
    size_t whole = strspn(text, "0123456789");
    if (whole > 0 && text[whole] == '.') whole += 1 + strspn(text + whole + 1, "0123456789");
    return whole > 0 && !text[whole];
}

/* https://owasp.org/www-community/attacks/CSV_Injection */
static bool would_run(const char *text) {
    return *text && strchr("=+-@\t\r", *text) && !is_number(text);
}

void csv_cell(struct buffer *out, bool first, const char *text) {
    bool guarded = would_run(text), quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (!first) buffer_add_text(out, ",");
    if (quoted) buffer_add_text(out, "\"");
    if (guarded) buffer_add_text(out, "'");
    for (; *text; text++) {
        if (*text == '"') buffer_add_text(out, "\"");
        buffer_add(out, text, 1);
    }
    if (quoted) buffer_add_text(out, "\"");
}

void csv_end(struct buffer *out) { buffer_add_text(out, "\r\n"); }
