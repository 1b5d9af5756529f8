/* Figures as pages say them: the counts of all, and their words. */
#ifndef CAIRN_WEB_FIGURES_H
#define CAIRN_WEB_FIGURES_H

#include "case/counts.h"
#include "http/html.h"
#include "web/pages.h"

struct page_notes;
struct page_tally;

/* The counts of the record as it is, until they are given back (kept_release of web->counts). */
MUST_CHECK bool figures_hold(const struct visit *visit, struct kept **out_kept,
                             const struct counts **out_counts, struct error *error);

/* "hands bound"; "remains". */
const char *figure_title(const struct visit *visit, const struct count_figure *figure);
const char *figure_unit(const struct visit *visit, const struct count_figure *figure);

/* What a group is called: a grave's code, or words. */
const char *figure_group(const struct visit *visit, const struct count_row *row);

/* "6.6 %" and "4.0 to 10.8 %"; NULL: there is none. Beside a picture of both. */
const char *figure_share(const struct visit *visit, const struct count_figure *figure,
                         const struct count_row *row);
const char *figure_interval(const struct visit *visit, const struct count_row *row);
struct html_safe figure_picture(const struct visit *visit, const struct count_figure *figure,
                                const struct count_row *row);

/* "14 of 212 examined", "at least 34 (left femur)". */
const char *figure_counted(const struct visit *visit, const struct count_figure *figure,
                           const struct count_row *row);

/* The row as a sentence, of which each number leads to the list behind it. */
const struct page_tally *figure_tally(const struct visit *visit, const struct count_table *table,
                                      const struct count_row *row);

/* How figures are to be read, and what must be said beside all of them. */
const struct page_notes *figure_notes(const struct visit *visit, const struct counts *counts);

/* Where the list behind a number is: "yes", "not_examined", "examined" … of a row. */
const char *figure_address(const struct visit *visit, const struct count_table *table,
                           const struct count_row *row, const char *answer);

/* How many there are that were not examined, or of which it cannot be told. */
int figure_others(const struct count_row *row);

/* The figure that the address names, and what it is to be broken down by. */
MUST_CHECK bool figure_asked(const struct visit *visit, const struct count_figure **out_figure,
                             enum count_dimension *out_dimension, struct error *error);

/* The row of the group that the query has under this name; leaves `out_row` as it is when it has
 * none. ERROR_BAD_INPUT: there is no such group. */
MUST_CHECK bool figure_group_asked(const struct visit *visit, const struct count_table *table,
                                   const char *name, const struct count_row **out_row,
                                   struct error *error);

#endif
