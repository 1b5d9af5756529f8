#include "base/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/fault.h"

static const utf8proc_option_t FOLD = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                      UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                      UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;

static const utf8proc_option_t COMPOSE = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE;

static utf8proc_int32_t to_small(utf8proc_int32_t point, void *data) {
    (void)data;
    return utf8proc_tolower(point);
}

static char *map_text(struct arena *arena, const char *text, utf8proc_option_t options,
                      utf8proc_custom_func each) {
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t size = UTF8PROC_ERROR_NOMEM;
    if (!fault_here(FAULT_MEMORY))
        size = utf8proc_map_custom((const utf8proc_uint8_t *)text, 0, &mapped, options, each, NULL);
    /* The arena says that there is no memory. */
    if (size == UTF8PROC_ERROR_NOMEM) return arena_take(arena, SIZE_MAX / 8, 1);
    char *copy = size < 0 ? arena_copy(arena, text)
                          : arena_copy_part(arena, (const char *)mapped, (size_t)size);
    free(mapped);
    return copy;
}

/* Most texts are plain, and what folding means for those is known. */
static bool is_ascii(const char *text) {
    while (*text && !(*text & 0x80)) text++;
    return !*text;
}

char *fold_text(struct arena *arena, const char *text) {
    if (!is_ascii(text)) return map_text(arena, text, FOLD, NULL);
    char *folded = arena_copy(arena, text);
    for (char *at = folded; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
    return folded;
}

char *fold_small(struct arena *arena, const char *text) {
    return map_text(arena, fold_composed(arena, text), COMPOSE, to_small);
}

char *fold_composed(struct arena *arena, const char *text) {
    return map_text(arena, text, COMPOSE, NULL);
}

size_t fold_letter(const char *text) {
    utf8proc_int32_t point;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &point);
    if (size <= 0 || !*text) return 0;
    utf8proc_category_t category = utf8proc_category(point);
    bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    bool number = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
    return letter || number ? (size_t)size : 0;
}
