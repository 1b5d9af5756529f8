/* Words of commands that are shown to be typed or copied. */
#ifndef CAIRN_CASE_SHELL_WORD_H
#define CAIRN_CASE_SHELL_WORD_H

#include "base/arena.h"

/* The word in quotes where a shell would take it apart, or do what a table says: folders, codes and
 * ids may hold anything. In the arena. */
const char *shell_word(struct arena *arena, const char *word);

#endif
