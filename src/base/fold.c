#include "base/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/fault.h"

static const utf8proc_option_t FOLD = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                      UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                      UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;

char *fold_text(struct arena *arena, const char *text) {
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t size = UTF8PROC_ERROR_NOMEM;
    if (!fault_here(FAULT_MEMORY))
        size = utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded, FOLD);
    /* The arena says that there is no memory. */
    if (size == UTF8PROC_ERROR_NOMEM) return arena_take(arena, SIZE_MAX / 8, 1);
    char *copy = size < 0 ? arena_copy(arena, text)
                          : arena_copy_part(arena, (const char *)folded, (size_t)size);
    free(folded);
    return copy;
}
