#include "say/lexicon.h"

#include <string.h>

const struct lexicon *lexicon_of(const char *language) {
    for (int i = 0; i < lexicon_count; i++)
        if (strcmp(lexicon_list[i].language, language) == 0) return &lexicon_list[i];
    return NULL;
}
