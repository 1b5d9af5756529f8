/* Texts with names in { }, in whatever order a language wants them. */
#ifndef CAIRN_BASE_HOLES_H
#define CAIRN_BASE_HOLES_H

#include "base/arena.h"

/* A name in { } and what stands for it. */
struct hole {
    const char *name, *text;
};

/* The text with its holes filled, in the arena. What has no hole of its name stays as it is. */
const char *holes_fill(struct arena *arena, const char *text, const struct hole *hole, int holes);

#endif
