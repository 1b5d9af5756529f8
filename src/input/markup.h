/* HTML as a run of tokens: the tokenizer of the HTML standard (section 13.2.5) without its tree. A
 * page of any size and nesting is read once from front to end, and nothing is kept of it; what no
 * browser could read is skipped as a browser skips it. It lies before article_page.h, which makes
 * paragraphs of the tokens.
 *
 * docs/dependencies.md says why it is not libgumbo; tests hold its text against that one's tree. */
#ifndef CAIRN_INPUT_MARKUP_H
#define CAIRN_INPUT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Elements that mean something to whoever reads an article; the others are MARKUP_OTHER. */
enum markup_tag {
    MARKUP_OTHER,
#define TAG(name, level) MARKUP_##name,
#include "input/markup_tags.inc"
#undef TAG
    MARKUP_TAGS
};

/* How an element stands in the flow of text. */
enum markup_level {
    MARKUP_INLINE, /* within a line */
    MARKUP_BLOCK,  /* begins and ends a paragraph */
    MARKUP_VOID,   /* has no content, and no end tag */
    MARKUP_RAW     /* its content is not markup: the next token is all of it */
};

enum markup_kind { MARKUP_TEXT, MARKUP_OPEN, MARKUP_CLOSE, MARKUP_CONTENT };

/* Everything points into the page. */
struct markup_token {
    enum markup_kind kind;
    enum markup_tag tag; /* of MARKUP_OPEN and MARKUP_CLOSE; of MARKUP_CONTENT whose it is */
    uint32_t name;       /* a hash of the element's name, without regard to case */
    const char *text;    /* text with its entities; behind the name of an open tag, its attributes;
                             raw content */
    size_t size;
    bool empty; /* <x/> */
};

struct markup {
    const char *at, *end;
    enum markup_tag raw; /* the content of this comes next; else MARKUP_OTHER */
};

struct markup markup_of(const char *page, size_t size);

/* The next token; false at the end. Comments, declarations and processing instructions are skipped. */
bool markup_next(struct markup *markup, struct markup_token *out_token);

enum markup_level markup_level_of(enum markup_tag tag);

/* The attributes of an open tag, one after the other. Values still have their entities; an attribute
 * without one has an empty value. */
struct markup_attribute {
    const char *name, *value;
    size_t name_size, value_size;
};

struct markup_attributes {
    const char *at, *end;
};

struct markup_attributes markup_attributes_of(const struct markup_token *token);
bool markup_attributes_next(struct markup_attributes *attributes,
                            struct markup_attribute *out_attribute);

/* Is this its name, without regard to case? `name` is in small letters. */
bool markup_named(const struct markup_attribute *attribute, const char *name);

/* The character that "&…" stands for, and how many bytes of `text` it takes; 0 when it is none, and
 * an ampersand. What may not be a character is U+FFFD (section 13.2.5.80). */
size_t markup_entity(const char *text, size_t size, uint32_t *out_point);

/* Adds text with its entities as characters. */
void markup_decode(const char *text, size_t size, struct buffer *out);

/* Adds a character as UTF-8. */
void markup_add_point(struct buffer *out, uint32_t point);

#endif
