/* Canonical JSON (RFC 8785): the one form in which a value is hashed and signed. Narrower than the
 * RFC in two ways: numbers are whole (its rule for fractions is easily got wrong, and nothing here
 * needs them), and no text holds U+0000 (C and databases end a text there).
 *
 * Bytes are checked in one pass that builds nothing; what was checked can be walked through. */
#ifndef CAIRN_RECORD_CANONICAL_H
#define CAIRN_RECORD_CANONICAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

enum { CANONICAL_DEPTH = 16 };                 /* objects and lists inside each other */
#define CANONICAL_WHOLE_MOST 9007199254740991 /* 2^53 - 1, and the least is minus that */

/* Bytes inside others; they belong to whoever owns those. */
struct canonical_part {
    const char *name; /* as it stands between its quotes; NULL in a list */
    size_t name_size;
    const char *bytes; /* the value */
    size_t size;
};

/* Are the bytes one value in canonical form? `error` says what is wrong, and at which byte, counted
 * from 0. The members of the object, or the items of the list, that the value is: the first `room`
 * of them go to `out_parts` (NULL if room is 0), and `*out_count` (NULL: not wanted) says how many
 * there are; a value of another kind has none. */
MUST_CHECK bool canonical_scan(const void *bytes, size_t size, struct canonical_part *out_parts,
                               size_t room, size_t *out_count, struct error *error);

/* ------------------------------------------------------------------ in bytes that were scanned */

/* Goes through the members of an object or the items of a list, in their order. A value of another
 * kind has none. */
struct canonical_walk {
    const char *at, *end;
    bool object;
};

struct canonical_walk canonical_walk(const char *bytes, size_t size);
bool canonical_next(struct canonical_walk *walk, struct canonical_part *out_part);

/* How many members or items there are. */
size_t canonical_count(const char *bytes, size_t size);

/* Is the name, or the value if it is text, written as the plain ASCII `text`? */
bool canonical_named(const struct canonical_part *part, const char *text);
bool canonical_is_text(const struct canonical_part *part, const char *text);

/* The text that a value, which is text, stands for, and the number. */
char *canonical_text(struct arena *arena, const char *bytes, size_t size);
int64_t canonical_whole(const char *bytes, size_t size);

/* The order of names as they stand between their quotes: by UTF-16 code units, as RFC 8785 section
 * 3.2.3 has it. Less than, equal to or greater than 0. */
int canonical_order(const char *left, size_t left_size, const char *right, size_t right_size);

#endif
