/* Who cannot be told apart: run->alike of an identification whose joint sum is done. */
#ifndef CAIRN_IDENTIFY_IDENTIFICATION_ALIKE_H
#define CAIRN_IDENTIFY_IDENTIFICATION_ALIKE_H

#include "identify/identification.h"

/* Groups of missing persons and individuals who can be exchanged in the best assignment with ln L
 * the same within 1e-9 relative. In the arena. */
void identification_find_alike(struct arena *arena, struct identification *run);

#endif
