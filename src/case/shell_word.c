#include "case/shell_word.h"

#include <string.h>

#include "base/utf8.h"

/* Every byte in octal, for what cannot be shown as it is. */
static const char *printed(struct arena *arena, const char *word) {
    const char *text = "\"$(printf '";
    for (; *word; word++) text = arena_format(arena, "%s\\%03o", text, (unsigned char)*word);
    return arena_format(arena, "%s')\"", text);
}

const char *shell_word(struct arena *arena, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=.,:/";
    if (*word && !word[strspn(word, plain)]) return word;
    if (!utf8_is_harmless(word)) return printed(arena, word);
    const char *quoted = "'";
    for (const char *at = word; *at;) {
        size_t size = strcspn(at, "'");
        quoted = arena_format(arena, "%s%.*s%s", quoted, (int)size, at, at[size] ? "'\\''" : "");
        at += size + (at[size] != 0);
    }
    return arena_format(arena, "%s'", quoted);
}
