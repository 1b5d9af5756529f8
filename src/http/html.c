#include "http/html.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "http/assets.h"

struct html_safe html_trust(const char *markup, size_t size) {
    return (struct html_safe){markup, size};
}

void html_raw(struct html *html, const char *markup, size_t size) {
    buffer_add(html->out, markup, size);
}

void html_safe(struct html *html, struct html_safe safe) {
    if (safe.size) buffer_add(html->out, safe.markup, safe.size);
}

static const char REPLACEMENT[] = "\xef\xbf\xbd";

/* What an ASCII character is written as; NULL: as itself. */
static const char *escape_of(unsigned char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&#34;";
    case '\'': return "&#39;";
    case '\r': return "&#13;";
    case '\t':
    case '\n': return NULL;
    default: return c < 0x20 || c == 0x7f ? REPLACEMENT : NULL;
    }
}

static void write_text(struct buffer *out, const char *text, size_t size) {
    const unsigned char *at = (const unsigned char *)text, *end = at + size, *from = at;
    while (at < end) {
        size_t length = 1;
        const char *escape;
        if (*at < 0x80) {
            escape = escape_of(*at);
        } else {
            length = utf8_sequence(at, (size_t)(end - at));
            /* U+0080 to U+009F are control characters too. */
            bool control = length == 2 && at[0] == 0xc2 && at[1] < 0xa0;
            escape = !length || control ? REPLACEMENT : NULL;
            if (!length) length = 1;
        }
        if (escape) {
            buffer_add(out, from, (size_t)(at - from));
            buffer_add_text(out, escape);
            from = at + length;
        }
        at += length;
    }
    buffer_add(out, from, (size_t)(at - from));
}

void html_text(struct html *html, const char *text) {
    if (text) write_text(html->out, text, strlen(text));
}

/* ------------------------------------------------------------------ addresses */

/* Browsers drop line ends and tabs from addresses and take \ for /, so what has any of them is not
 * what it seems. */
static bool is_plain(const char *address) {
    for (const unsigned char *at = (const unsigned char *)address; *at; at++)
        if (*at <= 0x20 || *at == 0x7f || *at == '\\') return false;
    return true;
}

static bool is_local(const char *address) {
    if (!is_plain(address)) return false;
    if (*address == '?' || *address == '#') return true;
    if (strncmp(address, "./", 2) == 0 || strncmp(address, "../", 3) == 0) return true;
    return address[0] == '/' && address[1] != '/';
}

void html_local(struct html *html, const char *address) {
    html_text(html, !address || is_local(address) ? address : "#");
}

void html_link(struct html *html, const char *address) {
    static const char *const BEGINNINGS[] = {"https://", "http://", "mailto:"};
    bool fine = address && is_local(address);
    for (size_t i = 0; address && !fine && i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
        fine = strncasecmp(address, BEGINNINGS[i], strlen(BEGINNINGS[i])) == 0 && is_plain(address);
    html_text(html, !address || fine ? address : "#");
}

void html_url_part(struct html *html, const char *text) {
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~", c);
        if (plain) buffer_add(html->out, text, 1);
        else buffer_format(html->out, "%%%02X", c);
    }
}

/* ------------------------------------------------------------------ numbers and texts */

void html_number(struct html *html, long long number) {
    char text[LANGUAGE_NUMBER];
    buffer_add_text(html->out, language_number(html->language, number, text));
}

void html_digits(struct html *html, long long number) {
    buffer_format(html->out, "%lld", number);
}

static void write_value(struct html *html, const struct message_value *value) {
    if (value->is_number) html_number(html, value->number);
    else html_text(html, value->text);
}

void html_say(struct html *html, const struct message *message, long long count,
              const struct message_value *values) {
    const char *text = message_text(message, html->language, count);
    while (*text) {
        size_t plain = strcspn(text, "{");
        write_text(html->out, text, plain);
        text += plain;
        const char *close = strchr(text, '}');
        if (!close) break;
        size_t length = (size_t)(close - text - 1);
        for (const struct message_value *value = values; value && value->name; value++) {
            if (strlen(value->name) != length || memcmp(value->name, text + 1, length) != 0)
                continue;
            write_value(html, value);
            break;
        }
        text = close + 1;
    }
}

void html_lang(struct html *html) { buffer_add_text(html->out, language_tag(html->language)); }

void html_asset(struct html *html, const char *name) {
    buffer_format(html->out, "%s%s%s", html->root ? html->root : "", assets_path, name);
}

void html_csrf(struct html *html) {
    if (!html->csrf) return;
    buffer_add_text(html->out, "<input type=\"hidden\" name=\"csrf\" value=\"");
    html_text(html, html->csrf(html->data));
    buffer_add_text(html->out, "\"><input type=\"hidden\" name=\"once\" value=\"");
    html_text(html, html->once(html->data));
    buffer_add_text(html->out, "\">");
}
