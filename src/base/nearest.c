#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { FAR = 1000, NEAR = 3 };

static bool same_letter(char one, char other) {
    return tolower((unsigned char)one) == tolower((unsigned char)other);
}

/* The number of insertions, deletions and replacements between two words in any case. */
static int distance_of(const char *one, const char *other) {
    size_t rows = strlen(one), columns = strlen(other);
    if (rows > NEAREST_WORD_MOST || columns > NEAREST_WORD_MOST) return FAR;
    int line[NEAREST_WORD_MOST + 1];
    for (size_t j = 0; j <= columns; j++) line[j] = (int)j;
    for (size_t i = 1; i <= rows; i++) {
        int diagonal = line[0];
        line[0] = (int)i;
        for (size_t j = 1; j <= columns; j++) {
            int best = diagonal + !same_letter(one[i - 1], other[j - 1]);
            diagonal = line[j];
            if (line[j] + 1 < best) best = line[j] + 1;
            if (line[j - 1] + 1 < best) best = line[j - 1] + 1;
            line[j] = best;
        }
    }
    return line[columns];
}

struct nearest nearest_to(const char *wanted) {
    return (struct nearest){.wanted = wanted, .distance = NEAR + 1};
}

void nearest_consider(struct nearest *nearest, const char *word) {
    int distance = distance_of(nearest->wanted, word);
    if (distance >= nearest->distance) return;
    nearest->distance = distance;
    nearest->word = word;
}
