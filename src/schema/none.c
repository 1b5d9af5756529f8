#include "schema/none.h"

#include <string.h>

#include "schema/schema.h"

static const struct {
    const char *name, *meaning;
} REASONS[NONE_REASONS] = {
    [NONE_NOT_RECORDED] = {"not_recorded", "it may have been looked for, but nobody wrote it down"},
    [NONE_NOT_EXAMINED] = {"not_examined", "nobody has looked"},
    [NONE_EXAMINED_ABSENT] = {"examined_absent", "somebody has looked, and there is none"},
    [NONE_UNKNOWN] = {"unknown", "it cannot be known"},
    [NONE_WITHHELD] = {"withheld", "it is known, and not said here"},
};

const char *none_name(enum none_reason reason) { return REASONS[reason].name; }

const char *none_meaning(enum none_reason reason) { return REASONS[reason].meaning; }

const char *none_find(const char *word) {
    /* Every text is asked, and few begin like one of them. */
    if (!strchr("nNeEuUwW", word[strspn(word, " _-")])) return NULL;
    for (int i = 0; i < NONE_REASONS; i++)
        if (schema_same_word(REASONS[i].name, word)) return REASONS[i].name;
    return NULL;
}
