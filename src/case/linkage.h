/* Loci that lie close together are handed on together: what they say is not independent, and the
 * product over them says too much. */
#ifndef CAIRN_CASE_LINKAGE_H
#define CAIRN_CASE_LINKAGE_H

#include "identify/marker.h"

enum { LINKAGE_SENTENCES = 6 };

/* Warnings about linked loci of the panel, at most LINKAGE_SENTENCES, one sentence each without the
 * final dot, in the arena. Returns how many. vWA and D12S391 (11.9 cM: O'Connor et al., FSI
 * Genetics 5, 2011), the four groups of the X STRs in use (Szibor et al., IJLM 117, 2003), and any
 * other two markers on X. */
int linkage_warnings(struct arena *arena, const struct panel *panel,
                     const char *out_warning[LINKAGE_SENTENCES]);

#endif
