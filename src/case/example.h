/* The example investigation: the plain tables that a field team, a mortuary, a laboratory, the
 * family liaison and a press office would deliver of a forest with single graves, all of it
 * invented. `cairn example` writes them to a folder, `cairn demo` imports them, tests hold the
 * engine against their truth. */
#ifndef CAIRN_CASE_EXAMPLE_H
#define CAIRN_CASE_EXAMPLE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/cancel.h"
#include "base/error.h"

enum {
    EXAMPLE_REMAINS = 450, /* the usual size, and the least and largest */
    EXAMPLE_REMAINS_LEAST = 12,
    EXAMPLE_REMAINS_MOST = 20000,
    EXAMPLE_SEED = 1,
    EXAMPLE_FILES = 22
};

struct example_file {
    const char *name; /* "remains.tsv" */
    struct buffer content;
};

struct example {
    struct example_file file[EXAMPLE_FILES];
};

/* Makes all files of the investigation with exactly `remains` codes; the other numbers follow in
 * proportion. The same seed and number give the same bytes everywhere. The result is given back
 * with example_close. Fails when the number of remains is out of range, and when it was cancelled
 * (`cancel` may be NULL). */
MUST_CHECK bool example_make(uint64_t seed, int remains, const struct cancel *cancel,
                             struct example *out_example, struct error *error);

void example_close(struct example *example);

/* One of the files by name, or NULL. */
const struct buffer *example_find(const struct example *example, const char *name);

#endif
