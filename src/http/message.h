/* Texts in the reader's language. English stands where a text is used: in templates as {{_ text}},
 * in C as say(language, "text"); other languages stand in po/, and at build all become constant
 * tables. A text that has no translation is said in English. tools/texts brings po/ up to date. */
#ifndef CAIRN_HTTP_MESSAGE_H
#define CAIRN_HTTP_MESSAGE_H

#include "base/arena.h"
#include "base/says.h"
#include "http/language.h"

struct message {
    const char *one; /* with a context: that, \004, and the text */
    const char *many; /* the second English form of a text that counts; or NULL */
    const char *form[LANGUAGES][LANGUAGE_FORMS]; /* NULL: not translated */
};

/* What fills a hole {name} of a text. Lists of them end with one of zeroes. */
struct message_value {
    const char *name;
    const char *text;
    bool is_number;
    long long number; /* written as the language writes it */
};

/* The text in the language; `count` matters only for one with two forms. */
const char *message_text(const struct message *message, enum language language, long long count);

/* The text in the language, for what is no template. `english` must be a literal, or xgettext would
 * not find it. */
const char *say(enum language language, const char *english);

/* The same for a text that has another translation elsewhere. `context` is a literal, too, or NULL:
 * it has none. */
const char *say_in(enum language language, const char *context, const char *english);

/* The same for a text that counts. */
const char *say_many(enum language language, const char *one, const char *many, long long count);

/* The text with its holes filled, in the arena; a hole without a value stays as it is. `values` may
 * be NULL. Nothing is escaped: that is the template's business. */
char *message_fill(struct arena *arena, enum language language, const char *text,
                   const struct message_value *values);

#endif
