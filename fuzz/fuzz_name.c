/* Two names, a line each: keys have only sounds, every score is one, and it does not matter which
 * name stands first. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schema/name.h"
#include "schema/name_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_name(struct arena *arena, const struct name *name) {
    if (name->count < 0 || name->count > NAME_WORDS_MOST) abort();
    for (int i = 0; i < name->count; i++) {
        const char *key = name->word[i].key;
        size_t length = strlen(key);
        if (!length || length > NAME_KEY_MOST ||
            strspn(key, "abcdefhiklmnoprstuvzCSZ") != length)
            abort();
        for (int s = 0; s < SPELLINGS; s++)
            (void)spelling_latin(arena, name->word[i].text, (enum spelling)s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    if (size > 400) return 0; /* as long as a name in a record may be */
    arena_open(&arena, 0);
    struct given_names given = given_names_make(&arena);
    char *text = arena_copy_part(&arena, (const char *)bytes, size), *other = strchr(text, '\n');
    if (other) *other++ = 0;
    struct name a = {0}, b = {0};
    name_add(&arena, &given, text, NAME_ANY, &a);
    name_add(&arena, &given, other ? other : "", NAME_ANY, &b);
    check_name(&arena, &a);
    check_name(&arena, &b);
    for (int i = 0; i < a.count; i++)
        for (int j = 0; j < b.count; j++) {
            struct name_likeness one = name_word_like(&arena, &a.word[i], &b.word[j], NULL);
            struct name_likeness back = name_word_like(&arena, &b.word[j], &a.word[i], NULL);
            if (one.kind != back.kind || !(one.score >= 0 && one.score <= 1)) abort();
            if (!*name_likeness_words(&arena, &a.word[i], &b.word[j], &one)) abort();
        }
    struct name_match match = name_match(&arena, &a, &b, NULL);
    if (!(match.score >= 0 && match.score <= 1)) abort();
    arena_close(&arena);
    return 0;
}
