#include "input/calls.h"

#include <string.h>

static bool see(struct calls *calls, const char *allele) {
    for (int i = 0; i < 2; i++) {
        if (!calls->seen[i]) {
            calls->seen[i] = allele;
            return true;
        }
        if (strcmp(calls->seen[i], allele) == 0) return false;
    }
    calls->more = true;
    return true;
}

void calls_add(struct calls *calls, const char *const allele[2], bool can_drop,
               struct place place) {
    if (!allele[0]) return;
    bool first = !calls->seen[0];
    bool fresh = see(calls, allele[0]);
    if (!allele[1]) {
        calls->partial = true;
    } else if (strcmp(allele[0], allele[1]) == 0) {
        calls->one_peak = true;
        if (!can_drop) calls->nothing_else = true;
    } else {
        fresh = see(calls, allele[1]) || fresh;
        calls->pair = true;
    }
    if (first) calls->place[0] = place;
    /* A second reading with one peak of a pair brings news, too: there was one where two were. */
    bool differs = fresh || calls->pair + calls->one_peak + calls->partial > 1;
    if (!first && differs && !calls->place[1].file) calls->place[1] = place;
}

enum calls_state calls_result(const struct calls *calls, const char **out_allele) {
    out_allele[0] = out_allele[1] = NULL;
    if (!calls->seen[0]) return CALLS_NONE;
    if (calls->more || (calls->seen[1] && calls->nothing_else)) return CALLS_CONTRADICT;
    out_allele[0] = calls->seen[0];
    if (calls->seen[1]) {
        out_allele[1] = calls->seen[1];
        return calls->one_peak || calls->partial || !calls->pair ? CALLS_COMPLETED : CALLS_AGREE;
    }
    if (calls->one_peak) out_allele[1] = calls->seen[0];
    return calls->one_peak && calls->partial ? CALLS_COMPLETED : CALLS_AGREE;
}
