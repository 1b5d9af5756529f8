/* Templates (pages/NAME.html) as the build reads them: text that is sent as it stands, holes, and
 * blocks. template_read() makes the pieces, template_check() finds for every hole the one right way
 * of writing it, template_shape() finds the fields of the page's struct, and template_write() makes
 * C of it. How templates are written is told in docs/pages.md. */
#ifndef CAIRN_TOOLS_TEMPLATE_H
#define CAIRN_TOOLS_TEMPLATE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

enum { TEMPLATE_MOST = 1 << 18, TEMPLATE_NAME_MOST = 40, TEMPLATE_DEPTH = 64 };

enum piece_kind {
    PIECE_LITERAL, /* text */
    PIECE_HOLE,    /* {{name}}, {{name|number}}, {{!name}} */
    PIECE_IF,      /* {{#if name}} first {{else}} otherwise {{/if}} */
    PIECE_EACH,    /* {{#each name}} first {{else}} otherwise {{/each}} */
    PIECE_PART,    /* {{>part name}} */
    PIECE_SAY,     /* {{_ text}}, {{_ one || many}} */
    PIECE_CONTENT, /* {{@content}}: where a layout has its page */
    PIECE_LANG,    /* {{@lang}} */
    PIECE_ASSET,   /* {{@asset file}} */
    PIECE_CSRF,    /* {{@csrf}} */
};

enum field_type { FIELD_TRUTH, FIELD_TEXT, FIELD_NUMBER, FIELD_SAFE, FIELD_LIST, FIELD_PART };

/* How what is in a hole is written: set by template_check(). */
enum writer { WRITER_TEXT, WRITER_VALUE, WRITER_LINK, WRITER_LOCAL, WRITER_URL_PART, WRITER_SAFE };

struct piece {
    enum piece_kind kind;
    int line;
    const char *text; /* of a literal; name of part or asset; English text, its first form */
    size_t size;      /* of a literal */
    const char *many; /* the other form of a text that counts, or NULL */
    const char *name; /* the field, or NULL */
    int up;           /* in the scope so many blocks further out */
    enum field_type type;
    enum writer writer;
    struct piece *first, *otherwise; /* what is in a block; the holes of a text */
    struct piece *next;
};

/* The fields of a struct: of the page, or of what a list consists of. */
struct field {
    const char *name;
    enum field_type type;
    int line;
    const char *part;    /* whose struct it points to */
    struct shape *items; /* of a list */
    struct field *next;
};

struct shape {
    const char *name; /* page_NAME, page_NAME_LIST … */
    struct field *first;
    struct shape *outer;
};

struct template {
    const char *path, *name;
    const char *layout; /* or NULL */
    bool is_layout;
    struct piece *first;
    struct shape *shape;
};

/* Each stops at the first thing that is wrong: "PATH:LINE: reason". */
MUST_CHECK bool template_read(struct arena *arena, const char *path, const char *bytes, size_t size,
                              struct template *out, struct error *error);
MUST_CHECK bool template_check(struct arena *arena, struct template *template,
                               struct error *error);
MUST_CHECK bool template_shape(struct arena *arena, struct template *template,
                               struct error *error);

/* The function, and the header that declares it and its struct. */
void template_write(const struct template *template, struct buffer *out_source,
                    struct buffer *out_header);

/* Text as a C string, in quotes. */
void template_quote(struct buffer *out, const char *text, size_t size);

/* The name of the constant of a text: both forms decide it. */
char *template_message_name(struct arena *arena, const char *one, const char *many);

bool template_refuse(struct error *error, const struct template *template, int line,
                     const char *format, ...) PRINTF_LIKE(4, 5);

#endif
