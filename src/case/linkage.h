/* Loci that lie close together are handed on together: what they say is not independent, and the
 * product over them says too much. */
#ifndef CAIRN_CASE_LINKAGE_H
#define CAIRN_CASE_LINKAGE_H

#include "identify/marker.h"

enum { LINKAGE_SENTENCES = 6 };

/* The linkage group on X of a marker of that name, 0 … 3, or -1: the four groups of the X STRs in
 * use (Szibor et al., International Journal of Legal Medicine 117, 2003). Loci of one group are not
 * multiplied with each other. */
int linkage_group(const char *marker);

/* Of each marker of the panel whether it is counted in products: of those of one linkage group on X
 * only the one with the highest expected heterozygosity is. `counted` has one entry a marker. */
void linkage_choose(const struct panel *panel, bool *counted);

/* Warnings about linked loci of the panel, at most LINKAGE_SENTENCES, one sentence each without the
 * final dot, in the arena. Returns how many. vWA and D12S391 (11.9 cM: O'Connor et al., FSI
 * Genetics 5, 2011), the groups on X, and any other two markers on X. */
int linkage_warnings(struct arena *arena, const struct panel *panel,
                     const char *out_warning[LINKAGE_SENTENCES]);

#endif
