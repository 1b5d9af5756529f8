#include "case/shell_word.h"

#include <string.h>

const char *shell_word(struct arena *arena, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=.,:/";
    if (*word && !word[strspn(word, plain)]) return word;
    const char *quoted = "'";
    for (const char *at = word; *at;) {
        size_t size = strcspn(at, "'");
        quoted = arena_format(arena, "%s%.*s%s", quoted, (int)size, at, at[size] ? "'\\''" : "");
        at += size + (at[size] != 0);
    }
    return arena_format(arena, "%s'", quoted);
}
