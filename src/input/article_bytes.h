/* The encoding of a saved page: bytes to UTF-8. */
#ifndef CAIRN_INPUT_ARTICLE_BYTES_H
#define CAIRN_INPUT_ARTICLE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct article_bytes {
    const char *text; /* UTF-8: what was given, or what `made` holds */
    size_t size;
    const char *encoding; /* "UTF-8", "WINDOWS-1251", … */
    size_t replaced;      /* bytes that are no characters in it, each now U+FFFD */
    bool guessed;         /* nothing said which it is */
    struct buffer made;   /* to be closed */
};

/* Decides which encoding it is and converts: by a byte order mark; UTF-8 where the bytes are
 * well-formed and not all ASCII, whatever the page says (programs that save pages convert them and
 * leave what they say); what the page says (<meta charset>, the first 4 kB, by the labels of the
 * Encoding Standard); else windows-1251, KOI8-U or windows-1252, by how the bytes lie. What is given
 * must stay as long as the result. */
struct article_bytes article_bytes_of(const char *bytes, size_t size);

#endif
