/* What the pages of identification say alike: who may see and do what, figures, comparisons. */
#ifndef CAIRN_WEB_IDENTIFY_WORDS_H
#define CAIRN_WEB_IDENTIFY_WORDS_H

#include "case/comparison_result.h"
#include "case/decision_request.h"
#include "case/decisions.h"
#include "web/pages.h"

struct page_comparison_summary;

/* May the visitor read comparisons? */
bool reads_comparisons(const struct visit *visit);

/* ERROR_DENIED unless the visitor may read comparisons, or sign a decision. */
MUST_CHECK bool check_identifies(const struct visit *visit, struct error *error);

/* ERROR_DENIED unless the visitor may read comparisons. */
MUST_CHECK bool check_reads_comparisons(const struct visit *visit, struct error *error);

/* Figures in the reader's language: "3.02e+9" from a common logarithm; "+9.48", or that it is
 * impossible; "> 0.999999". Of NAN a dash. */
const char *ratio_shown(const struct visit *visit, double log10_ratio);
const char *log_shown(const struct visit *visit, double log10_ratio);
const char *probability_shown(const struct visit *visit, double probability);

/* The posterior of a pair of a result: not 0 where it is only not among what was kept. */
const char *posterior_shown(const struct visit *visit, const struct comparison_result *result,
                            const struct comparison_pair *pair);

/* A figure with its point as the language has it. */
const char *figure_shown(const struct visit *visit, const char *figure);

/* "/identify/COMPARISON/REMAINS/PERSON"; a comparison of NULL is "none". */
const char *dossier_address(struct arena *arena, const char *comparison, const char *code,
                            const char *person);

/* What a decision comes to: "proposed", "confirmed", … */
const char *decision_shown(const struct visit *visit, const char *state);

/* A comparison as lists have it. */
struct comparison_line {
    long long index, log_size, profiles, persons, proposals;
    const char *rec, *day, *by;
    const char *prior, *total, *theta, *dropout, *group, *bound, *engine; /* "" when not said */
};

/* All of the record, the newest first. */
MUST_CHECK bool comparison_lines(const struct visit *visit, struct comparison_line **out_line,
                                 int *out_count, struct error *error);

/* What is said of one of them. `*out_changed`: how many records it rests on have changed since. */
MUST_CHECK bool comparison_summarise(const struct visit *visit, const struct comparison_line *line,
                                     struct page_comparison_summary *out, int *out_changed,
                                     struct error *error);

#endif
