/* How well statements and figures are found: gold articles against what say/say.h proposes. The
 * rules of matching are in gold/README.md ("Scoring"). */
#ifndef CAIRN_TESTS_SAY_SCORING_H
#define CAIRN_TESTS_SAY_SCORING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct score {
    size_t articles, gold, proposed;
    size_t strict, loose;         /* pairs with an overlap of at least 0.8, of at least 0.3 */
    size_t speaker, act, directs; /* of the loose pairs, those with the member right */
    size_t figures_gold, figures_proposed, figures_right; /* by place, value, low and high */
    size_t figures_speaker, figures_kind; /* of the right ones: speaker right; kind shares a word */
    size_t dates_gold, dates_right;       /* loose pairs whose gold has `said`; the same date */
};

/* Adds all articles of a half ("seen" or "unseen") in a language. `show`: where to write what
 * differs, or NULL; only of the seen half is anything shown. Ends the program on files that cannot
 * be read. */
void score_half(const char *folder, const char *half, const char *language, FILE *show,
                struct score *score);

double score_f(size_t right, size_t proposed, size_t gold);

#endif
