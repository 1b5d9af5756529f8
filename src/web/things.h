/* Lists of things by who has them: what a number of the custody page leads to. */
#ifndef CAIRN_WEB_THINGS_H
#define CAIRN_WEB_THINGS_H

#include "case/custody.h"
#include "web/pages.h"

/* Are both with the same person, or in the same other state? */
bool things_same_place(const struct custody_thing *one, const struct custody_thing *other);

/* The list of those that are where this one is; of one kind, or (NULL) of all. */
const char *things_address(const struct visit *visit, const struct custody_thing *thing,
                           const char *kind);

#endif
