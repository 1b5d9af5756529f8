/* What templates write with. A page is made by filling the struct that its template has and calling
 * its function, both from http/page_NAME.h:
 *
 *     page_sign_in(html, &(struct page_sign_in){.frame = &frame, .name = name});
 *
 * The template compiler (tools/templates.c) knows in which place of the page each hole stands and
 * calls the one function that is right there; C code calls none of these, but html_markup and
 * html_trust where drawings and the like are made. Text is UTF-8 or becomes it (U+FFFD); NULL
 * writes nothing. */
#ifndef CAIRN_HTTP_HTML_H
#define CAIRN_HTTP_HTML_H

#include "base/buffer.h"
#include "http/message.h"

struct html {
    struct buffer *out;
    enum language language;
    const char *root;                /* what addresses of assets begin with: "" on a server, "." or
                                        ".." … in a folder of files */
    const char *(*csrf)(void *data); /* the hidden fields of a form; NULL: no form can be sent */
    const char *(*once)(void *data);
    void *data;
};

/* Markup that is safe as it stands, and the only thing that {{!name}} takes: what html_trust was
 * told to believe. Only what writes markup itself, or has cleaned it, makes one. */
struct html_safe {
    const char *markup;
    size_t size;
};
struct html_safe html_trust(const char *markup, size_t size);

/* As it stands: what the template itself says. */
void html_raw(struct html *html, const char *markup, size_t size);
void html_safe(struct html *html, struct html_safe safe);

/* Text, in text and in quoted attributes. Control characters that HTML forbids become U+FFFD, and a
 * carriage return stays one (&#13;). */
void html_text(struct html *html, const char *text);

/* A whole address, or the beginning of one, in an attribute: http:, https:, mailto:, or one of ours
 * as html_local. Anything else becomes "#": nothing that could run a script or leads elsewhere than
 * it seems to. */
void html_link(struct html *html, const char *address);

/* An address on this server: "/…" with one slash, "./…", "../…", "?…", "#…". Else "#". */
void html_local(struct html *html, const char *address);

/* A part of an address: everything but letters, digits and -._~ is percent-encoded. */
void html_url_part(struct html *html, const char *text);

/* A number for people, and one for programs. */
void html_number(struct html *html, long long number);
void html_digits(struct html *html, long long number);

/* A text of po/ with its holes filled, escaped as text. */
void html_say(struct html *html, const struct message *message, long long count,
              const struct message_value *values);

/* {{@lang}}, {{@asset name}}, {{@csrf}}. */
void html_lang(struct html *html);
void html_asset(struct html *html, const char *name);
void html_csrf(struct html *html);

#endif
