/* One spelling for alleles and markers, so that what two programs wrote can be compared. */
#ifndef CAIRN_INPUT_ALLELE_H
#define CAIRN_INPUT_ALLELE_H

#include <stdbool.h>

#include "base/arena.h"

/* The one name that all spellings of the amelogenin marker are brought to. */
#define AMELOGENIN "AMEL"

/* Brings the name of a marker to one spelling: AMEL, Amelogenin, AM, AMXY, AMELX … to AMELOGENIN,
 * others as they are. */
const char *marker_spelling(const char *name);

/* Brings an allele to one spelling: "09" to "9", "9,3" and "9.30" to "9.3", "9.0" to "9"; X and Y
 * of amelogenin to capitals. Other text ("Rest", "<7") is kept. `marker` is spelt by
 * marker_spelling. */
const char *allele_spelling(struct arena *arena, const char *marker, const char *text);

/* Whether a cell says that no allele could be named: OL (off-ladder), ?, INC, NR, NA, N/A, ND, -,
 * *, 0. */
bool allele_is_no_call(const char *text);

/* Whether that cell still stands for a peak that was seen: OL and ?. */
bool allele_is_unnamed_peak(const char *text);

/* Whether it is a repeat number (digits, or digits with a point and digits), as one not in the
 * frequency table must be. */
bool allele_is_number(const char *text);

/* What the name of a marker says about its chromosome, by the nomenclature of STR loci (DXS…,
 * DYS…). */
bool marker_is_on_x(const char *name);
bool marker_is_on_y(const char *name);

#endif
