/* "Did you mean": of several words the one most like a word that is none of them. */
#ifndef CAIRN_BASE_NEAREST_H
#define CAIRN_BASE_NEAREST_H

enum { NEAREST_WORD_MOST = 63 };

struct nearest {
    const char *wanted;
    const char *word; /* the most similar so far, the first of equals; NULL: none is near */
    int distance;
};

/* Nothing considered yet. The words stay their owner's. */
struct nearest nearest_to(const char *wanted);

/* Keeps `word` when it is nearer than those before and could be a slip of the hand: at most three
 * insertions, deletions and replacements away, in any case. A word longer than NEAREST_WORD_MOST
 * bytes is far from everything. */
void nearest_consider(struct nearest *nearest, const char *word);

#endif
