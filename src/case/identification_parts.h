/* The sections of the text of a run, between identification_text.c and its parts. */
#ifndef CAIRN_CASE_IDENTIFICATION_PARTS_H
#define CAIRN_CASE_IDENTIFICATION_PARTS_H

#include "case/identification_text.h"

/* What all sections need, and how wide the codes are. */
struct identification_page {
    struct arena *arena;
    const struct identification *run;
    const struct verdicts *verdicts;
    const struct provenance *provenance;
    struct buffer *out;
    int code_width, person_width, family_width; /* with the gap behind them */
};

/* identification_pairs.c: the table of what could be proposed, and that of the candidates. */
void identification_proposals(const struct identification_page *page);
void identification_candidates(const struct identification_page *page);

/* identification_reasons.c: who could not be proposed, and why. */
void identification_reasons(const struct identification_page *page);

/* "ELD-0001-B", or all numbers of the individual: "ELD-0001-B+ELD-0002-E01". In the arena. */
const char *identification_codes(const struct identification_page *page, int individual);

#endif
